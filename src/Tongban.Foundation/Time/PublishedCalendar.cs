using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Storage;

namespace Tongban.Foundation.Time;

[Act("time.calendar-published", "发布年度工作日历", "Work calendar published")]
internal sealed record CalendarPublished(int Year, int Edition, string Notice, string DaysDigest) : IAct;

/// <summary>One edition of a year's work calendar (节假日安排), as the yearly notice states it. Published editions never change; a later one supersedes.</summary>
internal sealed class PublishedCalendar : Aggregate
{
    private PublishedCalendar() { }

    public override string Matter => $"calendar:{Year.ToString(CultureInfo.InvariantCulture)}";

    public int Year { get; private set; }

    /// <summary>From 1; a correction of the notice (as in January 2020) is the next one.</summary>
    public int Edition { get; private set; }

    /// <summary>Number of the notice, for example <c>国办发明电〔2025〕7号</c>, or the address where it stands.</summary>
    public string NoticeNumber { get; private set; } = "";

    /// <summary>The days the notice names, ascending.</summary>
    public IReadOnlyList<CalendarDay> Days { get; private set; } = [];

    public DateTimeOffset PublishedAt { get; private set; }

    public Guid PublishedBy { get; private set; }

    /// <summary>When a later edition took its place; <see langword="null"/> while in force.</summary>
    public DateTimeOffset? SupersededAt { get; private set; }

    public CalendarYear Content => new(Year, Days);

    public static PublishedCalendar Publish(CalendarYear content, string noticeNumber, PublishedCalendar? before, Guid by, DateTimeOffset now)
    {
        var calendar = new PublishedCalendar
        {
            Id = NewId.At(now), Year = content.Year, Edition = (before?.Edition ?? 0) + 1, NoticeNumber = noticeNumber,
            Days = [.. content.Days.OrderBy(d => d.Date)], PublishedAt = now, PublishedBy = by,
        };
        before?.SupersededAt = now;
        calendar.Record(new CalendarPublished(calendar.Year, calendar.Edition, noticeNumber, DigestOf(calendar.Days)));
        return calendar;
    }

    public bool Says(CalendarYear content) => Days.SequenceEqual(content.Days.OrderBy(d => d.Date));

    private static string DigestOf(IEnumerable<CalendarDay> days)
    {
        var text = string.Join('\n', days.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Date:yyyy-MM-dd}|{(d.IsOffDay ? "off" : "work")}|{d.Name}")));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}

internal sealed class PublishedCalendarTable : IEntityTypeConfiguration<PublishedCalendar>
{
    public void Configure(EntityTypeBuilder<PublishedCalendar> table)
    {
        table.ToTable("foundation_calendars");
        table.HasKey(c => c.Id);
        table.Property(c => c.NoticeNumber).HasMaxLength(200);
        table.Property(c => c.Days).AsJson();
        table.Ignore(c => c.Content);
        table.HasIndex(c => new { c.Year, c.Edition }).IsUnique();
    }
}
