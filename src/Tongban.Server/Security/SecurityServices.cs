using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Web;
using Tongban.Server.Web;

namespace Tongban.Server.Security;

/// <summary>Who comes in, by cookie or token, and what each may use.</summary>
internal static class SecurityServices
{
    private const string ByRequest = "by-request";

    public static void AddSecurity(this IServiceCollection services, ServerOptions options, ModuleSet modules)
    {
        services.AddSingleton<SessionCheck>();
        services.AddScoped<Capacities>();
        services.AddScoped<FrameScope>();
        services.AddSingleton<SideBar>();
        services.AddScoped<SideBarOfRequest>();
        services.Replace(ServiceDescriptor.Scoped<IShellUser, ShellUser>());
        services.AddSignInLimits(options);
        services.AddSingleton(new CallerLimits(options));
        services.AddDataProtection().SetApplicationName("tongban");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(s => new ConfigureOptions<KeyManagementOptions>(o => o.XmlRepository = new KeyFiles(Path.Combine(options.DataFolder, "keys"), s.GetRequiredService<ILogger<KeyFiles>>())));
        services.AddAuthentication(ByRequest)
            .AddPolicyScheme(ByRequest, null, o => o.ForwardDefaultSelector = SchemeOf)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(BearerHandler.SchemeName, null)
            .AddCookie(SessionCookie.SchemeName, o => SessionCookie.Configure(o, options.Cookies));
        services.AddAuthorization(o =>
        {
            foreach (var permission in modules.SelectMany(m => m.Permissions))
                o.AddPolicy(permission.Name, p => p.RequireAssertion(c => Session.Read(c.User)?.Actor.Is(permission.HeldBy) is true));
            o.DefaultPolicy = Policy(c => Session.Read(c.User) is not null);
            // Denied is what says nothing. No endpoint at all is not denied but not found.
            o.FallbackPolicy = Policy(c => c.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint);
        });
    }

    public static void UseSecurity(this IApplicationBuilder app)
    {
        app.UseRateLimiter();
        app.UseAuthentication();
        CallerLimits.Use(app);
        // Whoever may not come in is sent away before a byte of his form is read.
        app.UseAuthorization();
        app.UseCaller();
    }

    private static AuthorizationPolicy Policy(Func<AuthorizationHandlerContext, bool> rule) => new AuthorizationPolicyBuilder().RequireAssertion(rule).Build();

    // The API knows tokens; the cookie counts there for reading only, so that no foreign page can make a browser write.
    private static string SchemeOf(HttpContext http) =>
        http.Request.Headers.ContainsKey("Authorization") || (http.IsApi() && !(HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)))
            ? BearerHandler.SchemeName : SessionCookie.SchemeName;
}
