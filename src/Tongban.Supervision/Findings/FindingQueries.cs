using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Supervision.Rules;

namespace Tongban.Supervision.Findings;

/// <summary>What is asked of the findings.</summary>
/// <param name="State"><c>open</c> (not over), <c>today</c>, <c>card</c> (a card was issued), <c>all</c>.</param>
/// <param name="From">Found from this day on.</param>
internal sealed record FindingFilter(string? Rule = null, Severity? Level = null, string? Organ = null, string? Division = null, int? Stage = null, string? State = null, DateOnly? From = null, DateOnly? To = null, Guid? Officer = null);

/// <summary>A line of the list of findings.</summary>
internal sealed record FindingRow(Guid Id, string Rule, Severity Level, DateOnly FoundOn, DateOnly? SettledOn, string ProjectCode, int Stage, string? Item, string Organ, string TextZh, string TextEn, Guid? CardId, bool Dismissed)
{
    public string Text => ((Words)(TextZh, TextEn)).ToString();

    public string RuleName => RuleBook.Of(Rule).Name.ToString();
}

/// <summary>One finding with the rule behind it.</summary>
/// <param name="Entry">Ledger entry that made the rule fire; <see langword="null"/> when a day passed.</param>
/// <param name="IsYours">The reader is the officer it is about. Nobody else's name is given.</param>
internal sealed record FindingAnswer(FindingRow Finding, string Basis, RuleOrigin Origin, string Measure, string? Settled, int? DaysOver, Guid Project, Guid StageCase, Guid? Entry, bool IsYours);

/// <summary>Reading findings, each officer within his organ.</summary>
internal sealed class FindingQueries(TongbanDb db, Caller caller, SupervisionOffice office, CityClock clock)
{
    private const int PageSize = 50;

    /// <summary>The one place that says whose findings one sees: the office, auditors and administrators all, an officer those of his organ, the audit bureau also those about the government.</summary>
    public IQueryable<Finding> VisibleTo(Actor actor)
    {
        var all = db.Set<Finding>().AsNoTracking();
        var also = office.AlsoReads(actor);
        return office.ReadsAll(actor) ? all : all.Where(f => f.Organ == actor.Organ || (also != null && f.Organ == also));
    }

    public async Task<KeyPage<FindingRow>> ListAsync(FindingFilter filter, string? after, CancellationToken ct)
    {
        var query = Where(VisibleTo(caller.Actor), filter);
        if (PageKey.Read<Place>(after) is { } place)
            query = query.Where(f => f.FoundOn < place.On || (f.FoundOn == place.On && f.Id.CompareTo(place.Id) < 0));
        var rows = await query.OrderByDescending(f => f.FoundOn).ThenByDescending(f => f.Id).Take(PageSize + 1)
            .Select(f => new FindingRow(f.Id, f.Rule, f.Level, f.FoundOn, f.SettledOn, f.ProjectCode, f.Stage, f.Item, f.Organ, f.TextZh, f.TextEn, f.CardId, f.Dismissed)).ToListAsync(ct);
        return new(rows.Count > PageSize ? rows[..PageSize] : rows, rows.Count > PageSize ? PageKey.Write(new Place(rows[PageSize - 1].FoundOn, rows[PageSize - 1].Id)) : null);
    }

    public async Task<FindingAnswer?> FindAsync(Guid id, CancellationToken ct)
    {
        if (await VisibleTo(caller.Actor).SingleOrDefaultAsync(f => f.Id == id, ct) is not { } f)
            return null;
        var rule = RuleBook.Of(f.Rule);
        return new(new(f.Id, f.Rule, f.Level, f.FoundOn, f.SettledOn, f.ProjectCode, f.Stage, f.Item, f.Organ, f.TextZh, f.TextEn, f.CardId, f.Dismissed), rule.Basis, rule.Origin, rule.Measure.ToString(),
            f.SettledZh is null ? null : f.Settled.ToString(), f.DaysOver, f.ProjectId, f.StageCaseId, f.Entry, f.Officer == caller.Actor.PersonId);
    }

    private IQueryable<Finding> Where(IQueryable<Finding> query, FindingFilter filter)
    {
        if (!string.IsNullOrEmpty(filter.Rule))
            query = query.Where(f => f.Rule == filter.Rule);
        if (filter.Level is { } level)
            query = query.Where(f => f.Level == level);
        if (!string.IsNullOrEmpty(filter.Organ))
            query = query.Where(f => f.Organ == filter.Organ);
        if (!string.IsNullOrEmpty(filter.Division))
            query = query.Where(f => f.Division == filter.Division);
        if (filter.Stage is { } stage)
            query = query.Where(f => f.Stage == stage);
        if (filter.From is { } from)
            query = query.Where(f => f.FoundOn >= from);
        if (filter.To is { } to)
            query = query.Where(f => f.FoundOn <= to);
        if (filter.Officer is { } officer)
            query = query.Where(f => f.Officer == officer);
        var today = clock.Today;
        return filter.State switch
        {
            "open" => query.Where(f => f.SettledOn == null && !f.Dismissed),
            "today" => query.Where(f => f.FoundOn == today),
            "card" => query.Where(f => f.CardId != null),
            _ => query,
        };
    }

    private sealed record Place(DateOnly On, Guid Id);
}
