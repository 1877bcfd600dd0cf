using Tongban.Foundation;
using Tongban.Foundation.People;

namespace Tongban.Supervision.Rules;

/// <content>From the opening of a stage to its acceptance: pre-check, opinions, corrections, demands.</content>
internal sealed partial class CaseFold
{
    private static readonly string Nothing = Sha256.Of(null);

    private void StageOpened()
    {
        var id = _now.Key("stageCase");
        if (!track.Stages.TryGetValue(id, out var stage))
            track.Stages[id] = stage = new StageTrack();
        (stage.No, stage.Flow, stage.Lead, stage.Ended) = (_now.Whole("stage"), _now.Text("flow") ?? "", _now.Text("lead") ?? "", false);
    }

    private void StartedEarly()
    {
        var (id, code) = (_now.Key("stageCase"), _now.Text("item") ?? "");
        if (!track.Stages.TryGetValue(id, out var stage))
        {
            // The stage itself opens later and says then under which version and lead; until then those of the stage before it hold.
            var before = track.Stages.Values.Where(s => s.No < _now.Whole("stage")).MaxBy(s => s.No);
            track.Stages[id] = stage = new StageTrack { No = _now.Whole("stage"), Flow = before?.Flow ?? "", Lead = before?.Lead ?? "" };
        }
        stage.Ended = false;
        stage.Items[code] = new ItemTrack { Organ = _now.Text("organ") ?? "", StartedEarly = true };
    }

    private void Submitted((Guid Id, StageTrack Track) stage)
    {
        var (id, s) = stage;
        s.SubmittedOn = _now.Day;
        if (FlowOf(s) is not { } flow || flow.PreCheckOf(s.No) is not { } preCheck || s.Items.Values.Any(i => i.StartedEarly && i.State is TrackState.Waiting))
            return;
        (s.AcceptedOn, s.Corrections, s.CorrectionSince) = (null, 0, null);
        PreCheckBy(stage, sources.Calendar.AddWorkingDays(_now.Day, RuleBook.PreCheckDays));
        foreach (var organ in preCheck.Consults.Select(d => Organ.KeyOf(d, s.Division)).Where(o => o != s.Lead))
        {
            var due = sources.Calendar.AddWorkingDays(_now.Day, flow.OpinionDays);
            Wait($"opinion:{id}:{organ}", RuleBook.OpinionLate, stage, preCheck.Code, organ, null, due,
                ($"预审征求意见应于 {Day(due)} 前答复（{flow.OpinionDays} 个工作日），期满未答复。", $"The opinion asked for in the pre-check was due {Day(due)} ({flow.OpinionDays} working days) and was not given."));
        }
    }

    private void PreCheckBy((Guid Id, StageTrack Track) stage, DateOnly due)
    {
        stage.Track.PreCheckDueOn = due;
        Wait($"pre:{stage.Id}", RuleBook.PreCheckLate, stage, FlowOf(stage.Track)?.PreCheckOf(stage.Track.No)?.Code, stage.Track.Lead, null, due,
            ($"{Day(stage.Track.SubmittedOn ?? _now.Day)} 收到申请，应于 {Day(due)} 前受理或者一次性告知补正（5 个工作日），期满未作处理，视为受理。",
             $"Received on {Day(stage.Track.SubmittedOn ?? _now.Day)}; acceptance or one demand for everything missing was due {Day(due)} (5 working days). Nothing was done, so the case counts as accepted."));
    }

    private void OpinionGiven((Guid Id, StageTrack Track) stage)
    {
        var organ = _now.Text("organ") ?? "";
        Settle($"opinion:{stage.Id}:{organ}", ("已答复", "the opinion was given"));
        OutsideTheList(stage, organ);
    }

    private void CorrectionRequested((Guid Id, StageTrack Track) stage)
    {
        var s = stage.Track;
        Suspend($"pre:{stage.Id}");
        OutsideTheList(stage, s.Lead);
        if (++s.Corrections > 1)
            Fire(RuleBook.SecondCorrection, stage, null, s.Lead, Officer, ($"本次申请第 {s.Corrections} 次要求补正；应当一次性告知。", $"Correction is asked for the {s.Corrections}. time in one application; everything is to be said once."));
        s.CorrectionSince = _now.Day;
        Measure(MeasureKind.Corrected, stage, null, s.Lead, Officer, detail: s.Corrections > 1 ? "second" : null);
    }

    private void CorrectionAnswered((Guid Id, StageTrack Track) stage)
    {
        var s = stage.Track;
        // What was left of the five days when the demand was made is left now.
        if (s is { CorrectionSince: { } since, PreCheckDueOn: { } due })
            PreCheckBy(stage, Shifted(due, since, _now.Day));
        s.CorrectionSince = null;
    }

    private void DemandBlocked((Guid Id, StageTrack Track) stage)
    {
        var organ = _now.Text("organ") ?? stage.Track.Lead;
        var first = _now.Date("firstAskedOn") is { } asked ? ((Words)($"{Day(asked)} 已一次性告知补正", $"everything was asked for on {Day(asked)}")) : ((Words)($"{(_now.Date("acceptedOn") is { } on ? Day(on) : "")} 已经受理", "the case was accepted"));
        Fire(RuleBook.SecondCorrection, stage, null, organ, Officer, ($"{first.Zh}，又试图要求补正 {Math.Max(1, _now.Texts("materials").Count)} 项，已被系统拦截。", $"Although {first.En}, {Math.Max(1, _now.Texts("materials").Count)} more points were asked for; the platform blocked it."));
    }

    private void Accepted((Guid Id, StageTrack Track) stage)
    {
        var (id, s) = stage;
        var deemed = _now.Is("deemed");
        Settle($"pre:{id}", deemed ? ("视为受理", "the case counts as accepted") : ("已受理", "the case was accepted"));
        SettleAll($"opinion:{id}:", ("预审已结束", "the pre-check was over"));
        (s.AcceptedOn, s.CorrectionSince, s.DueOn) = (_now.Date("acceptedOn") ?? _now.Day, null, _now.Date("dueOn"));
        StageBy(stage);
        Measure(MeasureKind.Accepted, stage, null, s.Lead, Officer, inTime: !deemed);
    }

    private void NotAccepted((Guid Id, StageTrack Track) stage)
    {
        Settle($"pre:{stage.Id}", ("已决定不予受理", "the case was not accepted"));
        if (_now.Text("reasonDigest") is null || _now.Text("reasonDigest") == Nothing)
            Fire(RuleBook.RefusedWithoutReason, stage, null, stage.Track.Lead, Officer, ("决定不予受理，没有说明理由。", "The application was not accepted, and no reason was given."));
        Decides(stage, FlowOf(stage.Track)?.PreCheckOf(stage.Track.No)?.Code ?? "", stage.Track.Lead);
        End(stage, ("已决定不予受理", "the case was not accepted"));
    }

    private void FilingNotAccepted((Guid Id, StageTrack Track) stage)
    {
        if (string.IsNullOrWhiteSpace(_now.Text("basis")))
            Fire(RuleBook.RefusedWithoutReason, stage, null, stage.Track.Lead, Officer, ("备案项目不予受理，没有写明依据条款。", "A record filing was not accepted, and no article was named."));
    }

    // Only published papers may be asked for, and none that an authority issued itself.
    private void OutsideTheList((Guid Id, StageTrack Track) stage, string organ)
    {
        if (FlowOf(stage.Track) is not { } flow)
            return;
        var listed = flow.MayBeDemanded(stage.Track.No);
        if (_now.Texts("materials").Where(m => !listed.Contains(m)).ToList() is { Count: > 0 } outside)
            Fire(RuleBook.OutsideList, stage, null, organ, Officer, ($"要求的材料 {string.Join('、', outside)} 不在本阶段公布的 {listed.Count} 种材料之内。", $"{string.Join(", ", outside)}: not among the {listed.Count} papers published for this stage."));
    }

    // The days left when the clock stopped are left when it goes on.
    private DateOnly Shifted(DateOnly due, DateOnly stopped, DateOnly again) =>
        due < stopped ? due : sources.Calendar.AddWorkingDays(again, sources.Calendar.WorkingDaysBetween(stopped, due));
}
