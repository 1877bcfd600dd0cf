using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation.Time;

namespace Tongban.Approvals.Efficiency;

/// <summary>Reads from the clocks of an ended stage how long everything took, and which chain of items decided how long the stage took.</summary>
/// <remarks>The days are those of the limits' own explanation (<see cref="TimeLimit.Explain"/>). The stage's days are the sum along the chain, so that what a department lost
/// while another was slower counts for its item and not for the stage.</remarks>
internal static class StageMeasure
{
    private static readonly HashSet<string> Intermediaries = new(StringComparer.Ordinal) { PauseTypes.Testing, PauseTypes.Inspection, PauseTypes.Quarantine, PauseTypes.Appraisal, PauseTypes.Evaluation };

    /// <returns>The stage and each of its decided items; nothing for a stage that ended without a decision.</returns>
    public static IReadOnlyList<EfficiencySpan> Of(StageCase stage, FlowCatalogue flow, WorkCalendar calendar)
    {
        if (stage.State is not (StageState.Concluded or StageState.Refused) || stage.ClosedAt is not { } closedAt)
            return [];
        var timed = stage.Items.Where(i => i.State is ItemState.Decided && i.Limit is { IsEnded: true } && i.DecidedAt is not null).ToList();
        var path = PathOf(timed, flow);
        var measured = timed.ToDictionary(i => i.Code, i => Measure(i.Limit!, calendar), StringComparer.Ordinal);
        var opened = CityClock.DateOf(stage.OpenedAt);
        var along = path.Aggregate(new Shares(0, 0, stage.SubmittedAt is { } at ? calendar.WorkingDaysBetween(opened, CityClock.DateOf(at)) : 0, 0, 0, 0), (sum, i) => sum + measured[i.Code].Shares);
        var closed = CityClock.DateOf(closedAt);
        List<EfficiencySpan> spans =
        [
            Span(stage, stage.Id, SpanKind.Stage, null, stage.Lead, opened, closed, along,
                path.SelectMany(i => measured[i.Code].Pauses).GroupBy(p => p.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(p => p.Value), StringComparer.Ordinal),
                Promised(stage, flow), Counted(stage, flow).Sum(i => i.LegacyDays), 0, stage.State is StageState.Concluded),
        ];
        foreach (var item in timed)
        {
            var (shares, pauses) = measured[item.Code];
            spans.Add(Span(stage, item.Id, SpanKind.Item, item.Code, item.Organ, item.Limit!.StartedOn, item.Limit.EndedOn!.Value, shares, pauses,
                flow.Item(item.Code).PromisedDays, flow.Item(item.Code).LegacyDays, path.IndexOf(item) + 1, item.IsGranted));
        }
        return spans;
    }

    /// <summary>The project as a whole, from its stages' rows.</summary>
    public static EfficiencySpan OfProject(IReadOnlyList<EfficiencySpan> stages)
    {
        var (first, last) = (stages.MinBy(s => s.Stage)!, stages.MaxBy(s => s.Stage)!);
        var sum = stages.Aggregate(default(Shares), (total, s) => total + s.Shares);
        return new()
        {
            Id = last.ProjectId, Kind = SpanKind.Project, ProjectId = last.ProjectId, ProjectCode = last.ProjectCode, ProjectName = last.ProjectName, StageCaseId = last.StageCaseId,
            Division = last.Division, Type = last.Type, Flow = last.Flow, OpenedOn = first.OpenedOn, ClosedOn = last.ClosedOn, Month = last.Month,
            Days = sum.Days, Applicant = sum.Applicant, Preparing = sum.Preparing, Special = sum.Special, Intermediary = sum.Intermediary, Gap = sum.Gap,
            Pauses = stages.SelectMany(s => s.Pauses).GroupBy(p => p.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(p => p.Value), StringComparer.Ordinal),
            Promised = stages.Sum(s => s.Promised), Legacy = stages.Sum(s => s.Legacy), Granted = true,
        };
    }

    /// <summary>Working days of one clock by whose they were, and by procedure.</summary>
    internal static (Shares Shares, IReadOnlyDictionary<string, int> Pauses) Measure(TimeLimit limit, WorkCalendar calendar)
    {
        var (sum, pauses) = (default(Shares), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var day in limit.Explain(limit.EndedOn!.Value, calendar))
        {
            if (day.Charged)
            {
                sum = sum with { Days = sum.Days + 1 };
                continue;
            }
            // The earliest of overlapping procedures has the day, as in the explanation.
            if (!calendar.IsWorkingDay(day.Date) || limit.Pauses.Where(p => p.From < day.Date && (p.To is null || day.Date <= p.To)).MinBy(p => p.From) is not { } pause)
                continue;
            pauses[pause.Type] = pauses.GetValueOrDefault(pause.Type) + 1;
            sum = PauseTypes.WhoseTime(pause.Type) switch
            {
                ChargedTo.Applicant => sum with { Applicant = sum.Applicant + 1 },
                ChargedTo.Nobody => sum with { Gap = sum.Gap + 1 },
                _ when Intermediaries.Contains(pause.Type) => sum with { Intermediary = sum.Intermediary + 1 },
                _ => sum with { Special = sum.Special + 1 },
            };
        }
        return (sum, pauses);
    }

    // From the last decision back: each item began when the last of those it waited for was decided. The conclusion waits for all.
    private static List<ItemCase> PathOf(List<ItemCase> timed, FlowCatalogue flow)
    {
        var path = new List<ItemCase>();
        for (var item = timed.MaxBy(i => (i.Role is ItemRole.Conclusion, i.DecidedAt)); item is not null && !path.Contains(item); item = Before(item))
            path.Insert(0, item);
        return path;

        ItemCase? Before(ItemCase item)
        {
            // A pre-check ends before the others begin, whether or not the flow says that they wait for it.
            var waitedFor = timed.Where(i => i != item && i.DecidedAt <= item.OpenedAt && (item.Role is ItemRole.Conclusion || i.Role is ItemRole.PreCheck || flow.Item(item.Code).DependsOn.Contains(i.Code)));
            return waitedFor.MaxBy(i => (i.DecidedAt, i.Code));
        }
    }

    private static int Promised(StageCase stage, FlowCatalogue flow)
    {
        var items = Counted(stage, flow).ToDictionary(i => i.Code, StringComparer.Ordinal);
        var finish = new Dictionary<string, int>(StringComparer.Ordinal);
        return items.Count == 0 ? 0 : items.Keys.Max(Finish);

        int Finish(string code) => finish.TryGetValue(code, out var known) ? known
            : finish[code] = items[code].PromisedDays + items[code].DependsOn.Where(items.ContainsKey).Select(Finish).DefaultIfEmpty(0).Max();
    }

    private static IEnumerable<FlowItem> Counted(StageCase stage, FlowCatalogue flow) =>
        stage.Items.Where(i => i.State is ItemState.Decided).Select(i => flow.FindItem(i.Code)).OfType<FlowItem>().Where(i => i.Counted);

    private static EfficiencySpan Span(
        StageCase stage, Guid id, SpanKind kind, string? item, string organ, DateOnly opened, DateOnly closed, Shares shares, IReadOnlyDictionary<string, int> pauses, int promised, int legacy, int onPath, bool granted) => new()
        {
            Id = id, Kind = kind, ProjectId = stage.ProjectId, ProjectCode = stage.ProjectCode, ProjectName = stage.ProjectName, StageCaseId = stage.Id, Stage = stage.Stage, Item = item,
            Organ = organ, Department = organ.Split('@')[0], Division = stage.Division, Type = stage.Type, Flow = stage.Flow, OpenedOn = opened, ClosedOn = closed, Month = (closed.Year * 100) + closed.Month,
            Days = shares.Days, Applicant = shares.Applicant, Preparing = shares.Preparing, Special = shares.Special, Intermediary = shares.Intermediary, Gap = shares.Gap,
            Pauses = pauses, Promised = promised, Legacy = legacy, OnPath = onPath, Granted = granted,
        };
}
