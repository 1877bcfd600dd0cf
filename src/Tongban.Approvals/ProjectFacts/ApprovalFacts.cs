using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.ProjectFacts;

/// <summary>What the approvals know of a project: where each item stands, how often it was sent back, what the unit declared about its land.</summary>
internal sealed class ApprovalFacts(TongbanDb db, IEnumerable<IApprovalItems> items) : IProjectFactSource
{
    private const string State = ").state", Rounds = ").rounds", Item = "item(";

    public Words Name => ("审批系统", "the approvals");

    public async Task<IReadOnlyList<ProjectFact>> OfAsync(ProjectRecord project, IReadOnlySet<string> asked, DateOnly today, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(asked);
        List<ProjectFact> facts = [];
        var here = $"/projects/{project.Code}";
        if (asked.Contains("project.needsConversion") && project.Facts.GetValueOrDefault("agriculturalOrCollectiveLand") is { } declared and ("true" or "false"))
            facts.Add(new("project.needsConversion", declared, here));
        var codes = asked.Where(n => n.StartsWith(Item, StringComparison.Ordinal) && (n.EndsWith(State, StringComparison.Ordinal) || n.EndsWith(Rounds, StringComparison.Ordinal))).Select(n => n[Item.Length..n.IndexOf(')', StringComparison.Ordinal)]).ToHashSet(StringComparer.Ordinal);
        if (codes.Count == 0)
            return facts;
        var known = (await (from i in db.Set<ItemCase>().AsNoTracking()
                            join s in db.Set<StageCase>() on i.StageCaseId equals s.Id
                            where i.ProjectId == project.Id
                            select new { i.Code, i.State, i.Decision, i.DueOn, i.Returned, i.OpenedAt, Stage = s.State, StageId = s.Id, s.CorrectionAskedAt, StageOpenedAt = s.OpenedAt }).ToListAsync(ct))
            .Where(i => codes.Contains(i.Code)).GroupBy(i => i.Code, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.OrderBy(i => i.StageOpenedAt).Last(), StringComparer.Ordinal);
        var possible = items.SelectMany(i => i.Of(project.Type)).Select(i => i.Code).ToHashSet(StringComparer.Ordinal);
        foreach (var code in codes)
        {
            if (known.GetValueOrDefault(code) is { } item)
            {
                var link = $"/approvals/stages/{item.StageId}/items/{code}";
                facts.Add(new($"{Item}{code}{State}", StateOf(item.State, item.Stage, item.Decision, item.DueOn, today), link));
                facts.Add(new($"{Item}{code}{Rounds}", (item.Returned + (item.CorrectionAskedAt is null ? 0 : 1)).ToString(CultureInfo.InvariantCulture), link));
            }
            else if (possible.Contains(code))
            {
                // The flow has it and nobody has begun it: that is known, and not the same as not knowing.
                facts.Add(new($"{Item}{code}{State}", "not-started", here));
                facts.Add(new($"{Item}{code}{Rounds}", "0", here));
            }
        }
        return [.. facts.Where(f => asked.Contains(f.Name))];
    }

    /// <summary>The state of an item in the words of the models.</summary>
    internal static string StateOf(ItemState state, StageState stage, ItemDecision? decision, DateOnly? dueOn, DateOnly today) => state switch
    {
        ItemState.Decided => decision is ItemDecision.Refused ? "refused" : "done",
        ItemState.Dropped => "not-needed",
        _ when stage is StageState.AwaitingCorrection => "correction",
        ItemState.Paused => "paused",
        ItemState.Open => dueOn < today ? "overdue" : "open",
        _ => "waiting",
    };
}
