using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Access;
using Tongban.Projects.Declare;
using Tongban.Projects.Model;

namespace Tongban.Projects.Drafts;

/// <summary>Begins a draft, empty or with first fields.</summary>
internal sealed record BeginDraft(IReadOnlyDictionary<string, string> Fields);

/// <summary>Keeps what was typed, right or wrong.</summary>
internal sealed record SaveDraft(DraftSeen Draft, IReadOnlyDictionary<string, string> Fields);

/// <summary>Throws a draft away.</summary>
internal sealed record DiscardDraft(Guid DraftId);

/// <summary>Where the fields are kept now: usually the same draft, a new one beside it when another window had saved.</summary>
internal sealed record SavedDraft(Guid Id, int Revision, DateTimeOffset SavedAt);

/// <summary>Writes drafts. They are nobody's business but the unit's, so they leave no trace in the ledger.</summary>
internal sealed class DraftHandlers(TongbanDb db, Caller caller, ProjectAccess access, CityClock clock)
{
    public Task<Result<SavedDraft>> BeginAsync(BeginDraft command, CancellationToken ct) => db.ActAsync(command, caller, () =>
    {
        if (!caller.Actor.Is(Roles.Applicant) || caller.Actor.Enterprise is not { } owner)
            return Task.FromResult<Result<SavedDraft>>(ProjectErrors.OwnerNotActedFor);
        var begun = ProjectDraft.Begin(caller.Actor.PersonId, owner, command.Fields, clock.Now);
        if (begun.TryGet(out var draft, out var refusal))
            db.Add(draft);
        return Task.FromResult(refusal is null ? begun.Then<SavedDraft>(Answer) : refusal);
    }, ct);

    public Task<Result<SavedDraft>> SaveAsync(SaveDraft command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        var drafts = access.Drafts();
        var seen = command.Draft;
        if (await drafts.SingleOrDefaultAsync(d => d.Id == seen.Id, ct) is not { } draft)
            return (Result<SavedDraft>)ProjectErrors.DraftNotFound;
        if (caller.Expects(draft) is { } stale)
            return stale;
        // A window that was sent aside once goes on with its own branch.
        if (!draft.IsSeenBy(seen.Revision, seen.Window) && seen.Window is not null
            && await drafts.FirstOrDefaultAsync(d => d.BranchOf == seen.Id && d.Window == seen.Window, ct) is { } branch)
        {
            draft = branch;
        }
        if (!draft.Save(command.Fields, caller.Actor.Enterprise, seen.Revision, seen.Window, clock.Now).TryGet(out var saved, out var refusal))
            return refusal;
        if (saved != draft)
            db.Add(saved);
        return Answer(saved);
    }, ct);

    public Task<Result<bool>> DiscardAsync(DiscardDraft command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (await access.Drafts().SingleOrDefaultAsync(d => d.Id == command.DraftId, ct) is not { } draft)
            return (Result<bool>)ProjectErrors.DraftNotFound;
        if (caller.Expects(draft) is { } stale)
            return stale;
        db.Remove(draft);
        return true;
    }, ct);

    private static Result<SavedDraft> Answer(ProjectDraft draft) => new SavedDraft(draft.Id, draft.Revision, draft.SavedAt);
}
