using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Web;
using Tongban.Server;
using Tongban.Server.City;

namespace Tongban.Bench.Load;

/// <summary>The server under load, as a process of its own: the product, and beside it an empty page and an empty endpoint in the same pipeline.</summary>
internal static class LoadHost
{
    public const string Command = "host";

    /// <param name="connection">Of PostgreSQL; <see langword="null"/> for the embedded database.</param>
    public static async Task<int> RunAsync(string folder, string? connection)
    {
        var options = new ServerOptions
        {
            DataFolder = folder,
            Database = connection,
            CatalogFolder = Path.Combine(Machine.Root, "catalog"),
            Urls = "http://127.0.0.1:0",
            SignInsPerMinute = 10_000,
            RequestsPerMinute = 0,
            // Many readers share the accounts of the demonstration.
            Sessions = new SessionRules(false, false),
        };
        await using var app = Hosting.Build(options, new ModuleSet([.. Modules.All, new CeilingModule()]), adjust: null);
        // As the command line does before it serves: the catalogue of layers is held in memory.
        await using (var scope = app.Services.CreateAsyncScope())
        {
            if (await scope.ServiceProvider.GetRequiredService<CityLoader>().LoadAsync(default) is { } fault)
                throw new InvalidOperationException(fault.Text.En);
        }
        await app.StartAsync();
        Console.WriteLine($"Ready: {app.Urls.Single()}");
        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>A room with nothing in it but the ceiling.</summary>
    private sealed class CeilingModule : IModule
    {
        public string Name => "ceiling";

        public IReadOnlyList<Permission> Permissions => [];

        public void AddServices(IServiceCollection services)
        {
        }

        public void ConfigureModel(ModelBuilder model)
        {
        }

        public void MapEndpoints(IEndpointRouteBuilder api) => api.MapGet("/ceiling", () => Results.Text("")).Public().ExcludeFromDescription();
    }
}

/// <summary>What the framework takes for a page without anything: the frame of the document, and an empty body.</summary>
[Route(Address)]
[AllowAnonymous]
[Layout(typeof(EmptyLayout))]
public sealed class CeilingPage : ComponentBase
{
    public const string Address = "/ceiling";

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddMarkupContent(0, "<p></p>");
    }
}

/// <summary>No frame.</summary>
public sealed class EmptyLayout : LayoutComponentBase
{
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddContent(0, Body);
    }
}
