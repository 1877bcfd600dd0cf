using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation.Identifiers;

namespace Tongban.Foundation.People;

[Act("people.organ-established", "设立机关", "Organ established")]
internal sealed record OrganEstablished(string Key, string Department, string Division) : IAct;

[Act("people.organ-renamed", "机关更名", "Organ renamed")]
internal sealed record OrganRenamed(string Key, string NameZh, string NameEn) : IAct;

/// <summary>Which ways to the organ there are now. The number and the address themselves are personal data and stay out of the ledger.</summary>
[Act("people.organ-contact-changed", "变更机关联系方式", "Contact of an organ changed")]
internal sealed record OrganContactChanged(string Key, bool HasPhone, bool HasEmail) : IAct;

/// <summary>An organ (行政机关): one department of one division. It is organs that hold powers; officers only act for them.</summary>
public sealed class Organ : Aggregate
{
    private Organ() { }

    public override string Matter => $"organ:{Key}";

    /// <summary>Department and division: <c>FGW@360500</c>.</summary>
    public string Key { get; private set; } = "";

    public string Department { get; private set; } = "";

    public string Division { get; private set; } = "";

    public string NameZh { get; private set; } = "";

    public string NameEn { get; private set; } = "";

    public Words Name => (NameZh, NameEn);

    /// <summary>Mobile number that receives text messages to the organ, and from which its answers are taken.</summary>
    public string? ContactPhone { get; private set; }

    /// <summary>E-mail address for messages to the organ.</summary>
    public string? ContactEmail { get; private set; }

    public static string KeyOf(string department, string division) => $"{department}@{division}";

    public static Organ Establish(string department, string division, Words name, DateTimeOffset now)
    {
        var organ = new Organ { Id = NewId.At(now), Key = KeyOf(department, division), Department = department, Division = division, NameZh = name.Zh, NameEn = name.En };
        organ.Record(new OrganEstablished(organ.Key, department, division));
        return organ;
    }

    public Error? Rename(Words name)
    {
        if (name.Zh is not { Length: > 0 and <= 80 } || name.En is not { Length: > 0 and <= 120 })
            return new Error("people.organ-name", ("机关名称须为 1 至 80 字，英文 1 至 120 字符。", "An organ's name has 1 to 80 characters, in English 1 to 120.")) { Field = "name" };
        (NameZh, NameEn) = (name.Zh, name.En);
        Record(new OrganRenamed(Key, NameZh, NameEn));
        return null;
    }

    /// <summary>Where messages to the organ go; what is left empty is taken away.</summary>
    public Error? ReachAt(string? phone, string? email)
    {
        var (mobile, mail) = (ContactDetails.Mobile(phone), email?.Trim());
        if (!string.IsNullOrWhiteSpace(phone) && mobile is null)
            return PeopleErrors.NotAMobileNumber();
        if (mail is { Length: > 0 } && !ContactDetails.IsEmail(mail))
            return PeopleErrors.NotAnEmailAddress();
        mail = mail is { Length: > 0 } ? mail : null;
        if ((mobile, mail) == (ContactPhone, ContactEmail))
            return null;
        (ContactPhone, ContactEmail) = (mobile, mail);
        Record(new OrganContactChanged(Key, mobile is not null, mail is not null));
        return null;
    }
}

internal sealed class OrganTable : IEntityTypeConfiguration<Organ>
{
    public void Configure(EntityTypeBuilder<Organ> table)
    {
        table.ToTable("foundation_organs");
        table.HasKey(o => o.Id);
        table.Property(o => o.Key).HasMaxLength(40);
        table.Property(o => o.Department).HasMaxLength(20);
        table.Property(o => o.Division).HasMaxLength(12);
        table.Property(o => o.NameZh).HasMaxLength(80);
        table.Property(o => o.NameEn).HasMaxLength(120);
        table.Ignore(o => o.Name);
        table.Property(o => o.ContactPhone).HasMaxLength(20);
        table.Property(o => o.ContactEmail).HasMaxLength(ContactDetails.MostEmail);
        table.HasIndex(o => o.ContactPhone);
        table.HasIndex(o => o.Key).IsUnique();
    }
}
