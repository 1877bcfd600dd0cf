using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Space.Contracts;
using Tongban.Space.Import;
using Tongban.Space.Layers;
using Tongban.Space.Work;

namespace Tongban.Space.Impacts;

internal static class ImpactErrors
{
    public static Error Gone() => new("space.impact-ended", ("该影响核对已经结束。", "The search for the impact has ended."), ErrorKind.Conflict);

    public static Error None() => new("space.no-impact", ("尚未核对该版本影响哪些用地。", "Nobody has asked yet whom this version affects."), ErrorKind.NotFound);
}

/// <summary>A subject whose answer changed, or would.</summary>
/// <param name="CheckAfter"><see langword="null"/> in a preview.</param>
internal sealed record ImpactRowView(string Subject, string Title, Guid CheckBefore, Guid? CheckAfter, string? ClassBefore, string? ClassAfter, CheckVerdict VerdictBefore, CheckVerdict VerdictAfter, double SquareMetresBefore, double SquareMetresAfter);

/// <summary>Whom a version affects.</summary>
/// <param name="Rows">Those the reader may see.</param>
/// <param name="More">There are more than are listed.</param>
/// <param name="SupersededBy">The version that answers for this one too: the layer changed again before anybody had begun to look.</param>
internal sealed record ImpactView(Guid Id, ImpactCause Cause, DateTimeOffset BegunAt, DateTimeOffset? EndedAt, string SetDigest, int Done, int Changed, IReadOnlyList<ImpactRowView> Rows, bool More, Guid? SupersededBy);

internal sealed record PreviewImpactCommand(Guid Version);

/// <summary>Whom a version of a layer affects: after its publication who changed, before it who would.</summary>
internal sealed class ImpactQueries(TongbanDb db, Caller caller, CityClock clock, LayerQueries versions, LayerDirectory directory, IEnumerable<ISubjectAccess> subjects, WorkSignal<ImpactRunner> signal)
{
    private const int Shown = 500;

    /// <summary>The newest answer; a preview only for those who see the draft, and each row only for those who see its subject.</summary>
    public async Task<ImpactView?> FindAsync(Guid version, CancellationToken ct)
    {
        if (caller.Actor.IsStranger || await versions.VersionAsync(version, ct) is not { } view || directory.Catalogue.Find(view.Layer) is not { } layer)
            return null;
        // What was said of a draft no longer counts once it is in force.
        var isDraft = view.State is LayerVersionState.Draft && versions.MaySeeWork(layer);
        var impact = await db.Set<LayerImpact>().AsNoTracking().Where(i => i.LayerVersionId == version && (i.Cause == ImpactCause.Preview) == isDraft).OrderByDescending(i => i.BegunAt).FirstOrDefaultAsync(ct);
        if (impact is null)
            return null;
        var rows = await db.Set<ImpactRow>().AsNoTracking().Where(r => r.ImpactId == impact.Id).OrderBy(r => r.Subject).Take(Shown + 1).ToListAsync(ct);
        List<ImpactRowView> seen = [];
        foreach (var r in rows.Take(Shown))
        {
            if (subjects.FirstOrDefault(s => s.Handles(r.Subject)) is { } access && await access.MayReadAsync(caller.Actor, r.Subject, ct))
                seen.Add(new(r.Subject, r.Title, r.CheckBefore, r.CheckAfter, r.ClassBefore, r.ClassAfter, r.VerdictBefore, r.VerdictAfter, r.SquareMetresBefore, r.SquareMetresAfter));
        }
        return new(impact.Id, impact.Cause, impact.BegunAt, impact.EndedAt, impact.SetDigest, impact.Done, impact.Changed, seen, rows.Count > Shown, impact.SupersededBy);
    }

    /// <summary>Asks whom a draft would affect. Asked again it is worked out anew: projects and other layers may have changed.</summary>
    public async Task<Result<Guid>> PreviewAsync(PreviewImpactCommand command, CancellationToken ct)
    {
        if (await versions.VersionAsync(command.Version, ct) is not { } view || directory.Catalogue.Find(view.Layer) is not { } layer || !versions.MaySeeWork(layer))
            return LayerErrors.NoSuchVersion();
        if (view.State is not LayerVersionState.Draft)
            return LayerErrors.NotADraft();
        var begun = await db.ActAsync(command, caller, async () =>
        {
            if (await db.Set<LayerImpact>().AsNoTracking().Where(i => i.LayerVersionId == command.Version && i.EndedAt == null).Select(i => (Guid?)i.Id).FirstOrDefaultAsync(ct) is { } running)
                return (Result<Guid>)running;
            var impact = LayerImpact.Begin(command.Version, view.Layer, view.Number, ImpactCause.Preview, clock.Now);
            db.Add(impact);
            return impact.Id;
        }, ct);
        if (begun.Error is null)
            signal.Raise();
        return begun;
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/layer-versions/{version:guid}/impact", async (Guid version, ImpactQueries queries, CancellationToken ct) => await queries.FindAsync(version, ct) is { } impact ? Results.Json(impact) : ImpactErrors.None().ToHttp())
            .Require(FoundationPermissions.SignedIn).WithTags("layers").WithName("LayerImpact").WithSummary("Which sites a version of a layer affects")
            .WithDescription("After publication or retirement: the subjects whose answer is another one now. For a draft: those whose answer would be, once asked for. Rows are those you may see.").Produces<ImpactView>();
        api.MapPost("/layer-versions/{version:guid}/impact", async (Guid version, ImpactQueries queries, CancellationToken ct) =>
                (await queries.PreviewAsync(new(version), ct)).Error is { } refusal ? refusal.ToHttp() : await queries.FindAsync(version, ct) is { } impact ? Results.Json(impact, statusCode: StatusCodes.Status202Accepted) : ImpactErrors.None().ToHttp())
            .Require(SpacePermissions.Prepare).WithTags("layers").WithName("PreviewLayerImpact").WithSummary("Ask whom a draft would affect").WithDescription("Worked out in the background; ask for the impact to see how far it is. Nothing but the answer is stored.").Produces<ImpactView>(StatusCodes.Status202Accepted);
    }
}
