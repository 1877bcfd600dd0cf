using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Approvals.Catalogue;

[Act("approvals.flow-published", "发布事项目录", "Flow published")]
internal sealed record FlowPublished(string City, string Version, string FilesDigest) : IAct;

/// <summary>A published version of the city's flow (事项目录版本): the files as they were, never changed afterwards.</summary>
internal sealed class FlowVersion
{
    private FlowVersion()
    {
    }

    internal FlowVersion(string version, IReadOnlyDictionary<string, string> files, DateTimeOffset publishedAt) => (Version, Files, PublishedAt) = (version, files, publishedAt);

    public string Version { get; private set; } = "";

    /// <summary>File name → content.</summary>
    public IReadOnlyDictionary<string, string> Files { get; private set; } = new Dictionary<string, string>();

    public DateTimeOffset PublishedAt { get; private set; }
}

internal sealed class FlowVersionTable : IEntityTypeConfiguration<FlowVersion>
{
    public void Configure(EntityTypeBuilder<FlowVersion> table)
    {
        table.ToTable("approvals_flow_versions").HasKey(v => v.Version);
        table.Property(v => v.Version).HasMaxLength(24);
        table.Property(v => v.Files).AsJson();
        table.HasIndex(v => v.PublishedAt);
    }
}

/// <summary>All published versions of the flow. A running case asks for its own, a new one gets the newest.</summary>
internal sealed class FlowLibrary
{
    private readonly IServiceScopeFactory _scopes;
    private readonly Remembered<FlowCatalogue> _current;
    private readonly ConcurrentDictionary<string, FlowCatalogue> _compiled = new(StringComparer.Ordinal);

    // The age of what is known is a matter of the process, not of the city's clock.
    public FlowLibrary(IServiceScopeFactory scopes) => (_scopes, _current) = (scopes, new(_ => Newest(), TimeSpan.FromSeconds(10), TimeProvider.System));

    /// <summary>The newest published version; what another process publishes is seen within ten seconds.</summary>
    /// <exception cref="InvalidOperationException">No flow was ever published.</exception>
    public FlowCatalogue Current => Find() ?? throw new InvalidOperationException("no flow has been published");

    /// <summary>The newest published version, or <see langword="null"/> while there is none.</summary>
    public FlowCatalogue? Find() => _current.Value;

    /// <summary>A version that some case runs under.</summary>
    public FlowCatalogue Of(string version) => _compiled.GetOrAdd(version, Load);

    /// <summary>Publishes the flow of a catalogue folder, unless this very content is published already.</summary>
    /// <returns>The compiled city.</returns>
    public async Task<Result<FlowCatalogue>> PublishAsync(string folder, Caller caller, TimeProvider clock, CancellationToken ct)
    {
        var outcome = CatalogueCompiler.Compile(folder, CityClock.DateOf(clock.GetUtcNow()));
        if (outcome.Value is not { } city)
            return new Error("approvals.catalogue-faulty", ($"目录有 {outcome.Faults.Count} 处错误，未发布。", $"The catalogue has {outcome.Faults.Count} faults and was not published."))
            { WayOut = ("请运行 tongban catalog check 查看。", "Run “tongban catalog check” to see them.") };
        var files = Directory.GetFiles(folder, "*.json").OrderBy(f => f, StringComparer.Ordinal).ToDictionary(f => Path.GetFileName(f), File.ReadAllText);
        using var scope = _scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<TongbanDb>();
        var published = await db.ActAsync(city.Flow.Version, caller, async () =>
        {
            if (await db.Set<FlowVersion>().AnyAsync(v => v.Version == city.Flow.Version, ct))
                return (Result<bool>)false;
            db.Add(new FlowVersion(city.Flow.Version, files, clock.GetUtcNow()));
            db.Record($"catalogue:{city.City.City.Division}", new FlowPublished(city.City.City.Division, city.Flow.Version, Sha256.Of(JsonSerializer.Serialize(files))));
            return true;
        }, ct);
        if (published.Error is { } error)
            return error;
        Accept(city.Flow);
        return city.Flow;
    }

    /// <summary>A version was published in this process: it is in force at once.</summary>
    internal void Accept(FlowCatalogue flow)
    {
        _compiled[flow.Version] = flow;
        _current.Forget();
    }

    private FlowCatalogue? Newest()
    {
        using var scope = _scopes.CreateScope();
        var version = scope.ServiceProvider.GetRequiredService<TongbanDb>().Set<FlowVersion>().AsNoTracking().OrderByDescending(v => v.PublishedAt).ThenByDescending(v => v.Version).Select(v => v.Version).FirstOrDefault();
        return version is null ? null : Of(version);
    }

    private FlowCatalogue Load(string version)
    {
        using var scope = _scopes.CreateScope();
        var stored = scope.ServiceProvider.GetRequiredService<TongbanDb>().Set<FlowVersion>().AsNoTracking().Single(v => v.Version == version);
        // Judged by the day it was published: a power that lapsed since does not make the old version unreadable.
        var outcome = CatalogueCompiler.Examine(stored.Files, CityClock.DateOf(stored.PublishedAt));
        return outcome.City?.Flow ?? throw new InvalidDataException($"the stored flow {version} does not compile: {outcome.Faults[0].Text.En}");
    }
}
