namespace Tongban.Approvals; internal static class Marker;
