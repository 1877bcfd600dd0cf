using Microsoft.EntityFrameworkCore;
using Tongban.Dispatch.Contracts;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Dispatch.Reminders;

/// <summary>How a unit answered.</summary>
internal enum AnswerVia
{
    /// <summary>On the page or over the API.</summary>
    Platform,

    /// <summary>By text message from its registered number.</summary>
    Text,

    /// <summary>By feedback on the difficulty itself.</summary>
    Matter,
}

internal enum ReminderState
{
    /// <summary>已提醒: waits for the answer.</summary>
    Reminded,

    /// <summary>已反馈: every difficulty it names was answered.</summary>
    Answered,

    /// <summary>逾期未反馈: the days for the answer are over. It can still be answered; the light stays.</summary>
    Missed,
}

/// <summary>One difficulty in a reminder.</summary>
internal sealed record RemindedMatter(Guid Matter, string Number, string ProjectCode, string ProjectName, int DaysUsed, DateOnly DueOn);

/// <summary>One answer to a reminder.</summary>
/// <param name="Person">Who wrote it; <see langword="null"/> when it came as a text message.</param>
internal sealed record ReminderAnswer(Guid Matter, AnswerVia Via, string Text, DateTimeOffset At, Guid? Person);

/// <summary>The one reminder of one unit in one month.</summary>
/// <remarks>Its key follows from unit and month, so that however many processes make it, the database takes one; the notice and the message on its way out are written in the same transaction.</remarks>
internal sealed class Reminder : Aggregate
{
    public const int MostAnswer = 500;

    private Reminder() { }

    public override string Matter => $"reminder:{Organ}:{Month}";

    /// <summary>Key of the unit: <c>ZRZY@360500</c>.</summary>
    public string Organ { get; private set; } = "";

    /// <summary>Year and month, 202603.</summary>
    public int Month { get; private set; }

    public IReadOnlyList<RemindedMatter> Matters { get; private set; } = [];

    public string Text { get; private set; } = "";

    public string TextEn { get; private set; } = "";

    /// <summary><c>sms</c>, <c>email</c>, or empty when the inbox is the only way to the unit.</summary>
    public string Channel { get; private set; } = "";

    public DateTimeOffset RemindedAt { get; private set; }

    /// <summary>Last day for the answer.</summary>
    public DateOnly AnswerDueOn { get; private set; }

    public ReminderState State { get; private set; }

    public IReadOnlyList<ReminderAnswer> Answers { get; private set; } = [];

    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>Yellow when it was not answered in time, red when that of the month before was not either; <see langword="null"/> otherwise. A late answer does not take it away.</summary>
    public Light? Light { get; private set; }

    public static Guid KeyOf(string organ, int month) => Sha256.Key($"reminder:{organ}:{month}");

    public static string OccasionOf(int month) => $"reminder-25:{month}";

    public IEnumerable<RemindedMatter> Open => Matters.Where(m => Answers.All(a => a.Matter != m.Matter));

    /// <summary>Of its difficulties those that are still open with the unit and about which it has said nothing, neither here nor there, since it was reminded.</summary>
    /// <param name="open">The unit's open tasks; it may have several of one difficulty.</param>
    public IReadOnlySet<Guid> Silent(IEnumerable<OpenTask> open)
    {
        var waiting = Open.Select(m => m.Matter).ToHashSet();
        waiting.IntersectWith(open.Where(t => !(t.LastFeedbackAt >= RemindedAt)).Select(t => t.Matter));
        return waiting;
    }

    public static Reminder Send(string organ, ReminderOccasion occasion, IReadOnlyList<OpenTask> tasks, Words text, string channel, DateOnly answerDueOn, DateTimeOffset now)
    {
        var reminder = new Reminder
        {
            Id = KeyOf(organ, occasion.Month), Organ = organ, Month = occasion.Month, Text = text.Zh, TextEn = text.En, Channel = channel, RemindedAt = now, AnswerDueOn = answerDueOn,
            Matters = [.. tasks.DistinctBy(t => t.Matter).Select(t => new RemindedMatter(t.Matter, t.Number, t.ProjectCode, t.ProjectName, t.DaysUsed, t.DueOn))],
        };
        reminder.Record(new UnitReminded(organ, reminder.Month, reminder.Matters.Count, channel, answerDueOn));
        return reminder;
    }

    /// <summary>The unit says how one of the difficulties goes. Saying it twice adds to it.</summary>
    public Error? Answer(Guid matter, string? text, AnswerVia via, Guid? person, DateTimeOffset now)
    {
        if (Matters.All(m => m.Matter != matter))
            return ReminderErrors.NotInReminder();
        if (text?.Trim() is not { Length: >= 2 and <= MostAnswer } given)
            return ReminderErrors.AnswerLength(MostAnswer);
        Take(matter, given, via, person, now);
        return null;
    }

    /// <summary>The unit has given feedback on the difficulty itself, or the difficulty needs none any more.</summary>
    public void NoteFeedback(Guid matter, DateTimeOffset now)
    {
        if (Open.Any(m => m.Matter == matter))
            Take(matter, "", AnswerVia.Matter, null, now);
    }

    /// <summary>The days for the answer are over.</summary>
    /// <param name="missedBefore">Whether the reminder of the month before was missed too.</param>
    public void Miss(bool missedBefore)
    {
        (State, Light) = (ReminderState.Missed, missedBefore ? Foundation.Time.Light.Red : Foundation.Time.Light.Yellow);
        Record(new ReminderMissed(Organ, Month, Light.Value.ToString()));
    }

    private void Take(Guid matter, string text, AnswerVia via, Guid? person, DateTimeOffset now)
    {
        Answers = [.. Answers, new ReminderAnswer(matter, via, text, now, person)];
        Record(new ReminderAnswered(Organ, Month, matter, via.ToString(), Sha256.Of(text)));
        if (AnsweredAt is not null || Open.Any())
            return;
        AnsweredAt = now;
        if (State is ReminderState.Reminded)
            State = ReminderState.Answered;
    }
}

internal enum RoundState
{
    /// <summary>Units are being reminded.</summary>
    Running,

    /// <summary>All units were.</summary>
    Done,

    /// <summary>Nothing ran until it was too late: nobody was reminded.</summary>
    LeftOut,
}

/// <summary>One month's round of reminders. As long as it runs any process may go on with it; once it is over nobody is reminded any more, by no matter how old a list.</summary>
internal sealed class ReminderRound : Aggregate
{
    private ReminderRound() { }

    public override string Matter => $"reminder-round:{Month}";

    public int Month { get; private set; }

    public DateTimeOffset Moment { get; private set; }

    public RoundState State { get; private set; }

    public int Units { get; private set; }

    public DateTimeOffset BegunAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public static Guid KeyOf(int month) => Sha256.Key($"reminder-round:{month}");

    public static ReminderRound Begin(ReminderOccasion occasion, DateTimeOffset now) => new() { Id = KeyOf(occasion.Month), Month = occasion.Month, Moment = occasion.Moment, BegunAt = now };

    public void End(int units, DateTimeOffset now)
    {
        (State, Units, EndedAt) = (RoundState.Done, units, now);
        Record(new ReminderRoundEnded(Month, units));
    }

    public void LeaveOut(DateTimeOffset now)
    {
        (State, EndedAt) = (RoundState.LeftOut, now);
        Record(new ReminderRoundLeftOut(Month));
    }
}

internal static class ReminderTables
{
    public static void Configure(ModelBuilder model)
    {
        model.Ignore<RemindedMatter>();
        model.Ignore<ReminderAnswer>();
        model.Entity<Reminder>(t =>
        {
            t.ToTable("dispatch_reminders").HasKey(r => r.Id);
            t.Ignore(r => r.Acts);
            t.Ignore(r => r.Matter);
            t.Ignore(r => r.Open);
            t.Property(r => r.Organ).HasMaxLength(40);
            t.Property(r => r.Text).HasMaxLength(400);
            t.Property(r => r.TextEn).HasMaxLength(600);
            t.Property(r => r.Channel).HasMaxLength(20);
            t.Property(r => r.Matters).AsJson();
            t.Property(r => r.Answers).AsJson();
            t.HasIndex(r => new { r.Organ, r.Month }).IsUnique();
            t.HasIndex(r => new { r.Month, r.Organ });
            t.HasIndex(r => new { r.State, r.AnswerDueOn });
        });
        model.Entity<ReminderRound>(t =>
        {
            t.ToTable("dispatch_reminder_rounds").HasKey(r => r.Id);
            t.Ignore(r => r.Acts);
            t.Ignore(r => r.Matter);
            t.HasIndex(r => r.Month).IsUnique();
        });
    }
}
