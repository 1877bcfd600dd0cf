using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation.Time;

namespace Tongban.Tests.Approvals.SimulatedYear;

/// <summary>What must be true of a case after every step, worked out without asking the case.</summary>
internal sealed class YearInvariants(WorkCalendar calendar)
{
    private readonly Dictionary<Guid, DateTimeOffset> _corrections = [];

    /// <summary>How many cases were looked at.</summary>
    public int Checked { get; private set; }

    public void Check(StageCase stage, FlowCatalogue flow, DateOnly today)
    {
        Checked++;
        if (stage.CorrectionAskedAt is { } asked)
        {
            if (_corrections.TryGetValue(stage.Id, out var first))
                Assert.Equal(first, asked);
            _corrections[stage.Id] = asked;
        }
        foreach (var item in stage.Items)
        {
            CheckClock(item.Limit, today);
            CheckClock(item.FirstLimit, today);
            if (item is { OpenedAt: { } opened, State: not ItemState.Waiting })
                CheckPrerequisites(stage, item, opened, flow);
            if (item.State is ItemState.Decided)
                Assert.NotNull(item.Decision);
            if (item.State is ItemState.Decided && item.Limit is { } ended)
                Assert.Equal(item.DecidedAt is { } at ? CityClock.DateOf(at) : null, ended.EndedOn);
            if (item is { IsGranted: true, Limit: not null })
                Assert.DoesNotContain(flow.Item(item.Code).DependsOn, d => stage.Find(d) is { Decision: ItemDecision.Refused, Returned: 0 });
            if (item.State is ItemState.Open)
                Assert.False(item.Limit!.IsPaused, $"{item.Code} is open and its clock stands still");
        }
        CheckClock(stage.Limit, today);
        if (stage.IsClosed)
            Assert.All(stage.Items, i => Assert.True(i.IsClosed, $"{stage.ProjectCode}: stage {stage.Stage} is {stage.State}, {i.Code} is {i.State}"));
        if (stage.State is StageState.Concluded)
            CheckConcluded(stage, flow);
    }

    /// <summary>Working days that the clock charges, and those for which it stood still, are all the working days there were.</summary>
    private void CheckClock(TimeLimit? limit, DateOnly today)
    {
        if (limit is null)
            return;
        var last = limit.EndedOn ?? today;
        var (still, all) = (0, 0);
        for (var day = limit.StartedOn.AddDays(1); day <= last; day = day.AddDays(1))
        {
            if (!calendar.IsWorkingDay(day))
                continue;
            all++;
            still += limit.Pauses.Any(p => p.From < day && day <= (p.To ?? last)) ? 1 : 0;
        }
        Assert.Equal(all, calendar.WorkingDaysBetween(limit.StartedOn, last));
        Assert.Equal(all, limit.Elapsed(last, calendar) + still);
    }

    private static void CheckPrerequisites(StageCase stage, ItemCase item, DateTimeOffset opened, FlowCatalogue flow)
    {
        foreach (var code in flow.Item(item.Code).DependsOn)
        {
            // What was decided on a result that the lead sent back later keeps its place in time.
            if (stage.Find(code) is { State: not ItemState.Dropped } before && !(before.Returned > 0 && item.IsClosed))
                Assert.True(before is { State: ItemState.Decided } && before.DecidedAt <= opened, $"{stage.ProjectCode}: {item.Code} was opened while {code} was {before.State}");
        }
    }

    private static void CheckConcluded(StageCase stage, FlowCatalogue flow)
    {
        foreach (var must in flow.Stage(stage.Stage).Items.Where(i => i.MandatoryFor.Contains(stage.Type) && i.Role is not ItemRole.FollowOn))
            Assert.True(stage.Find(must.Code) is { State: ItemState.Decided }, $"{stage.ProjectCode}: stage {stage.Stage} is concluded without {must.Code}");
        var closing = Assert.Single(stage.Items, i => i.Role is ItemRole.Conclusion && i.State is ItemState.Decided);
        Assert.True(closing.IsGranted);
        Assert.DoesNotContain(stage.Items, i => i.Decision is ItemDecision.Refused);
    }
}
