namespace Tongban.Lists; internal static class Marker;
