using Microsoft.EntityFrameworkCore;
using Tongban.Dispatch.Weekly.Figures;
using Tongban.Dispatch.Weekly.Model;
using Tongban.Foundation;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Dispatch.Weekly;

/// <summary>Reminds those who have not reported, once a project and week, and after the due time tells the commission who is missing, once a week.</summary>
internal sealed class WeeklyReminder(TongbanDb db, WeeklyDesk desk, WeeklyRules rules, CityClock clock)
{
    /// <summary>How many reminders went out.</summary>
    public async Task<Result<int>> RunAsync(Caller caller, CancellationToken ct)
    {
        var week = WeekOf(clock.Now, rules);
        return await db.ActAsync($"remind {week}", caller, async () =>
        {
            var listed = (await db.Set<MajorProject>().AsNoTracking().Include(m => m.Entries).Where(m => m.IsListed).ToListAsync(ct)).Select(m => Board.InForce(m.Entries, week)).OfType<MajorEntry>().ToList();
            var reported = (await db.Set<WeeklyReturn>().AsNoTracking().Where(r => r.Week == week.Key).Select(r => r.ProjectId).Distinct().ToListAsync(ct)).ToHashSet();
            var missing = listed.Where(e => !reported.Contains(e.ProjectId)).OrderBy(e => e.Code, StringComparer.Ordinal).ToList();
            // The occasion is the week: a job that runs again, here or elsewhere, finds what was said.
            var occasions = missing.Select(e => Occasion(e.Code, week)).Append(Missing(week)).ToList();
            var said = (await db.Set<Notice>().AsNoTracking().Where(n => occasions.Contains(n.Occasion)).Select(n => n.Occasion).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
            var sent = 0;
            foreach (var project in missing.Where(e => !said.Contains(Occasion(e.Code, week))))
            {
                db.Notify(Notice.To(Notice.Enterprise(project.Owner), Occasion(project.Code, week), new Words("项目“{0}”{1} 尚未报送，截止 {2}。", "The project {0} has not returned {1}, due {2}.").With(project.Name, week, Foundation.Ui.CityTime.Write(week.DueAt(rules))),
                    $"/dispatch/weeks/{week}/projects/{project.Code}", clock.Now, project.ProjectId));
                sent++;
            }
            if (missing.Count > 0 && clock.Now >= week.DueAt(rules) && !said.Contains(Missing(week)))
                db.Notify(Notice.To(Notice.Organ(desk.Office), Missing(week), new Words("{0} 有 {1} 个重大项目逾期未报。", "{1} major projects have not returned {0}.").With(week, missing.Count), $"/dispatch/missing?week={week}", clock.Now));
            return (Result<int>)sent;
        }, ct);
    }

    /// <summary>The newest week whose reminders have begun: on Monday that is the week before, so that a machine that was off on Friday makes up for it.</summary>
    internal static IsoWeek WeekOf(DateTimeOffset now, WeeklyRules rules)
    {
        var week = IsoWeek.Of(CityClock.DateOf(now));
        return now >= week.DueAt(rules with { DueTime = rules.RemindAt }) ? week : week.Plus(-1);
    }

    private static string Occasion(string code, IsoWeek week) => $"weekly:{code}:{week}";

    private static string Missing(IsoWeek week) => $"weekly-missing:{week}";
}

/// <summary>Every hour from Friday to Monday, in the day: the first run of a week reminds, the first after the due time tells who is missing, all others find it said.</summary>
internal sealed class WeeklyReminderJob(WeeklyReminder reminder, Caller caller) : IScheduledJob
{
    public string Name => "dispatch.weekly-reminder";

    public string Cron => "0 5 8-20 ? * FRI,SAT,SUN,MON";

    public async Task RunAsync(CancellationToken ct)
    {
        caller.Actor = Actor.System;
        if ((await reminder.RunAsync(caller, ct)).Error is { } refusal)
            throw new InvalidOperationException(refusal.Text.En);
    }
}
