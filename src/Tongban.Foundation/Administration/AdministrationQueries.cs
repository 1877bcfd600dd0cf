using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.People;
using Tongban.Foundation.People.SecondFactors;
using Tongban.Foundation.Privacy.Reading;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;

namespace Tongban.Foundation.Administration;

/// <summary>An organ in the list.</summary>
/// <param name="Officers">Persons with a post in it today.</param>
/// <param name="Phone">Masked in lists, whole where one organ is asked for.</param>
/// <param name="Email">As <paramref name="Phone"/>.</param>
internal sealed record OrganRow(string Key, string Department, string Division, string NameZh, string NameEn, long Version, int Officers, string? Phone, string? Email);

/// <summary>A post of a person.</summary>
/// <param name="To">Last day; <see langword="null"/> while open.</param>
internal sealed record PostRow(Guid Id, string Organ, Roles Roles, DateOnly From, DateOnly? To);

/// <summary>An account in the list. No telephone number: the list does not need it.</summary>
internal sealed record PersonRow(Guid Id, string UserName, string DisplayName, bool IsDisabled, DateTimeOffset? LockedUntil, IReadOnlyList<PostRow> Posts);

/// <summary>One account with everything an administrator decides on.</summary>
internal sealed record PersonDetail(
    Guid Id, string UserName, string DisplayName, string? Phone, bool IsDisabled, DateTimeOffset? LockedUntil, int FailedAttempts, DateTimeOffset RegisteredAt, DateTimeOffset? SecondFactorSince, long Version, IReadOnlyList<PostRow> Posts);

/// <summary>Which accounts are asked for.</summary>
/// <param name="Text">Part of user name or name.</param>
/// <param name="Everyone">Also accounts that never had a post: applicants.</param>
internal sealed record PeopleFilter(string? Text, string? Organ, bool Everyone);

/// <summary>An edition of a year's calendar.</summary>
internal sealed record CalendarRow(int Year, int Edition, string NoticeNumber, DateTimeOffset PublishedAt, DateTimeOffset? SupersededAt, IReadOnlyList<CalendarDay> Days);

/// <summary>What the administration pages and endpoints show.</summary>
internal sealed class AdministrationQueries(TongbanDb db, CityClock clock, ReadLog reads)
{
    public const int PageSize = 30;

    public async Task<IReadOnlyList<OrganRow>> OrgansAsync(CancellationToken ct) =>
        [.. (await ReadOrgansAsync(ct)).Select(o => o with { Phone = o.Phone is null ? null : ContactDetails.Masked(o.Phone), Email = o.Email is null ? null : ContactDetails.Masked(o.Email) })];

    public async Task<OrganRow?> OrganAsync(string key, CancellationToken ct) => (await ReadOrgansAsync(ct)).SingleOrDefault(o => o.Key == key);

    private async Task<List<OrganRow>> ReadOrgansAsync(CancellationToken ct)
    {
        var today = clock.Today;
        return await db.Set<Organ>().AsNoTracking().OrderBy(o => o.Division).ThenBy(o => o.Department)
            .Select(o => new OrganRow(o.Key, o.Department, o.Division, o.NameZh, o.NameEn, o.Version,
                db.Set<Post>().Where(p => p.Organ == o.Key && p.From <= today && (p.To == null || p.To >= today)).Select(p => p.PersonId).Distinct().Count(), o.ContactPhone, o.ContactEmail))
            .ToListAsync(ct);
    }

    public async Task<KeyPage<PersonRow>> PeopleAsync(PeopleFilter filter, string? after, CancellationToken ct)
    {
        var people = db.Set<Person>().AsNoTracking();
        if (filter.Text?.Trim() is { Length: > 0 } text)
        {
            var lower = text.ToLowerInvariant();
            people = people.Where(p => p.UserName.Contains(lower) || p.DisplayName.Contains(text));
        }
        if (!string.IsNullOrEmpty(filter.Organ))
            people = people.Where(p => p.Posts.Any(x => x.Organ == filter.Organ));
        else if (!filter.Everyone)
            people = people.Where(p => p.Posts.Any());
        if (PageKey.Read<string>(after) is { } last)
            people = people.Where(p => string.Compare(p.UserName, last) > 0);
        var rows = await people.OrderBy(p => p.UserName).Take(PageSize + 1)
            .Select(p => new PersonRow(p.Id, p.UserName, p.DisplayName, p.IsDisabled, p.LockedUntil, p.Posts.OrderBy(x => x.From).Select(x => new PostRow(x.Id, x.Organ, x.Roles, x.From, x.To)).ToList()))
            .ToListAsync(ct);
        return rows.Count <= PageSize ? new(rows, null) : new(rows[..PageSize], PageKey.Write(rows[PageSize - 1].UserName));
    }

    /// <summary>One account, its telephone masked.</summary>
    public async Task<PersonDetail?> PersonAsync(Guid id, CancellationToken ct)
    {
        if (await FindPersonAsync(id, ct) is not { } person)
            return null;
        await reads.NoteAsync(id, ReadKinds.Account, null, ct);
        return person with { Phone = person.Phone is null ? null : ContactDetails.Masked(person.Phone) };
    }

    private Task<PersonDetail?> FindPersonAsync(Guid id, CancellationToken ct) => db.Set<Person>().AsNoTracking().Where(p => p.Id == id)
        .Select(p => new PersonDetail(p.Id, p.UserName, p.DisplayName, p.Phone, p.IsDisabled, p.LockedUntil, p.FailedAttempts, p.RegisteredAt, db.Set<SecondFactor>().Where(f => f.Id == p.Id).Select(f => (DateTimeOffset?)f.EnrolledAt).FirstOrDefault(), p.Version,
            p.Posts.OrderByDescending(x => x.From).Select(x => new PostRow(x.Id, x.Organ, x.Roles, x.From, x.To)).ToList()))
        .SingleOrDefaultAsync(ct)!;

    /// <summary>Every edition, newest year and edition first.</summary>
    public async Task<IReadOnlyList<CalendarRow>> CalendarsAsync(CancellationToken ct) => await db.Set<PublishedCalendar>().AsNoTracking()
        .OrderByDescending(c => c.Year).ThenByDescending(c => c.Edition)
        .Select(c => new CalendarRow(c.Year, c.Edition, c.NoticeNumber, c.PublishedAt, c.SupersededAt, c.Days)).ToListAsync(ct);
}
