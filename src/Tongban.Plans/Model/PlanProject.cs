using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Plans.Contracts;
using Tongban.Projects.Contracts;

namespace Tongban.Plans.Model;

/// <summary>Where a project stands in the pool (项目池; domain 02 § 2.4).</summary>
internal enum PoolState { Reserve, Preparatory, Planned, UnderConstruction, Completed, Closed, Suspended }

/// <summary>How public money takes part.</summary>
internal enum FundingMode
{
    /// <summary>直接投资.</summary>
    Direct,

    /// <summary>资本金注入.</summary>
    Capital,

    /// <summary>投资补助、贷款贴息: has its own procedure (政府投资条例14).</summary>
    Subsidy,

    /// <summary>Enterprise investment that is only counted.</summary>
    Enterprise,
}

/// <summary>What has happened to a project and is proved by a document.</summary>
internal enum MilestoneKind
{
    Proposal,
    Feasibility,
    Estimate,
    SubsidyProcedure,
    ConstructionPermit,
    StartReport,
    EstimateAdjustment,
    ContentChanged,
    Completion,
    FinalAccounts,
}

/// <summary>A milestone with its proof.</summary>
/// <param name="Yuan">Amount that the document fixes: of the feasibility reply, of the verified estimate, of the final accounts.</param>
internal sealed record Milestone(MilestoneKind Kind, DateOnly On, string Document, decimal? Yuan);

/// <summary>What is entered when a project is admitted.</summary>
internal sealed record PlanProjectData(
    string? Code, string? Name, string? Owner, string? Division, string? Sector, string? SectorOrgan, FundingMode Mode, string? Content, DateOnly From, DateOnly To, decimal TotalInvestment, int Priority, IReadOnlyList<FundShare>? Sources);

/// <summary>A project of the pool (项目池), from reserve to closing. Its code joins it to plans, indicators, payments and returns.</summary>
/// <remarks>Entry conditions: 政府投资条例9-12, 14, 17, 20, 25. A condition that is missing is named with its article.</remarks>
internal sealed class PlanProject : Aggregate
{
    /// <summary>An estimate above the feasibility amount by more than this share is reported (政府投资条例12).</summary>
    public const decimal EstimateMargin = 0.10m;

    private PlanProject() { }

    public override string Matter => MatterOf(Code);

    public string Code { get; private set; } = "";

    /// <summary>The declared project of the same code, when this platform has it.</summary>
    public Guid? ProjectId { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>Credit code of the project unit.</summary>
    public string Owner { get; private set; } = "";

    public string Division { get; private set; } = "";

    /// <summary>Code of <see cref="PlanSectors"/>.</summary>
    public string Sector { get; private set; } = "";

    /// <summary>Organ key of the sector department that answers for scale and function.</summary>
    public string SectorOrgan { get; private set; } = "";

    public FundingMode Mode { get; private set; }

    public string Content { get; private set; } = "";

    public DateOnly From { get; private set; }

    public DateOnly To { get; private set; }

    /// <summary>Yuan.</summary>
    public decimal TotalInvestment { get; private set; }

    /// <summary>1 to 100, higher goes first.</summary>
    public int Priority { get; private set; }

    /// <summary>Where the whole investment comes from; adds up to <see cref="TotalInvestment"/>.</summary>
    public IReadOnlyList<FundShare> Sources { get; private set; } = [];

    public IReadOnlyList<Milestone> Milestones { get; private set; } = [];

    public PoolState State { get; private set; }

    /// <summary>Where it goes on after a suspension.</summary>
    public PoolState? SuspendedFrom { get; private set; }

    public string? Reason { get; private set; }

    public DateTimeOffset AdmittedAt { get; private set; }

    /// <summary>The level it is planned at: that of its sector department.</summary>
    public string Level => PlanLevels.Of(SectorOrgan);

    public static string MatterOf(string code) => $"plan-project:{code}";

    public static Result<PlanProject> Admit(PlanProjectData data, Guid? projectId, DateTimeOffset now)
    {
        List<Error> faults = [];
        if (!ProjectCode.TryParse(data.Code, out var code))
            faults.Add(PlanErrors.Code(data.Code));
        if (data.Name?.Trim() is not { Length: >= 2 and <= 120 })
            faults.Add(PlanErrors.Length("name", 2, 120));
        if (CreditCode.Parse(data.Owner, "owner").Error is { } owner)
            faults.Add(owner);
        if (!DivisionCode.TryParse(data.Division, out _))
            faults.Add(PlanErrors.Division(data.Division));
        if (!PlanSectors.Exists(data.Sector))
            faults.Add(PlanErrors.Sector(data.Sector));
        if (data.SectorOrgan?.Trim().Split('@') is not [{ Length: >= 2 }, { Length: 6 } level])
            faults.Add(PlanErrors.SectorOrgan());
        else if (!PlanLevels.Covers(level, data.Division ?? ""))
            faults.Add(PlanErrors.SectorOrganElsewhere(data.SectorOrgan.Trim(), data.Division));
        if (data.Content?.Trim() is not { Length: >= 2 and <= 1000 })
            faults.Add(PlanErrors.Length("content", 2, 1000));
        if (data.To < data.From)
            faults.Add(PlanErrors.PeriodReversed());
        if (!Fen.IsPositive(data.TotalInvestment))
            faults.Add(PlanErrors.Amount("totalInvestment"));
        if (data.Priority is < 1 or > 100)
            faults.Add(PlanErrors.Priority());
        var sources = data.Sources ?? [];
        if (sources.Any(s => !FundSources.Exists(s.Source) || !Fen.IsPositive(s.Yuan)) || sources.DistinctBy(s => s.Source).Count() != sources.Count || sources.Sum(s => s.Yuan) != data.TotalInvestment)
            faults.Add(PlanErrors.SourcesDoNotAddUp(data.TotalInvestment, sources.Sum(s => s.Yuan)));
        if (Error.Combine(faults) is { } refusal)
            return refusal;
        var project = new PlanProject
        {
            Id = NewId.At(now), Code = code!.Value, ProjectId = projectId, Name = data.Name!.Trim(), Owner = data.Owner!.Trim().ToUpperInvariant(), Division = data.Division!, Sector = data.Sector!, SectorOrgan = data.SectorOrgan!.Trim(),
            Mode = data.Mode, Content = data.Content!.Trim(), From = data.From, To = data.To, TotalInvestment = data.TotalInvestment, Priority = data.Priority, Sources = [.. sources.OrderBy(s => s.Source, StringComparer.Ordinal)],
            State = PoolState.Reserve, AdmittedAt = now,
        };
        project.Record(new PlanProjectAdmitted(project.Code, project.Owner, project.Division, project.Sector, project.TotalInvestment));
        return project;
    }

    /// <summary>Whether a row tells of the same project in the same words: taking it in again changes nothing.</summary>
    public bool Says(PlanProjectData data) => (Name, Owner, Division, Sector, SectorOrgan, Mode, Content) == (data.Name?.Trim(), data.Owner?.Trim().ToUpperInvariant(), data.Division, data.Sector, data.SectorOrgan?.Trim(), data.Mode, data.Content?.Trim())
        && (From, To, TotalInvestment, Priority) == (data.From, data.To, data.TotalInvestment, data.Priority) && Sources.SequenceEqual((data.Sources ?? []).OrderBy(s => s.Source, StringComparer.Ordinal));

    public Milestone? Find(MilestoneKind kind) => Milestones.LastOrDefault(m => m.Kind == kind);

    public DateOnly? FeasibilityOn => Find(MilestoneKind.Feasibility)?.On;

    /// <summary>The verified estimate (概算) as last adjusted: it controls the total investment (政府投资条例12).</summary>
    public decimal? Estimate => (Find(MilestoneKind.EstimateAdjustment) ?? Find(MilestoneKind.Estimate))?.Yuan;

    /// <summary>Share by which the first estimate exceeds the feasibility amount; <see langword="null"/> until both are known.</summary>
    public decimal? EstimateOverFeasibility => Find(MilestoneKind.Feasibility)?.Yuan is > 0 and var f && Find(MilestoneKind.Estimate)?.Yuan is { } e ? (e / f) - 1 : null;

    /// <summary>Money of a budget takes part.</summary>
    public bool IsFiscal => Sources.Any(s => FundSources.IsFiscal(s.Source));

    public Error? RecordMilestone(MilestoneKind kind, DateOnly on, string? document, decimal? yuan, DateOnly today)
    {
        if (State is PoolState.Closed)
            return PlanErrors.PoolState(Code, State);
        if (on > today)
            return PlanErrors.FutureDay("on");
        if (document?.Trim() is not { Length: >= 2 and <= 100 } given)
            return PlanErrors.Length("document", 2, 100);
        if (yuan is { } amount && !Fen.IsPositive(amount))
            return PlanErrors.Amount("yuan");
        if (yuan is null && kind is MilestoneKind.Feasibility or MilestoneKind.Estimate or MilestoneKind.EstimateAdjustment or MilestoneKind.FinalAccounts)
            return PlanErrors.Amount("yuan");
        Milestones = [.. Milestones, new Milestone(kind, on, given, yuan)];
        Record(new PlanMilestoneRecorded(Code, kind.ToString(), on, given, yuan));
        return null;
    }

    /// <summary>What stands between the project and that state; empty when it may go there.</summary>
    public IReadOnlyList<Error> MissingFor(PoolState next)
    {
        List<Error> missing = [];
        switch (next)
        {
            case PoolState.Preparatory when Mode is FundingMode.Direct or FundingMode.Capital && Find(MilestoneKind.Proposal) is null:
                missing.Add(PlanErrors.ConditionMissing(MilestoneKind.Proposal, "政府投资条例第九条"));
                break;
            case PoolState.Planned:
                // Direct investment and capital injection: feasibility approved or estimate verified; subsidies: their procedure done (政府投资条例17).
                if (Mode is FundingMode.Direct or FundingMode.Capital && Find(MilestoneKind.Feasibility) is null && Find(MilestoneKind.Estimate) is null)
                    missing.Add(PlanErrors.ConditionMissing(MilestoneKind.Feasibility, "政府投资条例第十七条"));
                if (Mode is FundingMode.Subsidy && Find(MilestoneKind.SubsidyProcedure) is null)
                    missing.Add(PlanErrors.ConditionMissing(MilestoneKind.SubsidyProcedure, "政府投资条例第十四条、第十七条"));
                break;
            case PoolState.UnderConstruction:
                if (Find(MilestoneKind.ConstructionPermit) is null)
                    missing.Add(PlanErrors.ConditionMissing(MilestoneKind.ConstructionPermit, "政府投资条例第二十条；建筑法第七条"));
                if (Find(MilestoneKind.StartReport) is null)
                    missing.Add(PlanErrors.ConditionMissing(MilestoneKind.StartReport, "政府投资条例第二十条、第二十七条"));
                break;
            case PoolState.Completed when Find(MilestoneKind.Completion) is null:
                missing.Add(PlanErrors.ConditionMissing(MilestoneKind.Completion, "政府投资条例第二十五条"));
                break;
            case PoolState.Closed when Find(MilestoneKind.FinalAccounts) is null:
                missing.Add(PlanErrors.ConditionMissing(MilestoneKind.FinalAccounts, "政府投资条例第二十五条"));
                break;
        }
        return missing;
    }

    /// <summary>One step onward, into suspension, or back out of it. Into the plan it goes with the approval of an annual plan.</summary>
    public Error? Move(PoolState next, string? reason)
    {
        if (next is PoolState.Planned && State is not PoolState.Suspended)
            return PlanErrors.ByPlanOnly(Code);
        return MoveOn(next, reason);
    }

    /// <summary>The annual plan that names it was approved. A project that is further on stays where it is.</summary>
    public Error? EnterPlan()
    {
        if (State is PoolState.Planned or PoolState.UnderConstruction or PoolState.Completed)
            return null;
        if (State is PoolState.Reserve && MoveOn(PoolState.Preparatory, "列入年度计划") is { } first)
            return first;
        return MoveOn(PoolState.Planned, "列入年度计划");
    }

    private Error? MoveOn(PoolState next, string? reason)
    {
        var onward = State switch
        {
            PoolState.Reserve => next is PoolState.Preparatory,
            PoolState.Preparatory => next is PoolState.Planned,
            PoolState.Planned => next is PoolState.UnderConstruction,
            PoolState.UnderConstruction => next is PoolState.Completed,
            PoolState.Completed => next is PoolState.Closed,
            PoolState.Suspended => next == SuspendedFrom,
            _ => false,
        };
        var suspends = next is PoolState.Suspended && State is not (PoolState.Suspended or PoolState.Completed or PoolState.Closed);
        if (!onward && !suspends)
            return PlanErrors.NoSuchStep(Code, State, next);
        if ((suspends || State is PoolState.Suspended) && reason?.Trim() is not { Length: >= 4 and <= 500 })
            return PlanErrors.Reason("reason", 4, 500);
        if (!suspends && State is not PoolState.Suspended && Error.Combine(MissingFor(next)) is { } missing)
            return missing;
        SuspendedFrom = suspends ? State : null;
        Record(new PlanProjectMoved(Code, State.ToString(), next.ToString(), Sha256.Of(reason)));
        (State, Reason) = (next, reason?.Trim());
        return null;
    }
}
