using Tongban.Foundation;

namespace Tongban.Dispatch.Matters;

internal sealed record ReceiveTaskCommand(Guid Matter);

/// <param name="Proposed">Organ that should have it instead.</param>
internal sealed record ReturnTaskCommand(Guid Matter, ReturnGround? Ground, string? Basis, string? Reason, string? Proposed);

internal sealed record FeedbackCommand(Guid Matter, string? Text)
{
    public IReadOnlyList<string> Files { get; init; } = [];
}

internal sealed record AnswerCommand(Guid Matter, MatterOutcome? Outcome, string? Text)
{
    public IReadOnlyList<string> Files { get; init; } = [];
}

/// <summary>What a unit does with its task: receive, return, tell how it goes, answer.</summary>
internal sealed class UnitHandlers(MatterDesk desk)
{
    public Task<Result<long>> ReceiveAsync(ReceiveTaskCommand command, CancellationToken ct) => desk.ActAsync(command, command.Matter, matter =>
        Task.FromResult(Mine() is { } organ ? matter.Receive(organ, desk.Actor.PersonId, desk.Setting) : MatterErrors.NotYourTask()), ct);

    public Task<Result<long>> ReturnAsync(ReturnTaskCommand command, CancellationToken ct) => desk.ActAsync(command, command.Matter, matter =>
    {
        var proposed = string.IsNullOrWhiteSpace(command.Proposed) ? null : command.Proposed.Trim();
        if (Mine() is not { } organ)
            return Task.FromResult<Error?>(MatterErrors.NotYourTask());
        if (proposed is not null && !desk.Exists(proposed))
            return Task.FromResult<Error?>(MatterErrors.NoSuchOrgan(proposed));
        var setting = desk.Setting;
        if (!matter.Return(organ, command.Ground, command.Basis, command.Reason, proposed, setting).TryGet(out var escalated, out var refusal))
            return Task.FromResult<Error?>(refusal);
        desk.TellGiven(matter, setting.Now);
        Words text = ($"{matter.Number} 被退回：{command.Ground?.Name().Zh}", $"{matter.Number} was returned: {command.Ground?.Name().En}");
        desk.TellOrgan(desk.Catalogue.Office, matter, $"returned.{matter.Returns}.{organ}", text);
        if (escalated is not null)
            desk.TellEscalated(matter, escalated);
        return Task.FromResult<Error?>(null);
    }, ct);

    public Task<Result<long>> FeedbackAsync(FeedbackCommand command, IReadOnlyList<IncomingFile> files, CancellationToken ct) => desk.ActAsync(command with { Files = MatterDesk.Digests(files) }, command.Matter, async matter =>
    {
        if (Mine() is not { } organ)
            return MatterErrors.NotYourTask();
        if (!(await desk.KeepAsync(files, ct)).TryGet(out var kept, out var refused))
            return refused;
        var setting = desk.Setting;
        if (matter.Feedback(organ, command.Text, kept, desk.Actor.PersonId, setting) is { } refusal)
            return refusal;
        desk.TellOwner(matter, $"feedback.{setting.Now.UtcTicks:x}", ($"{matter.Number} 办理进展已反馈", $"{matter.Number}: the unit says how it goes"));
        return null;
    }, ct);

    public Task<Result<long>> AnswerAsync(AnswerCommand command, IReadOnlyList<IncomingFile> files, CancellationToken ct) => desk.ActAsync(command with { Files = MatterDesk.Digests(files) }, command.Matter, async matter =>
    {
        if (Mine() is not { } organ)
            return MatterErrors.NotYourTask();
        if (!(await desk.KeepAsync(files, ct)).TryGet(out var kept, out var refused))
            return refused;
        var setting = desk.Setting;
        if (!matter.GiveAnswer(organ, command.Outcome, command.Text, kept, desk.Actor.PersonId, setting).TryGet(out var escalated, out var refusal))
            return refusal;
        if (escalated is not null)
        {
            desk.TellEscalated(matter, escalated);
        }
        else if (matter.State is MatterState.Answered)
        {
            Words text = ($"{matter.Number} 已答复，请于 {matter.ConfirmBy:yyyy-MM-dd} 前确认是否解决", $"{matter.Number} was answered; please say by {matter.ConfirmBy:yyyy-MM-dd} whether it is solved");
            desk.TellOwner(matter, $"answered.{matter.Reopened}", text);
            await desk.TellFollowersAsync(matter, $"answered.{matter.Reopened}", ("已答复", "answered"), ct);
        }
        else
        {
            desk.TellOrgan(matter.Lead, matter, $"assisted.{organ}.{matter.Reopened}", ($"{matter.Number} 协办单位已答复", $"{matter.Number}: an assisting unit answered"));
        }
        return null;
    }, ct);

    private string? Mine() => desk.IsOfficer ? desk.Actor.Organ : null;
}
