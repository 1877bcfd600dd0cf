using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Lists.Model;

namespace Tongban.Lists.PowerList;

/// <summary>An entry of the power list. All of it is public.</summary>
/// <param name="InForce">May be used today.</param>
/// <param name="Designed">Drawn up for the demonstration city, not taken from a published list.</param>
internal sealed record PowerAnswer(
    string Code, long Version, string Category, string ItemCode, string NameZh, string NameEn, string Organ, string LegalBasis, string BasisMark, OrganLevel Level,
    DateOnly ValidFrom, DateOnly? ValidTo, int Edition, PowerState State, DateOnly? SuspendedFrom, string? Reason, bool Designed, bool InForce);

/// <summary>What is asked of the power list.</summary>
/// <param name="Organ">Key such as <c>ZRZY@360500</c>.</param>
/// <param name="Text">Part of code, name or legal basis.</param>
internal sealed record PowerFilter(string? Organ, string? Item, string? Text);

/// <summary>One act in the life of a power.</summary>
internal sealed record PowerHistory(string Act, DateTimeOffset At, string? Organ);

/// <summary>Searches and shows the power list; everyone may.</summary>
internal sealed class PowerQueries(TongbanDb db, CityClock clock, OrganDirectory organs)
{
    public const int PageSize = 50;

    public async Task<KeyPage<PowerAnswer>> ListAsync(PowerFilter filter, string? after, CancellationToken ct)
    {
        var query = Matching(filter);
        if (PageKey.Read<string>(after) is { } key)
            query = query.Where(p => string.Compare(p.Code, key) > 0);
        var rows = await Answers(query.OrderBy(p => p.Code).Take(PageSize + 1)).ToListAsync(ct);
        return rows.Count <= PageSize ? new(rows, null) : new(rows[..PageSize], PageKey.Write(rows[PageSize - 1].Code));
    }

    public Task<PowerAnswer?> FindAsync(string code, CancellationToken ct) => Answers(db.Set<PowerEntry>().Where(p => p.Code == code)).SingleOrDefaultAsync(ct);

    /// <summary>What happened to an entry, newest first.</summary>
    public async Task<IReadOnlyList<PowerHistory>> HistoryAsync(string code, CancellationToken ct)
    {
        var matter = $"power:{code}";
        return await db.Set<LedgerEntry>().AsNoTracking().Where(e => e.Matter == matter).OrderByDescending(e => e.Sequence)
            .Select(e => new PowerHistory(e.Act, e.RecordedAt, e.Organ)).Take(PageSize).ToListAsync(ct);
    }

    public async Task<byte[]> CsvAsync(PowerFilter filter, CancellationToken ct)
    {
        var rows = await Answers(Matching(filter).OrderBy(p => p.Code)).ToListAsync(ct);
        return Csv.Write(
            [
                Words.T("权力编码", "Code"), Words.T("类别", "Category"), Words.T("事项", "Item"), Words.T("名称", "Name"), Words.T("行使机关", "Organ"), Words.T("法律依据", "Legal basis"),
                Words.T("层级", "Level"), Words.T("生效日", "Valid from"), Words.T("失效日", "Valid to"), Words.T("状态", "State"), Words.T("理由", "Reason"),
            ],
            rows.Select(p => (IReadOnlyList<string?>)
            [
                p.Code, PowerWords.Category(p.Category).ToString(), p.ItemCode, Words.T(p.NameZh, p.NameEn), organs.NameOf(p.Organ).ToString(), p.LegalBasis,
                PowerWords.Level(p.Level).ToString(), Day(p.ValidFrom), p.ValidTo is { } last ? Day(last) : null, PowerWords.State(p, clock.Today).Text.ToString(), p.Reason,
            ]));
    }

    /// <summary>The entry as an HTTP answer with its ETag.</summary>
    internal async Task<IResult> AnswerAsync(string code, HttpContext http, CancellationToken ct)
    {
        if (await FindAsync(code, ct) is not { } power)
            return ListErrors.NotFound(code).ToHttp();
        http.Response.Headers.ETag = Problems.ETag(power.Version);
        return Results.Json(power);
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/powers", async (string? organ, string? item, string? q, string? after, PowerQueries powers, CancellationToken ct) =>
                Results.Json(await powers.ListAsync(new(organ, item, q), after, ct)))
            .Public().WithName("ListPowers").WithTags("powers")
            .WithSummary("The power list: which organ may act on which item, by which law")
            .WithDescription("Public. Ordered by code, 50 a page: pass next as after. organ is a key such as ZRZY@360500, item an item such as S1-03, q part of code, name or legal basis.")
            .Produces<KeyPage<PowerAnswer>>();
        api.MapGet("/powers.csv", async (string? organ, string? item, string? q, PowerQueries powers, CancellationToken ct) =>
                Results.File(await powers.CsvAsync(new(organ, item, q), ct), "text/csv; charset=utf-8", "powers.csv"))
            .Public().WithName("DownloadPowers").WithTags("powers")
            .WithSummary("The power list as a table for spreadsheets")
            .WithDescription("Public. Takes the filters of the list. UTF-8 with byte order mark; cells that look like formulas begin with an apostrophe.")
            .Produces<string>(StatusCodes.Status200OK, "text/csv");
        api.MapGet("/powers/{code}", (string code, PowerQueries powers, HttpContext http, CancellationToken ct) => powers.AnswerAsync(code, http, ct))
            .Public().WithName("GetPower").WithTags("powers")
            .WithSummary("One entry of the power list")
            .WithDescription("Public. The ETag is the version to name in If-Match.")
            .Produces<PowerAnswer>();
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private IQueryable<PowerEntry> Matching(PowerFilter filter)
    {
        var query = db.Set<PowerEntry>().AsQueryable();
        if (filter.Organ?.Trim() is { Length: > 0 } organ)
            query = query.Where(p => p.Organ == organ);
        if (filter.Item?.Trim().ToUpperInvariant() is { Length: > 0 } item)
            query = query.Where(p => p.ItemCode == item);
        if (filter.Text?.Trim() is { Length: > 0 } text)
            query = query.Where(p => p.Code.Contains(text) || p.NameZh.Contains(text) || p.NameEn.Contains(text) || p.LegalBasis.Contains(text));
        return query;
    }

    private IQueryable<PowerAnswer> Answers(IQueryable<PowerEntry> query)
    {
        var today = clock.Today;
        return query.AsNoTracking().Select(p => new PowerAnswer(p.Code, p.Version, p.Category, p.ItemCode, p.NameZh, p.NameEn, p.Organ, p.LegalBasis, p.BasisMark, p.Level,
            p.ValidFrom, p.ValidTo, p.Edition, p.State, p.SuspendedFrom, p.Reason, p.Designed,
            p.ValidFrom <= today && (p.ValidTo == null || today <= p.ValidTo) && (p.SuspendedFrom == null || today < p.SuspendedFrom)));
    }
}
