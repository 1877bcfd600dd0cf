using Tongban.Dispatch.Weekly.Figures;
using Tongban.Dispatch.Weekly.Model;

namespace Tongban.Dispatch.Weekly;

/// <summary>A rate with its parts.</summary>
internal sealed record RateAnswer(decimal Part, decimal Whole, decimal? Percent, WeekLevel Level)
{
    public static RateAnswer Of(Share share, WeeklyRules rules) => new(decimal.Round(share.Part, 4), decimal.Round(share.Whole, 4), share.Percent is { } p ? decimal.Round(p, 2, MidpointRounding.AwayFromZero) : null, WeekLevels.Of(share.Percent, rules));
}

internal sealed record RatesAnswer(RateAnswer Resumption, RateAnswer Attendance, RateAnswer Materials, RateAnswer Supplies, RateAnswer Plan)
{
    public static RatesAnswer Of(WeekRates r, WeeklyRules rules) => new(RateAnswer.Of(r.Resumption, rules), RateAnswer.Of(r.Attendance, rules), RateAnswer.Of(r.Materials, rules), RateAnswer.Of(r.Supplies, rules), RateAnswer.Of(r.Plan, rules));
}

internal sealed record MajorAnswer(string Code, string Name, string Owner, string Division, string Sector, KeyClass Class, bool Listed, DateOnly? ShouldResumeOn, int PlanYear, decimal PlannedYearWan, string FromWeek, long Version)
{
    public static MajorAnswer Of(MajorRow m) => new(m.Newest.Code, m.Newest.Name, m.Newest.Owner, m.Newest.Division, m.Newest.Sector, m.Newest.Class, m.IsListed, m.Newest.ShouldResumeOn, m.Newest.PlanYear, m.Newest.PlannedYearWan, IsoWeek.OfKey(m.Newest.FromWeek).ToString(), m.Version);
}

internal sealed record MajorLine(MajorEntryKind Kind, DateTimeOffset At, string FromWeek, KeyClass Class, DateOnly? ShouldResumeOn, int PlanYear, decimal PlannedYearWan, string Organ, string Reason);

internal sealed record MajorHistoryAnswer(MajorAnswer Project, IReadOnlyList<MajorLine> History);

internal sealed record WeekAnswer(string Week, DateTimeOffset DueAt, int Projects, int Reported, RatesAnswer Rates, decimal WeekInvestmentWan);

internal sealed record WeekStateAnswer(string Code, string Name, string Owner, int Revision, bool Reported, bool Late, DateTimeOffset? SubmittedAt);

internal sealed record RevisionAnswer(int Revision, DateTimeOffset SubmittedAt, string? Organ, string? Reason, string Digest);

internal sealed record ReturnAnswer(
    string Code, string Name, string Week, DateTimeOffset DueAt, int Revision, bool Late, WeekFields? Fields, WeekFields? StartsWith, RatesAnswer Rates, IReadOnlyList<FlagAnswer> Flags, IReadOnlyList<RevisionAnswer> Revisions)
{
    public static ReturnAnswer Of(ReturnSheet s, WeeklyRules rules) => new(s.Project.Code, s.Project.Name, s.Week.ToString(), s.DueAt, s.Current?.Revision ?? 0, s.Current?.Late ?? false, s.Current?.Fields, s.Current is null ? s.Start : null,
        RatesAnswer.Of(s.Rates, rules), [.. s.Outliers.Select(FlagAnswer.Of)], [.. s.Revisions.Select(r => new RevisionAnswer(r.Revision, r.SubmittedAt, r.Organ, r.Reason, r.Digest))]);
}

internal sealed record PointAnswer(int Points, string Why);

internal sealed record BoardRowAnswer(
    string Code, string Name, string Division, string Sector, KeyClass Class, bool Reported, int Revision, bool Late, bool Resumed, StopReason? StopReason, RatesAnswer Rates, decimal WeekInvestmentWan, decimal YearCumulativeWan, decimal PhysicalPct,
    WeekGrade Grade, int Points, IReadOnlyList<PointAnswer> Why, IReadOnlyList<FlagAnswer> Flags, decimal? Longitude, decimal? Latitude);

internal sealed record BoardGroupAnswer(string Key, string Name, int Projects, int Reported, RatesAnswer Rates, decimal WeekInvestmentWan, decimal YearCumulativeWan)
{
    public static BoardGroupAnswer Of(BoardGroup g, WeeklyRules rules) => new(g.Key, g.Name.ToString(), g.Projects, g.Reported, RatesAnswer.Of(g.Rates, rules), g.WeekInvestmentWan, g.YearCumulativeWan);
}

internal sealed record BoardPointAnswer(string Week, int Projects, int Reported, RatesAnswer Rates, decimal WeekInvestmentWan, int WorkersOnSite);

internal sealed record BoardAnswer(
    string Week, DateTimeOffset AsOf, BoardGroupAnswer Total, int Late, int? DaysSinceResumption, string Formula, IReadOnlyList<BoardRowAnswer> Projects, IReadOnlyList<BoardGroupAnswer> Divisions, IReadOnlyList<BoardGroupAnswer> Sectors,
    IReadOnlyList<BoardGroupAnswer> Classes, IReadOnlyList<BoardPointAnswer> Trend)
{
    public static BoardAnswer Of(BoardSheet s, WeeklyRules rules)
    {
        IReadOnlyList<BoardGroupAnswer> Groups(IReadOnlyList<BoardGroup> groups) => [.. groups.Select(g => BoardGroupAnswer.Of(g, rules))];
        return new(s.Week, s.AsOf, BoardGroupAnswer.Of(s.Total, rules), s.Late, s.DaysSinceResumption, Attention.Formula(rules).ToString(),
            [.. s.Rows.Select(r => new BoardRowAnswer(r.Project.Code, r.Project.Name, r.Project.Division, r.Project.Sector, r.Project.Class, r.Reported, r.Revision, r.Late, r.Resumed, r.StopReason, RatesAnswer.Of(r.Rates, rules), r.WeekInvestmentWan,
                r.YearCumulativeWan, r.PhysicalPct, r.Attention.Grade, r.Attention.Points, [.. r.Attention.Why.Select(w => new PointAnswer(w.Points, w.Why.ToString()))], [.. r.Outliers.Select(FlagAnswer.Of)], r.Project.Longitude, r.Project.Latitude))],
            Groups(s.Divisions), Groups(s.Sectors), Groups(s.Classes), [.. s.Trend.Select(p => new BoardPointAnswer(p.Week, p.Projects, p.Reported, RatesAnswer.Of(p.Rates, rules), p.WeekInvestmentWan, p.WorkersOnSite))]);
    }
}

internal sealed record MatchAnswer(string From, string FromName, decimal Amount, decimal? Kilometres, string Why);

internal sealed record ShortageAnswer(string Item, string Name, string Unit, string Code, string ProjectName, decimal Amount, decimal? Days, decimal Remaining, IReadOnlyList<MatchAnswer> Matches)
{
    public static ShortageAnswer Of(Shortage s) => new(s.Short.Item, s.Short.Name.ToString(), s.Short.Unit.ToString(), s.Short.Project.Code, s.Short.Project.Name, s.Short.Amount, s.Short.Days, s.Remaining,
        [.. s.Matches.Select(m => new MatchAnswer(m.From.Code, m.From.Name, m.Amount, m.Kilometres, m.Why.ToString()))]);
}
