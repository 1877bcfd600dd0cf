using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Tongban.Bench.Approvals;

/// <summary>The peer of the pages: a static page of the same framework and size, without account, database or parts. What Razor makes of unchanging HTML is one string.</summary>
internal static class StaticPeer
{
    public static async Task<Served> MeasureAsync(int bytes, TimeSpan length)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRazorComponents();
        await using var app = builder.Build();
        StaticPage.Body = string.Concat(Enumerable.Repeat("<tr><td>绿灯</td><td>2026-12-01</td><td><a href=\"/approvals\">年产两万吨锂电材料项目</a></td></tr>", bytes / 112));
        app.UseAntiforgery();
        app.MapRazorComponents<StaticPage>();
        await app.StartAsync();
        return await PageClient.MeasureAsync(new Uri(app.Urls.Single()), ["/static"], null, length);
    }
}

/// <summary>One page that never changes.</summary>
[Route("/static")]
public sealed class StaticPage : ComponentBase
{
    internal static string Body { get; set; } = "";

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddMarkupContent(0, "<!DOCTYPE html><html><head><title>static</title></head><body><table>" + Body + "</table></body></html>");
    }
}
