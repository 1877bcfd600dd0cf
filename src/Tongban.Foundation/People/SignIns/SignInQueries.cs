using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;

namespace Tongban.Foundation.People.SignIns;

/// <summary>An attempt, with the account it was about.</summary>
/// <param name="Id">Of the attempt.</param>
internal sealed record SignInRow(Guid Id, DateTimeOffset At, Guid? PersonId, string? UserName, string? Name, string Channel, SignInOutcome Outcome, string? Address);

/// <summary>An attempt as its own person sees it.</summary>
internal sealed record OwnSignIn(DateTimeOffset At, string Channel, SignInOutcome Outcome, string? Address);

/// <summary>How often an address was refused, and for how many accounts it tried.</summary>
internal sealed record RefusedAddress(string Address, int Refused, int Accounts);

/// <summary>Which attempts are asked for.</summary>
/// <param name="Text">Part of user name or name.</param>
/// <param name="Address">The whole address.</param>
/// <param name="Refused">Only those that did not end in a session or token.</param>
internal sealed record SignInFilter(string? Text, string? Address, bool Refused);

/// <summary>Reads the log of sign-ins.</summary>
internal sealed class SignInQueries(TongbanDb db, CityClock clock)
{
    public const int PageSize = 50;

    /// <summary>Newest first.</summary>
    public async Task<KeyPage<SignInRow>> ListAsync(SignInFilter filter, string? after, CancellationToken ct)
    {
        var attempts = db.Set<SignInAttempt>().AsNoTracking();
        var people = db.Set<Person>().AsNoTracking();
        if (filter.Text?.Trim() is { Length: > 0 } text)
        {
            var lower = text.ToLowerInvariant();
            attempts = attempts.Where(a => people.Any(p => p.Id == a.PersonId && (p.UserName.Contains(lower) || p.DisplayName.Contains(text))));
        }
        if (filter.Address?.Trim() is { Length: > 0 } address)
            attempts = attempts.Where(a => a.Address == address);
        if (filter.Refused)
            attempts = attempts.Where(a => a.Outcome != SignInOutcome.SignedIn);
        if (PageKey.Read<Guid?>(after) is { } last)
            attempts = attempts.Where(a => a.Id < last);
        var rows = await attempts.OrderByDescending(a => a.Id).Take(PageSize + 1)
            .GroupJoin(people, a => a.PersonId, p => (Guid?)p.Id, (a, found) => new { a, found })
            .SelectMany(x => x.found.DefaultIfEmpty(), (x, p) => new SignInRow(x.a.Id, x.a.At, x.a.PersonId, p!.UserName, p.DisplayName, x.a.Channel, x.a.Outcome, x.a.Address))
            .ToListAsync(ct);
        rows = [.. rows.OrderByDescending(r => r.Id)];
        return rows.Count <= PageSize ? new(rows, null) : new(rows[..PageSize], PageKey.Write<Guid?>(rows[PageSize - 1].Id));
    }

    /// <summary>A person's own, newest first.</summary>
    public async Task<IReadOnlyList<OwnSignIn>> OfPersonAsync(Guid person, int most, CancellationToken ct) => await db.Set<SignInAttempt>().AsNoTracking().Where(a => a.PersonId == person)
        .OrderByDescending(a => a.Id).Take(most).Select(a => new OwnSignIn(a.At, a.Channel, a.Outcome, a.Address)).ToListAsync(ct);

    /// <summary>Addresses that were refused during the last day, the busiest first: one password tried on many accounts shows here.</summary>
    public async Task<IReadOnlyList<RefusedAddress>> RefusedTodayAsync(CancellationToken ct)
    {
        const int shown = 5;
        var since = clock.Now - TimeSpan.FromDays(1);
        return await db.Set<SignInAttempt>().AsNoTracking()
            .Where(a => a.At >= since && a.Address != null && (a.Outcome == SignInOutcome.UnknownName || a.Outcome == SignInOutcome.WrongPassword || a.Outcome == SignInOutcome.Locked || a.Outcome == SignInOutcome.Disabled))
            .GroupBy(a => a.Address!).Select(g => new { Address = g.Key, Refused = g.Count(), Accounts = g.Select(a => a.PersonId).Distinct().Count() })
            .OrderByDescending(g => g.Refused).ThenBy(g => g.Address).Take(shown)
            .Select(g => new RefusedAddress(g.Address, g.Refused, g.Accounts)).ToListAsync(ct);
    }
}
