using Tongban.Approvals.Contracts;
using Tongban.Foundation;
using Tongban.Foundation.Time;

namespace Tongban.Supervision.Rules;

/// <content>The items: clocks, special procedures, extensions, decisions, results, returns, and the end of the stage.</content>
internal sealed partial class CaseFold
{
    private static readonly HashSet<string> Intermediaries = new(StringComparer.Ordinal) { PauseTypes.Testing, PauseTypes.Inspection, PauseTypes.Quarantine, PauseTypes.Appraisal, PauseTypes.Evaluation };

    private void ItemsOpened((Guid Id, StageTrack Track) stage)
    {
        foreach (var part in _now.Parts("items"))
        {
            var code = part.Text("item") ?? "";
            var item = stage.Track.Items.GetValueOrDefault(code);
            if (item is null)
                stage.Track.Items[code] = item = new ItemTrack();
            (item.Organ, item.State, item.ReachedAt, item.OpenedOn, item.PausedDays) = (part.Text("organ") ?? "", TrackState.Open, _now.At, _now.Day, 0);
            (item.PauseAsked, item.ExtensionAsked, item.Extended, item.Pauses, item.Handler) = (null, null, false, [], null);
            item.Round++;
            Begin(stage, code, item, part.Date("dueOn"));
        }
    }

    // Sets the clock of an item: its promise and, where the law has a length of its own, that too.
    private void Begin((Guid Id, StageTrack Track) stage, string code, ItemTrack item, DateOnly? due)
    {
        item.DueOn = due;
        item.LawDueOn = due is { } promised ? LawDue(item, Demands(stage.Track, code), promised) : null;
        Clocks(stage, code, item);
    }

    private DateOnly? LawDue(ItemTrack item, ItemDemands? demands, DateOnly due) => demands switch
    {
        null or { Statutory: null } => null,
        { Statutory: { Unit: LimitUnit.WorkingDay } law } => law.Value <= demands.PromisedDays ? due : sources.Calendar.AddWorkingDays(due, law.Value - demands.PromisedDays),
        { Statutory: { } law } => (item.OpenedOn ?? due).AddDays(law.Value + item.PausedDays) is var last && last > due ? sources.Calendar.WorkingDayFrom(last) : due,
    };

    private void Clocks((Guid Id, StageTrack Track) stage, string code, ItemTrack item)
    {
        var (promise, law) = ($"item:{stage.Id}:{code}", $"law:{stage.Id}:{code}");
        if (item.State is not TrackState.Open || item.DueOn is not { } due)
        {
            Suspend(promise);
            Suspend(law);
            return;
        }
        var (name, demands) = (NameOf(stage.Track, code), Demands(stage.Track, code));
        if (item.LawDueOn is not { } lawDue || lawDue > due)
            Wait(promise, RuleBook.Overdue, stage, code, item.Organ, item.Handler, due, ($"“{name.Zh}”应于 {Day(due)} 前办结（承诺 {demands?.PromisedDays ?? 0} 个工作日），期满未办结。", $"“{name.En}” was due {Day(due)} ({demands?.PromisedDays ?? 0} working days promised) and was not decided."));
        if (item.LawDueOn is { } last)
            Wait(law, RuleBook.Overdue, stage, code, item.Organ, item.Handler, last, ($"“{name.Zh}”法定时限于 {Day(last)} 届满（{Length(demands)}），未办结。", $"The law's limit of “{name.En}” ended on {Day(last)} ({LengthEn(demands)}), and it was not decided."), Severity.DoubleRed);
        else
            Suspend(law);
    }

    private void Paused((Guid Id, StageTrack Track) stage)
    {
        if (ItemOf(stage) is not { } item)
            return;
        var (code, type, basis, planned) = (_now.Text("item")!, _now.Text("type") ?? "", _now.Text("basis"), _now.Date("plannedTo"));
        var name = NameOf(stage.Track, code);
        var hearing = type == PauseTypes.Hearing;
        List<Words> wrong = [];
        if (string.IsNullOrWhiteSpace(basis))
            wrong.Add(("没有写明依据", "no basis is named"));
        if (planned is null)
            wrong.Add(("没有写明预计结束日", "no planned end is told"));
        if (!hearing)
        {
            // A hearing follows from the applicant's own request, and its day may be moved; everything else is asked for and granted.
            if (item.PauseAsked is not { } asked || asked.What != type)
                wrong.Add(("没有经办人的申请", "nobody asked for it"));
            else if (asked.By == _now.By)
                wrong.Add(("由申请的经办人自己批准", "granted by the officer who asked"));
            if (Demands(stage.Track, code) is { } demands && !demands.ClockStops.Contains(type))
                wrong.Add(("事项目录没有列明这一程序", "the catalogue does not name this procedure for the item"));
            if (item.Pauses.Contains(type))
                wrong.Add(("同一程序再次停表", "stopped before for the same procedure"));
        }
        if (wrong.Count > 0)
            Fire(RuleBook.PausedWithoutBasis, stage, code, item.Organ, Officer, ($"“{name.Zh}”因“{PauseTypes.NameOf(type).Zh}”停表：{string.Join('；', wrong.Select(w => w.Zh))}。", $"“{name.En}” stands still for “{PauseTypes.NameOf(type).En}”: {string.Join("; ", wrong.Select(w => w.En))}."));
        Settle($"pause:{stage.Id}:{code}", ("改期", "the day was moved"));
        (item.State, item.PauseType, item.PausedSince, item.PlannedTo, item.PauseAsked) = (TrackState.Paused, type, item.PausedSince ?? _now.Day, planned, null);
        item.Pauses.Add(type);
        Clocks(stage, code, item);
        if (planned is { } end)
        {
            Wait($"pause:{stage.Id}:{code}", Intermediaries.Contains(type) ? RuleBook.IntermediaryLate : RuleBook.PausedTooLong, stage, code, item.Organ, item.Handler, end,
                ($"“{name.Zh}”因“{PauseTypes.NameOf(type).Zh}”自 {Day(item.PausedSince.Value)} 停表，告知申请人 {Day(end)} 结束，期满仍未恢复。", $"“{name.En}” stands still for “{PauseTypes.NameOf(type).En}” since {Day(item.PausedSince.Value)}; the applicant was told {Day(end)}, and it still does."));
        }
    }

    private void Resumed((Guid Id, StageTrack Track) stage)
    {
        if (ItemOf(stage) is not { } item)
            return;
        var code = _now.Text("item")!;
        Settle($"pause:{stage.Id}:{code}", ("恢复计时", "the clock went on"));
        if (item.PausedSince is { } since)
        {
            item.PausedDays += _now.Day.DayNumber - since.DayNumber;
            Measure(MeasureKind.Paused, stage, code, item.Organ, item.Handler, sources.Calendar.WorkingDaysBetween(since, _now.Day), detail: item.PauseType);
        }
        (item.State, item.PausedSince, item.PlannedTo, item.PauseType) = (TrackState.Open, null, null, null);
        Begin(stage, code, item, _now.Date("dueOn") ?? item.DueOn);
    }

    private void ExtensionRequested((Guid Id, StageTrack Track) stage)
    {
        if (_now.Text("item") is null)
            stage.Track.ExtensionAsked = new("", _now.By);
        else
            On(stage, i => i.ExtensionAsked = new("", _now.By));
    }

    private void Extended((Guid Id, StageTrack Track) stage)
    {
        var (s, code, days) = (stage.Track, _now.Text("item"), _now.Whole("days"));
        var item = ItemOf(stage);
        var (asked, before) = item is null ? (s.ExtensionAsked, s.Extended) : (item.ExtensionAsked, item.Extended);
        List<Words> wrong = [];
        if (asked is null)
            wrong.Add(("没有申请", "nobody asked for it"));
        else if (asked.By == _now.By)
            wrong.Add(("由申请人自己批准", "granted by who asked"));
        if (before)
            wrong.Add(("已经延期过一次", "it was extended before"));
        if (string.IsNullOrWhiteSpace(_now.Text("basis")))
            wrong.Add(("没有依据", "no basis is named"));
        var name = NameOf(s, code);
        if (wrong.Count > 0)
            Fire(RuleBook.ExtendedUnapproved, stage, code, item?.Organ ?? s.Lead, Officer, ($"“{name.Zh}”延期 {days} 日：{string.Join('；', wrong.Select(w => w.Zh))}。", $"“{name.En}” was extended by {days} days: {string.Join("; ", wrong.Select(w => w.En))}."));
        if (item is null)
        {
            (s.ExtensionAsked, s.Extended, s.DueOn) = (null, true, _now.Date("dueOn") ?? s.DueOn);
            StageBy(stage);
            return;
        }
        var shift = item is { DueOn: { } due, LawDueOn: { } law } ? sources.Calendar.WorkingDaysBetween(due, law) : (int?)null;
        (item.ExtensionAsked, item.Extended, item.DueOn) = (null, true, _now.Date("dueOn") ?? item.DueOn);
        item.LawDueOn = shift is { } more && item.DueOn is { } moved ? sources.Calendar.AddWorkingDays(moved, more) : item.LawDueOn;
        Clocks(stage, code!, item);
    }

    private void Rejected((Guid Id, StageTrack Track) stage)
    {
        if (ItemOf(stage) is { } item)
            (item.PauseAsked, item.ExtensionAsked) = (null, null);
        else
            stage.Track.ExtensionAsked = null;
    }

    private void Forwarded((Guid Id, StageTrack Track) stage)
    {
        if (ItemOf(stage) is not { } item)
            return;
        var code = _now.Text("item")!;
        Decides(stage, code, item.Organ);
        Power(stage, code, item.Organ, _now.Text("power"));
        Settle($"item:{stage.Id}:{code}", ("转送", "it was passed on"));
        Settle($"law:{stage.Id}:{code}", ("转送", "it was passed on"));
        (item.Organ, item.ReachedAt, item.OpenedOn, item.Handler, item.PausedDays, item.State) = (_now.Text("to") ?? item.Organ, _now.At, _now.Day, null, 0, TrackState.Open);
        (item.PauseAsked, item.ExtensionAsked) = (null, null);
        Begin(stage, code, item, _now.Date("dueOn"));
    }

    private void Decided((Guid Id, StageTrack Track) stage)
    {
        var (id, s) = stage;
        var (code, organ, decision) = (_now.Text("item") ?? "", _now.Text("organ") ?? "", _now.Text("decision"));
        var (demands, name) = (Demands(s, code), NameOf(s, code));
        var item = s.Items.GetValueOrDefault(code);
        var joint = _now.Organ is not null && _now.Organ != organ;
        if (_now.ByOfficer)
        {
            Power(stage, code, organ, _now.Text("power"));
            if (!joint)
                Decides(stage, code, organ);
        }
        if (decision is "Refused" && (_now.Text("opinionDigest") is null || _now.Text("opinionDigest") == Nothing))
            Fire(RuleBook.RefusedWithoutReason, stage, code, organ, Officer, ($"“{name.Zh}”决定不予许可，没有说明理由。", $"“{name.En}” was refused, and no reason was given."));
        if (demands is { IsPreCheck: true })
            return;
        if (decision is not "Refused" && demands is not null && item is not { StartedEarly: true }
            && demands.DependsOn.Where(d => s.Items.GetValueOrDefault(d)?.IsLive is true).ToList() is { Count: > 0 } open)
            Fire(RuleBook.PrerequisiteSkipped, stage, code, organ, Officer, ($"“{name.Zh}”已决定，前置事项{string.Join('、', open.Select(o => $"“{NameOf(s, o).Zh}”"))}尚未办结。", $"“{name.En}” was decided while {string.Join(", ", open.Select(o => $"“{NameOf(s, o).En}”"))} is open."));
        if (item is null)
            return; // decided with the declaration itself: nothing ran
        var seconds = item.ReachedAt is { } reached ? (int)(_now.At - reached).TotalSeconds : int.MaxValue;
        if (_now.ByOfficer && !joint && seconds < RuleBook.FewestSeconds && decision is not "ApprovedOnCommitment" && demands is { IsInstant: false })
            Fire(RuleBook.DecidedAtOnce, stage, code, organ, Officer, ($"“{name.Zh}”到达后 {seconds} 秒即作出决定（承诺 {demands.PromisedDays} 个工作日）。", $"“{name.En}” was decided {seconds} seconds after it arrived ({demands.PromisedDays} working days promised)."));
        var late = item.DueOn is { } due && item.State is TrackState.Open && _now.Day > due;
        Settle($"item:{id}:{code}", ("办结", "it was decided"));
        Settle($"law:{id}:{code}", ("办结", "it was decided"));
        Settle($"pause:{id}:{code}", ("办结", "it was decided"));
        Measure(MeasureKind.Closed, stage, code, organ, Officer ?? item.Handler, _now.Whole("daysUsed"), demands?.PromisedDays ?? 0, !late, decision);
        if (item.PausedSince is { } since)
            Measure(MeasureKind.Paused, stage, code, item.Organ, item.Handler, sources.Calendar.WorkingDaysBetween(since, _now.Day), detail: item.PauseType);
        (item.State, item.DecidedOn, item.PausedSince, item.PlannedTo, item.PauseType, item.PauseAsked, item.ExtensionAsked) = (TrackState.Decided, _now.Day, null, null, null, null, null);
        if (demands is { IsNumbered: true })
        {
            Wait($"result:{id}:{code}", RuleBook.ResultWithoutNumber, stage, code, organ, Officer, sources.Calendar.AddWorkingDays(_now.Day, 1),
                ($"“{name.Zh}”于 {Day(_now.Day)} 决定，应当制发的文书至今没有制发，无从公开查询。", $"“{name.En}” was decided on {Day(_now.Day)}; the document it is to go out on was not issued, so nobody can look it up."));
        }
    }

    private void Power((Guid Id, StageTrack Track) stage, string code, string organ, string? power)
    {
        if (sources.HasPower(organ, code, _now.Day))
            return;
        var name = NameOf(stage.Track, code);
        Fire(RuleBook.WithoutPower, stage, code, organ, Officer, ($"{Day(_now.Day)} 权力清单上没有该机关对“{name.Zh}”的生效职权（所引职权 {power ?? "无"}）。", $"On {Day(_now.Day)} the power list gave the organ no power for “{name.En}” (named: {power ?? "none"})."));
    }

    private void Issued((Guid Id, StageTrack Track) stage)
    {
        var code = _now.Text("item") ?? "";
        Replaced(stage, code);
        Settle($"result:{stage.Id}:{code}", ("制发", "it was issued"));
        if (string.IsNullOrWhiteSpace(_now.Text("number")) && Demands(stage.Track, code) is { IsNumbered: true } demands)
            Fire(RuleBook.ResultWithoutNumber, stage, code, stage.Track.Items.GetValueOrDefault(code)?.Organ ?? _now.Organ ?? stage.Track.Lead, Officer, ($"“{demands.Name.Zh}”的结果文书没有文号。", $"The result of “{demands.Name.En}” bears no number."));
    }

    private void Returned((Guid Id, StageTrack Track) stage)
    {
        if (ItemOf(stage) is not { } item)
            return;
        var (s, code) = (stage.Track, _now.Text("item")!);
        item.Returned++;
        Measure(MeasureKind.Returned, stage, code, item.Organ, item.Handler);
        if (item.Returned >= RuleBook.MostReturns)
        {
            var name = NameOf(s, code);
            Fire(RuleBook.ReturnedTooOften, stage, code, item.Organ, item.Handler, ($"“{name.Zh}”第 {item.Returned} 次被退回重办。", $"“{name.En}” was sent back for the {item.Returned}. time."), code);
        }
        Suspend($"result:{stage.Id}:{code}");
        Again(stage, code, item);
        // What rests on it waits until it is decided anew.
        if (FlowOf(s) is { } flow)
        {
            foreach (var (later, waiting) in s.Items.Where(i => i.Value.IsLive && flow.RestsOn(i.Key, code)))
                WaitAgain(stage, later, waiting);
        }
    }

    // A decided item is taken up again: the days left when it was decided are left now.
    private void Again((Guid Id, StageTrack Track) stage, string code, ItemTrack item)
    {
        var decided = item.DecidedOn ?? _now.Day;
        var open = item is { DueOn: { } due, State: TrackState.Decided } ? Shifted(due, decided, _now.Day) : item.DueOn;
        (item.State, item.ReachedAt, item.DecidedOn, item.Issued) = (TrackState.Open, _now.At, null, null);
        item.PausedDays += _now.Day.DayNumber - decided.DayNumber;
        item.Round++;
        Begin(stage, code, item, open);
    }

    private void WaitAgain((Guid Id, StageTrack Track) stage, string code, ItemTrack item)
    {
        Settle($"item:{stage.Id}:{code}", ("前置事项重办，本事项待前置", "it waits again for what it rests on"));
        Settle($"law:{stage.Id}:{code}", ("前置事项重办，本事项待前置", "it waits again for what it rests on"));
        Settle($"pause:{stage.Id}:{code}", ("前置事项重办，本事项待前置", "it waits again for what it rests on"));
        (item.State, item.DueOn, item.LawDueOn, item.PausedSince, item.PlannedTo, item.PauseType, item.PauseAsked, item.ExtensionAsked) = (TrackState.Waiting, null, null, null, null, null, null, null);
    }

    private void Recomputed((Guid Id, StageTrack Track) stage)
    {
        if (_now.Text("item") is null)
        {
            stage.Track.DueOn = _now.Date("after");
            StageBy(stage);
        }
        else if (ItemOf(stage) is { } item)
        {
            Begin(stage, _now.Text("item")!, item, _now.Date("after") ?? item.DueOn);
        }
    }

    private void Dropped((Guid Id, StageTrack Track) stage, IReadOnlyList<string> codes)
    {
        foreach (var code in codes)
            On(stage, code, item => Stop(stage, code, item, ("不再需要", "it was no longer needed")));
    }

    private void Stop((Guid Id, StageTrack Track) stage, string code, ItemTrack item, Words how)
    {
        foreach (var clock in (string[])["item", "law", "pause"])
            Settle($"{clock}:{stage.Id}:{code}", how);
        if (item.State is not TrackState.Decided)
            (item.State, item.PausedSince, item.PlannedTo, item.PauseType) = (TrackState.Stopped, null, null, null);
    }

    private void Moved((Guid Id, StageTrack Track) stage)
    {
        stage.Track.Flow = _now.Text("to") ?? stage.Track.Flow;
        Dropped(stage, _now.Texts("dropped"));
        foreach (var part in _now.Parts("clocks"))
            On(stage, part.Text("item"), item => Begin(stage, part.Text("item")!, item, part.Date("after") ?? item.DueOn));
    }

    private void StageBy((Guid Id, StageTrack Track) stage)
    {
        var key = $"stage:{stage.Id}";
        if (stage.Track.DueOn is not { } due)
        {
            Suspend(key);
            return;
        }
        var name = NameOf(stage.Track, null);
        Wait(key, RuleBook.Overdue, stage, null, stage.Track.Lead, null, due, ($"“{name.Zh}”联合办理的法定时限于 {Day(due)} 届满，未办结。", $"The law's limit for handling “{name.En}” jointly ended on {Day(due)}, and it was not concluded."), Severity.DoubleRed);
    }

    private void Concluded((Guid Id, StageTrack Track) stage)
    {
        var s = stage.Track;
        var open = s.Items.Where(i => i.Value.IsLive && Demands(s, i.Key) is not { IsFollowOn: true }).Select(i => i.Key).ToList();
        if (_now.Text("decision") is not "Refused" && open.Count > 0)
        {
            Fire(RuleBook.ClosedWithOpenItem, stage, null, s.Lead, Officer, ($"“{NameOf(s, null).Zh}”已办结，尚有 {open.Count} 个事项没有决定：{string.Join('、', open.Select(o => NameOf(s, o).Zh))}。",
                $"“{NameOf(s, null).En}” was concluded with {open.Count} items undecided: {string.Join(", ", open.Select(o => NameOf(s, o).En))}."));
        }
        var late = s.DueOn is { } due && _now.Day > due;
        Measure(MeasureKind.StageClosed, stage, null, s.Lead, Officer, _now.Whole("daysUsed"), 0, !late, _now.Text("decision"));
        End(stage, ("阶段办结", "the stage was concluded"));
        s.Approved = _now.Text("decision") is not "Refused";
    }

    private void End((Guid Id, StageTrack Track) stage, Words how)
    {
        var (id, s) = stage;
        foreach (var (code, item) in s.Items.Where(i => i.Value.State is not TrackState.Decided))
            Stop(stage, code, item, how);
        foreach (var key in (string[])[$"pre:{id}", $"stage:{id}"])
            Settle(key, how);
        SettleAll($"opinion:{id}:", how);
        foreach (var timer in track.Timers.Where(t => t.Stage == id && (t.Key.StartsWith("joint:", StringComparison.Ordinal) || t.Key.StartsWith("hearing:", StringComparison.Ordinal))).ToList())
            Settle(timer.Key, how);
        (s.Ended, s.CorrectionSince, s.DueOn) = (true, null, null);
        if (s.AcceptedOn is null)
            s.SubmittedOn = null;
    }

    private void Reopened((Guid Id, StageTrack Track) stage)
    {
        var s = stage.Track;
        var items = _now.Texts("items");
        var flow = FlowOf(s);
        var refused = s.Items.Where(i => i.Value.State is TrackState.Stopped).Select(i => i.Key).ToList();
        (s.Ended, s.Approved, s.DueOn) = (false, false, _now.Date("dueOn"));
        StageBy(stage);
        Power(stage, flow?.Items.Values.FirstOrDefault(i => i.Stage == s.No && i.IsConclusion && s.Items.ContainsKey(i.Code))?.Code ?? "", s.Lead, _now.Text("power"));
        foreach (var code in items)
            On(stage, code, item => Again(stage, code, item));
        // What had been stopped, and the closing item, wait until they are opened again.
        foreach (var code in refused)
            On(stage, code, item => item.State = TrackState.Waiting);
        if (flow is null)
            return;
        foreach (var (code, item) in s.Items.Where(i => flow.Items.GetValueOrDefault(i.Key) is { IsConclusion: true } && i.Value.State is TrackState.Decided))
        {
            if (items.Any(i => flow.RestsOn(code, i)))
                WaitAgain(stage, code, item);
        }
    }

    private static string Length(ItemDemands? demands) => demands?.Statutory is { } law ? $"{law.Value} {(law.Unit is LimitUnit.WorkingDay ? "个工作日" : "日")}" : "";

    private static string LengthEn(ItemDemands? demands) => demands?.Statutory is { } law ? $"{law.Value} {(law.Unit is LimitUnit.WorkingDay ? "working days" : "days")}" : "";
}
