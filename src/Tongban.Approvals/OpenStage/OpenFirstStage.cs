using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.OpenStage;

/// <summary>The moment a project is declared its first stage is open, and a record filing is in effect (条例第十三条): no wait stands in front of it.</summary>
internal sealed class OpenFirstStage(TongbanDb db, CaseDesk desk, FlowLibrary flows, Calendars calendars, CityClock clock) : IDeclarationFollower
{
    public Task<Error?> FollowAsync(ProjectRecord project, CancellationToken ct)
    {
        var flow = flows.Current;
        if (!FactSheet.Parse(flow, project.Facts.Select(f => KeyValuePair.Create(f.Key, (string?)f.Value))).TryGet(out var facts, out var refusal))
            return Task.FromResult<Error?>(refusal);
        var setting = new CaseSetting(flow, calendars.Current, clock.Now);
        var stage = StageCase.Open(project, 1, facts, setting);
        db.Add(stage);
        foreach (var item in stage.Items.Where(i => i.Role is ItemRole.FilingOnReceipt))
        {
            desk.IssueResult(stage, item, setting);
            db.Add(ProjectTerm.Begin(stage, item, setting)); // a filing, too, is begun in time or lapses
        }
        return Task.FromResult<Error?>(null);
    }
}
