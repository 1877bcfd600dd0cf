using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.People;
using Tongban.Server;

namespace Tongban.Tests.Support;

/// <summary>A server with one organ and three accounts: <c>officer</c> and <c>admin</c> have a post in it, <c>citizen</c> has none.</summary>
internal static class TestOffice
{
    public const string Organ = "FGW@360500";

    public static async Task<TestApp> StartAsync(Database database, Func<ServerOptions, ServerOptions>? options = null, Action<IServiceCollection>? services = null)
    {
        var app = await TestApp.StartAsync(database, options: options, services: services);
        await app.OrganAsync("FGW", "360500", "市发展改革委");
        foreach (var name in new[] { "officer", "citizen", "admin" })
            await app.PersonAsync(name);
        await app.PostAsync("officer", Organ, Roles.Handler);
        await app.PostAsync("admin", Organ, Roles.Administrator);
        return app;
    }
}
