using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.SiteOfProject;

/// <summary>A project's site was checked again: a stage that is still prepared follows it by itself; of one that was handed in the lead is told, who puts facts right.</summary>
internal sealed class FollowSiteFindings(TongbanDb db, Caller caller, CaseDesk desk, FlowLibrary flows, IProjects projects) : IActHandler
{
    public string Name => "approvals.follow-site-findings";

    public IReadOnlySet<string> Acts { get; } = new HashSet<string>([ActNames.Of(typeof(ProjectSiteChecked)).Name], StringComparer.Ordinal);

    public async Task HandleAsync(LedgerEntry entry, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (ProjectRecord.IdOf(entry.Matter) is not { } id || await projects.FindAsync(id, ct) is not { HasEnded: false, Site: { } findings })
            return;
        caller.Actor = Actor.System;
        foreach (var stage in await db.Set<StageCase>().AsNoTracking().Where(s => s.ProjectId == id && s.ClosedAt == null).Select(s => new { s.Id, s.Flow, s.Facts }).ToListAsync(ct))
        {
            if (flows.Of(stage.Flow).Fact(SiteLayers.Fact) is not { } fact)
                continue;
            var known = stage.Facts.GetValueOrDefault(SiteLayers.Fact);
            var now = KnownSite.Join(known, findings, fact);
            // With a declaration the stage knew it from the beginning.
            if (now == known || !fact.Parse(now).TryGet(out var value, out _))
                continue;
            // Acts are delivered at least once, and the lead is told once.
            caller.ActId = entry.Id.Part(stage.Id.ToString("N"));
            var followed = await desk.ActAsync((stage.Id, entry.Id), stage.Id, whole: true, found => Task.FromResult(Follow(found, fact, value, entry.Sequence)), ct);
            if (followed.Error is { } refusal && refusal.Code != ApprovalErrors.StageClosed(default).Code)
                throw new InvalidOperationException($"stage {stage.Id} did not follow the check of its project's site: {refusal.Code}");
        }
    }

    private Error? Follow(StageCase stage, Fact fact, FactValue? layers, long sequence)
    {
        var setting = desk.Setting(stage);
        if (stage.FollowSite(layers, setting))
            return null;
        desk.TellOrgan(stage.Lead, stage, $"site-checked.{sequence}", ($"用地核对有新结果，请核对“{fact.Title.Zh}”：{stage.ProjectName}", $"The site was checked again; please look at “{fact.Title.En}”: {stage.ProjectName}"));
        return null;
    }
}
