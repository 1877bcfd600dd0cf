using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Contracts;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Time;

namespace Tongban.Approvals.Model;

/// <summary>A paper that may follow, with the applicant's word when (容缺受理承诺).</summary>
/// <param name="WorkingDays">After the acceptance.</param>
/// <param name="Limit">Runs from the acceptance; <see langword="null"/> before it.</param>
/// <param name="IsBroken">The day passed without it.</param>
internal sealed record TolerancePromise(string Material, int WorkingDays, string TextDigest, Guid By, DateTimeOffset SignedAt, TimeLimit? Limit, DateOnly? ArrivedOn, bool IsBroken)
{
    public DateOnly? DueOn => Limit?.DueOn;

    public bool IsOpen => ArrivedOn is null;
}

/// <content>Tolerance acceptance (容缺受理): a minor paper may follow, by a promised day, before the decision and never after it.</content>
internal sealed partial class StageCase
{
    private const string PromiseBasis = "容缺受理承诺书";

    public IReadOnlyList<TolerancePromise> Promises { get; private set; } = [];

    /// <summary>The next promised day that has not passed yet.</summary>
    public DateOnly? NextPromiseDueOn { get; private set; }

    /// <summary>How many promises of this stage were broken.</summary>
    public int BrokenPromises { get; private set; }

    /// <summary>The most working days that may be promised for a paper: half of the shortest promise of the items that need it; 0 when it may not follow.</summary>
    public int MostDaysToFollow(string material, FlowCatalogue flow)
    {
        if (NeededMaterials(flow).SingleOrDefault(m => m.Material.Id == material) is not { Necessity: Necessity.Tolerable } needed || needed.Material.Source is MaterialSource.Issued)
            return 0;
        var items = _items.Where(i => i.State is not ItemState.Dropped).Select(i => flow.Item(i.Code)).Where(i => i.Materials.Any(m => m.Material.Id == material && m.Necessity is Necessity.Tolerable)).ToList();
        return items.Count == 0 || items.Any(i => !i.ToleranceAllowed) ? 0 : items.Min(i => i.PromisedDays) / 2;
    }

    /// <summary>The applicant promises a paper that may follow, before he submits.</summary>
    public Error? PromisePaper(string material, int workingDays, string text, Actor applicant, CaseSetting setting)
    {
        if (State is not StageState.Preparing)
            return ApprovalErrors.MaterialsClosed(State);
        if (setting.Flow.Material(material) is not { } paper || !MaterialCodes(setting.Flow).Contains(material))
            return ApprovalErrors.MaterialNotOnList(material);
        var most = MostDaysToFollow(material, setting.Flow);
        if (most == 0)
            return ToleranceErrors.NotTolerable(paper);
        if (workingDays < 1 || workingDays > most)
            return ToleranceErrors.TooLong(most);
        if (Current(material) is not null)
            return ToleranceErrors.AlreadyThere(paper);
        Promises = [.. Promises.Where(p => p.Material != material), new TolerancePromise(material, workingDays, Sha256.Of(text), applicant.PersonId, setting.Now, null, null, false)];
        Record(new PaperPromised(Id, material, workingDays, Sha256.Of(text)));
        return null;
    }

    /// <summary>The paper that the promise is about, while it is awaited.</summary>
    public bool AwaitsPaper(string material) => State is StageState.InParallel && Promises.Any(p => p.Material == material && p.IsOpen);

    /// <summary>A promised paper arrives, in time or late.</summary>
    public Error? ProvidePromised(string material, ProvidedFile file, Actor applicant, CaseSetting setting)
    {
        if (!AwaitsPaper(material))
            return ApprovalErrors.MaterialsClosed(State);
        var promise = Promises.Single(p => p.Material == material && p.IsOpen);
        var ended = promise.Limit is { IsEnded: false } running ? running.End(setting.Today, setting.Calendar).Value : promise.Limit;
        _materials.Add(StageMaterial.Provide(Id, material, file, _materials.Count(m => m.Material == material) + 1, false, applicant.PersonId, setting.Now));
        Promises = [.. Promises.Select(p => p == promise ? p with { ArrivedOn = setting.Today, Limit = ended } : p)];
        LookAhead();
        Record(new MaterialProvided(Id, material, file.Digest, 1));
        Record(new PromisedPaperArrived(Id, material, setting.Today, promise.IsBroken || setting.Today > promise.DueOn));
        return null;
    }

    /// <summary>Promised days that have passed without the paper.</summary>
    public IReadOnlyList<TolerancePromise> BreakPromises(CaseSetting setting)
    {
        if (State is not StageState.InParallel)
            return [];
        var broken = Promises.Where(p => p is { IsOpen: true, IsBroken: false } && p.DueOn < setting.Today).ToList();
        if (broken.Count == 0)
            return [];
        Promises = [.. Promises.Select(p => broken.Contains(p) ? p with { IsBroken = true } : p)];
        BrokenPromises += broken.Count;
        LookAhead();
        foreach (var promise in broken)
            Record(new PromiseBroken(Id, promise.Material, promise.DueOn!.Value));
        return broken;
    }

    // From the acceptance on the promised days run, and the applicant's time is his own: the department's clock does not stop for it.
    private void StartPromises(CaseSetting setting)
    {
        Promises = [.. Promises.Select(p => !p.IsOpen || Current(p.Material) is not null ? p with { ArrivedOn = p.ArrivedOn ?? setting.Today } : p with { Limit = TimeLimit.Start(setting.Today, new LimitLength(p.WorkingDays), PromiseBasis, setting.Calendar) })];
        LookAhead();
    }

    // Nothing is decided on a paper that is still to come. Once its day has passed, a refusal may rest on that.
    private Error? AwaitedFor(string code, ItemDecision decision, FlowCatalogue flow)
    {
        if (Promises.Count == 0)
            return null;
        var needs = flow.Item(code).Materials.Select(m => m.Material.Id).ToHashSet(StringComparer.Ordinal);
        return Promises.FirstOrDefault(p => p.IsOpen && needs.Contains(p.Material) && !(p.IsBroken && decision is ItemDecision.Refused)) is { } awaited
            ? ToleranceErrors.PaperAwaited(flow.Material(awaited.Material)!, awaited.DueOn, awaited.IsBroken) : null;
    }

    private void LookAhead() => NextPromiseDueOn = Promises.Where(p => p is { IsOpen: true, IsBroken: false }).Min(p => p.DueOn);
}
