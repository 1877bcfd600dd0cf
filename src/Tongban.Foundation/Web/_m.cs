namespace Tongban.Foundation.Web; internal static class WebMarker;
