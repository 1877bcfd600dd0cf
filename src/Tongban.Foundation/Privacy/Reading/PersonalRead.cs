using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation.Housekeeping;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Foundation.Privacy.Reading;

/// <summary>Somebody read what is held of somebody else (查阅记录): who, when, what kind, for which case. No data, only ids.</summary>
/// <remarks>One record for the same reader, person, kind, case and hour; masked and unmasked apart. Kept three years (个人信息保护法第五十六条第二款, by analogy).</remarks>
public sealed class PersonalRead
{
    private PersonalRead()
    {
    }

    internal PersonalRead(Guid id, Guid subject, Actor reader, string kind, string? purpose, bool unmasked, string? reason, DateTimeOffset at) =>
        (Id, Subject, ReaderId, ReaderRoles, ReaderOrgan, ReaderEnterprise, Kind, Purpose, Unmasked, Reason, At) = (id, subject, reader.PersonId, reader.Roles, reader.Organ, reader.Enterprise, kind, purpose, unmasked, reason, at);

    public Guid Id { get; private set; }

    /// <summary>Whose data were read.</summary>
    public Guid Subject { get; private set; }

    public Guid ReaderId { get; private set; }

    public Roles ReaderRoles { get; private set; }

    public string? ReaderOrgan { get; private set; }

    public string? ReaderEnterprise { get; private set; }

    /// <summary>Stable name: <c>registers.enterprise</c>. <see cref="ReadKinds"/> says it in words.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>Number of the case or project it was read for.</summary>
    public string? Purpose { get; private set; }

    /// <summary>Shown whole.</summary>
    public bool Unmasked { get; private set; }

    /// <summary>Why masked data were asked for whole, in the officer's words.</summary>
    public string? Reason { get; private set; }

    public DateTimeOffset At { get; private set; }
}

internal sealed class PersonalReadTable : IEntityTypeConfiguration<PersonalRead>
{
    public void Configure(EntityTypeBuilder<PersonalRead> table)
    {
        table.ToTable("foundation_personal_reads").HasKey(r => r.Id);
        table.Property(r => r.ReaderRoles).HasMaxLength(80);
        table.Property(r => r.ReaderOrgan).HasMaxLength(40);
        table.Property(r => r.ReaderEnterprise).HasMaxLength(18);
        table.Property(r => r.Kind).HasMaxLength(40);
        table.Property(r => r.Purpose).HasMaxLength(Unmasking.LongestPurpose);
        table.Property(r => r.Reason).HasMaxLength(Unmasking.LongestReason);
        table.HasIndex(r => new { r.Subject, r.At, r.Id });
        table.HasIndex(r => new { r.ReaderId, r.At, r.Id });
        table.HasIndex(r => new { r.At, r.Id });
    }
}

/// <summary>What kinds of reading are called.</summary>
public static class ReadKinds
{
    public const string Account = "people.account", Holdings = "people.holdings", Entries = "people.entries", Enterprise = "registers.enterprise", Contact = "projects.contact", Archive = "projects.archive", Package = "projects.package",
        Paper = "approvals.paper", Question = "approvals.question", Comment = "approvals.rating", Dispatch = "dispatch.contact";

    public static Words Of(string kind) => kind switch
    {
        Account => ("账户资料", "Account"),
        Holdings => ("办理删除申请时查看的信息目录", "List of what is held, for a request for erasure"),
        Entries => ("账户的台账记录", "Ledger entries of the account"),
        Enterprise => ("单位登记的姓名、电话", "Name and telephone in the register of enterprises"),
        Contact => ("项目联系人姓名、电话", "Contact person of a project"),
        Archive => ("项目档案文件", "Document of a project's archive"),
        Package => ("导出项目档案包", "Export of a project's archive"),
        Paper => ("提交的办件材料", "Paper handed in"),
        Question => ("咨询内容", "Consultation"),
        Comment => ("评价留言", "Comment of a rating"),
        Dispatch => ("协调事项的联系方式", "Contact of a difficulty"),
        _ => (kind, kind),
    };
}

/// <summary>What this process has written this hour: a second look costs nothing. Another process writes the same key and finds it there.</summary>
internal sealed class KnownReads
{
    private const int Most = 50_000;
    private readonly Lock _one = new();
    private HashSet<Guid> _keys = [];
    private long _hour;

    public bool Contains(Guid key, long hour)
    {
        lock (_one)
            return _hour == hour && _keys.Contains(key);
    }

    public void Add(Guid key, long hour)
    {
        lock (_one)
        {
            if (_hour != hour || _keys.Count >= Most)
                (_keys, _hour) = ([], hour);
            _keys.Add(key);
        }
    }
}

/// <summary>Notes readings of other people's personal data. Whoever hands data out calls it before: what cannot be noted is not shown.</summary>
/// <remarks>The note is durable when the call returns: one grouped commit for the first look in an hour, nothing but a look into memory for the others.</remarks>
public sealed class ReadLog
{
    private readonly TongbanDb _db;
    private readonly Caller _caller;
    private readonly CityClock _clock;
    private readonly KnownReads _known;

    internal ReadLog(TongbanDb db, Caller caller, CityClock clock, KnownReads known) => (_db, _caller, _clock, _known) = (db, caller, clock, known);

    /// <param name="subject">Account of the person; one's own data are nobody's business.</param>
    /// <param name="purpose">Number of the case or project.</param>
    /// <param name="unmasked">What is shown is whole.</param>
    /// <exception cref="StorageUnavailableException">The note could not be written; the data must not be shown.</exception>
    public async Task NoteAsync(Guid? subject, string kind, string? purpose, CancellationToken ct, bool unmasked = false)
    {
        var (reader, now) = (_caller.Actor, _clock.Now);
        if (subject is not { } person || person == Guid.Empty || person == reader.PersonId || reader.IsStranger || reader.PersonId == Actor.System.PersonId)
            return;
        var hour = now.UtcTicks / TimeSpan.TicksPerHour;
        var key = Sha256.Key($"read|{person:N}|{reader.PersonId:N}|{reader.Organ}|{reader.Enterprise}|{kind}|{purpose}|{unmasked}|{hour}");
        if (_known.Contains(key, hour))
            return;
        if (!await _db.Set<PersonalRead>().AsNoTracking().AnyAsync(r => r.Id == key, ct))
        {
            // Without the caller's act id: reading is no act that could be repeated.
            var noted = await _db.ActAsync(("read", key), new Caller { Actor = reader }, async () =>
            {
                if (!await _db.Set<PersonalRead>().AsNoTracking().AnyAsync(r => r.Id == key, ct))
                    _db.Add(new PersonalRead(key, person, reader, kind, purpose, unmasked, null, now));
                return (Result<bool>)true;
            }, ct);
            if (noted.Error is { } refusal)
                throw new StorageUnavailableException(refusal.Text.En);
        }
        _known.Add(key, hour);
    }
}

/// <summary>Records of reading go after three years.</summary>
internal sealed class TidyReads(TongbanDb db, CityClock clock) : IHousekeeping
{
    public const int YearsKept = 3;

    public string Name => "foundation.personal-reads";

    public Task<int> TidyAsync(CancellationToken ct)
    {
        var before = clock.Now.AddYears(-YearsKept);
        return db.RemoveInBatchesAsync(Name, d => d.Set<PersonalRead>().Where(r => r.At < before).OrderBy(r => r.At), ct);
    }
}
