using Tongban.Foundation;
using Tongban.Foundation.Time;

namespace Tongban.Supervision.Rules;

/// <content>The entries themselves: whether a day on them lies before they were made, and whether they touch what was closed.</content>
internal sealed partial class CaseFold
{
    // What begins at the turn of a day is entered a moment later.
    private static readonly TimeSpan TurnOfTheDay = TimeSpan.FromMinutes(30);

    /// <summary>Acts that take effect with their entry, and the field with their day.</summary>
    private static readonly Dictionary<string, string> OfTheirDay = new(StringComparer.Ordinal)
    {
        ["approvals.stage-accepted"] = "acceptedOn", ["approvals.item-decided"] = "on", ["approvals.item-forwarded"] = "on", ["approvals.special-procedure-begun"] = "from", ["approvals.special-procedure-ended"] = "on",
        ["approvals.stage-concluded"] = "on", ["approvals.stage-reopened"] = "on", ["approvals.commitment-checked"] = "on", ["approvals.hearing-requested"] = "on", ["approvals.hearing-noticed"] = "noticedOn", ["approvals.certificate-ended"] = "on",
    };

    /// <summary>What happened outside and is entered afterwards.</summary>
    private static readonly Dictionary<string, string> EnteredAfterwards = new(StringComparer.Ordinal) { ["approvals.certificate-served"] = "on", ["approvals.hearing-held"] = "on" };

    /// <summary>Acts that have no place in a stage that is over.</summary>
    private static readonly HashSet<string> OfRunningStages = new(StringComparer.Ordinal)
    {
        "approvals.correction-requested", "approvals.stage-accepted", "approvals.facts-answered", "approvals.fact-corrected", "approvals.item-decided", "approvals.item-forwarded", "approvals.special-procedure-begun",
        "approvals.special-procedure-ended", "approvals.limit-extended", "approvals.item-returned", "approvals.stage-concluded",
    };

    /// <summary>What an approval of a project is about.</summary>
    private static readonly Dictionary<string, Words> ApprovedFields = new(StringComparer.Ordinal)
    {
        ["location"] = ("建设地点", "location"), ["scale"] = ("规模", "scale"), ["content"] = ("建设内容", "content"), ["totalInvestment"] = ("总投资", "total investment"), ["sources"] = ("资金来源", "sources of funds"),
    };

    private void DatedBack((Guid Id, StageTrack Track)? stage, string organ, string? item = null)
    {
        // The law itself counts some things from an earlier day: that is no officer's entry.
        if (!_now.ByOfficer || _now.Is("deemed"))
            return;
        var what = ActNames.WordsOf(_now.Act);
        if (OfTheirDay.TryGetValue(_now.Act, out var field) && _now.Date(field) is { } stated && stated < CityClock.DateOf(_now.At - TurnOfTheDay))
            Fire(RuleBook.DatedBack, stage, item ?? _now.Text("item"), organ, Officer, ($"“{what.Zh}”写明的日期为 {Day(stated)}，实际于 {Day(_now.Day)} 入账。", $"“{what.En}” bears the day {Day(stated)} and was entered on {Day(_now.Day)}."));
        else if (EnteredAfterwards.TryGetValue(_now.Act, out field) && _now.Date(field) is { } happened && sources.Calendar.WorkingDaysBetween(happened, _now.Day) is var days and > RuleBook.EntryDays)
            Fire(RuleBook.DatedBack, stage, item ?? _now.Text("item"), organ, Officer, ($"“{what.Zh}”发生于 {Day(happened)}，{days} 个工作日后（{Day(_now.Day)}）才补录。", $"“{what.En}” happened on {Day(happened)} and was entered {days} working days later, on {Day(_now.Day)}."), level: Severity.Yellow);
    }

    private void AfterTheEnd((Guid Id, StageTrack Track) stage)
    {
        if (!_now.ByOfficer || !OfRunningStages.Contains(_now.Act))
            return;
        var (code, item) = (_now.Text("item"), ItemOf(stage));
        // What follows a stage goes on after it; what is decided may be returned.
        if (Demands(stage.Track, code) is { IsFollowOn: true })
            return;
        var (what, name) = (ActNames.WordsOf(_now.Act), NameOf(stage.Track, code));
        if (stage.Track.Ended)
            Fire(RuleBook.ClosedCaseChanged, stage, code, item?.Organ ?? stage.Track.Lead, Officer, ($"“{NameOf(stage.Track, null).Zh}”已经办结，未经重新办理，又对“{name.Zh}”作出“{what.Zh}”。", $"“{NameOf(stage.Track, null).En}” was over and not reopened, and yet “{name.En}” was acted on: {what.En}."));
        else if (item is { State: TrackState.Decided } && _now.Act is "approvals.item-decided" or "approvals.item-forwarded" or "approvals.special-procedure-begun" or "approvals.limit-extended")
            Fire(RuleBook.ClosedCaseChanged, stage, code, item?.Organ ?? stage.Track.Lead, Officer, ($"“{name.Zh}”已经决定，未经退回，又作出“{what.Zh}”。", $"“{name.En}” was decided and not returned, and yet it was acted on: {what.En}."));
    }

    private void Replaced((Guid Id, StageTrack Track) stage, string code)
    {
        if (stage.Track.Items.GetValueOrDefault(code) is not { } item || _now.Text("fileDigest") is not { } digest)
            return;
        if (item.Issued is { } before && before != digest)
        {
            var name = NameOf(stage.Track, code);
            Fire(RuleBook.ClosedCaseChanged, stage, code, item.Organ, Officer, ($"“{name.Zh}”已经制发的结果文书被更换，事项未经退回或者重新办理。", $"The document issued for “{name.En}” was replaced, and the item was neither returned nor reopened."));
        }
        item.Issued = digest;
    }

    // What the authority enters follows from a request it agreed to; in which order the two stand in the chain makes no difference.
    private void ProjectChanged()
    {
        var changed = _now.Texts("fields").Select(f => ApprovedFields.TryGetValue(f, out var name) ? name : (Words?)null).OfType<Words>().ToList();
        if (!_now.Is("byAuthority") || changed.Count == 0)
            return;
        if (track.ChangeAgreed)
        {
            track.ChangeAgreed = false;
            return;
        }
        if (track.Stages.Where(s => s.Value.Approved).OrderBy(s => s.Value.No).Select(s => ((Guid, StageTrack)?)(s.Key, s.Value)).FirstOrDefault() is not ({ } id, { } stage))
            return;
        Wait($"changed:{_now.Sequence}", RuleBook.ClosedCaseChanged, (id, stage), null, _now.Organ ?? stage.Lead, Officer, _now.Day,
            ($"{Day(_now.Day)} 机关直接修改了已批准的内容（{string.Join('、', changed.Select(c => c.Zh))}），当日没有同意的变更申请。", $"On {Day(_now.Day)} an authority changed what was approved ({string.Join(", ", changed.Select(c => c.En))}), and no request for it was agreed to that day."), Severity.Yellow);
    }

    private void ChangeDecided()
    {
        if (!_now.Is("agreed"))
            return;
        if (track.Timers.Find(t => t.Key.StartsWith("changed:", StringComparison.Ordinal) && t.FiredAs is null) is { } waiting)
            track.Timers.Remove(waiting);
        else
            track.ChangeAgreed = true;
    }
}
