namespace Tongban.Foundation.Ui; internal static class UiMarker;
