using Tongban.Foundation;
using Tongban.Foundation.Ui;

namespace Tongban.Approvals.Ratings;

/// <summary>Refusals of the ratings, and what their states and levels are called.</summary>
internal static class RatingErrors
{
    public static Error NoSuchRating() => new("approvals.no-such-rating", ("没有这项评价，或您无权查看。", "There is no such rating, or it is not for you to see."), ErrorKind.NotFound);

    public static Error Levels() => new("approvals.rating-levels", ("评价为一至五级，总体评价必填。", "A rating has five levels, 1 to 5; the overall one is required."))
    { Field = "overall", LegalBasis = Rating.Basis };

    public static Error WhyBad() => new("approvals.rating-why-bad", ("不满意的，请写明原因，以便整改。", "Please say what was wrong, so that it can be put right."))
    { Field = "comment", LegalBasis = Rating.Basis };

    public static Error NotOver() => new("approvals.rating-not-over", ("办结后才能评价。", "A case can be rated once it is over."), ErrorKind.Conflict);

    public static Error RatedOnce() => new("approvals.rated-once", ("该办件已经评价，一件一评。", "This case is already rated; each is rated once."), ErrorKind.Conflict) { LegalBasis = Rating.Basis };

    public static Error NotYourOrgan(Words organ) => new("approvals.rating-not-your-organ", ($"该评价由“{organ.Zh}”答复。", $"This rating is for {organ.En} to answer."), ErrorKind.Forbidden);

    public static Error NotTheRater() => new("approvals.rating-not-the-rater", ("只有评价单位可以回访确认。", "Only the unit that rated may answer."), ErrorKind.Forbidden);

    public static Error NothingDue(RatingState state) => new("approvals.rating-nothing-due", ($"该评价当前为“{state.Name().Zh}”，没有待整改事项。", $"The rating is “{state.Name().En}”; nothing is due."), ErrorKind.Conflict);

    public static Error NotAnswered(RatingState state) => new("approvals.rating-not-answered", ($"该评价当前为“{state.Name().Zh}”。", $"The rating is “{state.Name().En}”."), ErrorKind.Conflict);

    public static Error DisputedOnce() => new("approvals.rating-disputed-once", ("已经申请过剔除，不得再次申请。", "Its exclusion was already asked for, once."), ErrorKind.Conflict);

    public static Error NotDisputed(RatingState state) => new("approvals.rating-not-disputed", ($"该评价当前为“{state.Name().Zh}”，没有待审核的剔除申请。", $"The rating is “{state.Name().En}”; no exclusion is asked for."), ErrorKind.Conflict);

    public static Words Name(this RatingState state) => state switch
    {
        RatingState.Given => ("已评价", "Rated"),
        RatingState.CorrectionDue => ("待整改", "To be put right"),
        RatingState.Answered => ("待回访", "Answered, awaiting your word"),
        RatingState.Revisited => ("已回访", "Revisited"),
        RatingState.Disputed => ("剔除审核中", "Under review"),
        _ => ("已剔除", "Excluded"),
    };

    public static Tone ToneOf(this RatingState state) => state switch
    {
        RatingState.CorrectionDue => Tone.Warn,
        RatingState.Answered or RatingState.Disputed => Tone.Info,
        RatingState.Revisited => Tone.Good,
        _ => Tone.Neutral,
    };

    public static Words Level(int stars) => stars switch
    {
        5 => ("非常满意", "Very satisfied"),
        4 => ("满意", "Satisfied"),
        3 => ("基本满意", "Fairly satisfied"),
        2 => ("不满意", "Dissatisfied"),
        _ => ("非常不满意", "Very dissatisfied"),
    };
}
