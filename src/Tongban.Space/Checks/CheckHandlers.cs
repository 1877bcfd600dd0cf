using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;
using Tongban.Space.Contracts;

namespace Tongban.Space.Checks;

/// <summary>A boundary to hold against the layers in force.</summary>
/// <param name="Text">GeoJSON or a boundary-point file.</param>
/// <param name="Title">What it is called, at most 200 characters.</param>
internal sealed record CheckSiteCommand(string? Text, string? Title);

/// <summary>A stored check.</summary>
internal sealed record CheckView(
    Guid Id, string? Subject, string Title, DateTimeOffset CheckedAt, decimal SquareMetres, string SiteDigest, string SetDigest, string FindingsDigest, string? Class, bool IsComplete, string Site, IReadOnlyList<LayerResult> Layers);

/// <summary>Whether a check made again gives the same.</summary>
internal sealed record Reproduction(bool Same, string FindingsDigest, string Again);

/// <summary>Checks boundaries, keeps the answers, and makes old ones again.</summary>
internal sealed class CheckHandlers(TongbanDb db, Caller caller, ILayers layers, ISiteChecks checks, CheckAccess access)
{
    private StoredCheck? _made;

    public async Task<Result<Guid>> CheckAsync(CheckSiteCommand command, CancellationToken ct)
    {
        if (!Site.FromText(command.Text, "text").TryGet(out var reading, out var refusal))
            return refusal;
        var title = command.Title?.Trim() ?? "";
        if (title.Length > StoredCheck.TitleLength)
            return new Error("space.check-title", new Words("名称不超过 {0} 字。", "The name has at most {0} characters.").With(StoredCheck.TitleLength)) { Field = "title" };
        var set = await layers.CurrentAsync(null, ct);
        var result = await checks.CheckAsync(reading.Site, set, ct);
        return await db.ActAsync(command, caller, () =>
        {
            var check = _made = StoredCheck.Of(reading.Site, result, title, caller.Actor, set.At);
            db.Add(check);
            return Task.FromResult((Result<Guid>)check.Id);
        }, ct);
    }

    public async Task<CheckView?> FindAsync(Guid id, CancellationToken ct) => await LoadAsync(id, ct) is { } c
        ? new(c.Id, c.Subject, c.Title, c.CheckedAt, c.SquareMetres, c.SiteDigest, c.SetDigest, c.FindingsDigest, c.Class, c.IsComplete, c.Site, c.Findings) : null;

    /// <summary>The same boundary against the same versions, now.</summary>
    public async Task<Reproduction?> AgainAsync(Guid id, CancellationToken ct)
    {
        if (await LoadAsync(id, ct) is not { } check)
            return null;
        // By the versions that were used, not by the moment: a publication under way then must not slip in now.
        var set = await layers.OfAsync([.. check.Findings.Select(f => f.VersionId).OfType<Guid>()], ct);
        var result = await checks.CheckAsync(Site.FromStored(check.Site), set, ct);
        return new(result.FindingsDigest == check.FindingsDigest, check.FindingsDigest, result.FindingsDigest);
    }

    /// <summary>Codes of the layers that changed since the check was made: another version came into force, one that was used ended, or one came where there was none.</summary>
    public async Task<IReadOnlyList<string>> OutdatedAsync(CheckView check, CancellationToken ct)
    {
        var used = check.Layers.ToDictionary(l => l.Code, l => l.VersionId, StringComparer.Ordinal);
        var now = (await layers.CurrentAsync(null, ct)).Versions.ToDictionary(v => v.Code, v => (Guid?)v.VersionId, StringComparer.Ordinal);
        return [.. used.Keys.Union(now.Keys, StringComparer.Ordinal).Where(code => used.GetValueOrDefault(code) != now.GetValueOrDefault(code)).Order(StringComparer.Ordinal)];
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/site-checks").WithTags("space");
        group.MapPost("/", async (CheckSiteCommand command, CheckHandlers handlers, CancellationToken ct) =>
                (await handlers.CheckAsync(command, ct)).TryGet(out var id, out var refusal) ? Results.Json(await handlers.FindAsync(id, ct), statusCode: StatusCodes.Status201Created) : refusal.ToHttp())
            .Require(FoundationPermissions.SignedIn).WithName("CheckSite").WithSummary("Hold a boundary against the layers in force and keep the answer")
            .WithDescription("For every layer of the catalogue `hit`, `near`, `clear` or `notChecked`, with area, share, versions, rule, legal basis and a sentence. What was not looked at is never clear.")
            .WithExample("""{"text":"{\"type\":\"Polygon\",\"coordinates\":[[[114.9,27.8],[114.905,27.8],[114.905,27.805],[114.9,27.805],[114.9,27.8]]]}","title":"一期用地"}""").Produces<CheckView>(StatusCodes.Status201Created);
        group.MapGet("/{siteCheck:guid}", async (Guid siteCheck, CheckHandlers handlers, CancellationToken ct) => await handlers.FindAsync(siteCheck, ct) is { } check ? Results.Json(check) : NoSuchCheck().ToHttp())
            .Require(FoundationPermissions.SignedIn).WithName("GetSiteCheck").WithSummary("A check as it was made").WithDescription("For whoever made it, the same enterprise or organ, and auditors.").Produces<CheckView>();
        group.MapGet("/{siteCheck:guid}/reproduction", async (Guid siteCheck, CheckHandlers handlers, CancellationToken ct) => await handlers.AgainAsync(siteCheck, ct) is { } again ? Results.Json(again) : NoSuchCheck().ToHttp())
            .Require(FoundationPermissions.SignedIn).WithName("ReproduceSiteCheck").WithSummary("Make an old check again against the same versions and compare").Produces<Reproduction>();
    }

    internal static Error NoSuchCheck() => new("space.no-such-check", ("没有这次核对。", "There is no such check."), ErrorKind.NotFound);

    // What was made a moment ago is shown as it was made, not read back.
    private async Task<StoredCheck?> LoadAsync(Guid id, CancellationToken ct) => _made?.Id == id ? _made
        : await db.Set<StoredCheck>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is { } check && await access.MaySeeAsync(caller.Actor, check, ct) ? check : null;
}

/// <summary>Who sees a check: of somebody's site, whoever sees that somebody; of a boundary that was only tried, whoever tried it and those of the same enterprise or organ. Auditors see all.</summary>
internal sealed class CheckAccess(TongbanDb db, IEnumerable<ISubjectAccess> subjects) : IMatterAccess
{
    private const string Prefix = "site-check:";

    public async Task<bool> MaySeeAsync(Actor actor, StoredCheck check, CancellationToken ct)
    {
        if (actor.IsStranger)
            return false;
        if (actor.Is(Roles.Auditor))
            return true;
        if (check.Subject is not { } subject)
            return actor.PersonId == check.CheckedBy || (check.Organ is not null && actor.Organ == check.Organ) || (check.Enterprise is not null && actor.StandsForAllOf(check.Enterprise));
        return subjects.FirstOrDefault(s => s.Handles(subject)) is { } access && await access.MayReadAsync(actor, subject, ct);
    }

    public bool Handles(string matter) => matter.StartsWith(Prefix, StringComparison.Ordinal);

    public async Task<bool> MayReadAsync(Actor actor, string matter, CancellationToken ct) =>
        Guid.TryParse(matter.AsSpan(Prefix.Length), out var id) && await db.Set<StoredCheck>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is { } check && await MaySeeAsync(actor, check, ct);
}
