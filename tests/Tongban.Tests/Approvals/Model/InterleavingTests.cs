using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using static Tongban.Tests.Approvals.Model.CaseBuilder;

namespace Tongban.Tests.Approvals.Model;

/// <summary>Every order in which two departments, the lead and the applicant can act on a small case. A step that comes too early or too late is refused and changes nothing; whatever the order, the case stays sound.</summary>
public class InterleavingTests
{
    private const string A = "S1-05", B = "S1-04";

    private delegate Error? Step(CaseBuilder c);

    private static readonly Step[] DepartmentA =
    [
        c => c.Stage.Take(A, Officer(Ecology)),
        c => c.Decide(A),
    ];

    private static readonly Step[] DepartmentB =
    [
        c => c.Ask(B),
        c => c.Grant(B),
        c => c.Stage.Resume(B, c.Setting),
        c => c.Decide(B),
    ];

    private static readonly Step[] LeadOrgan = [c => c.Decide(c.Closing)];

    private static readonly Step[] Withdrawing =
    [
        c => c.Stage.Provide("M12", File("another.pdf"), Applicant, c.Setting),
        c => c.Stage.Withdraw("项目调整", c.Setting),
    ];

    private static readonly Step[] Committing = [c => c.Stage.SignCommitment(A, "承诺", c.Setting)];

    private static readonly Step[] Returning =
    [
        c => c.Stage.Return(A, "补充论证", c.Setting),
        c => c.Decide(A),
    ];

    [Fact]
    public void Two_departments_the_lead_and_an_applicant_who_withdraws()
    {
        var ends = Run(DepartmentA, DepartmentB, LeadOrgan, Withdrawing);
        Assert.Equal(3780, ends.Count);
        Assert.All(ends, c => Assert.Contains(c.Stage.State, new[] { StageState.Withdrawn, StageState.Concluded }));
        Assert.Contains(ends, c => c.Stage.State is StageState.Concluded);
        Assert.Contains(ends, c => c.Stage.State is StageState.Withdrawn && c.Item(A).IsGranted);
    }

    [Fact]
    public void Two_departments_the_lead_that_returns_and_an_applicant_who_commits()
    {
        var ends = Run(DepartmentA, DepartmentB, Returning, Committing);
        Assert.Equal(3780, ends.Count);
        Assert.Contains(ends, c => c.Item(A) is { Returned: 1, IsGranted: true });
        Assert.Contains(ends, c => c.Item(A).Returned == 0);
        Assert.Contains(ends, c => c.Item(A).CommitmentSignedAt is not null);
        Assert.Contains(ends, c => c.Item(A).CommitmentSignedAt is null);
    }

    // Every merge of the scripts that keeps each script's own order; each is played on a case of its own, from the beginning.
    private static List<CaseBuilder> Run(params Step[][] scripts)
    {
        var ends = new List<CaseBuilder>();
        foreach (var order in Orders([.. scripts.Select(s => s.Length)]))
        {
            var c = Small().Passed();
            CaseBuilder.Accepted(c.Decide("S1-03"));
            var at = new int[scripts.Length];
            foreach (var who in order)
            {
                c.AfterWorkingDays(1);
                var before = Picture(c);
                var refusal = scripts[who][at[who]++](c);
                if (refusal is not null)
                    Assert.Equal(before, Picture(c));
                else
                    Assert.NotEqual(before, Picture(c));
                AssertSound(c, string.Concat(order));
            }
            ends.Add(c);
        }
        return ends;
    }

    private static IEnumerable<int[]> Orders(int[] left)
    {
        if (left.All(l => l == 0))
        {
            yield return [];
            yield break;
        }
        for (var who = 0; who < left.Length; who++)
        {
            if (left[who] == 0)
                continue;
            left[who]--;
            foreach (var rest in Orders(left))
                yield return [who, .. rest];
            left[who]++;
        }
    }

    private static string Picture(CaseBuilder c) =>
        $"{c.Stage.State} {c.Stage.Acts.Count} {c.Stage.Materials.Count} {string.Join(' ', c.Stage.Items.Select(i => $"{i.Code}:{i.State}:{i.Revision}:{i.Decision}:{i.HasRequest}:{i.Limit?.Pauses.Count}"))}";

    private static void AssertSound(CaseBuilder c, string order)
    {
        var stage = c.Stage;
        foreach (var item in stage.Items)
        {
            void Holds(bool rule, string what) => Assert.True(rule, $"{item.Code} after {order}: {what}");

            Holds(item.HasRequest == item.Request is not null && (!item.HasRequest || item.State is ItemState.Open or ItemState.Paused), "a request without an open item");
            Holds(item.AskedHead is null || item.AskedHead == item.Organ, "the head of another organ was asked");
            Holds(item.State is ItemState.Decided == item.Decision is not null && item.Decision is not null == item.DecidedAt is not null, "a decision and its state disagree");
            if (item.State is ItemState.Open or ItemState.Paused)
                Holds(item.Limit is { IsEnded: false } running && running.IsPaused == (item.State is ItemState.Paused) && item.DueOn == running.DueOn, "the clock and the state disagree");
            if (item is { State: ItemState.Decided, Role: ItemRole.Parallel or ItemRole.Conclusion })
            {
                Holds(item.Limit is { IsEnded: true } && item.DecidedAt >= item.OpenedAt, "decided without time");
                Holds(c.Acts<ItemDecided>().Last(a => a.Item == item.Code) is { Power.Length: > 0 } act && act.Organ == item.Organ && act.DaysUsed == item.Limit!.Elapsed(c.Today, Calendar), "decided without power");
            }
            if (item.Limit is { } limit)
            {
                var days = limit.Explain(c.Today, Calendar);
                Holds(days.Count(d => d.Charged) == limit.Elapsed(c.Today, Calendar), "the days do not sum up");
                Holds(limit.Elapsed(c.Today, Calendar) + limit.Remaining(c.Today, Calendar) == limit.Length.Value + (limit.Extension?.By.Value ?? 0), "used and left do not sum up");
                Holds(days.All(d => d.Charged == (d.To is Tongban.Foundation.Time.ChargedTo.Department)), "a day is charged to two");
            }
        }
        if (stage.IsClosed)
            Assert.True(stage.Items.All(i => i.IsClosed) && stage.DueOn is null && stage.Limit!.IsEnded && stage.ClosedAt is not null, $"closed with something open after {order}");
        if (stage.State is StageState.Concluded)
            Assert.True(stage.Items.All(i => i.State is ItemState.Dropped || i.IsGranted), $"concluded without a grant after {order}");
        Assert.True(stage.Items.Single(i => i.Role is ItemRole.Conclusion) is { State: ItemState.Waiting or ItemState.Dropped } || stage.Items.Where(i => i.Role is ItemRole.Parallel).All(i => i.IsClosed), $"the closing item is open beside others after {order}");
    }
}
