using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Designer;

/// <summary>A clock that runs, by the old version and by the new one.</summary>
/// <param name="Before">Due day; <see langword="null"/> while it stands still without a planned end.</param>
internal sealed record ClockMove(string Item, int DaysBefore, int DaysAfter, DateOnly? Before, DateOnly? After, TimeLimit Limit);

/// <summary>Why a case stays where it is.</summary>
internal sealed record MoveObstacle(string? Item, Words Why, string? LegalBasis = null);

/// <summary>What it would mean for one running case to go on under another version of the flow: a pure comparison, which the case then carries out as it stands here.</summary>
/// <param name="Wanted">Every item that the new version asks of the project in this stage.</param>
/// <param name="Added">Codes of those that the case does not have yet.</param>
/// <param name="Dropped">Codes of items that the new version does not ask for and on which nobody has decided.</param>
/// <param name="EndBefore">Day on which the stage ends if everyone takes what he promised, by the old version.</param>
/// <param name="Obstacles">What cannot be moved and why; one is enough.</param>
/// <param name="Worse">Where the applicant would wait longer than was promised; only a law can demand that.</param>
internal sealed record MovePlan(
    string From, string To, IReadOnlyList<Applicability> Wanted, IReadOnlyList<string> Added, IReadOnlyList<string> Dropped, IReadOnlyList<ClockMove> Clocks,
    DateOnly EndBefore, DateOnly EndAfter, IReadOnlyList<MoveObstacle> Obstacles, IReadOnlyList<MoveObstacle> Worse)
{
    /// <summary>The refusal, if the case may not be moved.</summary>
    /// <param name="legalBasis">The law that demands the change, where the applicant's promise gets worse by it.</param>
    public Error? Refuse(string? legalBasis)
    {
        if (Obstacles.Count > 0)
            return Error.Combine([.. Obstacles.Select(o => new Error("approvals.move-obstacle", o.Why, ErrorKind.Conflict) { LegalBasis = o.LegalBasis })]);
        if (Worse.Count > 0 && string.IsNullOrWhiteSpace(legalBasis))
        {
            return Error.Combine([.. Worse.Select(o => new Error("approvals.move-worsens-promise", o.Why)
            {
                Field = "legalBasis", LegalBasis = "行政许可法第八条", WayOut = ("承诺期限不得对申请人变差；确因法律规定的，请写明依据。", "A promise to an applicant may not get worse; where a law demands it, name the law."),
            })]);
        }
        return null;
    }

    public static MovePlan Of(StageCase stage, FlowCatalogue from, FlowCatalogue to, WorkCalendar calendar, DateOnly today)
    {
        var planner = new Planner(stage, from, to, calendar, today);
        return planner.Plan();
    }

    private sealed class Planner(StageCase stage, FlowCatalogue from, FlowCatalogue to, WorkCalendar calendar, DateOnly today)
    {
        private readonly List<MoveObstacle> _obstacles = [];
        private readonly List<MoveObstacle> _worse = [];
        private readonly List<ClockMove> _clocks = [];
        private readonly List<string> _dropped = [];

        public MovePlan Plan()
        {
            if (stage.IsClosed)
                Stop(null, ("本阶段已结束。", "The stage is over."));
            if (stage.Stage > to.Stages.Count)
            {
                Stop(null, ($"新版本没有第 {stage.Stage} 阶段。", $"The new version has no stage {stage.Stage}."));
                return new(from.Version, to.Version, [], [], [], [], today, today, _obstacles, _worse);
            }
            var begun = stage.State is not StageState.Preparing;
            if (begun && to.LeadOrgan(stage.Stage, stage.Division) != stage.Lead)
                Stop(null, ($"已提交的阶段由 {stage.Lead} 牵头，新版本的牵头部门不同。", $"The stage was handed in to {stage.Lead}; the new version has another lead."));
            foreach (var paper in stage.Materials.Where(m => m.IsCurrent && to.Material(m.Material) is null))
                Stop(null, ($"已提供的材料 {paper.Material} 不在新版本的材料目录中。", $"Paper {paper.Material}, which was provided, is not in the new version."));

            var wanted = to.ApplicableItems(stage.Stage, stage.Type, Facts()).Where(a => a.Applies is not Truth.No && a.Item.Role is not ItemRole.FollowOn).ToList();
            foreach (var item in stage.Items)
                Look(item, wanted.FirstOrDefault(a => a.Item.Code == item.Code));
            var added = wanted.Where(a => stage.Items.All(i => i.Code != a.Item.Code)).ToList();
            foreach (var item in added)
                Look(item.Item, begun);
            if (begun)
                LookAtPapers(wanted);
            var (before, after) = (End(from, null), End(to, wanted));
            if (after > before)
                _worse.Add(new(null, ($"阶段预计办结由 {Day(before)} 推迟到 {Day(after)}。", $"The stage would end on {Day(after)} instead of {Day(before)}.")));
            return new(from.Version, to.Version, wanted, [.. added.Select(a => a.Item.Code)], _dropped, _clocks, Date(before), Date(after), _obstacles, _worse);
        }

        /// <summary>Answers that the new version understands; what it asks anew is unknown, which is different from no.</summary>
        private FactSheet Facts()
        {
            var facts = FactSheet.Empty;
            foreach (var (name, text) in stage.Facts)
            {
                if (to.Fact(name) is { } fact && fact.Parse(text).TryGet(out var value, out _))
                    facts = facts.With(name, value);
            }
            return facts;
        }

        private void Look(ItemCase item, Applicability? wanted)
        {
            var present = to.FindItem(item.Code) is { } found && found.Stage == stage.Stage;
            switch (item.State)
            {
                case ItemState.Decided when !present:
                    Stop(item.Code, ($"{item.Code} 已作出决定，新版本没有这个事项，决定不能失去依据。", $"{item.Code} is decided and the new version has no such item; a decision may not lose what it rests on."));
                    return;
                case ItemState.Decided:
                    return;
                case ItemState.Dropped:
                    if (!present)
                        _dropped.Add(item.Code);
                    return;
                case ItemState.Waiting when wanted is null:
                    _dropped.Add(item.Code);
                    return;
                case ItemState.Waiting:
                    return;
            }

            // A department has it in hand: its clock runs or stands still.
            if (item.HasRequest)
                Stop(item.Code, ($"{item.Code} 有一项申请等待负责人审批，请先答复。", $"A request about {item.Code} waits for the head; it has to be answered first."));
            if (wanted is null)
            {
                Stop(item.Code, ($"{item.Code} 已在办理，新版本不再需要；在办事项不能凭空撤销。", $"{item.Code} is in hand and the new version does not ask for it; work under way cannot vanish."));
                return;
            }
            var organ = to.JurisdictionOf(wanted.Item, stage.Type, stage.Division, stage.TotalInvestment);
            if ((organ.First, organ.Deciding) != (item.FirstOrgan, item.DecidingOrgan))
                Stop(item.Code, ($"{item.Code} 已由 {item.Organ} 办理，新版本归 {organ.First ?? organ.Deciding}。", $"{item.Code} is in hand at {item.Organ}; the new version gives it to {organ.First ?? organ.Deciding}."));
            if (wanted.Item.Role != item.Role)
                Stop(item.Code, ($"{item.Code} 已在办理，新版本改变了它的环节。", $"{item.Code} is in hand and the new version changes its role."));
            LookAtClock(item, wanted.Item);
        }

        private void LookAtClock(ItemCase item, FlowItem now)
        {
            var limit = item.Limit!;
            var law = now.Statutory is { AtOnce: false } statutory ? statutory : null;
            var moved = limit.Restate(new LimitLength(now.PromisedDays), limit.Basis, law?.Length, law?.Basis, calendar).Value;
            if (moved.Length == limit.Length && moved.Statutory == limit.Statutory && moved.StatutoryBasis == limit.StatutoryBasis)
                return;
            _clocks.Add(new(item.Code, limit.Length.Value, now.PromisedDays, limit.DueOn, moved.DueOn, moved));
            if (now.PromisedDays > limit.Length.Value)
                _worse.Add(new(item.Code, ($"{item.Code} 的承诺由 {limit.Length.Value} 个工作日（{limit.DueOn:yyyy-MM-dd}）变为 {now.PromisedDays} 个（{moved.DueOn:yyyy-MM-dd}）。",
                    $"The promise of {item.Code} goes from {limit.Length.Value} working days ({limit.DueOn:yyyy-MM-dd}) to {now.PromisedDays} ({moved.DueOn:yyyy-MM-dd}).")));
            else if (moved.DueOn < today && !(limit.DueOn < today))
                Stop(item.Code, ($"{item.Code} 按新时限已于 {moved.DueOn:yyyy-MM-dd} 到期，部门会因换版本而超期。", $"By its new limit {item.Code} was due on {moved.DueOn:yyyy-MM-dd}; the department would be late only because of the move."));
        }

        private void Look(FlowItem added, bool begun)
        {
            if (added.Role is ItemRole.Intake or ItemRole.FilingOnReceipt)
                Stop(added.Code, ($"{added.Code} 随申报办理，不能事后增加。", $"{added.Code} belongs to the declaration and cannot be added afterwards."));
            if (begun && added.Role is ItemRole.PreCheck)
                Stop(added.Code, ($"{added.Code} 是预审，材料已经提交。", $"{added.Code} is a pre-check; the papers are in already."));
            if (stage.Items.Any(i => i.Role is ItemRole.Conclusion && i.State is not ItemState.Waiting))
                Stop(added.Code, ($"牵头部门已在办结，不能再增加 {added.Code}。", $"The lead is concluding the stage; {added.Code} cannot be added any more."));
        }

        /// <summary>After the papers were handed in nothing more may be demanded than was asked for once.</summary>
        private void LookAtPapers(IReadOnlyList<Applicability> wanted)
        {
            var open = wanted.Where(a => stage.Find(a.Item.Code) is not { IsClosed: true }).Select(a => a.Item);
            var known = stage.NeededMaterials(from).Where(m => m.Necessity is Necessity.Required).Select(m => m.Material.Id).ToHashSet(StringComparer.Ordinal);
            foreach (var (item, paper) in open.SelectMany(i => i.Materials.Select(m => (Item: i, Paper: m))).DistinctBy(p => p.Paper.Material.Id)
                .Where(p => p.Paper.Necessity is Necessity.Required && p.Paper.Material.Source is not MaterialSource.Issued && stage.Current(p.Paper.Material.Id) is null && !known.Contains(p.Paper.Material.Id) && p.Paper.Material.Id != "M01"))
                Stop(item.Code, ($"{item.Code} 需要材料“{paper.Material.Name.Zh}”，提交之后不得再要求申请人补交。", $"{item.Code} needs “{paper.Material.Name.En}”; after the papers were handed in it may no longer be asked for."), "行政许可法第三十二条");
        }

        /// <summary>Working days from today until the stage ends, if everyone takes what he promised.</summary>
        private int End(FlowCatalogue flow, IReadOnlyList<Applicability>? wanted)
        {
            var codes = wanted?.Select(a => a.Item.Code) ?? stage.Items.Where(i => i.State is not ItemState.Dropped).Select(i => i.Code);
            var items = codes.Select(flow.FindItem).OfType<FlowItem>().Where(i => i.Stage == stage.Stage).ToList();
            return Network.Of(items).Time(item =>
            {
                var running = stage.Find(item.Code);
                if (running is { IsClosed: true })
                    return 0;
                if (running?.Limit is not { IsEnded: false } limit)
                    return item.PromisedDays;
                var due = wanted is not null && _clocks.FirstOrDefault(c => c.Item == item.Code) is { } clock ? clock.Limit : limit;
                return Math.Max(0, due.DueOn is { } day ? calendar.WorkingDaysBetween(today, day) : due.Remaining(today, calendar));
            }).Length;
        }

        private DateOnly Date(int workingDays) => calendar.AddWorkingDays(today, workingDays);

        private string Day(int workingDays) => Date(workingDays).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        private void Stop(string? item, Words why, string? legalBasis = null) => _obstacles.Add(new(item, why, legalBasis));
    }
}
