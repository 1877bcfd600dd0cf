namespace Tongban.Registers; internal static class Marker;
