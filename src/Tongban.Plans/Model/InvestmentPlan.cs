using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Plans.Contracts;
using Tongban.Projects.Contracts;

namespace Tongban.Plans.Model;

internal enum PlanKind
{
    /// <summary>三年滚动规划.</summary>
    Rolling,

    /// <summary>年度计划.</summary>
    Annual,
}

internal enum PlanState { Drafting, Approved, Superseded, Withdrawn }

/// <summary>An amount or a statement on which the three do not agree.</summary>
/// <param name="Source">The fund source, where it is about money.</param>
internal sealed record ItemDifference(string Code, string? Source, decimal? Plan, decimal? Budget, Words What);

/// <summary>Money that is there for one source and year: all of it, and the part only one sector may use.</summary>
internal sealed record PoolCapacity(string Source, int Year, string? Sector, decimal Yuan);

/// <summary>A version of the three-year rolling plan or of an annual plan. Approved, it is frozen; a change of mind is a new version with before, after and reasons.</summary>
/// <remarks>Plan content: 政府投资条例16; entry: 17; it fits the budget: 18; adjustment by the original procedure: 重大调整须按原程序.</remarks>
internal sealed class InvestmentPlan : Aggregate
{
    /// <summary>How far a rolling plan looks.</summary>
    public const int RollingYears = 3;

    private readonly List<PlanItem> _items = [];

    private InvestmentPlan() { }

    public override string Matter => $"investment-plan:{Id}";

    public PlanKind Kind { get; private set; }

    /// <summary>Whose plan it is: the city's, or that of a county or district.</summary>
    public string Division { get; private set; } = "";

    public int FirstYear { get; private set; }

    /// <summary>1 for the first of its kind and year.</summary>
    public int Edition { get; private set; }

    /// <summary>The version it changes or rolls on from.</summary>
    public Guid? BaseId { get; private set; }

    public PlanState State { get; private set; }

    public string Title { get; private set; } = "";

    /// <summary>Why there is a new version.</summary>
    public string? Reason { get; private set; }

    /// <summary>Number of the document that approved it.</summary>
    public string? Document { get; private set; }

    public DateTimeOffset DraftedAt { get; private set; }

    /// <summary>From this instant on the statistics measure against it.</summary>
    public DateTimeOffset? ApprovedAt { get; private set; }

    public DateTimeOffset? SupersededAt { get; private set; }

    public IReadOnlyList<PlanItem> Items => _items;

    public IReadOnlyList<int> Years => [.. Enumerable.Range(FirstYear, Kind is PlanKind.Rolling ? RollingYears : 1)];

    public bool IsOpen => State is PlanState.Drafting;

    public static InvestmentPlan Draft(PlanKind kind, string division, int firstYear, int edition, string? title, DateTimeOffset now)
    {
        var plan = Empty(kind, division, firstYear, edition, null, title, null, now);
        plan.Record(new PlanDrafted(plan.Id, kind.ToString(), firstYear, edition, null, 0));
        return plan;
    }

    /// <summary>A new version of an approved plan, all items taken over as they are (年中调整).</summary>
    public Result<InvestmentPlan> Amend(int edition, string? reason, DateTimeOffset now)
    {
        if (State is not PlanState.Approved)
            return PlanErrors.PlanState(Title, State);
        if (reason?.Trim() is not { Length: >= 4 and <= 500 } given)
            return PlanErrors.Reason("reason", 4, 500);
        var next = Empty(Kind, Division, FirstYear, edition, Id, Title, given, now);
        foreach (var item in _items.Where(i => !i.Removed))
            next._items.Add(PlanItem.Copy(next.Id, item, item.Shares, item.DoneBefore, now));
        next.Record(new PlanDrafted(next.Id, next.Kind.ToString(), next.FirstYear, edition, Id, next._items.Count));
        return next;
    }

    /// <summary>The turn of the year: the first year becomes the annual plan, the others move up and a further year opens.</summary>
    /// <param name="done">What each project had done before the next first year, as planned or as measured.</param>
    /// <param name="place">Stands before the titles: the name of a county.</param>
    public Result<(InvestmentPlan Annual, InvestmentPlan Next)> RollOver(int annualEdition, int rollingEdition, IReadOnlyDictionary<string, decimal> done, DateTimeOffset now, string place = "")
    {
        if (Kind is not PlanKind.Rolling || State is not PlanState.Approved)
            return PlanErrors.PlanState(Title, State);
        var annual = Empty(PlanKind.Annual, Division, FirstYear, annualEdition, Id, place + TitleOf(PlanKind.Annual, FirstYear), null, now);
        var next = Empty(PlanKind.Rolling, Division, FirstYear + 1, rollingEdition, Id, place + TitleOf(PlanKind.Rolling, FirstYear + 1), null, now);
        foreach (var item in _items.Where(i => !i.Removed))
        {
            if (item.In(FirstYear) > 0)
                annual._items.Add(PlanItem.Copy(annual.Id, item, [.. item.Shares.Where(s => s.Year == FirstYear)], item.DoneBefore, now));
            var later = item.Shares.Where(s => s.Year > FirstYear).ToList();
            var before = Math.Min(item.Total, Math.Max(done.GetValueOrDefault(item.Code), item.DoneBefore + item.In(FirstYear)));
            // What is over in the first year leaves the rolling plan by itself.
            if (later.Count == 0 && before >= item.Total)
                continue;
            next._items.Add(PlanItem.Copy(next.Id, item, later, Math.Min(before, item.Total - later.Sum(s => s.Yuan)), now));
        }
        annual.Record(new PlanDrafted(annual.Id, annual.Kind.ToString(), annual.FirstYear, annualEdition, Id, annual._items.Count));
        next.Record(new PlanDrafted(next.Id, next.Kind.ToString(), next.FirstYear, rollingEdition, Id, next._items.Count));
        return (annual, next);
    }

    public PlanItem? Find(string code) => _items.FirstOrDefault(i => i.Code == code);

    /// <summary>Enters a project, or changes development's fields of one that is there.</summary>
    public Error? Enter(PlanProject project, decimal doneBefore, DevelopmentFields fields, DateTimeOffset now)
    {
        if (!IsOpen)
            return PlanErrors.Frozen(Title, State);
        if (project.Level != Division)
            return PlanErrors.OtherLevel(Title, project.Code);
        if (project.State is PoolState.Completed or PoolState.Closed)
            return PlanErrors.PoolState(project.Code, project.State);
        var item = Find(project.Code);
        var made = item ?? PlanItem.Of(Id, project, doneBefore, now);
        if (made.Set(fields, Years) is { } refusal)
            return refusal;
        if (item is null)
            _items.Add(made);
        Record(new PlanItemChanged(Id, made.Code, "development", made.Digest));
        return null;
    }

    public Error? Fill(string code, SectorFields fields) => On(code, "sector", i => i.Set(fields));

    public Error? Fill(string code, FinanceFields fields) => On(code, "finance", i => i.Set(fields));

    public Error? Remove(string code, string? reason) => On(code, "removed", i => i.Remove(reason));

    public Error? Confirm(string code, PlanPart part)
    {
        if (!IsOpen)
            return PlanErrors.Frozen(Title, State);
        if (Find(code) is not { } item)
            return PlanErrors.NoSuchItem(code);
        var missing = part switch
        {
            PlanPart.Development => item.Removed || !string.IsNullOrWhiteSpace(item.Goal),
            PlanPart.Sector => item.Removed || !string.IsNullOrWhiteSpace(item.Indicators),
            _ => item.Removed || !string.IsNullOrWhiteSpace(item.Responsibility),
        };
        if (!missing)
            return PlanErrors.OwnFieldsMissing(code, part);
        if (item.IsConfirmed(part))
            return null;
        item.Confirm(part);
        Record(new PlanItemConfirmed(Id, code, part.ToString(), item.Digest));
        return null;
    }

    /// <summary>Sums by source and year of what is planned.</summary>
    public IReadOnlyDictionary<(string Source, int Year), decimal> BySource() =>
        _items.Where(i => !i.Removed).SelectMany(i => i.Shares).GroupBy(s => (s.Source, s.Year)).ToDictionary(g => g.Key, g => g.Sum(s => s.Yuan));

    /// <summary>Where fiscal money is planned that no pool has; earmarked money only counts for its sector.</summary>
    public IEnumerable<(string Source, int Year, decimal Short)> Deficits(IReadOnlyList<PoolCapacity> pools)
    {
        return Deficits(_items.Where(i => !i.Removed).SelectMany(i => i.Shares.Select(s => (s.Source, s.Year, i.Sector, s.Yuan))), pools);
    }

    /// <summary>The same of any uses of money.</summary>
    public static IEnumerable<(string Source, int Year, decimal Short)> Deficits(IEnumerable<(string Source, int Year, string Sector, decimal Yuan)> uses, IReadOnlyList<PoolCapacity> pools)
    {
        foreach (var use in uses.Where(s => FundSources.IsFiscal(s.Source)).GroupBy(s => (s.Source, s.Year)).OrderBy(g => g.Key.Year).ThenBy(g => g.Key.Source, StringComparer.Ordinal))
        {
            var mine = pools.Where(p => p.Source == use.Key.Source && p.Year == use.Key.Year).ToList();
            // Each sector takes its earmarked money first; what is left over has to come from the money of no sector.
            var open = use.GroupBy(u => u.Sector, StringComparer.Ordinal).Sum(g => Math.Max(0, g.Sum(u => u.Yuan) - mine.Where(p => p.Sector == g.Key).Sum(p => p.Yuan)));
            var free = mine.Where(p => p.Sector is null).Sum(p => p.Yuan);
            if (open > free)
                yield return (use.Key.Source, use.Key.Year, open - free);
        }
    }

    public IEnumerable<ItemDifference> Differences() => Kind is PlanKind.Rolling ? [] : _items.SelectMany(i => i.Differences(FirstYear));

    /// <summary>Freezes the plan. What speaks against it is all said at once.</summary>
    /// <param name="before">The version it changes; <see langword="null"/> for the first.</param>
    /// <param name="projects">The projects of the pool by code.</param>
    public Error? Approve(string? document, InvestmentPlan? before, IReadOnlyDictionary<string, PlanProject> projects, IReadOnlyList<PoolCapacity> pools, DateTimeOffset now)
    {
        if (!IsOpen)
            return PlanErrors.Frozen(Title, State);
        List<Error> faults = [];
        if (document?.Trim() is not { Length: >= 4 and <= 100 })
            faults.Add(PlanErrors.Length("document", 4, 100));
        if (!_items.Any(i => !i.Removed))
            faults.Add(PlanErrors.PlanEmpty());
        foreach (var item in _items)
        {
            if (Kind is PlanKind.Annual && Enum.GetValues<PlanPart>().Where(p => !item.IsConfirmed(p)).ToList() is { Count: > 0 } open)
                faults.Add(PlanErrors.NotConfirmed(item.Code, open));
            if (Kind is PlanKind.Annual && !item.Removed && projects.GetValueOrDefault(item.Code) is { } project && project.State is PoolState.Reserve or PoolState.Preparatory or PoolState.Suspended)
            {
                if (project.State is PoolState.Suspended)
                    faults.Add(PlanErrors.PoolState(item.Code, project.State));
                faults.AddRange((project.State is PoolState.Reserve ? project.MissingFor(PoolState.Preparatory).Concat(project.MissingFor(PoolState.Planned)) : project.MissingFor(PoolState.Planned)).Select(e => PlanErrors.EntryCondition(item.Code, e)));
            }
        }
        if (Differences().FirstOrDefault() is { } difference)
            faults.Add(PlanErrors.Differs(difference.Code, difference.What));
        faults.AddRange(Deficits(pools).Select(d => PlanErrors.Deficit(d.Source, d.Year, d.Short)));
        faults.AddRange(Changes(before, this).Where(c => c.NeedsReason && string.IsNullOrWhiteSpace(c.Reason)).Select(c => PlanErrors.ChangeWithoutReason(c.Code, c.Kind)));
        if (Error.Combine(faults) is { } refusal)
            return refusal;
        (State, Document, ApprovedAt) = (PlanState.Approved, document!.Trim(), now);
        Record(new PlanApproved(Id, Kind.ToString(), FirstYear, Edition, Document, _items.Sum(i => i.Planned), Sha256.Of(string.Join('\n', _items.OrderBy(i => i.Code, StringComparer.Ordinal).Select(i => i.Digest)))));
        return null;
    }

    /// <summary>Another version has taken its place.</summary>
    public void Supersede(DateTimeOffset now)
    {
        if (State is PlanState.Approved)
            (State, SupersededAt) = (PlanState.Superseded, now);
    }

    public Error? Withdraw()
    {
        if (!IsOpen)
            return PlanErrors.Frozen(Title, State);
        State = PlanState.Withdrawn;
        Record(new PlanWithdrawn(Id, Kind.ToString(), FirstYear, Edition));
        return null;
    }

    /// <summary>Item by item: what is new, gone, cut, put off, raised or paid from elsewhere. Years that only one of the two looks at are left out.</summary>
    public static IReadOnlyList<PlanChange> Changes(InvestmentPlan? before, InvestmentPlan after)
    {
        if (before is null)
            return [];
        var years = before.Years.Intersect(after.Years).ToHashSet();
        List<PlanChange> changes = [];
        var old = before.Items.Where(i => !i.Removed).ToDictionary(i => i.Code, StringComparer.Ordinal);
        foreach (var item in after.Items)
        {
            var was = old.GetValueOrDefault(item.Code)?.Shares.Where(s => years.Contains(s.Year)).ToList() ?? [];
            var now = item.Removed ? [] : item.Shares.Where(s => years.Contains(s.Year)).ToList();
            if (Kind(was, now) is { } kind)
                changes.Add(new(item.Code, item.Name, kind, was, now, item.ChangeReason));
            old.Remove(item.Code);
        }
        foreach (var gone in old.Values)
        {
            var was = gone.Shares.Where(s => years.Contains(s.Year)).ToList();
            if (was.Count > 0)
                changes.Add(new(gone.Code, gone.Name, PlanChangeKind.Removed, was, [], null));
        }
        return changes;

        static PlanChangeKind? Kind(List<YearShare> was, List<YearShare> now)
        {
            if (was.Count == 0)
                return now.Count == 0 ? null : PlanChangeKind.Added;
            if (now.Count == 0)
                return PlanChangeKind.Removed;
            var (a, b) = (was.Sum(s => s.Yuan), now.Sum(s => s.Yuan));
            if (b < a)
                return PlanChangeKind.Cut;
            // Cumulated up to some year there is less than before: put off.
            if (was.Concat(now).Select(s => s.Year).Distinct().Any(y => now.Where(s => s.Year <= y).Sum(s => s.Yuan) < was.Where(s => s.Year <= y).Sum(s => s.Yuan)))
                return PlanChangeKind.Shifted;
            if (b > a)
                return PlanChangeKind.Raised;
            return was.OrderBy(s => (s.Year, s.Source)).SequenceEqual(now.OrderBy(s => (s.Year, s.Source))) ? null : PlanChangeKind.Resourced;
        }
    }

    /// <summary>Puts the reason of a balance run on an item.</summary>
    public void Explain(string code, string reason) => Find(code)?.Explain(reason);

    private Error? On(string code, string part, Func<PlanItem, Error?> change)
    {
        if (!IsOpen)
            return PlanErrors.Frozen(Title, State);
        if (Find(code) is not { } item)
            return PlanErrors.NoSuchItem(code);
        if (change(item) is { } refusal)
            return refusal;
        Record(new PlanItemChanged(Id, code, part, item.Digest));
        return null;
    }

    private static InvestmentPlan Empty(PlanKind kind, string division, int firstYear, int edition, Guid? from, string? title, string? reason, DateTimeOffset now) => new()
    {
        Id = NewId.At(now), Kind = kind, Division = division, FirstYear = firstYear, Edition = edition, BaseId = from, State = PlanState.Drafting, Reason = reason, DraftedAt = now,
        Title = title?.Trim() is { Length: > 0 } given ? given : TitleOf(kind, firstYear),
    };

    /// <summary>What a plan is called when nobody says otherwise.</summary>
    public static string TitleOf(PlanKind kind, int firstYear) => kind is PlanKind.Rolling ? $"{firstYear}—{firstYear + RollingYears - 1}年政府投资三年滚动规划" : $"{firstYear}年度政府投资计划";
}
