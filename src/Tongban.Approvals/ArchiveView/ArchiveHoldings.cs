using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Approvals.OutsidePermits;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.ArchiveView;

/// <summary>Whether an expected result is in the archive.</summary>
internal enum HoldingState
{
    /// <summary>已有.</summary>
    Have,

    /// <summary>不予批准: what is there is a refusal.</summary>
    Refused,

    /// <summary>待出: its clock runs.</summary>
    Due,

    /// <summary>逾期: its clock has run out.</summary>
    Overdue,

    /// <summary>未到: its time has not come, or it is not known yet whether it is needed.</summary>
    NotYet,

    /// <summary>不需要: with the reason.</summary>
    NotNeeded,
}

/// <summary>One expected result.</summary>
/// <param name="Outside">Issued in another system, or replaced by an area assessment.</param>
/// <param name="Document">In the archive, when the reader may open it.</param>
/// <param name="Why">Why it is not needed, or what it waits for.</param>
internal sealed record ArchiveHolding(
    string Item, Words Name, string Organ, Words OrganName, HoldingState State, bool Outside, string? Number, DateOnly? IssuedOn, Guid? Document, DateOnly? DueOn, Words? Why);

/// <summary>One stage of the archive.</summary>
internal sealed record ArchiveStage(int No, Words Name, IReadOnlyList<ArchiveHolding> Results);

/// <summary>A permit of another system that is no item of the flow.</summary>
internal sealed record OtherHolding(string Name, string Number, string Issuer, Words IssuerName, DateOnly IssuedOn, DateOnly? ValidTo, Guid? Document);

/// <summary>What the archive of a project has and lacks, stage by stage.</summary>
internal sealed record ArchiveHoldings(
    string ProjectCode, string ProjectName, int Have, int Due, int Overdue, int NotYet, int NotNeeded, IReadOnlyList<ArchiveStage> Stages, IReadOnlyList<OtherHolding> Others);

/// <summary>Whose the archive is: those who see a stage of the project.</summary>
internal sealed class ArchiveAccess(TongbanDb db, Caller caller, IProjects projects)
{
    public async Task<(ProjectRecord Project, ArchiveAudience Audience)?> FindAsync(string code, CancellationToken ct)
    {
        var actor = caller.Actor;
        if (actor.IsStranger || await projects.FindByCodeAsync(code, ct) is not { } project || !await MayReadAsync(project.Id, ct))
            return null;
        return (project, actor.IsOfficer || actor.Is(Roles.Auditor) ? ArchiveAudience.Organs : ArchiveAudience.Applicant);
    }

    public Task<bool> MayReadAsync(Guid project, CancellationToken ct) => db.Set<StageCase>().AsNoTracking().Where(s => s.ProjectId == project).VisibleTo(caller.Actor).AnyAsync(ct);
}

/// <summary>Compares what the flow and the project's facts demand with what is there.</summary>
internal sealed class HoldingsQuery(TongbanDb db, FlowLibrary flows, IProjects projects, IProjectArchive archive, OrganDirectory organs, CityClock clock)
{
    /// <returns><see langword="null"/> when there is no such project. Visibility is the caller's business.</returns>
    public async Task<ArchiveHoldings?> OfAsync(Guid projectId, ArchiveAudience audience, CancellationToken ct)
    {
        if (await projects.FindAsync(projectId, ct) is not { } project)
            return null;
        var stages = await db.Set<StageCase>().AsNoTracking().Include(s => s.Items).Where(s => s.ProjectId == projectId).OrderBy(s => s.Stage).ToListAsync(ct);
        var outside = await db.Set<OutsidePermit>().AsNoTracking().Where(p => p.ProjectId == projectId && p.State == OutsidePermitState.Attached).OrderByDescending(p => p.Id).ToListAsync(ct);
        var readable = await archive.ListAsync(projectId, audience, ct);
        var documents = readable.Where(d => d.Number is not null).GroupBy(d => (d.Number!, d.Organ)).ToDictionary(g => g.Key, g => g.First().Id);
        var known = readable.Select(d => d.Id).ToHashSet();
        var latest = stages.LastOrDefault();
        var flow = latest is null ? flows.Current : flows.Of(latest.Flow);
        var facts = latest?.Facts ?? project.Facts;

        List<ArchiveStage> shown = [];
        foreach (var stage in flow.Stages)
        {
            var begun = stages.Find(s => s.Stage == stage.No);
            var own = begun is null ? flow : flows.Of(begun.Flow);
            var sheet = FactSheet.Parse(own, facts.Where(f => own.Fact(f.Key) is not null).Select(f => KeyValuePair.Create(f.Key, (string?)f.Value))).Value;
            shown.Add(new(stage.No, stage.Name, [.. own.ApplicableItems(stage.No, project.Type, sheet).Select(a =>
                Hold(a, begun, begun?.Find(a.Item.Code), outside.Find(p => p.Item == a.Item.Code), project, own, documents, known))]));
        }
        var all = shown.SelectMany(s => s.Results).ToList();
        int Count(HoldingState state) => all.Count(h => h.State == state);
        return new(project.Code, project.Name, Count(HoldingState.Have) + Count(HoldingState.Refused), Count(HoldingState.Due), Count(HoldingState.Overdue), Count(HoldingState.NotYet), Count(HoldingState.NotNeeded), shown,
            [.. outside.Where(p => p.Item is null || all.TrueForAll(h => h.Item != p.Item)).Select(p => new OtherHolding(p.Name, p.Number, p.Issuer, organs.NameOf(p.Issuer), p.IssuedOn, p.ValidTo, p.Document is { } d && known.Contains(d) ? d : null))]);
    }

    private ArchiveHolding Hold(
        Applicability applies, StageCase? stage, ItemCase? item, OutsidePermit? outside, ProjectRecord project, FlowCatalogue flow, Dictionary<(string, string?), Guid> documents, HashSet<Guid> known)
    {
        var organ = item?.DecidingOrgan ?? flow.HandlingOrgan(applies.Item, project.Division);
        var expected = new ArchiveHolding(applies.Item.Code, applies.Item.Result.Name, organ, organs.NameOf(organ), HoldingState.NotYet, false, null, null, null, null, null);
        if (outside is not null)
            return expected with { State = HoldingState.Have, Outside = true, Organ = outside.Issuer, OrganName = organs.NameOf(outside.Issuer), Number = outside.Number, IssuedOn = outside.IssuedOn, Document = outside.Document is { } d && known.Contains(d) ? d : null };
        if (item is null)
        {
            return applies.Applies switch
            {
                Truth.No => expected with { State = HoldingState.NotNeeded, Why = WhyNot(applies) },
                Truth.Unknown => expected with { Why = applies.Explain() },
                _ => expected with { Why = stage is null ? ("本阶段尚未开始", "the stage has not begun") : ("尚未列入本阶段", "not part of the stage yet") },
            };
        }
        if (item.SatisfiedBy is { } assessment)
            return expected with { State = HoldingState.Have, Outside = true, Number = assessment, IssuedOn = item.DecidedAt is { } at ? CityClock.DateOf(at) : null, Why = ("以区域评估成果代替", "an area assessment stands in for it") };
        if (item.State is ItemState.Decided)
        {
            var number = item.ResultNumber ?? (item.Role is ItemRole.Intake ? project.Code : null);
            return expected with
            {
                State = item.IsGranted ? HoldingState.Have : HoldingState.Refused,
                Number = number,
                IssuedOn = item.DecidedAt is { } on ? CityClock.DateOf(on) : null,
                Document = number is not null && documents.TryGetValue((number, item.Organ), out var document) ? document : null,
            };
        }
        if (item.State is ItemState.Dropped)
        {
            return item.StoppedByEnd ? expected with { Why = ("本阶段已终止", "the stage ended before it was decided") }
                : expected with { State = HoldingState.NotNeeded, Why = applies.Applies is Truth.No ? WhyNot(applies) : item.Why };
        }
        if (item.DueOn is { } due)
            return expected with { State = due < clock.Today && item.State is not ItemState.Paused ? HoldingState.Overdue : HoldingState.Due, DueOn = due };
        return expected with { Why = stage is { State: StageState.Preparing } ? ("等待提交本阶段申请", "the stage has not been handed in") : ("等待前置事项", "waits for what it depends on") };
    }

    // The rule in words, and the project's own value that decides.
    private static Words WhyNot(Applicability applies)
    {
        var why = applies.Explain();
        return applies.Item.AppliesTo.Contains(applies.Type) && applies.Item.Condition?.InWords() is { } rule ? ($"仅在{rule.Zh}时需要；{why.Zh}", $"needed only when {rule.En}; {why.En}") : why;
    }
}

internal static class HoldingWords
{
    public static Words Name(this HoldingState state) => state switch
    {
        HoldingState.Have => ("已有", "Have"),
        HoldingState.Refused => ("不予批准", "Refused"),
        HoldingState.Due => ("待出", "Due"),
        HoldingState.Overdue => ("逾期", "Overdue"),
        HoldingState.NotYet => ("未到", "Not yet"),
        _ => ("不需要", "Not needed"),
    };

    public static Foundation.Ui.Tone ToneOf(this HoldingState state) => state switch
    {
        HoldingState.Have => Foundation.Ui.Tone.Good,
        HoldingState.Due => Foundation.Ui.Tone.Info,
        HoldingState.Overdue or HoldingState.Refused => Foundation.Ui.Tone.Bad,
        _ => Foundation.Ui.Tone.Neutral,
    };

    public static Error NoSuchProject(string code) => new("archive.no-such-project", new Words("没有项目 {0}，或者它的档案不向您开放。", "There is no project {0}, or its archive is not open to you.").With(code), ErrorKind.NotFound);
}
