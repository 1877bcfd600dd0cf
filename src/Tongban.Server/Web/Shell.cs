using System.IO.Compression;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tongban.Foundation.Web;
using Tongban.Server.Layout;

namespace Tongban.Server.Web;

/// <summary>The web shell in two lines of <c>Program.cs</c>: <c>builder.AddShell(…)</c> and <c>app.UseShell(…)</c>.</summary>
internal static class Shell
{
    /// <param name="pages">Assemblies with pages, besides the server's own.</param>
    public static void AddShell(this WebApplicationBuilder builder, CookieNames cookies, params IReadOnlyList<Assembly> pages)
    {
        var services = builder.Services;
        builder.AddRequestLimits();
        services.AddSingleton(cookies);
        services.AddCultures(cookies);
        services.AddFaults();
        services.AddRazorComponents();
        services.AddSingleton(new ShellPages(pages));
        services.AddSingleton<KeptPages>();
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)); // Chinese stays readable in the page and a third of the size
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddScoped<IShellUser, StrangerShellUser>();
        services.AddAuthorization();
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = cookies.Antiforgery;
            o.Cookie.Path = "/";
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddResponseCompression(o => o.EnableForHttps = true);
        services.Configure<BrotliCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
    }

    /// <summary>The pipeline up to antiforgery, static files, the language link and all pages.</summary>
    /// <param name="hosts">Names the server answers to; none: any.</param>
    /// <param name="signIn">Adds authentication and authorisation, at their place after routing and before antiforgery.</param>
    public static RazorComponentsEndpointConventionBuilder UseShell(this WebApplication app, IReadOnlyList<string> hosts, Action<WebApplication>? signIn = null)
    {
        app.UseSecurityHeaders();
        app.UseAllowedHosts(hosts);
        app.UseResponseCompression();
        app.UseRequestLocalization();
        app.UseFaults();
        app.UseRouting();
        app.UseRequestLimits();
        if (signIn is not null)
            signIn(app);
        else
            app.UseAuthorization();
        app.UseAntiforgery();
        app.UseExpiredForms();
        app.UseReadableAddresses();
        app.UseKeptPages();
        app.MapStaticAssets().AllowAnonymous();
        app.MapCulture();
        return app.MapRazorComponents<App>().AddAdditionalAssemblies([.. app.Services.GetRequiredService<ShellPages>().Assemblies]);
    }
}
