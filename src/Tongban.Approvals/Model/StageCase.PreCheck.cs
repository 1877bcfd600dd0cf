using Tongban.Approvals.Catalogue;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Time;

namespace Tongban.Approvals.Model;

/// <content>The pre-check (预审): complete, corrected once, or not accepted; five working days or the case counts as accepted.</content>
internal sealed partial class StageCase
{
    private const string CorrectionBasis = "行政许可法第三十二条第一款第四项";

    /// <summary>The pre-check item of the stage.</summary>
    public ItemCase? PreCheck => _items.SingleOrDefault(i => i.Role is ItemRole.PreCheck);

    /// <summary>A consulted organ says what it misses; an empty list says that everything is there.</summary>
    public Error? GiveOpinion(Actor officer, IReadOnlyList<Demand> demands, CaseSetting setting)
    {
        if (State is not StageState.PreCheck)
            return ApprovalErrors.NotInPreCheck(State);
        if (_opinions.SingleOrDefault(o => o.Organ == officer.Organ) is not { } opinion)
            return ApprovalErrors.NotConsulted();
        if (opinion.IsGiven)
            return ApprovalErrors.OpinionAlreadyGiven();
        if (CorrectionAskedAt is not null && demands.Count > 0)
            return ApprovalErrors.SecondCorrection();
        if (Check(demands, setting.Flow) is { } refusal)
            return refusal;
        opinion.Give(demands, officer.PersonId, setting.Now);
        Record(new PreCheckOpinionGiven(Id, opinion.Organ, demands.Count == 0, [.. demands.Select(d => d.Material).OfType<string>()], demands.Count == 0 ? null : Sha256.Of(string.Join('\n', demands.Select(d => d.Text)))));
        return null;
    }

    /// <summary>The lead asks the applicant for everything that is missing, its own findings and those of the others in one list, once.</summary>
    public Error? RequestCorrection(IReadOnlyList<Demand> own, CaseSetting setting)
    {
        if (State is not StageState.PreCheck)
            return ApprovalErrors.NotInPreCheck(State);
        if (CorrectionAskedAt is not null)
            return ApprovalErrors.SecondCorrection();
        if (Check(own, setting.Flow) is { } refusal)
            return refusal;
        // The same paper asked for by two organs stands once on the applicant's list, with both reasons.
        var merged = own.Concat(_opinions.SelectMany(o => o.Demands))
            .GroupBy(d => (d.Material, Key: d.Material is null ? d.Text : ""))
            .Select(g => new Demand(string.Join('、', g.Select(d => d.Organ).Distinct(StringComparer.Ordinal)), g.Key.Material, string.Join('；', g.Select(d => d.Text.Trim()).Distinct(StringComparer.Ordinal))))
            .ToList();
        if (merged.Count == 0)
            return ApprovalErrors.NothingToCorrect();

        if (!PreCheck!.Limit!.Pause(PauseTypes.Correction, CorrectionBasis, setting.Today, null, setting.Calendar).TryGet(out var paused, out var error))
            return error;
        PreCheck.Follow(paused, ItemState.Paused);
        (State, CorrectionAskedAt, Demands, DueOn) = (StageState.AwaitingCorrection, setting.Now, merged, null);
        Record(new CorrectionRequested(Id, [.. merged.Select(d => d.Material).OfType<string>()], Sha256.Of(string.Join('\n', merged.Select(d => d.Text)))));
        return null;
    }

    /// <summary>The applicant hands the corrected papers in; the pre-check's clock goes on.</summary>
    public Error? AnswerCorrection(CaseSetting setting)
    {
        if (State is not StageState.AwaitingCorrection)
            return ApprovalErrors.NoCorrectionOpen(State);
        var untouched = Demands.Where(d => d.Material is not null && Current(d.Material) is not { IsCorrection: true }).ToList();
        if (Error.Combine([.. untouched.Select(d => ApprovalErrors.CorrectionUnanswered(setting.Flow.Material(d.Material!)!))]) is { } refusal)
            return refusal;
        if (!PreCheck!.Limit!.Resume(setting.Today, setting.Calendar).TryGet(out var resumed, out var error))
            return error;
        PreCheck.Follow(resumed, ItemState.Open);
        (State, CorrectionAnsweredAt, DueOn) = (StageState.PreCheck, setting.Now, PreCheck.StatutoryDueOn ?? PreCheck.DueOn);
        Record(new CorrectionAnswered(Id, MaterialsDigest()));
        return null;
    }

    /// <summary>The lead finds the papers complete: the case is accepted and goes to all departments at one moment.</summary>
    /// <param name="dropped">Items of which the facts did not say whether they apply, and which the lead finds not to.</param>
    public Error? Pass(Actor officer, PowerInForce power, IReadOnlyList<string> dropped, string? remark, CaseSetting setting)
    {
        if (State is not StageState.PreCheck)
            return ApprovalErrors.NotInPreCheck(State);
        foreach (var code in dropped)
        {
            if (Find(code) is not { } item)
                return ApprovalErrors.NoSuchItem(code);
            if (item.IsCertain)
                return ApprovalErrors.ItemCertain(code);
        }
        foreach (var code in dropped)
            Find(code)!.Drop();
        DecidePreCheck(officer, power.Code, remark, setting);
        Accept(deemed: false, setting);
        return null;
    }

    /// <summary>Five working days have passed without a word: the case counts as accepted from the day it was received.</summary>
    public Error? DeemAccepted(CaseSetting setting)
    {
        if (State is not StageState.PreCheck || PreCheck is not { } preCheck || setting.Today <= (preCheck.StatutoryDueOn ?? preCheck.DueOn))
            return ApprovalErrors.NotInPreCheck(State);
        DecidePreCheck(Actor.System, "行政许可法第三十二条第一款第四项", null, setting);
        Accept(deemed: true, setting);
        return null;
    }

    /// <summary>The lead does not accept the case, with the reason and where to go instead.</summary>
    public Error? NotAccept(NotAcceptedGround ground, string reason, CaseSetting setting)
    {
        if (State is not StageState.PreCheck)
            return ApprovalErrors.NotInPreCheck(State);
        if (string.IsNullOrWhiteSpace(reason))
            return ApprovalErrors.ReasonMissing("reason");
        // Papers may be called incomplete for good only after the applicant was told once what is missing.
        if (ground is Model.NotAcceptedGround.StillIncomplete && CorrectionAskedAt is null)
            return ApprovalErrors.CorrectionFirst();
        NotAcceptedGround = ground;
        PreCheck!.Decide(ItemDecision.Refused, reason, Actor.System, setting.Now, PreCheck.Limit!.End(setting.Today, setting.Calendar).Value);
        Close(StageState.NotAccepted, reason, setting);
        Record(new StageNotAccepted(Id, ground, Sha256.Of(reason)));
        return null;
    }

    private void DecidePreCheck(Actor officer, string power, string? remark, CaseSetting setting)
    {
        var preCheck = PreCheck!;
        var ended = preCheck.Limit!.End(setting.Today, setting.Calendar).Value;
        preCheck.Decide(ItemDecision.Approved, remark, officer, setting.Now, ended);
        Record(new ItemDecided(Id, preCheck.Code, preCheck.Organ, ItemDecision.Approved, power, setting.Today, ended.Elapsed(setting.Today, setting.Calendar), Sha256.Of(remark)));
    }

    private void Accept(bool deemed, CaseSetting setting)
    {
        var ceiling = setting.Flow.StageLimit;
        // A case that counts as accepted does so from the day its papers were received, and its clock with it.
        var from = deemed ? CityClock.DateOf(CorrectionAnsweredAt ?? SubmittedAt!.Value) : setting.Today;
        Limit = TimeLimit.Start(from, ceiling.Length, ceiling.Basis, setting.Calendar, ceiling.Length, ceiling.Basis);
        (State, AcceptedOn, IsDeemedAccepted, DueOn) = (StageState.InParallel, from, deemed, Limit.DueOn);
        Record(new StageAccepted(Id, from, deemed, Limit.DueOn!.Value));
        StartPromises(setting);
        OpenReadyItems(setting);
    }

    private static Error? Check(IReadOnlyList<Demand> demands, FlowCatalogue flow)
    {
        List<Error> errors = [];
        foreach (var demand in demands)
        {
            if (string.IsNullOrWhiteSpace(demand.Text))
                errors.Add(ApprovalErrors.DemandWithoutText(demand.Material));
            // Only published papers may be demanded (行政许可法第三十一条).
            if (demand.Material is not null && flow.Material(demand.Material) is null)
                errors.Add(ApprovalErrors.MaterialNotOnList(demand.Material));
            else if (demand.Material is not null && flow.Material(demand.Material) is { Source: MaterialSource.Issued } issued)
                errors.Add(ApprovalErrors.MaterialIsFetched(issued));
        }
        return Error.Combine(errors);
    }
}
