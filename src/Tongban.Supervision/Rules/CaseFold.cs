using System.Globalization;
using Tongban.Approvals.Contracts;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Time;

namespace Tongban.Supervision.Rules;

/// <summary>Reads the acts of one project in their order and says what the rules find. The same acts give the same findings with the same keys, whether they come one by one over months or all at once.</summary>
/// <remarks>Days that pass are looked at before every act, up to its day, and by the daily sweep. A timer fires on the day after its last one, so it makes no difference when somebody looked.</remarks>
internal sealed partial class CaseFold(string matter, CaseTrack track, RuleSources sources)
{
    private readonly List<Made> _made = [];
    private readonly List<Settled> _settled = [];
    private readonly List<Measured> _measured = [];
    private Happening _now = null!;

    public IReadOnlyList<Made> Made => _made;

    public IReadOnlyList<Settled> Settled => _settled;

    public IReadOnlyList<Measured> Measured => _measured;

    /// <summary>The next day on which a timer fires; <see langword="null"/> while none runs.</summary>
    public DateOnly? NextOn => track.Timers.Where(t => t.FiredAs is null).Select(t => (DateOnly?)t.DueOn.AddDays(1)).Min();

    public void Apply(Happening act)
    {
        LookAt(act.Day);
        _now = act;
        if (act.Enterprise is not null && !track.Applicants.Contains(act.By))
        {
            track.Applicants.Add(act.By);
            SeekOwnCase();
        }
        if (act.Act is "projects.declared")
            (track.Code, track.Division) = (act.Text("code") ?? "", act.Text("division") ?? "");
        else if (act.Act is "projects.changed")
            ProjectChanged();
        else if (act.Act is "projects.change-decided")
            ChangeDecided();
        else if (act.Act is "supervision.fee-reported")
            FeeReported();
        else if (act.Act is "approvals.stage-opened")
            StageOpened();
        else if (act.Act is "approvals.item-started-early")
            StartedEarly();
        else if (StageOf() is { } stage)
            OnStage(stage);
        else
            OnConcern();
    }

    /// <summary>The days through this one have come: whatever should have happened before it and did not, is found.</summary>
    public void LookAt(DateOnly day)
    {
        if (track.LookedOn >= day)
            return;
        foreach (var timer in track.Timers.Where(t => t.FiredAs is null && t.DueOn < day).OrderBy(t => t.DueOn).ThenBy(t => t.Key, StringComparer.Ordinal).ToList())
        {
            var made = new Made(KeyOf(timer.Rule, $"{timer.Key}:{timer.SetBy}"), timer.Rule, timer.Level, timer.DueOn.AddDays(1), timer.Stage, NoOf(timer.Stage), timer.Item, timer.Organ, timer.Officer, null, (timer.Zh, timer.En));
            _made.Add(made);
            track.Timers[track.Timers.IndexOf(timer)] = timer with { FiredAs = made.Id };
        }
        track.LookedOn = day;
    }

    /// <summary>What runs now, for the board.</summary>
    public IReadOnlyList<Runs> Running()
    {
        List<Runs> running = [];
        foreach (var (id, stage) in track.Stages.Where(s => !s.Value.Ended).OrderBy(s => s.Value.No))
        {
            if (stage is { SubmittedOn: not null, AcceptedOn: null } && FlowOf(stage)?.PreCheckOf(stage.No) is { } preCheck)
            {
                var paused = stage.CorrectionSince is not null;
                running.Add(new(KeyOf("runs", $"{id}:{preCheck.Code}"), id, stage.No, preCheck.Code, stage.Lead, null, paused ? null : stage.PreCheckDueOn, paused ? null : YellowOf(stage.PreCheckDueOn, RuleBook.PreCheckDays), null, stage.CorrectionSince, null, paused ? PauseTypes.Correction : null, 0));
            }
            foreach (var (code, item) in stage.Items.Where(i => i.Value.IsLive))
            {
                var paused = item.State is TrackState.Paused;
                running.Add(new(KeyOf("runs", $"{id}:{code}"), id, stage.No, code, item.Organ, item.Handler, paused ? null : item.DueOn, paused ? null : YellowOf(item.DueOn, Demands(stage, code)?.PromisedDays ?? 1), paused ? null : item.LawDueOn,
                    item.PausedSince, item.PlannedTo, item.PauseType, item.Returned));
            }
        }
        return running;
    }

    private void OnStage((Guid Id, StageTrack Track) stage)
    {
        DatedBack(stage, ItemOf(stage)?.Organ ?? stage.Track.Lead);
        AfterTheEnd(stage);
        switch (_now.Act)
        {
            case "approvals.stage-submitted": Submitted(stage); break;
            case "approvals.pre-check-opinion-given": OpinionGiven(stage); break;
            case "approvals.correction-requested": CorrectionRequested(stage); break;
            case "approvals.correction-answered": CorrectionAnswered(stage); break;
            case "approvals.later-demand-blocked": DemandBlocked(stage); break;
            case "approvals.stage-accepted": Accepted(stage); break;
            case "approvals.stage-not-accepted": NotAccepted(stage); break;
            case "approvals.filing-not-accepted": FilingNotAccepted(stage); break;
            case "approvals.items-opened": ItemsOpened(stage); break;
            case "approvals.item-taken": On(stage, i => i.Handler = _now.Key("handler")); break;
            case "approvals.special-procedure-requested": On(stage, i => i.PauseAsked = new(_now.Text("type") ?? "", _now.By)); break;
            case "approvals.special-procedure-begun": Paused(stage); break;
            case "approvals.special-procedure-ended": Resumed(stage); break;
            case "approvals.extension-requested": ExtensionRequested(stage); break;
            case "approvals.limit-extended": Extended(stage); break;
            case "approvals.request-rejected": Rejected(stage); break;
            case "approvals.item-forwarded": Forwarded(stage); break;
            case "approvals.item-decided": Decided(stage); break;
            case "approvals.result-issued": Issued(stage); break;
            case "approvals.item-returned": Returned(stage); break;
            case "approvals.limit-recomputed": Recomputed(stage); break;
            case "approvals.facts-answered" or "approvals.site-facts-followed" or "approvals.fact-corrected": Dropped(stage, _now.Texts("dropped")); break;
            case "approvals.case-moved": Moved(stage); break;
            case "approvals.early-start-ended" or "approvals.stage-withdrawn" or "approvals.stage-ended-with-project": End(stage, ("案件终止", "the case ended")); break;
            case "approvals.stage-concluded": Concluded(stage); break;
            case "approvals.stage-reopened": Reopened(stage); break;
            case "approvals.joint-visit-arranged": VisitArranged(stage); break;
            case "approvals.joint-finding-given": Settle($"joint:{_now.Key("joint")}:{_now.Text("organ")}", ("已出具结论", "the finding was given")); break;
            case "approvals.joint-opinion-issued": SettleAll($"joint:{_now.Key("joint")}:", ("已出具联合意见", "the joint opinion was issued")); break;
            case "approvals.certificate-made": CertificateMade(stage); break;
            case "approvals.commitment-check-opened": CheckOpened(stage); break;
            case "approvals.commitment-checked": Checked(); break;
            case "approvals.hearing-right-announced": track.Concerns[_now.Key("hearing")] = new(stage.Id, _now.Text("item"), ItemOf(stage)?.Organ ?? stage.Track.Lead); break;
            case "approvals.hearing-requested": HearingRequested(stage); break;
            case "approvals.hearing-noticed": HearingNoticed(stage); break;
            case "approvals.hearing-held": Settle($"hearing:{_now.Key("hearing")}", ("听证已举行", "the hearing was held")); break;
        }
    }

    private void OnConcern()
    {
        switch (_now.Act)
        {
            case "approvals.certificate-served":
                var served = Stage(out var concern);
                DatedBack(served, concern?.Organ ?? _now.Organ ?? "", concern?.Item);
                Served();
                break;
            case "approvals.certificate-voided": Settle($"service:{_now.Key("certificate")}", ("证件作废", "the certificate was voided")); break;
            case "approvals.certificate-ended":
                var ended = Stage(out var about);
                DatedBack(ended, about?.Organ ?? _now.Organ ?? "", about?.Item);
                CertificateEnded();
                break;
            case "approvals.holder-request-answered": HolderAnswered(); break;
            case "approvals.supervision-duty-made": track.Concerns[_now.Key("duty")] = new(Guid.Empty, _now.Text("item"), _now.Text("organ") ?? ""); break;
            case "approvals.supervision-checked": DutyChecked(); break;
            case "approvals.case-rated": Rated(); break;
            case "projects.withdrawn" or "projects.invalidated" or "projects.lapsed": track.Ended = true; break;
        }
    }

    private (Guid Id, StageTrack Track)? StageOf() => _now.Key("stageCase") is var id && id != Guid.Empty && track.Stages.TryGetValue(id, out var stage) ? (id, stage)
        : _now.Act is "approvals.limit-recomputed" && track.Stages.TryGetValue(_now.Key("case"), out var recomputed) ? (_now.Key("case"), recomputed) : null;

    private static void On((Guid Id, StageTrack Track) stage, string? code, Action<ItemTrack> change)
    {
        if (code is not null && stage.Track.Items.TryGetValue(code, out var item))
            change(item);
    }

    private void On((Guid Id, StageTrack Track) stage, Action<ItemTrack> change) => On(stage, _now.Text("item"), change);

    private ItemTrack? ItemOf((Guid Id, StageTrack Track) stage) => _now.Text("item") is { } code ? stage.Track.Items.GetValueOrDefault(code) : null;

    private FlowRules? FlowOf(StageTrack stage) => sources.Flow(stage.Flow);

    private ItemDemands? Demands(StageTrack stage, string? code) => code is not null && FlowOf(stage) is { } flow ? flow.Items.GetValueOrDefault(code) : null;

    private Words NameOf(StageTrack stage, string? code) => code is null ? FlowOf(stage)?.NameOfStage(stage.No) ?? ($"第 {stage.No} 阶段", $"Stage {stage.No}") : Demands(stage, code)?.Name ?? (code, code);

    private int NoOf(Guid stage) => track.Stages.GetValueOrDefault(stage)?.No ?? 0;

    private Guid KeyOf(string rule, string of) => Sha256.Key($"{matter}|{rule}|{of}");

    /// <summary>The rule fires with the act at hand.</summary>
    /// <param name="of">What tells it from another firing of the same rule in the same act.</param>
    private void Fire(string rule, (Guid Id, StageTrack Track)? stage, string? item, string organ, Guid? officer, Words text, string of = "", Severity? level = null) =>
        _made.Add(new(KeyOf(rule, $"{_now.Sequence}:{of}"), rule, level ?? RuleBook.Of(rule).Level, _now.Day, stage?.Id ?? Guid.Empty, stage?.Track.No ?? 0, item, organ, officer, _now.Id, text));

    private Guid? Officer => _now.ByOfficer ? _now.By : null;

    private void Wait(string key, string rule, (Guid Id, StageTrack Track) stage, string? item, string organ, Guid? officer, DateOnly due, Words text, Severity? level = null)
    {
        // What is late already stays what was found, until it is over.
        if (track.Timers.Find(t => t.Key == key) is { } before)
        {
            if (before.FiredAs is not null)
                return;
            track.Timers.Remove(before);
        }
        track.Timers.Add(new(key, rule, level ?? RuleBook.Of(rule).Level, stage.Id, item, organ, officer, due, text.Zh, text.En, _now.Sequence));
    }

    /// <summary>What was waited for has come; a finding made meanwhile is over.</summary>
    private void Settle(string key, Words how)
    {
        if (track.Timers.Find(t => t.Key == key) is not { } timer)
            return;
        track.Timers.Remove(timer);
        if (timer.FiredAs is not { } finding)
            return;
        var days = sources.Calendar.WorkingDaysBetween(timer.DueOn, _now.Day);
        _settled.Add(new(finding, _now.Day, days, ($"{Day(_now.Day)} {how.Zh}，超 {days} 个工作日。", $"On {Day(_now.Day)} {how.En}, {days} working days late.")));
    }

    private void SettleAll(string prefix, Words how)
    {
        foreach (var timer in track.Timers.Where(t => t.Key.StartsWith(prefix, StringComparison.Ordinal)).ToList())
            Settle(timer.Key, how);
    }

    /// <summary>The clock stands still: what has not fired waits no longer, what has fired stays.</summary>
    private void Suspend(string key) => track.Timers.RemoveAll(t => t.Key == key && t.FiredAs is null);

    private void Measure(MeasureKind kind, (Guid Id, StageTrack Track)? stage, string? item, string organ, Guid? officer, int days = 0, int promised = 0, bool inTime = true, string? detail = null) =>
        _measured.Add(new(KeyOf("measure", $"{_now.Sequence}:{kind}:{item}"), kind, _now.Day, stage?.Id ?? Guid.Empty, stage?.Track.No ?? 0, item, organ, officer, days, promised, inTime, detail));

    /// <summary>First day with a yellow light: one working day left, or nine tenths used.</summary>
    private DateOnly? YellowOf(DateOnly? due, int length)
    {
        if (due is not { } day)
            return null;
        for (var left = Math.Max(1, length / 10); left > 0; left--)
        {
            do
                day = day.AddDays(-1);
            while (!sources.Calendar.IsWorkingDay(day));
        }
        return day;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string DivisionOf(string organ) => organ[(organ.IndexOf('@', StringComparison.Ordinal) + 1)..];

    // Nobody's own case: whoever has acted for the applicant here and decides here, in whichever order.
    private void SeekOwnCase()
    {
        for (var i = 0; i < track.Officers.Count; i++)
        {
            if (track.Officers[i] is not { Found: false } act || !track.Applicants.Contains(act.Officer))
                continue;
            track.Officers[i] = act with { Found = true };
            (Guid, StageTrack)? stage = track.Stages.TryGetValue(act.Stage, out var known) ? (act.Stage, known) : null;
            var name = known is null ? (act.Item, act.Item) : NameOf(known, act.Item);
            Fire(RuleBook.OwnCase, stage, act.Item, act.Organ, act.Officer, ($"“{name.Zh}”由在本项目中代表申请人办过手续的同一人作出决定。", $"“{name.En}” was decided by the same person who acted for the applicant in this project."), $"{act.Item}");
        }
    }

    private void Decides((Guid Id, StageTrack Track) stage, string item, string organ)
    {
        if (!_now.ByOfficer || track.Officers.Exists(o => o.Officer == _now.By && o.Stage == stage.Id && o.Item == item))
            return;
        track.Officers.Add(new(_now.By, stage.Id, item, organ, Found: false));
        SeekOwnCase();
    }
}
