using System.Globalization;
using System.Text;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Projects.Contracts;

namespace Tongban.Plans.Model;

/// <summary>性质: new, continuing or completing in the year.</summary>
internal enum PlanNature { New, Continuing, Completing }

/// <summary>So much from one source in one year.</summary>
internal sealed record YearShare(int Year, string Source, decimal Yuan);

/// <summary>Development's fields of an item.</summary>
internal sealed record DevelopmentFields(PlanNature Nature, string? Content, string? Goal, IReadOnlyList<YearShare>? Shares, string? ChangeReason);

/// <summary>The sector department's fields.</summary>
internal sealed record SectorFields(string? Indicators, string? Targets);

/// <summary>Finance's fields.</summary>
internal sealed record FinanceFields(string? Responsibility, IReadOnlyList<FundShare>? Budget);

/// <summary>A project in a plan.</summary>
internal sealed class PlanItem
{
    private PlanItem() { }

    public Guid Id { get; private set; }

    public Guid PlanId { get; private set; }

    public string Code { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string Owner { get; private set; } = "";

    public string Division { get; private set; } = "";

    public string Sector { get; private set; } = "";

    public string SectorOrgan { get; private set; } = "";

    public PlanNature Nature { get; private set; }

    public string Content { get; private set; } = "";

    public DateOnly From { get; private set; }

    public DateOnly To { get; private set; }

    /// <summary>Total investment, yuan.</summary>
    public decimal Total { get; private set; }

    /// <summary>Done before the first year of the plan.</summary>
    public decimal DoneBefore { get; private set; }

    public IReadOnlyList<YearShare> Shares { get; private set; } = [];

    public string? Goal { get; private set; }

    public string? Indicators { get; private set; }

    public string? Targets { get; private set; }

    public string? Responsibility { get; private set; }

    public IReadOnlyList<FundShare> Budget { get; private set; } = [];

    /// <summary>Why it was cut, put off or taken out against the version before.</summary>
    public string? ChangeReason { get; private set; }

    /// <summary>Taken out; it stays in the list so that the reason does.</summary>
    public bool Removed { get; private set; }

    /// <summary>Digest of the item as each of the three confirmed it; any later change makes it another item.</summary>
    public string? DevelopmentConfirmed { get; private set; }

    public string? SectorConfirmed { get; private set; }

    public string? FinanceConfirmed { get; private set; }

    internal static PlanItem Of(Guid plan, PlanProject project, decimal doneBefore, DateTimeOffset now) => new()
    {
        Id = NewId.At(now), PlanId = plan, Code = project.Code, Name = project.Name, Owner = project.Owner, Division = project.Division, Sector = project.Sector, SectorOrgan = project.SectorOrgan, Content = project.Content, From = project.From,
        To = project.To, Total = project.TotalInvestment, DoneBefore = doneBefore, Nature = doneBefore > 0 ? PlanNature.Continuing : PlanNature.New,
    };

    internal static PlanItem Copy(Guid plan, PlanItem from, IReadOnlyList<YearShare> shares, decimal doneBefore, DateTimeOffset now) => new()
    {
        Id = NewId.At(now), PlanId = plan, Code = from.Code, Name = from.Name, Owner = from.Owner, Division = from.Division, Sector = from.Sector, SectorOrgan = from.SectorOrgan, Content = from.Content, From = from.From, To = from.To,
        Total = from.Total, DoneBefore = doneBefore, Nature = doneBefore > 0 ? PlanNature.Continuing : from.Nature, Shares = shares, Goal = from.Goal, Indicators = from.Indicators, Targets = from.Targets, Responsibility = from.Responsibility,
        Budget = from.Budget,
    };

    /// <summary>Planned in that year, from all sources.</summary>
    public decimal In(int year) => Removed ? 0 : Shares.Where(s => s.Year == year).Sum(s => s.Yuan);

    public decimal Planned => Removed ? 0 : Shares.Sum(s => s.Yuan);

    public decimal Fiscal(int year) => Removed ? 0 : Shares.Where(s => s.Year == year && FundSources.IsFiscal(s.Source)).Sum(s => s.Yuan);

    public string Digest
    {
        get
        {
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"{Code}|{Name}|{Nature}|{Content}|{From:yyyy-MM-dd}|{To:yyyy-MM-dd}|{Total:0.00}|{DoneBefore:0.00}|{Goal}|{Indicators}|{Targets}|{Responsibility}|{Removed}\n");
            foreach (var s in Shares.OrderBy(s => s.Year).ThenBy(s => s.Source, StringComparer.Ordinal))
                text.Append(CultureInfo.InvariantCulture, $"S{s.Year}|{s.Source}|{s.Yuan:0.00}\n");
            foreach (var b in Budget.OrderBy(b => b.Source, StringComparer.Ordinal))
                text.Append(CultureInfo.InvariantCulture, $"B{b.Source}|{b.Yuan:0.00}\n");
            return Sha256.Of(text.ToString());
        }
    }

    public string? ConfirmedBy(PlanPart part) => part switch { PlanPart.Development => DevelopmentConfirmed, PlanPart.Sector => SectorConfirmed, _ => FinanceConfirmed };

    /// <summary>The part has confirmed it as it is now.</summary>
    public bool IsConfirmed(PlanPart part) => ConfirmedBy(part) == Digest;

    public bool IsConfirmed() => Enum.GetValues<PlanPart>().All(IsConfirmed);

    /// <summary>Where the three do not agree, or one has not spoken.</summary>
    public IEnumerable<ItemDifference> Differences(int year)
    {
        if (Removed)
            yield break;
        if (string.IsNullOrWhiteSpace(Goal))
            yield return new(Code, null, null, null, ("发改部门未填写建设目标", "development has not set the goal"));
        if (string.IsNullOrWhiteSpace(Indicators) || string.IsNullOrWhiteSpace(Targets))
            yield return new(Code, null, null, null, ("行业部门未填写技术指标或实物量", "the sector department has not given technical indicators or physical targets"));
        if (string.IsNullOrWhiteSpace(Responsibility))
            yield return new(Code, null, null, null, ("财政部门未填写资金责任", "finance has not said who bears the money"));
        var planned = Shares.Where(s => s.Year == year && FundSources.IsFiscal(s.Source)).ToDictionary(s => s.Source, s => s.Yuan, StringComparer.Ordinal);
        foreach (var source in planned.Keys.Union(Budget.Select(b => b.Source), StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (plan, budget) = (planned.GetValueOrDefault(source), Budget.Where(b => b.Source == source).Sum(b => b.Yuan));
            if (plan != budget)
                yield return new(Code, source, plan, budget, plan > budget ? ("计划大于预算指标", "the plan exceeds the budget indicator") : ("预算指标大于计划", "the budget indicator exceeds the plan"));
        }
    }

    internal Error? Set(DevelopmentFields fields, IReadOnlyList<int> years)
    {
        var shares = fields.Shares ?? [];
        if (shares.FirstOrDefault(s => !years.Contains(s.Year)) is { } other)
            return PlanErrors.YearOutside(other.Year, years[0], years[^1]);
        if (shares.FirstOrDefault(s => !FundSources.Exists(s.Source)) is { } unknown)
            return PlanErrors.Source("shares", unknown.Source);
        if (shares.FirstOrDefault(s => !Fen.IsPositive(s.Yuan)) is { } wrong)
            return PlanErrors.ShareAmount("shares", wrong.Source, wrong.Year);
        if (shares.DistinctBy(s => (s.Year, s.Source)).Count() != shares.Count)
            return PlanErrors.SourceTwice();
        if (DoneBefore + shares.Sum(s => s.Yuan) > Total)
            return PlanErrors.MoreThanTotal(Code, Total - DoneBefore);
        if (fields.Content?.Trim() is { Length: > 1000 } || fields.Goal?.Trim() is { Length: > 500 })
            return PlanErrors.Length(fields.Goal?.Length > 500 ? "goal" : "content", 0, fields.Goal?.Length > 500 ? 500 : 1000);
        (Nature, Goal, ChangeReason) = (fields.Nature, fields.Goal?.Trim(), Trim(fields.ChangeReason));
        if (fields.Content?.Trim() is { Length: > 0 } content)
            Content = content;
        Shares = [.. shares.OrderBy(s => s.Year).ThenBy(s => s.Source, StringComparer.Ordinal)];
        Removed = false;
        return null;
    }

    internal Error? Set(SectorFields fields)
    {
        if (fields.Indicators?.Trim() is not { Length: >= 2 and <= 500 } indicators)
            return PlanErrors.Length("indicators", 2, 500);
        if (fields.Targets?.Trim() is not { Length: >= 2 and <= 500 } targets)
            return PlanErrors.Length("targets", 2, 500);
        (Indicators, Targets) = (indicators, targets);
        return null;
    }

    internal Error? Set(FinanceFields fields)
    {
        if (fields.Responsibility?.Trim() is not { Length: >= 2 and <= 200 } responsibility)
            return PlanErrors.Length("responsibility", 2, 200);
        var budget = fields.Budget ?? [];
        if (budget.FirstOrDefault(b => !FundSources.Exists(b.Source) || !FundSources.IsFiscal(b.Source)) is { } market)
            return PlanErrors.NotFiscal(market.Source);
        if (budget.FirstOrDefault(b => !Fen.IsPositive(b.Yuan)) is { } wrong)
            return PlanErrors.ShareAmount("budget", wrong.Source);
        if (budget.DistinctBy(b => b.Source).Count() != budget.Count)
            return PlanErrors.SourceTwice() with { Field = "budget" };
        (Responsibility, Budget) = (responsibility, [.. budget.OrderBy(b => b.Source, StringComparer.Ordinal)]);
        return null;
    }

    internal Error? Remove(string? reason)
    {
        if (reason?.Trim() is not { Length: >= 4 and <= 500 } given)
            return PlanErrors.Reason("reason", 4, 500);
        (Removed, ChangeReason) = (true, given);
        return null;
    }

    internal void Confirm(PlanPart part)
    {
        var digest = Digest;
        switch (part)
        {
            case PlanPart.Development: DevelopmentConfirmed = digest; break;
            case PlanPart.Sector: SectorConfirmed = digest; break;
            default: FinanceConfirmed = digest; break;
        }
    }

    internal void Explain(string reason) => ChangeReason = reason;

    private static string? Trim(string? text) => text?.Trim() is { Length: > 0 } given ? given[..Math.Min(given.Length, 500)] : null;
}
