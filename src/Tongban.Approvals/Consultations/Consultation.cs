using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Approvals.Contracts;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Privacy;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Approvals.Consultations;

/// <summary>Where a consultation stands.</summary>
internal enum ConsultationState
{
    /// <summary>待答复.</summary>
    Asked,

    /// <summary>已答复: one follow-up question is possible.</summary>
    Answered,

    /// <summary>追问待答复.</summary>
    AskedAgain,

    /// <summary>已结束: the follow-up is answered too.</summary>
    Closed,
}

/// <summary>A question of an enterprise before it files (申报前咨询): routed to the organ that will handle the item, answered within the promised days.</summary>
/// <remarks>What was useful to others is published without names. It binds nobody: the decision follows the application (行政许可法第三十条 on explaining what is published).</remarks>
internal sealed class Consultation : Aggregate
{
    /// <summary>Working days promised for an answer.</summary>
    public const int PromisedDays = 3;

    private Consultation()
    {
    }

    public override string Matter => $"consultation:{Id}";

    public string Number { get; private set; } = "";

    /// <summary>Credit code of the enterprise that asks.</summary>
    public string Enterprise { get; private set; } = "";

    public Guid AskedBy { get; private set; }

    public string Topic { get; private set; } = "";

    public string Question { get; private set; } = "";

    /// <summary>Salt of the commitments to the questions in the ledger.</summary>
    public string? Salt { get; private set; }

    /// <summary>Code of the item it is about; <see langword="null"/> when it went to a department.</summary>
    public string? Item { get; private set; }

    /// <summary>Project code, or the name of what is planned; <see langword="null"/> for a general question.</summary>
    public string? Project { get; private set; }

    public string Organ { get; private set; } = "";

    public IReadOnlyList<ProvidedFile> Files { get; private set; } = [];

    public ConsultationState State { get; private set; }

    public DateTimeOffset AskedAt { get; private set; }

    /// <summary>The clock of the question that is open; a follow-up has one of its own.</summary>
    public TimeLimit Limit { get; private set; } = default!;

    public DateOnly? DueOn { get; private set; }

    public string? Answer { get; private set; }

    public Guid? AnsweredBy { get; private set; }

    public DateTimeOffset? AnsweredAt { get; private set; }

    public string? FollowUp { get; private set; }

    public DateTimeOffset? FollowUpAt { get; private set; }

    public string? FollowUpAnswer { get; private set; }

    public DateTimeOffset? FollowUpAnsweredAt { get; private set; }

    public DateTimeOffset? PublishedAt { get; private set; }

    public string? PublicTopic { get; private set; }

    public string? PublicQuestion { get; private set; }

    public string? PublicAnswer { get; private set; }

    public bool IsOpen => State is ConsultationState.Asked or ConsultationState.AskedAgain;

    public static Consultation Ask(string enterprise, Guid by, string topic, string question, string? item, string? project, string organ, IReadOnlyList<ProvidedFile> files, DateTimeOffset now, WorkCalendar calendar)
    {
        var asked = new Consultation
        {
            Id = NewId.At(now), Enterprise = enterprise, AskedBy = by, Topic = topic.Trim(), Question = question.Trim(), Item = item, Project = project, Organ = organ, Files = files, AskedAt = now, Salt = Commitment.NewSalt(),
        };
        asked.Run(now, calendar);
        return asked;
    }

    /// <summary>Enters the number it was given.</summary>
    public void Register(string number)
    {
        Number = number;
        Record(new ConsultationAsked(Id, number, Organ, Item, Commitment.Of(Salt!, Question), DueOn!.Value));
    }

    public Error? GiveAnswer(string answer, Guid officer, DateTimeOffset now, WorkCalendar calendar)
    {
        if (!IsOpen)
            return ConsultationErrors.NothingToAnswer();
        var today = CityClock.DateOf(now);
        if (!Limit.End(today, calendar).TryGet(out var ended, out var error))
            return error;
        (Limit, DueOn) = (ended, null);
        var again = State is ConsultationState.AskedAgain;
        if (again)
            (State, FollowUpAnswer, FollowUpAnsweredAt) = (ConsultationState.Closed, answer.Trim(), now);
        else
            (State, Answer, AnsweredBy, AnsweredAt) = (ConsultationState.Answered, answer.Trim(), officer, now);
        Record(new ConsultationAnswered(Id, Organ, again, ended.Elapsed(today, calendar), today > ended.DueOn, Sha256.Of(answer)));
        return null;
    }

    /// <summary>One follow-up question, with a limit of its own.</summary>
    public Error? AskAgain(string question, DateTimeOffset now, WorkCalendar calendar)
    {
        if (State is not ConsultationState.Answered)
            return State is ConsultationState.Closed ? ConsultationErrors.OnlyOnce() : ConsultationErrors.NotAnsweredYet();
        (State, FollowUp, FollowUpAt, Salt) = (ConsultationState.AskedAgain, question.Trim(), now, Salt ?? Commitment.NewSalt());
        Run(now, calendar);
        Record(new ConsultationAskedAgain(Id, Organ, Commitment.Of(Salt!, FollowUp), DueOn!.Value));
        return null;
    }

    /// <summary>The organ publishes question and answer, written so that nobody is named.</summary>
    /// <param name="names">What must not be in them: name and code of the enterprise, of the project.</param>
    public Error? Publish(string topic, string question, string answer, IReadOnlyList<string> names, DateTimeOffset now)
    {
        if (Answer is null)
            return ConsultationErrors.NotAnsweredYet();
        foreach (var (field, text) in new[] { ("topic", topic), ("question", question), ("answer", answer) })
        {
            if (names.FirstOrDefault(n => n.Length > 0 && text.Contains(n, StringComparison.OrdinalIgnoreCase)) is { } named)
                return ConsultationErrors.NamesSomeone(field, named);
        }
        (PublicTopic, PublicQuestion, PublicAnswer, PublishedAt) = (topic.Trim(), question.Trim(), answer.Trim(), now);
        Record(new ConsultationPublished(Id, Organ, Sha256.Of($"{PublicTopic}\n{PublicQuestion}\n{PublicAnswer}")));
        return null;
    }

    /// <summary>What the person asked goes with its salt; the answers, and what was published without names, stay.</summary>
    internal void EraseQuestion() => (Topic, Question, FollowUp, Files, Salt) = ("", "", null, [], null);

    private void Run(DateTimeOffset now, WorkCalendar calendar)
    {
        Limit = TimeLimit.Start(CityClock.DateOf(now), new LimitLength(PromisedDays), "咨询答复承诺时限", calendar);
        DueOn = Limit.DueOn;
    }
}

internal sealed class ConsultationTable : IEntityTypeConfiguration<Consultation>
{
    public const int Text = 4000;

    public void Configure(EntityTypeBuilder<Consultation> table)
    {
        table.ToTable("approvals_consultations").HasKey(c => c.Id);
        table.Property(c => c.Number).HasMaxLength(40);
        table.Property(c => c.Enterprise).HasMaxLength(18);
        table.Property(c => c.Topic).HasMaxLength(100);
        table.Property(c => c.Question).HasMaxLength(Text);
        table.Property(c => c.Salt).HasMaxLength(64);
        table.Property(c => c.Item).HasMaxLength(12);
        table.Property(c => c.Project).HasMaxLength(200);
        table.Property(c => c.Organ).HasMaxLength(40);
        table.Property(c => c.Files).AsJson();
        table.Property(c => c.Answer).HasMaxLength(Text);
        table.Property(c => c.FollowUp).HasMaxLength(Text);
        table.Property(c => c.FollowUpAnswer).HasMaxLength(Text);
        table.Property(c => c.PublicTopic).HasMaxLength(100);
        table.Property(c => c.PublicQuestion).HasMaxLength(Text);
        table.Property(c => c.PublicAnswer).HasMaxLength(Text);
        table.HasIndex(c => new { c.Organ, c.State, c.DueOn });
        table.HasIndex(c => new { c.Enterprise, c.Id });
        table.HasIndex(c => c.PublishedAt);
    }
}

[Act("approvals.consultation-asked", "申报前咨询", "Consultation asked")]
internal sealed record ConsultationAsked(Guid Consultation, string Number, string Organ, string? Item, string QuestionCommitment, DateOnly DueOn) : IAct;

[Act("approvals.consultation-answered", "答复咨询", "Consultation answered")]
internal sealed record ConsultationAnswered(Guid Consultation, string Organ, bool FollowUp, int DaysUsed, bool Late, string AnswerDigest) : IAct;

[Act("approvals.consultation-asked-again", "咨询追问", "Follow-up question asked")]
internal sealed record ConsultationAskedAgain(Guid Consultation, string Organ, string QuestionCommitment, DateOnly DueOn) : IAct;

[Act("approvals.consultation-published", "公开咨询问答", "Consultation published")]
internal sealed record ConsultationPublished(Guid Consultation, string Organ, string TextDigest) : IAct;

internal static class ConsultationErrors
{
    public static Error NoSuch() => new("approvals.no-such-consultation", ("没有这次咨询，或您无权查看。", "There is no such consultation, or it is not for you to see."), ErrorKind.NotFound);

    public static Error Missing(string field, Words text) => new("approvals.consultation-incomplete", text) { Field = field };

    public static Error NoSuchOrgan() => new("approvals.consultation-no-organ", ("请选择事项，或选择要咨询的部门。", "Choose the item, or the department you want to ask.")) { Field = "department" };

    public static Error NothingToAnswer() => new("approvals.nothing-to-answer", ("没有待答复的问题。", "No question is open."), ErrorKind.Conflict);

    public static Error NotAnsweredYet() => new("approvals.not-answered-yet", ("尚未答复。", "It has not been answered yet."), ErrorKind.Conflict);

    public static Error OnlyOnce() => new("approvals.follow-up-once", ("每次咨询只能追问一次。", "A consultation has one follow-up question."), ErrorKind.Conflict) { WayOut = ("请提出新的咨询。", "Ask a new question.") };

    public static Error NamesSomeone(string field, string name) => new("approvals.consultation-names", ($"公开的文字不得出现“{name}”。", $"What is published may not contain “{name}”.")) { Field = field, LegalBasis = "政府信息公开条例第十五条" };
}

internal static class ConsultationWords
{
    public static Words Name(this ConsultationState state) => state switch
    {
        ConsultationState.Asked => ("待答复", "Waits for an answer"),
        ConsultationState.Answered => ("已答复", "Answered"),
        ConsultationState.AskedAgain => ("追问待答复", "Follow-up waits for an answer"),
        _ => ("已结束", "Closed"),
    };
}
