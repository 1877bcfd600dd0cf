using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Files;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Space.Contracts;
using Tongban.Space.Import;

namespace Tongban.Space.Layers;

/// <summary>A layer of the catalogue with what is in force.</summary>
/// <param name="InForce"><see langword="null"/>: nothing was published, checks answer "not checked".</param>
/// <param name="Draft">What is being prepared, for those who may see it.</param>
internal sealed record LayerRow(LayerData Layer, string Group, string Authority, string AuthorityName, IReadOnlyList<string> ConsultedNames, VersionRow? InForce, VersionRow? Draft);

/// <summary>One version in a list.</summary>
internal sealed record VersionRow(Guid Id, string Layer, int Number, LayerVersionState State, ImportStep Step, long Done, long? Total, DateTimeOffset BegunAt, DateTimeOffset? PublishedAt, DateTimeOffset? EndedAt, string? ContentHash, int? Features, double? AreaM2);

/// <summary>One layer with its versions, newest first.</summary>
internal sealed record LayerView(LayerRow Layer, IReadOnlyList<VersionRow> Versions);

/// <summary>Everything about one version.</summary>
/// <param name="Version">The record's version, for If-Match.</param>
/// <param name="Obstacles">What stands in the way of publication, when it is a draft.</param>
internal sealed record VersionView(
    Guid Id, long Version, string Layer, int Number, LayerVersionState State, string SourceName, string SourceDigest, long SourceBytes, ImportOptions Options, string Organ, string OrganName, DateTimeOffset BegunAt,
    string? CoverageDivision, string CoverageDigest, decimal CoverageHectares, ImportStep Step, long Done, long? Total, int Attempts, string? RefusalCode, string? Refusal, ImportOutcome? Outcome, string? ContentHash,
    DateTimeOffset? RepairsConfirmedAt, DateTimeOffset? RejectionsAcknowledgedAt, string? RejectionsReason, LayerData? Definition, DateTimeOffset? PublishedAt, DateTimeOffset? EndedAt, string? EndReason,
    IReadOnlyList<string> Obstacles)
{
    /// <summary>Features done of those there are, 0 to 100; <see langword="null"/> when nobody knows how many there are.</summary>
    public int? Percent => State is not LayerVersionState.Importing || Total is not > 0 ? null : (int)Math.Min(100, 100 * Done / Total.Value);
}

/// <summary>Reading of layers and versions. What is or was in force is everybody's; what is being prepared is its organ's and the supervisors'.</summary>
internal sealed class LayerQueries(TongbanDb db, Caller caller, LayerDirectory layers, OrganDirectory organs, FileStore files)
{
    public async Task<IReadOnlyList<LayerRow>> LayersAsync(CancellationToken ct)
    {
        var rows = await RowsAsync(v => v.State == LayerVersionState.Published || v.State == LayerVersionState.Draft || v.State == LayerVersionState.Importing, ct);
        return [.. layers.Catalogue.Layers.Select(l => RowOf(l, [.. rows.Where(r => r.Layer == l.Code)]))];
    }

    public async Task<LayerView?> LayerAsync(string code, CancellationToken ct)
    {
        if (layers.Catalogue.Find(code) is not { } layer)
            return null;
        var versions = (await RowsAsync(v => v.Layer == code, ct)).Where(v => v.PublishedAt is not null || MaySeeWork(layer)).OrderByDescending(v => v.Number).ToList();
        return new(RowOf(layer, versions), versions);
    }

    public async Task<VersionView?> VersionAsync(Guid id, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } v)
            return null;
        var coverage = Site.FromStored(v.Coverage);
        return new(
            v.Id, v.Version, v.Layer, v.Number, v.State, v.SourceName, v.SourceDigest, v.SourceBytes, v.Options, v.Organ, organs.NameOf(v.Organ).ToString(), v.BegunAt, v.CoverageDivision, v.CoverageDigest, coverage.AreaHectares,
            v.Step, v.Done, v.Total, v.Attempts, v.RefusalCode, v.RefusalZh is null ? null : new Words(v.RefusalZh, v.RefusalEn ?? "").ToString(), v.Outcome, v.ContentHash,
            v.RepairsConfirmedAt, v.RejectionsAcknowledgedAt, v.RejectionsReason, v.Definition, v.PublishedAt, v.EndedAt, v.EndReason,
            v.State is LayerVersionState.Draft && v.Obstacles() is { } refusal ? [.. refusal.All.Select(e => e.Text.ToString())] : []);
    }

    public async Task<byte[]?> ReportAsync(Guid id, CancellationToken ct) =>
        await FindAsync(id, ct) is { Outcome: { } outcome } && await files.ReadAsync(outcome.ReportDigest, ct) is var (_, content) ? content : null;

    public async Task<byte[]?> PreviewAsync(Guid id, CancellationToken ct) =>
        await FindAsync(id, ct) is { Outcome: { } outcome } && await files.ReadAsync(outcome.PreviewDigest, ct) is var (_, content) ? content : null;

    public bool IsMine(LayerData layer) => caller.Actor.Organ == layers.AuthorityOf(layer);

    public bool MaySeeWork(LayerData layer) => caller.Actor.Is(SpacePermissions.Work.HeldBy) && (IsMine(layer) || caller.Actor.Is(Roles.Administrator | Roles.Auditor));

    private async Task<LayerVersion?> FindAsync(Guid id, CancellationToken ct)
    {
        var version = await db.Set<LayerVersion>().AsNoTracking().SingleOrDefaultAsync(v => v.Id == id, ct);
        return version is not null && (version.PublishedAt is not null || (layers.Catalogue.Find(version.Layer) is { } layer && MaySeeWork(layer))) ? version : null;
    }

    private async Task<List<VersionRow>> RowsAsync(System.Linq.Expressions.Expression<Func<LayerVersion, bool>> which, CancellationToken ct)
    {
        // The coverage is long and not shown in lists.
        var rows = await db.Set<LayerVersion>().AsNoTracking().Where(which).OrderByDescending(v => v.BegunAt).Take(500)
            .Select(v => new { v.Id, v.Layer, v.Number, v.State, v.Step, v.Done, v.Total, v.BegunAt, v.PublishedAt, v.EndedAt, v.ContentHash, v.Outcome }).ToListAsync(ct);
        return [.. rows.Select(v => new VersionRow(v.Id, v.Layer, v.Number, v.State, v.Step, v.Done, v.Total, v.BegunAt, v.PublishedAt, v.EndedAt, v.ContentHash, v.Outcome?.Features, v.Outcome?.AreaM2))];
    }

    private LayerRow RowOf(LayerData layer, IReadOnlyList<VersionRow> versions)
    {
        var authority = layers.AuthorityOf(layer);
        var group = layers.Catalogue.Groups.FirstOrDefault(g => g.Key == layer.Group)?.Name ?? (layer.Group, layer.Group);
        List<string> consulted = [.. layer.Consulted.Select(d => organs.NameOf(Organ.KeyOf(d, layers.Division)).ToString())];
        if (layer.OthersZh is { } others)
            consulted.Add(Words.T(others, layer.OthersEn ?? others));
        return new(layer, group.ToString(), authority, organs.NameOf(authority).ToString(), consulted, versions.FirstOrDefault(v => v.State is LayerVersionState.Published),
            MaySeeWork(layer) ? versions.FirstOrDefault(v => v.State is LayerVersionState.Draft or LayerVersionState.Importing) : null);
    }
}

/// <summary>Says to whom the ledger of a layer belongs: its authority; what is in force is public anyway.</summary>
internal sealed class LayerLedgerAccess(LayerDirectory layers) : Foundation.Ledger.IMatterAccess
{
    public bool Handles(string matter) => matter.StartsWith("layer:", StringComparison.Ordinal);

    public Task<bool> MayReadAsync(Actor actor, string matter, CancellationToken ct) =>
        Task.FromResult(layers.Catalogue.Find(matter["layer:".Length..]) is { } layer && actor.Organ == layers.AuthorityOf(layer));

    public Task<Words?> NameAsync(string matter, CancellationToken ct) =>
        Task.FromResult(layers.Catalogue.Find(matter["layer:".Length..]) is { } layer ? new Words($"图层：{layer.NameZh}", $"Layer: {layer.NameEn}") : (Words?)null);
}
