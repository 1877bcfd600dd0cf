using Microsoft.EntityFrameworkCore;
using Tongban.Dispatch.Weekly.Figures;
using Tongban.Dispatch.Weekly.Model;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Dispatch.Weekly;

/// <summary>Return a week, or correct it.</summary>
/// <param name="Seen">The revision the person had before him: 0 for none; <see langword="null"/> accepts any.</param>
/// <param name="Reason">Why it is corrected; needed from the second revision on.</param>
internal sealed record SubmitReturnCommand(string Code, string Week, WeekFields Fields, int? Seen, string? Reason);

/// <summary>What became of a return.</summary>
/// <param name="Unchanged">The week already said the same: nothing was entered.</param>
internal sealed record SubmittedReturn(string Code, string Week, int Revision, bool Late, bool Unchanged, IReadOnlyList<FlagAnswer> Flags);

/// <summary>A flagged value in the reader's language.</summary>
internal sealed record FlagAnswer(string Rule, string Field, string Why)
{
    public static FlagAnswer Of(Outlier o) => new(o.Rule, o.Field, o.Why.ToString());
}

/// <summary>The project unit returns its week.</summary>
internal sealed class SubmitReturnHandler(TongbanDb db, Caller caller, WeeklyDesk desk, WeeklyRules rules, CityClock clock)
{
    /// <summary>How far back a week can still be returned or corrected.</summary>
    public const int OpenWeeks = 26;

    public async Task<Result<SubmittedReturn>> HandleAsync(SubmitReturnCommand command, CancellationToken ct)
    {
        if (!IsoWeek.Parse(command.Week).TryGet(out var week, out var form))
            return form;
        return await db.ActAsync(command, caller, async () =>
        {
            if (await db.Set<MajorProject>().AsNoTracking().Include(m => m.Entries).SingleOrDefaultAsync(m => m.Code == command.Code.Trim(), ct) is not { } major)
                return WeeklyErrors.NoSuchProject(command.Code);
            if (!caller.Actor.Is(DispatchPermissions.Read.HeldBy) && !caller.Actor.StandsFor(major.Owner, major.ProjectId))
                return WeeklyErrors.NoSuchProject(command.Code);
            if (!await desk.MayReturnAsync(caller.Actor, major, ct))
                return WeeklyErrors.NotYours();
            var current = IsoWeek.Of(clock.Today);
            if (week > current)
                return WeeklyErrors.FutureWeek(week.ToString());
            if (current.Since(week) > OpenWeeks)
                return WeeklyErrors.PastWeek(OpenWeeks);
            if (Board.InForce(major.Entries, week) is not { } listed)
                return WeeklyErrors.NotListed(major.Code);
            var known = (await db.Set<WeeklyReturn>().AsNoTracking().Where(r => r.ProjectId == major.ProjectId && r.Week <= week.Key && r.Week >= week.Plus(-Outliers.MostWeeks).Key).ToListAsync(ct))
                .GroupBy(r => r.Week).Select(w => w.MaxBy(r => r.Revision)!).OrderByDescending(r => r.Week).ToList();
            var before = known is [{ } newest, ..] && newest.Week == week.Key ? newest : null;
            var earlier = known.Where(r => r.Week < week.Key).Select(r => (r.IsoWeek, r.Fields)).ToList();
            if (before is not null && before.Fields.Digest == command.Fields.Digest)
                return Answer(before, unchanged: true, earlier, listed);
            if (command.Seen is { } seen && seen != (before?.Revision ?? 0))
                return WeeklyErrors.RevisionStale(seen, before?.Revision ?? 0);
            if (!WeeklyReturn.Submit(major, week, command.Fields, before, command.Reason, caller.Actor, rules, clock.Now).TryGet(out var submitted, out var refusal))
                return refusal;
            db.Add(submitted);
            return Answer(submitted, unchanged: false, earlier, listed);
        }, ct);
    }

    private static Result<SubmittedReturn> Answer(WeeklyReturn r, bool unchanged, List<(IsoWeek, WeekFields)> earlier, MajorEntry listed) =>
        new SubmittedReturn(r.Code, r.IsoWeek.ToString(), r.Revision, r.Late, unchanged, [.. Outliers.Of(r.IsoWeek, r.Fields, earlier, listed.TotalWan).Select(FlagAnswer.Of)]);
}
