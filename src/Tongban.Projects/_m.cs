namespace Tongban.Projects; internal static class Marker;
