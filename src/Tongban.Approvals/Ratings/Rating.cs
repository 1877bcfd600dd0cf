using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Foundation.Privacy;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Ratings;

/// <summary>What was rated.</summary>
internal enum RatingSubject
{
    /// <summary>A stage of the approval (阶段办件).</summary>
    Stage,

    /// <summary>An agency service (代办).</summary>
    Agency,
}

/// <summary>Where a rating stands.</summary>
internal enum RatingState
{
    /// <summary>已评价: nothing follows.</summary>
    Given,

    /// <summary>待整改: a bad rating; the organ has 15 working days to put right what was wrong and say so.</summary>
    CorrectionDue,

    /// <summary>待回访: the organ has answered, the rater says whether it helped.</summary>
    Answered,

    /// <summary>已回访.</summary>
    Revisited,

    /// <summary>申请剔除: the organ holds the rating to be false or malicious; the auditors look.</summary>
    Disputed,

    /// <summary>已剔除: found false or malicious, not counted.</summary>
    Excluded,
}

/// <summary>The five levels and the four dimensions of an online case (好差评), 1 to 5 each.</summary>
/// <param name="Overall">5 非常满意, 4 满意, 3 基本满意, 2 不满意, 1 非常不满意.</param>
/// <param name="Efficiency">办理效率; <see langword="null"/> where nothing was said.</param>
/// <param name="Guidance">办事指南准确度.</param>
/// <param name="Convenience">便捷度.</param>
/// <param name="Platform">平台易用度.</param>
internal sealed record Stars(int Overall, int? Efficiency = null, int? Guidance = null, int? Convenience = null, int? Platform = null)
{
    public bool IsBad => Overall <= 2;

    public bool AreValid => In(Overall) && In(Efficiency) && In(Guidance) && In(Convenience) && In(Platform);

    private static bool In(int? stars) => stars is null or >= 1 and <= 5;
}

/// <summary>What an applicant says about a case that is over: once, in five levels. A bad rating is put right within 15 working days and asked about again.</summary>
/// <remarks>国办发〔2019〕51号: 差评按期整改、回访、反馈率 100%; false or malicious ratings are excluded after review.</remarks>
internal sealed class Rating : Aggregate, IOfProject
{
    /// <summary>Working days for putting a bad rating right.</summary>
    public const int CorrectionDays = 15;

    public const string Basis = "国务院办公厅关于建立政务服务“好差评”制度提高政务服务水平的意见（国办发〔2019〕51号）";

    private Rating()
    {
    }

    public override string Matter => ProjectRecord.MatterOf(ProjectId);

    public RatingSubject Subject { get; private set; }

    public Guid SubjectId { get; private set; }

    public Guid ProjectId { get; private set; }

    public string ProjectCode { get; private set; } = "";

    /// <summary>The organ that answers for the case: the lead of the stage, the service centre.</summary>
    public string Organ { get; private set; } = "";

    public string Owner { get; private set; } = "";

    public Guid RatedBy { get; private set; }

    public DateTimeOffset RatedAt { get; private set; }

    /// <summary>The overall level once more as a column: statistics count it.</summary>
    public int Overall { get; private set; }

    public Stars Stars { get; private set; } = null!;

    public string? Comment { get; private set; }

    public RatingState State { get; private set; }

    /// <summary>Salt of the comment's commitment in the ledger.</summary>
    public string? Salt { get; private set; }

    /// <summary>The clock for putting a bad rating right.</summary>
    public TimeLimit? Limit { get; private set; }

    public DateOnly? DueOn { get; private set; }

    public string? Answer { get; private set; }

    public DateTimeOffset? AnsweredAt { get; private set; }

    public Guid? AnsweredBy { get; private set; }

    /// <summary>Whether the rater found it put right, when asked again.</summary>
    public bool? IsSatisfied { get; private set; }

    public DateTimeOffset? RevisitedAt { get; private set; }

    public string? DisputeReason { get; private set; }

    public Guid? DisputedBy { get; private set; }

    /// <summary>What the auditors said about the dispute.</summary>
    public string? DisputeAnswer { get; private set; }

    public static Result<Rating> Give(RatingSubject subject, Guid subjectId, Guid project, string projectCode, string organ, Actor rater, Stars stars, string? comment, DateTimeOffset now, WorkCalendar calendar)
    {
        if (!stars.AreValid)
            return RatingErrors.Levels();
        if (stars.IsBad && string.IsNullOrWhiteSpace(comment))
            return RatingErrors.WhyBad();
        if (comment?.Length > Limits.Reason)
            return ApprovalErrors.TextTooLong("comment", Limits.Reason);
        var limit = stars.IsBad ? TimeLimit.Start(CityClock.DateOf(now), new LimitLength(CorrectionDays), Basis, calendar) : null;
        var rating = new Rating
        {
            Id = NewId.At(now),
            Subject = subject,
            SubjectId = subjectId,
            ProjectId = project,
            ProjectCode = projectCode,
            Organ = organ,
            Owner = rater.Enterprise!,
            RatedBy = rater.PersonId,
            RatedAt = now,
            Overall = stars.Overall,
            Stars = stars,
            Comment = string.IsNullOrWhiteSpace(comment) ? null : comment.Trim(),
            Salt = string.IsNullOrWhiteSpace(comment) ? null : Commitment.NewSalt(),
            State = stars.IsBad ? RatingState.CorrectionDue : RatingState.Given,
            Limit = limit,
            DueOn = limit?.DueOn,
        };
        rating.Record(new CaseRated(rating.Id, subject, subjectId, organ, stars.Overall, rating.Salt is null ? null : Commitment.Of(rating.Salt, rating.Comment), rating.DueOn));
        return rating;
    }

    /// <summary>The comment goes with its salt at the rater's request; the levels stay, they count.</summary>
    internal void EraseComment() => (Comment, Salt) = (null, null);

    /// <summary>The organ says what it has put right.</summary>
    public Error? AnswerWith(string text, Actor officer, DateTimeOffset now, WorkCalendar calendar)
    {
        if (State is not RatingState.CorrectionDue)
            return RatingErrors.NothingDue(State);
        if (!Limit!.End(CityClock.DateOf(now), calendar).TryGet(out var ended, out var error))
            return error;
        (State, Answer, AnsweredAt, AnsweredBy, Limit, DueOn) = (RatingState.Answered, text.Trim(), now, officer.PersonId, ended, null);
        Record(new RatingAnswered(Id, Sha256.Of(Answer), ended.Elapsed(CityClock.DateOf(now), calendar)));
        return null;
    }

    /// <summary>The rater is asked again, once, whether it was put right.</summary>
    public Error? Revisit(bool satisfied, DateTimeOffset now)
    {
        if (State is not RatingState.Answered)
            return RatingErrors.NotAnswered(State);
        (State, IsSatisfied, RevisitedAt) = (RatingState.Revisited, satisfied, now);
        Record(new RatingRevisited(Id, satisfied));
        return null;
    }

    /// <summary>The organ asks for the exclusion of a false or malicious rating. The clock runs on meanwhile.</summary>
    public Error? Dispute(string reason, Actor officer)
    {
        if (State is not RatingState.CorrectionDue)
            return RatingErrors.NothingDue(State);
        if (DisputeReason is not null)
            return RatingErrors.DisputedOnce();
        (State, DisputeReason, DisputedBy) = (RatingState.Disputed, reason.Trim(), officer.PersonId);
        Record(new RatingDisputed(Id, Sha256.Of(reason)));
        return null;
    }

    /// <summary>The auditors decide whether the rating counts.</summary>
    public Error? DecideDispute(bool exclude, string reason, DateTimeOffset now, WorkCalendar calendar)
    {
        if (State is not RatingState.Disputed)
            return RatingErrors.NotDisputed(State);
        DisputeAnswer = reason.Trim();
        if (exclude)
            (State, Limit, DueOn) = (RatingState.Excluded, Limit!.End(CityClock.DateOf(now), calendar).Value, null);
        else
            State = RatingState.CorrectionDue;
        Record(new RatingDisputeDecided(Id, exclude, Sha256.Of(reason)));
        return null;
    }

    /// <summary>A republished calendar moves the open clock.</summary>
    /// <returns>Whether the due day moved.</returns>
    public bool Recompute(WorkCalendar calendar)
    {
        if (Limit is not { IsEnded: false } before || before.Recompute(calendar) is not { } after || before.DueOn == after.DueOn)
            return false;
        (Limit, DueOn) = (after, after.DueOn);
        Record(new LimitRecomputed(Id, null, calendar.Version, before.DueOn, after.DueOn));
        return true;
    }
}

internal sealed class RatingTable : IEntityTypeConfiguration<Rating>
{
    public void Configure(EntityTypeBuilder<Rating> table)
    {
        table.ToTable("approvals_ratings").HasKey(r => r.Id);
        table.Property(r => r.ProjectCode).HasMaxLength(24);
        table.Property(r => r.Organ).HasMaxLength(40);
        table.Property(r => r.Owner).HasMaxLength(18);
        table.Property(r => r.Comment).HasMaxLength(Limits.Reason);
        table.Property(r => r.Salt).HasMaxLength(64);
        table.Property(r => r.Answer).HasMaxLength(Limits.Reason);
        table.Property(r => r.DisputeReason).HasMaxLength(Limits.Reason);
        table.Property(r => r.DisputeAnswer).HasMaxLength(Limits.Reason);
        table.Property(r => r.Stars).AsJson();
        // One rating a case.
        table.HasIndex(r => new { r.Subject, r.SubjectId }).IsUnique();
        table.HasIndex(r => new { r.Organ, r.State, r.DueOn, r.Id });
        table.HasIndex(r => new { r.Owner, r.Id });
    }
}

[Act("approvals.case-rated", "评价", "Case rated")]
internal sealed record CaseRated(Guid Rating, RatingSubject Subject, Guid SubjectId, string Organ, int Overall, string? CommentCommitment, DateOnly? CorrectionDueOn) : IAct;

[Act("approvals.rating-answered", "差评整改反馈", "Bad rating put right")]
internal sealed record RatingAnswered(Guid Rating, string AnswerDigest, int DaysUsed) : IAct;

[Act("approvals.rating-revisited", "差评回访", "Bad rating revisited")]
internal sealed record RatingRevisited(Guid Rating, bool Satisfied) : IAct;

[Act("approvals.rating-disputed", "申请剔除评价", "Exclusion of a rating asked for")]
internal sealed record RatingDisputed(Guid Rating, string ReasonDigest) : IAct;

[Act("approvals.rating-dispute-decided", "评价剔除审核", "Exclusion of a rating decided")]
internal sealed record RatingDisputeDecided(Guid Rating, bool Excluded, string ReasonDigest) : IAct;
