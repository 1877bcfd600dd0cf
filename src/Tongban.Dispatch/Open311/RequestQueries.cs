using Microsoft.EntityFrameworkCore;
using Tongban.Dispatch.Open311.Model;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;

namespace Tongban.Dispatch.Open311;

/// <summary>What is asked of the requests.</summary>
internal sealed record RequestFilter(
    IReadOnlyList<string>? Numbers = null, IReadOnlyList<string>? Services = null, bool? Open = null, DateTimeOffset? From = null, DateTimeOffset? To = null, DateTimeOffset? UpdatedFrom = null, DateTimeOffset? UpdatedTo = null, string? Organ = null, bool Overdue = false);

/// <summary>A request as everyone may see it: who reported and what was attached is not there.</summary>
internal sealed record PublicRequest(
    Guid Id, string Number, string ServiceCode, string Organ, bool IsOpen, RequestOutcome? Outcome, string? StatusNotes, string Description, string? Address, decimal? Longitude, decimal? Latitude,
    DateTimeOffset RequestedAt, DateTimeOffset DueAt, DateTimeOffset UpdatedAt, DateTimeOffset? ClosedAt, IReadOnlyDictionary<string, string> Attributes, long Version);

/// <summary>Counts of one service.</summary>
/// <param name="ClosedLate">Closed after they were due.</param>
/// <param name="OpenOverdue">Open, and due.</param>
internal sealed record ServiceFigures(string Service, int Received, int Open, int Closed, int ClosedLate, int OpenOverdue);

/// <summary>Reads requests; the one place that says which of their fields are public.</summary>
internal sealed class RequestQueries(TongbanDb db, CityClock clock)
{
    private const int PageSize = 50;

    /// <summary>A page of GeoReport, newest first.</summary>
    public async Task<IReadOnlyList<PublicRequest>> FindAsync(RequestFilter filter, int page, int pageSize, CancellationToken ct) =>
        [.. (await Public(Where(filter).OrderByDescending(r => r.RequestedAt).ThenByDescending(r => r.Number).Skip((page - 1) * pageSize).Take(pageSize)).ToListAsync(ct)).Select(Shown)];

    /// <summary>A page of our own list, by key.</summary>
    public async Task<KeyPage<PublicRequest>> ListAsync(RequestFilter filter, string? after, CancellationToken ct)
    {
        var query = Where(filter);
        if (PageKey.Read<long?>(after) is { } ticks)
        {
            var before = new DateTimeOffset(ticks, TimeSpan.Zero);
            query = query.Where(r => r.RequestedAt < before);
        }
        var rows = await Public(query.OrderByDescending(r => r.RequestedAt).ThenByDescending(r => r.Number).Take(PageSize + 1)).ToListAsync(ct);
        // The key is the instant; those of the same instant as the last are shown together with it.
        if (rows.Count <= PageSize)
            return new([.. rows.Select(Shown)], null);
        var last = rows[PageSize - 1].RequestedAt;
        if (rows[PageSize].RequestedAt == last)
        {
            var together = await Public(query.Where(r => r.RequestedAt == last)).ToListAsync(ct);
            rows = [.. rows.Where(r => r.RequestedAt > last), .. together.OrderByDescending(r => r.Number, StringComparer.Ordinal)];
        }
        else
        {
            rows.RemoveAt(PageSize);
        }
        return new([.. rows.Select(Shown)], PageKey.Write(last.UtcTicks));
    }

    public async Task<PublicRequest?> FindAsync(string number, CancellationToken ct) => await Public(db.Set<ServiceRequest>().AsNoTracking().Where(r => r.Number == number)).SingleOrDefaultAsync(ct) is { } found ? Shown(found) : null;

    /// <summary>Requests received up to an instant, as they stood then, by service.</summary>
    public async Task<IReadOnlyList<ServiceFigures>> FiguresAsync(DateTimeOffset at, CancellationToken ct) => [.. (await db.Set<ServiceRequest>().AsNoTracking().Where(r => r.RequestedAt <= at).GroupBy(r => r.ServiceCode).Select(g => new
        {
            g.Key, All = g.Count(), Closed = g.Count(r => r.ClosedAt != null && r.ClosedAt <= at), Late = g.Count(r => r.ClosedAt != null && r.ClosedAt <= at && r.ClosedAt > r.DueAt), Overdue = g.Count(r => (r.ClosedAt == null || r.ClosedAt > at) && r.DueAt < at),
        }).ToListAsync(ct)).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new ServiceFigures(g.Key, g.All, g.All - g.Closed, g.Closed, g.Late, g.Overdue))];

    private IQueryable<ServiceRequest> Where(RequestFilter f)
    {
        var query = db.Set<ServiceRequest>().AsNoTracking();
        if (f.Numbers is { } numbers)
            query = query.Where(r => numbers.Contains(r.Number));
        if (f.Services is { Count: > 0 } services)
            query = query.Where(r => services.Contains(r.ServiceCode));
        if (f.Open is { } open)
            query = query.Where(r => r.IsOpen == open);
        if (f.From is { } from)
            query = query.Where(r => r.RequestedAt >= from);
        if (f.To is { } to)
            query = query.Where(r => r.RequestedAt <= to);
        if (f.UpdatedFrom is { } updatedFrom)
            query = query.Where(r => r.UpdatedAt >= updatedFrom);
        if (f.UpdatedTo is { } updatedTo)
            query = query.Where(r => r.UpdatedAt <= updatedTo);
        if (f.Organ is { Length: > 0 } organ)
            query = query.Where(r => r.Organ == organ);
        if (f.Overdue)
        {
            var now = clock.Now;
            query = query.Where(r => r.IsOpen && r.DueAt < now);
        }
        return query;
    }

    private static IQueryable<PublicRequest> Public(IQueryable<ServiceRequest> query) => query.Select(r => new PublicRequest(r.Id, r.Number, r.ServiceCode, r.Organ, r.IsOpen, r.Outcome, r.StatusNotes, r.Description, r.Address, r.Longitude, r.Latitude,
        r.RequestedAt, r.DueAt, r.UpdatedAt, r.ClosedAt, r.Attributes, r.Version));

    private static PublicRequest Shown(PublicRequest r) => r with { Description = ServiceRequest.Public(r.Description), StatusNotes = r.StatusNotes is null ? null : ServiceRequest.Public(r.StatusNotes) };
}

/// <summary>Who reads the ledger of requests and of applications.</summary>
internal sealed class RequestMatters(TongbanDb db) : Foundation.Ledger.IMatterAccess
{
    public bool Handles(string matter) => matter.StartsWith("service-request:", StringComparison.Ordinal) || matter.StartsWith("api-application:", StringComparison.Ordinal);

    public Task<bool> MayReadAsync(Actor actor, string matter, CancellationToken ct) => Task.FromResult(actor.Is(matter.StartsWith("service-request:", StringComparison.Ordinal) ? DispatchPermissions.Read.HeldBy : Roles.Administrator));

    public async Task<Words?> NameAsync(string matter, CancellationToken ct)
    {
        if (!Guid.TryParse(matter.AsSpan(matter.IndexOf(':', StringComparison.Ordinal) + 1), out var id))
            return null;
        return matter.StartsWith("service-request:", StringComparison.Ordinal)
            ? await db.Set<ServiceRequest>().Where(r => r.Id == id).Select(r => r.Number).SingleOrDefaultAsync(ct) is { } number ? ($"市民诉求 {number}", $"Service request {number}") : null
            : await db.Set<ApiApplication>().Where(a => a.Id == id).Select(a => a.Name).SingleOrDefaultAsync(ct) is { } name ? ($"接入应用 {name}", $"Application {name}") : null;
    }
}
