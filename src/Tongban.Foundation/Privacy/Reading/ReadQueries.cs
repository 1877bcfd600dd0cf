using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;

namespace Tongban.Foundation.Privacy.Reading;

/// <summary>A reading, as the person concerned sees it: the organ and the post, not the officer's name.</summary>
/// <param name="Reader">Organ with post, or the enterprise whose agent read it.</param>
internal sealed record ReadRow(DateTimeOffset At, Words Reader, string Kind, Words What, string? Purpose, bool Unmasked, string? Reason);

/// <summary>A reading, as the auditor sees it.</summary>
/// <param name="ReaderName">Who it was.</param>
/// <param name="Person">Whose data, masked.</param>
internal sealed record AuditedRead(Guid Id, DateTimeOffset At, Guid ReaderId, string ReaderName, Words Reader, Guid Subject, string Person, string Kind, Words What, string? Purpose, bool Unmasked, string? Reason);

/// <summary>Which readings the auditor asks for.</summary>
/// <param name="Reader">User name of the reader.</param>
internal sealed record ReadFilter(string? Reader, string? Purpose, bool Unmasked);

/// <summary>Who has read whose data: the person sees the own, the auditor all.</summary>
internal sealed class ReadQueries(TongbanDb db, Caller caller, OrganDirectory organs)
{
    private const int PageSize = 50;

    public async Task<KeyPage<ReadRow>> MineAsync(string? after, CancellationToken ct)
    {
        var me = caller.Actor.PersonId;
        var rows = await PageAsync(db.Set<PersonalRead>().AsNoTracking().Where(r => r.Subject == me), after, ct);
        return new([.. rows.Items.Select(r => new ReadRow(r.At, ReaderOf(r), r.Kind, ReadKinds.Of(r.Kind), r.Purpose, r.Unmasked, r.Reason))], rows.Next);
    }

    public async Task<KeyPage<AuditedRead>> AllAsync(ReadFilter filter, string? after, CancellationToken ct)
    {
        var reads = db.Set<PersonalRead>().AsNoTracking();
        if (filter.Reader?.Trim().ToLowerInvariant() is { Length: > 0 } userName)
        {
            var reader = await db.Set<Person>().Where(p => p.UserName == userName).Select(p => p.Id).SingleOrDefaultAsync(ct);
            reads = reads.Where(r => r.ReaderId == reader);
        }
        if (filter.Purpose?.Trim() is { Length: > 0 } purpose)
            reads = reads.Where(r => r.Purpose == purpose);
        if (filter.Unmasked)
            reads = reads.Where(r => r.Unmasked);
        var rows = await PageAsync(reads, after, ct);
        var ids = rows.Items.SelectMany(r => new[] { r.ReaderId, r.Subject }).Distinct().ToList();
        var names = await db.Set<Person>().AsNoTracking().Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, p.UserName, p.DisplayName }).ToDictionaryAsync(p => p.Id, ct);
        return new([.. rows.Items.Select(r => new AuditedRead(r.Id, r.At, r.ReaderId, names.GetValueOrDefault(r.ReaderId)?.UserName ?? "—", ReaderOf(r), r.Subject, ContactDetails.MaskedName(names.GetValueOrDefault(r.Subject)?.DisplayName), r.Kind, ReadKinds.Of(r.Kind), r.Purpose, r.Unmasked, r.Reason))], rows.Next);
    }

    /// <summary>Newest first.</summary>
    private static async Task<KeyPage<PersonalRead>> PageAsync(IQueryable<PersonalRead> reads, string? after, CancellationToken ct)
    {
        if (PageKey.Read<ReadKey>(after) is { } last)
            reads = reads.Where(r => r.At < last.At || (r.At == last.At && r.Id < last.Id));
        var rows = await reads.OrderByDescending(r => r.At).ThenByDescending(r => r.Id).Take(PageSize + 1).ToListAsync(ct);
        return rows.Count <= PageSize ? new(rows, null) : new(rows[..PageSize], PageKey.Write(new ReadKey(rows[PageSize - 1].At, rows[PageSize - 1].Id)));
    }

    private Words ReaderOf(PersonalRead read)
    {
        if (read.ReaderOrgan is { } organ)
        {
            var (name, role) = (organs.NameOf(organ), RoleWords.Of(read.ReaderRoles));
            return ($"{name.Zh}（{role.Zh}）", $"{name.En} ({role.En})");
        }
        return read.ReaderEnterprise is { } enterprise ? ($"单位 {enterprise} 的办事人员", $"an agent of {enterprise}") : ("个人账户", "a person");
    }

    private sealed record ReadKey(DateTimeOffset At, Guid Id);
}
