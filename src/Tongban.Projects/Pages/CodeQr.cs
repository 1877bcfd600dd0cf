using System.Net;
using Microsoft.AspNetCore.Components;
using QRCoder;
using Tongban.Foundation;

namespace Tongban.Projects.Pages;

/// <summary>An address as a QR code, first of all that of a project's public progress (固定资产投资项目代码管理规范: code and two-dimensional code go together).</summary>
internal static class CodeQr
{
    /// <summary>The address of a project's public progress.</summary>
    public static MarkupString Svg(string address) => Svg(address, Words.T("办理进度二维码", "QR code of the progress page"));

    /// <summary>An inline picture; medium correction, so that it survives a photocopy.</summary>
    /// <param name="label">What it is, for those who do not see it.</param>
    public static MarkupString Svg(string address, string label)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(address, QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(data);
        var picture = svg.GetGraphic(4, "#0b2f63", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
        return new MarkupString($"<div role=\"img\" aria-label=\"{WebUtility.HtmlEncode(label)}\" style=\"width:8.5rem\">{picture}</div>");
    }
}
