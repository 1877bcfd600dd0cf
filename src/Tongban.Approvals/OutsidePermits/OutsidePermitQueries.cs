using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;

namespace Tongban.Approvals.OutsidePermits;

/// <summary>One permit in the queue.</summary>
/// <param name="Score">Of the best candidate.</param>
internal sealed record OutsidePermitRow(
    Guid Id, string Number, string Name, string Issuer, string? CreditCode, string? StatedName, string Division, DateOnly IssuedOn, OutsidePermitState State, string? Proposed, int? Score, string? ProjectCode, DateTimeOffset ReceivedAt);

/// <summary>One permit as its page and the API show it.</summary>
/// <param name="IsAutomatic">Attached by the code it carried.</param>
internal sealed record OutsidePermitAnswer(
    Guid Id, string Number, string Name, string? Item, string Issuer, string? CreditCode, string? StatedCode, string? StatedName, string Division, DateOnly IssuedOn, DateOnly? ValidTo, string? FileDigest,
    string From, string Lead, DateTimeOffset ReceivedAt, OutsidePermitState State, IReadOnlyList<PermitCandidate> Candidates, string? Proposed, string? ProjectCode, Guid? Document, bool IsAutomatic, string? Reason, DateTimeOffset? ClosedAt, bool MayDecide, long Version)
{
    /// <summary>The stage and the item whose result it is.</summary>
    public Guid? UsedInStage { get; init; }

    public string? UsedForItem { get; init; }
}

/// <summary>A permit in a project's archive that may become the result of one of its items.</summary>
/// <param name="NamesItem">It names the item itself; otherwise the officer says why it is that one's.</param>
internal sealed record UsablePermit(Guid Id, string Number, string Name, string Issuer, DateOnly IssuedOn, DateOnly? ValidTo, bool NamesItem);

/// <summary>Who sees which permits: the issuer, the lead of the division, who sent it, who accepted it as a result, the auditors.</summary>
internal static class OutsidePermitVisibility
{
    public static IQueryable<OutsidePermit> VisibleTo(this IQueryable<OutsidePermit> permits, Actor actor)
    {
        if (actor.Is(Roles.Auditor))
            return permits;
        return actor.Organ is { } organ ? permits.Where(p => p.Lead == organ || p.Issuer == organ || p.From == organ || p.UsedBy == organ) : permits.Where(p => false);
    }
}

/// <summary>Reads permits of other systems for pages and API.</summary>
internal sealed class OutsidePermitQueries(TongbanDb db, Caller caller)
{
    private const int PageSize = 50;

    /// <summary>Newest first.</summary>
    /// <param name="text">An exact number, credit code or project code, or a part of the stated name.</param>
    public async Task<KeyPage<OutsidePermitRow>> ListAsync(OutsidePermitState? state, string? text, string? after, CancellationToken ct)
    {
        var permits = db.Set<OutsidePermit>().AsNoTracking().VisibleTo(caller.Actor);
        if (state is { } wanted)
            permits = permits.Where(p => p.State == wanted);
        if (!string.IsNullOrWhiteSpace(text))
        {
            var sought = text.Trim();
            permits = permits.Where(p => p.Number == sought || p.CreditCode == sought || p.ProjectCode == sought || (p.StatedName != null && p.StatedName.Contains(sought)));
        }
        if (PageKey.Read<Guid?>(after) is { } last)
            permits = permits.Where(p => p.Id < last);
        var rows = await permits.OrderByDescending(p => p.Id).Take(PageSize + 1).ToListAsync(ct);
        var page = rows.Take(PageSize).Select(p => new OutsidePermitRow(p.Id, p.Number, p.Name, p.Issuer, p.CreditCode, p.StatedName, p.Division, p.IssuedOn, p.State, p.Proposed,
            p.Candidates is [var best, ..] ? best.Score : null, p.ProjectCode, p.ReceivedAt)).ToList();
        return new(page, rows.Count > PageSize ? PageKey.Write(page[^1].Id) : null);
    }

    /// <summary>Permits of a project that could be the result of an item today: those that name it first.</summary>
    public async Task<IReadOnlyList<UsablePermit>> ForItemAsync(Guid project, string item, DateOnly today, CancellationToken ct) =>
        [.. (await db.Set<OutsidePermit>().AsNoTracking()
            .Where(p => p.ProjectId == project && p.State == OutsidePermitState.Attached && p.UsedForItem == null && (p.Item == item || p.Item == null) && (p.ValidTo == null || p.ValidTo >= today)).ToListAsync(ct))
            .OrderByDescending(p => p.Item is not null).ThenByDescending(p => p.IssuedOn).Select(p => new UsablePermit(p.Id, p.Number, p.Name, p.Issuer, p.IssuedOn, p.ValidTo, p.Item is not null))];

    public async Task<OutsidePermitAnswer?> FindAsync(Guid id, CancellationToken ct) =>
        await db.Set<OutsidePermit>().AsNoTracking().VisibleTo(caller.Actor).SingleOrDefaultAsync(p => p.Id == id, ct) is { } p
            ? new(p.Id, p.Number, p.Name, p.Item, p.Issuer, p.CreditCode, p.StatedCode, p.StatedName, p.Division, p.IssuedOn, p.ValidTo, p.FileDigest, p.From, p.Lead, p.ReceivedAt, p.State, p.Candidates, p.Proposed,
                p.ProjectCode, p.Document, p.IsAutomatic, p.Reason, p.ClosedAt, p.State is OutsidePermitState.Waiting && p.MayBeDecidedBy(caller.Actor), p.Version) { UsedInStage = p.UsedInStage, UsedForItem = p.UsedForItem }
            : null;
}
