using Tongban.Foundation;
using Tongban.Foundation.Time;

namespace Tongban.Supervision.Rules;

/// <content>What surrounds and follows a decision: service, commitments, hearings, joint findings, fees, ratings.</content>
internal sealed partial class CaseFold
{
    private void CertificateMade((Guid Id, StageTrack Track) stage)
    {
        var (certificate, code) = (_now.Key("certificate"), _now.Text("item"));
        var organ = ItemOf(stage)?.Organ ?? _now.Organ ?? stage.Track.Lead;
        track.Concerns[certificate] = new(stage.Id, code, organ);
        if (_now.Date("serviceDueOn") is not { } due)
            return;
        var name = NameOf(stage.Track, code);
        Wait($"service:{certificate}", RuleBook.ServedLate, stage, code, organ, Officer, due, ($"“{name.Zh}”的决定（{_now.Text("number")}）应于 {Day(due)} 前送达（十个工作日），期满未送达。", $"The decision on “{name.En}” ({_now.Text("number")}) was to be served by {Day(due)} (ten working days) and was not."));
    }

    private void Served()
    {
        // Handed over on a day that is entered later still counts by the day it is entered.
        Settle($"service:{_now.Key("certificate")}", ("送达", "it was served"));
    }

    private void CertificateEnded()
    {
        Settle($"service:{_now.Key("certificate")}", ("许可终止", "the permit ended"));
        if (!string.IsNullOrWhiteSpace(_now.Text("basis")) && _now.Text("reasonDigest") is { } digest && digest != Nothing)
            return;
        Fire(RuleBook.RefusedWithoutReason, Stage(out var concern), concern?.Item, concern?.Organ ?? _now.Organ ?? "", Officer, ("撤销、撤回或者注销许可，没有写明理由和依据。", "A permit was revoked, withdrawn or cancelled without reason or legal basis."));
    }

    private void HolderAnswered()
    {
        if (_now.Is("granted") || _now.Is("deemed") || (_now.Text("reasonDigest") is { } digest && digest != Nothing))
            return;
        Fire(RuleBook.RefusedWithoutReason, Stage(out var concern), concern?.Item, concern?.Organ ?? _now.Organ ?? "", Officer, ("不同意持证人的申请，没有说明理由。", "A holder's request was refused, and no reason was given."));
    }

    private (Guid Id, StageTrack Track)? Stage(out Concern? concern) =>
        track.Concerns.TryGetValue(_now.Key("certificate"), out concern) && track.Stages.TryGetValue(concern.Stage, out var stage) ? (concern.Stage, stage) : null;

    private void CheckOpened((Guid Id, StageTrack Track) stage)
    {
        var (check, code, organ) = (_now.Key("check"), _now.Text("item"), _now.Text("organ") ?? stage.Track.Lead);
        track.Concerns[check] = new(stage.Id, code, organ);
        if (_now.Date("dueOn") is { } due)
            CheckBy(stage, check, code, organ, due);
    }

    private void CheckBy((Guid Id, StageTrack Track) stage, Guid check, string? code, string organ, DateOnly due)
    {
        var name = NameOf(stage.Track, code);
        Wait($"check:{check}", RuleBook.CommitmentUnchecked, stage, code, organ, null, due, ($"“{name.Zh}”按告知承诺决定，应于 {Day(due)} 前核查，期满未核查。", $"“{name.En}” was decided on a commitment that was to be checked by {Day(due)}; it was not."));
    }

    private void Checked()
    {
        var check = _now.Key("check");
        Settle($"check:{check}", ("核查", "it was checked"));
        if (_now.Date("rectifyBy") is { } by && track.Concerns.TryGetValue(check, out var concern) && track.Stages.TryGetValue(concern.Stage, out var stage))
            CheckBy((concern.Stage, stage), check, concern.Item, concern.Organ, by);
    }

    private void HearingRequested((Guid Id, StageTrack Track) stage)
    {
        var (hearing, code) = (_now.Key("hearing"), _now.Text("item"));
        var organ = ItemOf(stage)?.Organ ?? stage.Track.Lead;
        track.Concerns[hearing] = new(stage.Id, code, organ);
        if (_now.Date("holdBy") is not { } due)
            return;
        var name = NameOf(stage.Track, code);
        Wait($"hearing:{hearing}", RuleBook.HearingLate, stage, code, organ, null, due, ($"“{name.Zh}”于 {Day(_now.Date("on") ?? _now.Day)} 被申请听证，应于 {Day(due)} 前组织（二十个工作日），期满未举行。", $"A hearing on “{name.En}” was asked for on {Day(_now.Date("on") ?? _now.Day)} and to be held by {Day(due)} (twenty working days); it was not."));
    }

    private void HearingNoticed((Guid Id, StageTrack Track) stage)
    {
        if (_now.Instant("at") is not { } at)
            return;
        var (noticed, held) = (_now.Date("noticedOn") ?? _now.Day, CityClock.DateOf(at));
        var days = held.DayNumber - noticed.DayNumber;
        if (days >= RuleBook.HearingNoticeDays)
            return;
        var name = NameOf(stage.Track, _now.Text("item"));
        Fire(RuleBook.HearingLate, stage, _now.Text("item"), ItemOf(stage)?.Organ ?? stage.Track.Lead, Officer, ($"“{name.Zh}”听证定于 {Day(held)}，{Day(noticed)} 才通知，仅提前 {days} 日（应提前七日）。", $"The hearing on “{name.En}” is on {Day(held)} and was told on {Day(noticed)}, {days} days before instead of seven."));
    }

    private void VisitArranged((Guid Id, StageTrack Track) stage)
    {
        if (FlowOf(stage.Track) is not { } flow || _now.Date("visitOn") is not { } visit)
            return;
        var due = sources.Calendar.AddWorkingDays(visit, flow.OpinionDays);
        foreach (var organ in _now.Texts("organs"))
        {
            Wait($"joint:{_now.Key("joint")}:{organ}", RuleBook.OpinionLate, stage, null, organ, null, due,
                ($"联合踏勘（会审）于 {Day(visit)} 举行，应于 {Day(due)} 前出具结论（{flow.OpinionDays} 个工作日），期满未出具。", $"The joint visit was on {Day(visit)}; the finding was due {Day(due)} ({flow.OpinionDays} working days) and was not given."));
        }
    }

    private void DutyChecked()
    {
        var (fee, yuan) = (_now.Text("fee"), _now.Money("feeYuan"));
        if (fee is null && yuan <= 0)
            return;
        var concern = track.Concerns.GetValueOrDefault(_now.Key("duty"));
        var organ = concern?.Organ ?? _now.Organ ?? "";
        if (fee is not null && sources.IsListedFee(organ, _now.Text("entry"), fee, _now.Day))
            return;
        Fire(RuleBook.FeeOutsideList, null, concern?.Item, organ, Officer, ($"监管检查收取“{fee ?? "（未写明项目）"}”{yuan:0.##} 元，监管清单 {_now.Text("entry")} 没有这一收费。", $"A check charged “{fee ?? "(not named)"}”, {yuan:0.##} yuan; entry {_now.Text("entry")} of the supervision list has no such fee."));
    }

    private void FeeReported()
    {
        var (organ, fee, yuan) = (_now.Text("organ") ?? "", _now.Text("fee") ?? "", _now.Money("yuan"));
        if (sources.IsListedFee(organ, null, fee, _now.Date("chargedOn") ?? _now.Day))
            return;
        (Guid, StageTrack)? stage = track.Stages.TryGetValue(_now.Key("stageCase"), out var known) ? (_now.Key("stageCase"), known) : null;
        Fire(RuleBook.FeeOutsideList, stage, _now.Text("item"), organ, null, ($"企业反映 {Day(_now.Date("chargedOn") ?? _now.Day)} 被收取“{fee}”{yuan:0.##} 元，该机关的收费清单没有这一项。", $"The enterprise reports a charge of {yuan:0.##} yuan for “{fee}” on {Day(_now.Date("chargedOn") ?? _now.Day)}; the organ's list of charges has no such fee."));
    }

    private void Rated() => Measure(MeasureKind.Rated, null, null, _now.Text("organ") ?? "", null, _now.Whole("overall"), detail: _now.Text("subject"));
}
