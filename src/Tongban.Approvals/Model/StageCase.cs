using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Contracts;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Model;

/// <summary>What every act on a case needs to know: the flow version it runs under, the calendar, the moment.</summary>
internal sealed record CaseSetting(FlowCatalogue Flow, WorkCalendar Calendar, DateTimeOffset Now)
{
    public DateOnly Today { get; } = CityClock.DateOf(Now);
}

/// <summary>One project in one stage of the parallel approval (阶段办件): one form, one set of materials, one lead, many departments at once.</summary>
/// <remarks>
/// Opened with the declaration or by the end of the stage before; the flow version of that day stays with it. The stage's own clock is the
/// legal ceiling for joint handling, 45 working days and once 15 more (行政许可法第四十二条第二款); each item has its promised clock besides.
/// </remarks>
internal sealed partial class StageCase : Aggregate, IOfProject
{
    private readonly List<ItemCase> _items = [];
    private readonly List<StageMaterial> _materials = [];
    private readonly List<PreCheckOpinion> _opinions = [];

    private StageCase()
    {
    }

    public override string Matter => ProjectRecord.MatterOf(ProjectId);

    public Guid ProjectId { get; private set; }

    public string ProjectCode { get; private set; } = "";

    public string ProjectName { get; private set; } = "";

    public string Owner { get; private set; } = "";

    public string Division { get; private set; } = "";

    public ProjectType Type { get; private set; }

    public int Stage { get; private set; }

    /// <summary>Yuan, as declared when the stage was opened: jurisdiction depends on it.</summary>
    public decimal TotalInvestment { get; private set; }

    /// <summary>Version of the flow the case runs under.</summary>
    public string Flow { get; private set; } = "";

    /// <summary>Organ that leads the stage (牵头部门).</summary>
    public string Lead { get; private set; } = "";

    public StageState State { get; private set; }

    public DateTimeOffset OpenedAt { get; private set; }

    public DateTimeOffset? SubmittedAt { get; private set; }

    public DateOnly? AcceptedOn { get; private set; }

    /// <summary>Nobody answered within five working days: the case counts as accepted (行政许可法第三十二条第一款第四项).</summary>
    public bool IsDeemedAccepted { get; private set; }

    /// <summary>When the one correction was asked for.</summary>
    public DateTimeOffset? CorrectionAskedAt { get; private set; }

    public DateTimeOffset? CorrectionAnsweredAt { get; private set; }

    /// <summary>What the one correction asks for, merged over the organs.</summary>
    public IReadOnlyList<Demand> Demands { get; private set; } = [];

    /// <summary>Why the case was not accepted, refused or withdrawn.</summary>
    public string? EndReason { get; private set; }

    public NotAcceptedGround? NotAcceptedGround { get; private set; }

    /// <summary>The stage's own clock; runs from acceptance.</summary>
    public TimeLimit? Limit { get; private set; }

    public DateOnly? DueOn { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>A request of the lead for more time on the stage's clock waits for the head.</summary>
    public HeadRequest? Request { get; private set; }

    public IReadOnlyList<ItemCase> Items => _items;

    public IReadOnlyList<StageMaterial> Materials => _materials;

    public IReadOnlyList<PreCheckOpinion> Opinions => _opinions;

    public bool IsClosed => State.IsOver();

    /// <summary>Opens a stage for a project. What takes effect by itself does so now: the project code, and a record filing on receipt.</summary>
    public static StageCase Open(ProjectRecord project, int stage, FactSheet facts, CaseSetting setting)
    {
        var opened = New(project, stage, setting);
        opened.FollowFacts(facts, begun: false, setting);
        opened.Record(new StageOpened(opened.Id, stage, opened.Flow, opened.Lead, [.. opened._items.Select(i => i.Code)]));
        foreach (var item in opened._items.Where(i => i.Role is ItemRole.Intake or ItemRole.FilingOnReceipt))
        {
            item.Decide(ItemDecision.Approved, null, Actor.System, setting.Now, null);
            opened.Record(new ItemDecided(opened.Id, item.Code, item.Organ, ItemDecision.Approved, "on receipt", setting.Today, 0, Sha256.Of(null)));
        }
        return opened;
    }

    private static StageCase New(ProjectRecord project, int stage, CaseSetting setting) => new()
    {
        Id = NewId.At(setting.Now),
        ProjectId = project.Id,
        ProjectCode = project.Code,
        ProjectName = project.Name,
        Owner = project.Owner,
        Division = project.Division,
        Type = project.Type,
        Stage = stage,
        Flow = setting.Flow.Version,
        Lead = setting.Flow.LeadOrgan(stage, project.Division),
        State = StageState.Preparing,
        OpenedAt = setting.Now,
        TotalInvestment = project.TotalInvestment,
    };

    /// <summary>Puts a paper in, or a newer edition of it: while preparing, and those that were asked for while a correction is open.</summary>
    public Error? Provide(string material, ProvidedFile file, Actor applicant, CaseSetting setting)
    {
        // An item that a corrected fact brought in after the acceptance may need papers nobody had asked for before.
        var late = State is StageState.InParallel && FactsCorrectedAt is not null && Current(material) is null;
        // What a department already works with stays as it is.
        var early = State is StageState.StartedEarly && _items.Any(i => i.State is ItemState.Waiting && setting.Flow.Item(i.Code).Materials.Any(m => m.Material.Id == material));
        if (State is not (StageState.Preparing or StageState.AwaitingCorrection) && !late && !early)
            return ApprovalErrors.MaterialsClosed(State);
        if (!MaterialCodes(setting.Flow).Contains(material))
            return ApprovalErrors.MaterialNotOnList(material);
        // Only what was asked for may change; everything else was already found in order.
        if (State is StageState.AwaitingCorrection && Demands.All(d => d.Material is not null && d.Material != material))
            return ApprovalErrors.MaterialNotAskedFor(material);
        var before = _materials.Where(m => m.Material == material).ToList();
        foreach (var old in before)
            old.Replace();
        var edition = before.Count + 1;
        _materials.Add(StageMaterial.Provide(Id, material, file, edition, State is StageState.AwaitingCorrection, applicant.PersonId, setting.Now));
        Record(new MaterialProvided(Id, material, file.Digest, edition));
        return null;
    }

    /// <summary>The applicant signs the standard commitment of an item, on which it may be decided at once (告知承诺).</summary>
    public Error? SignCommitment(string itemCode, string text, CaseSetting setting)
    {
        if (IsClosed)
            return ApprovalErrors.StageClosed(State);
        if (Find(itemCode) is not { } item)
            return ApprovalErrors.NoSuchItem(itemCode);
        if (!setting.Flow.Item(itemCode).CommitmentAllowed)
            return ApprovalErrors.CommitmentNotAllowed(itemCode);
        if (item.IsClosed)
            return ApprovalErrors.ItemClosed(item);
        if (item.CommitmentSignedAt is not null)
            return ApprovalErrors.CommitmentAlreadySigned(itemCode);
        item.SignCommitment(setting.Now);
        Record(new CommitmentSigned(Id, itemCode, Sha256.Of(text)));
        return null;
    }

    /// <summary>Hands the stage in. Everything required must be there; what authorities issued is fetched and not asked for.</summary>
    public Error? Submit(Actor applicant, CaseSetting setting)
    {
        if (State is StageState.StartedEarly)
            return SubmitEarly(setting);
        if (State is not StageState.Preparing)
            return ApprovalErrors.AlreadySubmitted(State);
        if (Error.Combine([.. MissingFacts(setting.Flow).Select(ApprovalErrors.FactMissing), .. MissingMaterials(setting.Flow).Select(ApprovalErrors.MaterialMissing)]) is { } refusal)
            return refusal;

        (State, SubmittedAt) = (StageState.PreCheck, setting.Now);
        Record(new StageSubmitted(Id, Stage, MaterialsDigest()));
        if (_items.SingleOrDefault(i => i.Role is ItemRole.PreCheck) is not { } preCheck)
        {
            Accept(deemed: false, setting); // a stage without a pre-check begins with its submission
            return null;
        }
        var item = setting.Flow.Item(preCheck.Code);
        preCheck.Open(item, setting.Now, setting.Today, setting.Calendar);
        DueOn = preCheck.StatutoryDueOn ?? preCheck.DueOn;
        foreach (var organ in item.Consults.Select(d => Organ.KeyOf(d.Id, Division)).Where(o => o != Lead))
            _opinions.Add(PreCheckOpinion.Ask(Id, organ, setting.Calendar.AddWorkingDays(setting.Today, setting.Flow.OpinionDays)));
        return null;
    }

    /// <summary>The applicant takes the stage back.</summary>
    public Error? Withdraw(string reason, CaseSetting setting)
    {
        if (IsClosed)
            return ApprovalErrors.StageClosed(State);
        if (string.IsNullOrWhiteSpace(reason))
            return ApprovalErrors.ReasonMissing("reason");
        Close(StageState.Withdrawn, reason, setting);
        Record(new StageWithdrawn(Id, Sha256.Of(reason)));
        return null;
    }

    /// <summary>The project itself ended: the stage and everything open in it close, and all clocks stop.</summary>
    /// <param name="reason">What the enterprise or the authority gave as the reason.</param>
    public Error? EndWithProject(ProjectStatus how, string? reason, CaseSetting setting)
    {
        if (IsClosed)
            return ApprovalErrors.StageClosed(State);
        var end = ProjectEnd.Of(how);
        Close(StageState.ProjectEnded, $"{end.Name.Zh}（{end.Basis}）：{reason}", setting);
        Record(new StageEndedWithProject(Id, Stage, how.ToString(), end.Basis, Sha256.Of(reason)));
        return null;
    }

    /// <summary>Required papers that are not there yet. Issued ones are fetched by the platform, tolerable ones may follow.</summary>
    public IReadOnlyList<Material> MissingMaterials(FlowCatalogue flow) =>
        [.. NeededMaterials(flow).Where(m => m.Necessity is Necessity.Required && m.Material.Source is not MaterialSource.Issued && Current(m.Material.Id) is null).Select(m => m.Material)];

    /// <summary>The one set of papers of the stage, each once with its strictest necessity.</summary>
    public IReadOnlyList<ItemMaterial> NeededMaterials(FlowCatalogue flow) =>
    [
        .. _items.Where(i => i.State is not ItemState.Dropped && i.SatisfiedBy is null && i.Role is not (ItemRole.Intake or ItemRole.FilingOnReceipt)).SelectMany(i => flow.Item(i.Code).Materials)
            .GroupBy(m => m.Material.Id, StringComparer.Ordinal)
            .Select(g => g.MinBy(m => m.Necessity switch { Necessity.Required => 0, Necessity.Tolerable => 1, _ => 2 })!)
            // The unified form is what the enterprise filled in as the declaration; nobody uploads it again.
            .Where(m => m.Material.Id != UnifiedForm)
            .OrderBy(m => m.Material.Id, StringComparer.Ordinal),
    ];

    public StageMaterial? Current(string material) => _materials.SingleOrDefault(m => m.Material == material && m.IsCurrent);

    public ItemCase? Find(string code) => _items.SingleOrDefault(i => i.Code == code);

    private const string UnifiedForm = "M01";

    private HashSet<string> MaterialCodes(FlowCatalogue flow) => [.. NeededMaterials(flow).Select(m => m.Material.Id)];

    private string MaterialsDigest() => Sha256.Of(string.Join('\n', _materials.Where(m => m.IsCurrent).OrderBy(m => m.Material, StringComparer.Ordinal).Select(m => $"{m.Material} {m.FileDigest}")));

    private void Close(StageState state, string? reason, CaseSetting setting)
    {
        (State, EndReason, ClosedAt, DueOn, Request) = (state, reason, setting.Now, null, null);
        if (Limit is { IsEnded: false } running)
            Limit = running.End(setting.Today, setting.Calendar).Value;
        foreach (var item in _items.Where(i => !i.IsClosed))
            item.Stop(item.Limit is { IsEnded: false } clock ? clock.End(setting.Today, setting.Calendar).Value : null);
    }
}
