using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.AgentService;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Approvals.Ratings;

internal sealed record RateCommand(RatingSubject Subject, Guid SubjectId, Stars Stars, string? Comment);

internal sealed record AnswerRatingCommand(Guid Rating, string? Text);

internal sealed record RevisitRatingCommand(Guid Rating, bool Satisfied);

internal sealed record DisputeRatingCommand(Guid Rating, string? Reason);

internal sealed record DecideDisputeCommand(Guid Rating, bool Exclude, string? Reason);

/// <summary>The acts of a rating: the applicant gives it and is asked again, the organ answers or disputes it, the auditors decide.</summary>
internal sealed class RatingHandlers(TongbanDb db, Caller caller, OrganDirectory organs, Calendars calendars, CityClock clock)
{
    public Task<Result<Guid>> HandleAsync(RateCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (await SubjectAsync(command, ct) is not { } subject)
            return (Result<Guid>)RatingErrors.NoSuchRating();
        if (!subject.IsOver)
            return RatingErrors.NotOver();
        if (await db.Set<Rating>().AnyAsync(r => r.Subject == command.Subject && r.SubjectId == command.SubjectId, ct))
            return RatingErrors.RatedOnce();
        if (!Rating.Give(command.Subject, command.SubjectId, subject.Project, subject.Code, subject.Organ, caller.Actor, command.Stars, command.Comment, clock.Now, calendars.Current).TryGet(out var rating, out var refusal))
            return refusal;
        db.Add(rating);
        if (rating.State is RatingState.CorrectionDue)
            Tell(Notice.Organ(rating.Organ), rating, "bad", ($"收到差评：{rating.ProjectCode}，请于 {rating.DueOn:yyyy-MM-dd} 前整改反馈", $"A bad rating: {rating.ProjectCode}, to be put right by {rating.DueOn:yyyy-MM-dd}"));
        return rating.Id;
    }, ct);

    public Task<Result<long>> HandleAsync(AnswerRatingCommand command, CancellationToken ct) => AsOrganAsync(command, command.Rating, rating =>
    {
        var refusal = TextRules.Reason(command.Text, "text") ?? rating.AnswerWith(command.Text!, caller.Actor, clock.Now, calendars.Current);
        if (refusal is null)
            Tell(Notice.Enterprise(rating.Owner), rating, "answered", ($"您的评价已整改反馈，请确认：{rating.ProjectCode}", $"Your rating was answered; please say whether it helped: {rating.ProjectCode}"));
        return refusal;
    }, ct);

    public Task<Result<long>> HandleAsync(DisputeRatingCommand command, CancellationToken ct) => AsOrganAsync(command, command.Rating, rating =>
        TextRules.Reason(command.Reason) ?? rating.Dispute(command.Reason!, caller.Actor), ct);

    public Task<Result<long>> HandleAsync(RevisitRatingCommand command, CancellationToken ct) => ActAsync(command, command.Rating, rating =>
    {
        if (!rating.IsWithinReachOf(caller.Actor))
            return RatingErrors.NotTheRater();
        var refusal = rating.Revisit(command.Satisfied, clock.Now);
        if (refusal is null)
            Tell(Notice.Organ(rating.Organ), rating, "revisited", command.Satisfied
                ? ($"差评回访满意：{rating.ProjectCode}", $"Revisited, satisfied: {rating.ProjectCode}") : ($"差评回访仍不满意：{rating.ProjectCode}", $"Revisited, still dissatisfied: {rating.ProjectCode}"));
        return refusal;
    }, ct);

    public Task<Result<long>> HandleAsync(DecideDisputeCommand command, CancellationToken ct) => ActAsync(command, command.Rating, rating =>
    {
        var refusal = TextRules.Reason(command.Reason) ?? rating.DecideDispute(command.Exclude, command.Reason!, clock.Now, calendars.Current);
        if (refusal is null)
        {
            var text = command.Exclude ? new Words($"评价已剔除：{rating.ProjectCode}", $"The rating is excluded: {rating.ProjectCode}") : ($"评价不予剔除：{rating.ProjectCode}", $"The rating stands: {rating.ProjectCode}");
            Tell(Notice.Organ(rating.Organ), rating, "dispute-decided", text);
            Tell(Notice.Enterprise(rating.Owner), rating, "dispute-decided", text);
        }
        return refusal;
    }, ct);

    private Task<Result<long>> AsOrganAsync<TCommand>(TCommand command, Guid id, Func<Rating, Error?> act, CancellationToken ct) where TCommand : notnull => ActAsync(command, id, rating =>
        caller.Actor.Organ != rating.Organ ? RatingErrors.NotYourOrgan(organs.NameOf(rating.Organ)) : act(rating), ct);

    private Task<Result<long>> ActAsync<TCommand>(TCommand command, Guid id, Func<Rating, Error?> act, CancellationToken ct) where TCommand : notnull => db.ActAsync(command, caller, async () =>
    {
        if (await db.Set<Rating>().VisibleTo(caller.Actor).SingleOrDefaultAsync(r => r.Id == id, ct) is not { } rating)
            return (Result<long>)RatingErrors.NoSuchRating();
        return (caller.Expects(rating) ?? act(rating)) is { } refusal ? refusal : rating.Version + 1;
    }, ct);

    private async Task<Rated?> SubjectAsync(RateCommand command, CancellationToken ct)
    {
        if (command.Subject is RatingSubject.Stage)
        {
            return await db.Set<StageCase>().AsNoTracking().WithinReachOf(caller.Actor).Where(s => s.Id == command.SubjectId)
                .Select(s => new Rated(s.ProjectId, s.ProjectCode, s.Lead, s.State == StageState.Concluded || s.State == StageState.Refused || s.State == StageState.NotAccepted)).SingleOrDefaultAsync(ct);
        }
        return await db.Set<AgencyCase>().AsNoTracking().WithinReachOf(caller.Actor).Where(a => a.Id == command.SubjectId)
            .Select(a => new Rated(a.ProjectId, a.ProjectCode, a.Centre, a.State == AgencyState.Completed || a.State == AgencyState.Terminated)).SingleOrDefaultAsync(ct);
    }

    private void Tell(string recipient, Rating rating, string occasion, Words text) =>
        db.Notify(Notice.To(recipient, $"rating.{occasion}:{rating.Id:N}", text, $"/ratings/{rating.Id}", clock.Now, rating.ProjectId));

    private sealed record Rated(Guid Project, string Code, string Organ, bool IsOver);
}
