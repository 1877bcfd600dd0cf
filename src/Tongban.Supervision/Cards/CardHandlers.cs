using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Supervision.Findings;
using Tongban.Supervision.Rules;

namespace Tongban.Supervision.Cards;

internal sealed record IssueCardCommand(Guid Finding, string? Demand);

internal sealed record GiveStatementCommand(Guid Card, bool Admits, string? Statement);

internal sealed record DecideCardCommand(Guid Card, bool Upheld, string? Reason, int? Days);

internal sealed record ReportCorrectionCommand(Guid Card, string? Report);

internal sealed record FollowUpCommand(Guid Card, bool Accepted, string? Reason);

internal sealed record AppealCardCommand(Guid Card, string? Grounds);

internal sealed record DecideAppealCommand(Guid Card, bool Stands, string? Reason);

/// <summary>A card that was changed.</summary>
internal sealed record CardDone(Guid Card, string Number, CardState State, long Version);

/// <summary>A line of the list of cards.</summary>
/// <param name="Office">Who supervises: the city's office, or the audit bureau where the finding is about the government.</param>
internal sealed record CardRow(Guid Id, string Number, string Rule, Severity Level, string ProjectCode, string Organ, string Office, string Turn, CardState State, DateOnly IssuedOn, DateOnly? DueOn)
{
    public string RuleName => RuleBook.Of(Rule).Name.ToString();
}

/// <summary>One step's clock as it is shown.</summary>
internal sealed record ClockAnswer(CardStep Step, string Organ, DateOnly StartedOn, DateOnly? DueOn, DateOnly? EndedOn, int DaysUsed, int Days, bool Late);

/// <summary>A card with everything said on it.</summary>
internal sealed record CardAnswer(
    CardRow Card, long Version, Guid Finding, string Text, string Basis, string Demand, string? Statement, bool? Admits, DateOnly? StatedOn, bool? Upheld, string? Decision, DateOnly? DecidedOn, DateOnly? AppealUntil,
    string? Report, DateOnly? ReportedOn, string? FollowUp, int SentBack, string? Appeal, DateOnly? AppealedOn, string? AppealAnswer, bool? Stands, DateOnly? ClosedOn, IReadOnlyList<ClockAnswer> Clocks);

/// <summary>The steps of a card, and reading them.</summary>
internal sealed class CardHandlers(TongbanDb db, Caller caller, SupervisionOffice office, OrganDirectory organs, Calendars calendars, CityClock clock)
{
    private const int PageSize = 50;

    /// <summary>By the supervising office, on a finding.</summary>
    public async Task<Result<CardDone>> IssueAsync(IssueCardCommand command, CancellationToken ct)
    {
        // The number is given inside the transaction, after the answer was made.
        var issued = await BeginAsync(command, ct);
        return issued.TryGet(out var card, out _) ? card with { Number = await db.Set<SupervisionCard>().AsNoTracking().Where(c => c.Id == card.Card).Select(c => c.Number).SingleAsync(ct) } : issued;
    }

    private Task<Result<CardDone>> BeginAsync(IssueCardCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (!office.Is(caller.Actor) && office.AlsoReads(caller.Actor) is null)
            return (Result<CardDone>)SupervisionErrors.NotTheOffice();
        if (await db.Set<Finding>().SingleOrDefaultAsync(f => f.Id == command.Finding, ct) is not { } finding)
            return SupervisionErrors.NoSuchFinding();
        if (office.Of(finding.Organ) is not { } supervising)
            return SupervisionErrors.NobodyAbove();
        if (caller.Actor.Organ != supervising)
            return finding.Organ == office.Key ? SupervisionErrors.HandedOver(organs.NameOf(supervising)) : SupervisionErrors.NotTheOffice();
        if (!SupervisionCard.Issue(finding, supervising, command.Demand, caller.Actor, calendars.Current, clock.Now).TryGet(out var card, out var refusal))
            return refusal;
        db.Add(card);
        finding.CardId = card.Id;
        var year = clock.Today.Year;
        db.TakeNumber($"监督〔{year}〕", serial =>
        {
            card.Numbered($"监督〔{year}〕{serial}号");
            Tell(card, card.Organ, "issued", ("收到督办单 {0}，请于 {1} 前说明情况", "Supervision card {0}: a statement is due {1}"));
        });
        return new CardDone(card.Id, card.Number, card.State, 1);
    }, ct);

    public Task<Result<CardDone>> StateAsync(GiveStatementCommand command, CancellationToken ct) => OnAsync(command, command.Card, card =>
        card.Answer(command.Admits, command.Statement, caller.Actor, calendars.Current, clock.Today), ("督办单 {0} 已说明情况，请于 {1} 前决定", "Card {0}: the statement was given, a decision is due {1}"), ct);

    public Task<Result<CardDone>> DecideAsync(DecideCardCommand command, CancellationToken ct) => OnAsync(command, command.Card, card =>
        card.Decide(command.Upheld, command.Reason, command.Days, caller.Actor, calendars.Current, clock.Today), ("督办单 {0} 已作出决定，整改期限 {1}", "Card {0} was decided; the correction is due {1}"), ct);

    public Task<Result<CardDone>> ReportAsync(ReportCorrectionCommand command, CancellationToken ct) => OnAsync(command, command.Card, card =>
        card.ReportCorrection(command.Report, caller.Actor, calendars.Current, clock.Today), ("督办单 {0} 已报告整改，请于 {1} 前复查", "Card {0}: the correction was reported, a follow-up is due {1}"), ct);

    public Task<Result<CardDone>> FollowAsync(FollowUpCommand command, CancellationToken ct) => OnAsync(command, command.Card, card =>
        card.Follow(command.Accepted, command.Reason, caller.Actor, calendars.Current, clock.Today), ("督办单 {0} 的整改未通过复查，随附监察建议书，期限 {1}", "Card {0}: the correction was not accepted; a supervision proposal goes with it, due {1}"), ct);

    public Task<Result<CardDone>> AppealAsync(AppealCardCommand command, CancellationToken ct) => OnAsync(command, command.Card, card =>
        card.AppealAgainst(command.Grounds, caller.Actor, calendars.Current, clock.Today), ("督办单 {0} 申请复核，请于 {1} 前决定", "Card {0} was appealed against; a decision is due {1}"), ct);

    public Task<Result<CardDone>> DecideAppealAsync(DecideAppealCommand command, CancellationToken ct) => OnAsync(command, command.Card, card =>
        card.DecideAppeal(command.Stands, command.Reason, caller.Actor, calendars.Current, clock.Today), ("督办单 {0} 的复核已作出决定，整改期限 {1}", "The appeal on card {0} was decided; the correction is due {1}"), ct);

    public async Task<KeyPage<CardRow>> ListAsync(string? state, string? organ, string? after, CancellationToken ct)
    {
        var query = VisibleTo(caller.Actor);
        var mine = caller.Actor.Organ ?? "";
        query = state switch
        {
            "closed" => query.Where(c => c.State == CardState.Closed),
            "all" => query,
            "turn" => query.Where(c => c.Turn == mine),
            _ => query.Where(c => c.State != CardState.Closed),
        };
        if (!string.IsNullOrEmpty(organ))
            query = query.Where(c => c.Organ == organ);
        if (Guid.TryParse(PageKey.Read<string>(after), out var last))
            query = query.Where(c => c.Id.CompareTo(last) < 0);
        var rows = await query.OrderByDescending(c => c.Id).Take(PageSize + 1).Select(c => new CardRow(c.Id, c.Number, c.Rule, c.Level, c.ProjectCode, c.Organ, c.Office, c.Turn, c.State, c.IssuedOn, c.DueOn)).ToListAsync(ct);
        return new(rows.Count > PageSize ? rows[..PageSize] : rows, rows.Count > PageSize ? PageKey.Write(rows[PageSize - 1].Id.ToString()) : null);
    }

    public async Task<CardAnswer?> FindAsync(Guid id, CancellationToken ct)
    {
        if (await VisibleTo(caller.Actor).SingleOrDefaultAsync(c => c.Id == id, ct) is not { } c)
            return null;
        var finding = await db.Set<Finding>().AsNoTracking().SingleOrDefaultAsync(f => f.Id == c.FindingId, ct);
        var (today, calendar) = (clock.Today, calendars.Current);
        return new(new(c.Id, c.Number, c.Rule, c.Level, c.ProjectCode, c.Organ, c.Office, c.Turn, c.State, c.IssuedOn, c.DueOn), c.Version, c.FindingId, (finding?.Text ?? RuleBook.Of(c.Rule).Measure).ToString(), RuleBook.Of(c.Rule).Basis,
            c.Demand, c.Statement, c.Admits, c.StatedOn, c.Upheld, c.Decision, c.DecidedOn, c.AppealUntil, c.Report, c.ReportedOn, c.FollowUp, c.SentBack, c.Appeal, c.AppealedOn, c.AppealAnswer, c.Stands, c.ClosedOn,
            [.. c.Clocks.Select(k => new ClockAnswer(k.Step, k.Organ, k.Limit.StartedOn, k.Limit.DueOn, k.Limit.EndedOn, k.Limit.Elapsed(today, calendar), k.Limit.Length.Value, (k.Limit.EndedOn ?? today) > k.Limit.DueOn))]);
    }

    /// <summary>The office, auditors and administrators see all cards; an officer those of his organ.</summary>
    private IQueryable<SupervisionCard> VisibleTo(Actor actor)
    {
        var all = db.Set<SupervisionCard>().AsNoTracking();
        return office.ReadsAll(actor) ? all : all.Where(c => c.Organ == actor.Organ || c.Office == actor.Organ);
    }

    private Task<Result<CardDone>> OnAsync<TCommand>(TCommand command, Guid id, Func<SupervisionCard, Error?> change, Words news, CancellationToken ct) where TCommand : notnull => db.ActAsync(command, caller, async () =>
    {
        if (await db.Set<SupervisionCard>().SingleOrDefaultAsync(c => c.Id == id, ct) is not { } card || (!office.ReadsAll(caller.Actor) && card.Organ != caller.Actor.Organ && card.Office != caller.Actor.Organ))
            return (Result<CardDone>)SupervisionErrors.NoSuchCard();
        if ((caller.Expects(card) ?? change(card)) is { } refusal)
            return refusal;
        if (card.Upheld is false && await db.Set<Finding>().SingleOrDefaultAsync(f => f.Id == card.FindingId, ct) is { } finding)
            finding.Dismissed = true;
        if (card.IsClosed)
            Tell(card, card.Organ, "closed", ("督办单 {0} 已办结", "Card {0} is closed"));
        else
            Tell(card, card.Turn, $"{card.State}:{card.Clocks.Count}", news);
        return new CardDone(card.Id, card.Number, card.State, card.Version + 1);
    }, ct);

    private void Tell(SupervisionCard card, string organ, string what, Words text) =>
        db.Notify(Notice.To(Notice.Organ(organ), $"supervision-card:{card.Id}:{what}", text.With(card.Number, card.DueOn?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)), $"/supervision/cards/{card.Id}", clock.Now));

    public Words NameOf(string organ) => organs.NameOf(organ);
}

/// <summary>A card that waits too long is said again, each day at nine, once per step.</summary>
internal sealed class RemindOfCards(TongbanDb db, CityClock clock)
{
    public async Task RunAsync(CancellationToken ct)
    {
        var today = clock.Today;
        var late = await db.Set<SupervisionCard>().AsNoTracking().Where(c => c.State != CardState.Closed && c.DueOn < today).OrderBy(c => c.DueOn).Take(500).ToListAsync(ct);
        if (late.Count == 0)
            return;
        await db.ActAsync("remind-of-cards", new Caller { Actor = Actor.System }, async () =>
        {
            var occasions = late.ToDictionary(c => $"supervision-card:{c.Id}:late:{c.Clocks.Count}", c => c);
            List<string> asked = [.. occasions.Keys];
            var told = await db.Set<Notice>().AsNoTracking().Where(n => asked.Contains(n.Occasion)).Select(n => n.Occasion).ToListAsync(ct);
            foreach (var (occasion, card) in occasions.Where(o => !told.Contains(o.Key)))
                db.Notify(Notice.To(Notice.Organ(card.Turn), occasion, new Words("督办单 {0} 已超过 {1} 的期限", "Card {0} is past its day, {1}").With(card.Number, card.DueOn?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)), $"/supervision/cards/{card.Id}", clock.Now));
            return (Result<int>)(occasions.Count - told.Count);
        }, ct);
    }
}

/// <summary>A republished calendar: the cards that go on follow it.</summary>
internal sealed class RecomputeCards(IServiceScopeFactory scopes) : IOpenLimits
{
    public async Task<int> RecomputeAsync(WorkCalendar calendar, CancellationToken ct)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<TongbanDb>();
        var moved = await db.ActAsync($"cards {calendar.Version}", new Caller { Actor = Actor.System }, async () =>
            (Result<int>)(await db.Set<SupervisionCard>().Where(c => c.State != CardState.Closed).ToListAsync(ct)).Count(c => c.Recompute(calendar)), ct);
        return moved.Error is null ? moved.Value : 0;
    }
}

/// <summary>Whose the chain of a card is: the office, and the organ that answers.</summary>
internal sealed class CardMatters(TongbanDb db, SupervisionOffice office) : IMatterAccess
{
    private const string Kind = "supervision-card:";

    public bool Handles(string matter) => matter.StartsWith(Kind, StringComparison.Ordinal);

    public async Task<bool> MayReadAsync(Actor actor, string matter, CancellationToken ct) =>
        office.ReadsAll(actor) || (actor.Organ is { } organ && Guid.TryParse(matter.AsSpan(Kind.Length), out var id) && await db.Set<SupervisionCard>().AnyAsync(c => c.Id == id && (c.Organ == organ || c.Office == organ), ct));

    public async Task<Words?> NameAsync(string matter, CancellationToken ct) =>
        Guid.TryParse(matter.AsSpan(Kind.Length), out var id) && await db.Set<SupervisionCard>().Where(c => c.Id == id).Select(c => c.Number).SingleOrDefaultAsync(ct) is { } number ? ($"督办单 {number}", $"Supervision card {number}") : null;
}
