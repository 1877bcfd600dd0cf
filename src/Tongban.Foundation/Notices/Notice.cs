using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Storage;

namespace Tongban.Foundation.Notices;

/// <summary>A message to one person, one organ or one enterprise (通知). It is written with the act it tells of, so none is lost or invented.</summary>
public sealed class Notice
{
    private Notice() { }

    public Guid Id { get; private set; }

    /// <summary>Who receives it: <c>person:{id}</c>, <c>organ:{key}</c> or <c>enterprise:{credit code}</c>.</summary>
    public string Recipient { get; private set; } = "";

    /// <summary>What it is about, unique per recipient: the same occasion is told once, however often the act is retried.</summary>
    public string Occasion { get; private set; } = "";

    public string TextZh { get; private set; } = "";

    public string TextEn { get; private set; } = "";

    /// <summary>Page that shows the matter.</summary>
    public string Link { get; private set; } = "";

    /// <summary>The project it tells of: whoever stands for an enterprise in some of its projects only reads of these.</summary>
    public Guid? ProjectId { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? ReadAt { get; private set; }

    public Words Text => (TextZh, TextEn);

    /// <param name="occasion">At most 120 characters, for example <c>item-paused:0198…:2</c>.</param>
    /// <param name="project">The project it tells of.</param>
    public static Notice To(string recipient, string occasion, Words text, string link, DateTimeOffset now, Guid? project = null) => new()
    {
        Id = NewId.At(now),
        Recipient = recipient,
        Occasion = occasion,
        TextZh = text.Zh,
        TextEn = text.En,
        Link = link,
        ProjectId = project,
        CreatedAt = now,
    };

    public static string Person(Guid id) => $"person:{id}";

    public static string Organ(string key) => $"organ:{key}";

    public static string Enterprise(string creditCode) => $"enterprise:{creditCode}";

    internal void Read(DateTimeOffset now) => ReadAt ??= now;
}

internal sealed class NoticeTable : IEntityTypeConfiguration<Notice>
{
    public void Configure(EntityTypeBuilder<Notice> table)
    {
        table.ToTable("foundation_notices");
        table.HasKey(n => n.Id);
        table.Property(n => n.Recipient).HasMaxLength(64);
        table.Property(n => n.Occasion).HasMaxLength(120);
        table.Property(n => n.TextZh).HasMaxLength(400);
        table.Property(n => n.TextEn).HasMaxLength(600);
        table.Property(n => n.Link).HasMaxLength(200);
        table.Ignore(n => n.Text);
        table.HasIndex(n => new { n.Recipient, n.Occasion }).IsUnique();
        table.HasIndex(n => new { n.Recipient, n.ReadAt, n.Id });
    }
}

/// <summary>Sends notices together with the act that causes them.</summary>
public static class NoticeSending
{
    /// <summary>Puts a notice into the recipient's inbox when the current act commits.</summary>
    public static void Notify(this TongbanDb db, Notice notice) => db.Add(notice);

    /// <summary>Puts a notice of the current act also into the outbox of a channel: one message per notice and channel.</summary>
    /// <param name="address">What the channel sends to: a telephone number, an address.</param>
    /// <param name="notBefore">The earliest moment; at once when left out. The channel's quiet hours come on top.</param>
    public static void NotifyThrough(this TongbanDb db, Notice notice, string channel, string address, DateTimeOffset now, DateTimeOffset? notBefore = null) => db.Add(new OutgoingNotice(notice, channel, address, now, notBefore));
}
