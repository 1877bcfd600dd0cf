namespace Tongban.Space; internal static class Marker;
