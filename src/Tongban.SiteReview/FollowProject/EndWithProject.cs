using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;

namespace Tongban.SiteReview.FollowProject;

/// <summary>A project that was withdrawn, invalidated or has lapsed is reviewed no longer.</summary>
internal sealed class EndWithProject(TongbanDb db, Caller caller, ReviewDesk desk) : IActHandler
{
    public string Name => "reviews.end-with-project";

    public IReadOnlySet<string> Acts { get; } = new HashSet<string>([ActNames.Of(typeof(ProjectWithdrawn)).Name, ActNames.Of(typeof(ProjectInvalidated)).Name, ActNames.Of(typeof(ProjectLapsed)).Name], StringComparer.Ordinal);

    public async Task HandleAsync(LedgerEntry entry, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (ProjectRecord.IdOf(entry.Matter) is not { } id || !await db.Set<Model.JointReview>().AnyAsync(r => r.ProjectId == id, ct))
            return;
        caller.Actor = Actor.System;
        var ended = await db.ActAsync(entry.Id, caller, async () =>
        {
            if (await desk.OfProjectAsync(id, ct) is { } review)
                review.End(desk.Now, desk.Calendar);
            return (Result<bool>)true;
        }, ct);
        if (ended.Error is { } refusal)
            throw new InvalidOperationException($"the review of project {id} did not end: {refusal.Code}");
    }
}
