using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Space.Contracts;
using Tongban.Space.Import;
using Tongban.Space.Work;

namespace Tongban.Space.Runs;

/// <summary>Sites to classify: subjects of a kind, or the features of a file that is kept already.</summary>
/// <param name="Kind">Kind of the subjects; <see langword="null"/> with a file.</param>
internal sealed record BeginRunCommand(string? Title, string? Kind, string? FileName = null, string? SourceDigest = null, ImportOptions? Options = null);

internal sealed record CancelRunCommand(Guid Run);

/// <summary>Begins batches and calls them off. An organ has one at a time: it is the whole plan, and the next one waits for nothing.</summary>
internal sealed class RunHandlers(TongbanDb db, Caller caller, CityClock clock, ILayers layers, RunInputs inputs, WorkSignal<RunRunner> signal)
{
    public async Task<Result<Guid>> BeginAsync(BeginRunCommand command, CancellationToken ct)
    {
        if (command.Title?.Trim() is not { Length: >= 1 and <= ClassificationRun.TitleLength } title)
            return RunErrors.Title(ClassificationRun.TitleLength);
        if (command.SourceDigest is null && !inputs.Kinds.Contains(command.Kind, StringComparer.Ordinal))
            return RunErrors.NoSuchKind(command.Kind ?? "", inputs.Kinds);
        var set = await layers.CurrentAsync(null, ct);
        if (set.Versions.Count == 0)
            return RunErrors.NoLayers();
        var begun = await db.ActAsync(command, caller, async () =>
        {
            var organ = caller.Actor.Organ;
            if (await db.Set<ClassificationRun>().AnyAsync(r => r.State == RunState.Running && r.Organ == organ, ct))
                return (Result<Guid>)RunErrors.OneAtATime();
            var run = ClassificationRun.Begin(
                title, command.SourceDigest is null ? command.Kind! : ClassificationRun.File, command.FileName is null ? null : FileIntake.NameOf(command.FileName), command.SourceDigest, command.Options ?? new(), caller.Actor, set, clock.Now);
            db.Add(run);
            return run.Id;
        }, ct);
        if (begun.Error is null)
            signal.Raise();
        return begun;
    }

    public Task<Result<int>> CancelAsync(CancelRunCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (await db.Set<ClassificationRun>().SingleOrDefaultAsync(r => r.Id == command.Run, ct) is not { } run || !RunAccess.MaySee(caller.Actor, run.BegunBy, run.Organ))
            return (Result<int>)RunErrors.NoSuchRun();
        return run.Cancel(clock.Now) is { } refusal ? refusal : run.Done;
    }, ct);
}

/// <summary>Who sees a batch: whoever began it and the officers of the same organ, besides administrators and auditors.</summary>
internal sealed class RunAccess(TongbanDb db) : IMatterAccess
{
    private const string Prefix = "classification-run:";

    public static bool MaySee(Actor actor, Guid begunBy, string? organ) =>
        !actor.IsStranger && (actor.PersonId == begunBy || actor.Is(Roles.Administrator | Roles.Auditor) || (organ is not null && actor.Organ == organ && actor.Is(SpacePermissions.Classify.HeldBy)));

    public bool Handles(string matter) => matter.StartsWith(Prefix, StringComparison.Ordinal);

    public async Task<bool> MayReadAsync(Actor actor, string matter, CancellationToken ct) => Guid.TryParse(matter.AsSpan(Prefix.Length), out var id)
        && await db.Set<ClassificationRun>().AsNoTracking().Where(r => r.Id == id).Select(r => new { r.BegunBy, r.Organ }).SingleOrDefaultAsync(ct) is { } run && MaySee(actor, run.BegunBy, run.Organ);
}
