using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.People;

namespace Tongban.Approvals.Certificates;

internal sealed record AcknowledgeCommand(Guid Certificate);

internal sealed record HandOverCommand(Guid Certificate, DateOnly? On, string? Receipt);

internal sealed record AskHolderCommand(Guid Certificate, HolderRequestKind? Kind, string? Reason);

internal sealed record AnswerHolderCommand(Guid Certificate, bool Grant, string? Reason);

internal sealed record EndCertificateCommand(Guid Certificate, EndGround? Ground, string? Reason);

/// <summary>Service: the holder acknowledges it in his space, or the organ hands it over against a receipt (送达, 行政许可法第四十四条).</summary>
internal sealed class ServeCertificateHandler(CertificateDesk desk)
{
    public Task<Result<long>> AcknowledgeAsync(AcknowledgeCommand command, CancellationToken ct) =>
        desk.AsHolderAsync(command, command.Certificate, (result, setting) => result.Acknowledge(setting.Today, setting.Calendar), ct);

    public Task<Result<long>> HandOverAsync(HandOverCommand command, CancellationToken ct) =>
        desk.AsIssuerAsync(command, command.Certificate, Roles.Handler, (result, setting) =>
        {
            if (command.Receipt?.Length > 200)
                return ApprovalErrors.TextTooLong("receipt", 200);
            if (result.HandOver(command.On ?? setting.Today, command.Receipt, setting.Today, setting.Calendar) is { } refusal)
                return refusal;
            desk.TellHolder(result, "served", ($"{result.Name.Zh} {result.Number} 已于 {result.ServedOn:yyyy-MM-dd} 窗口领取", $"{result.Name.En} {result.Number} was handed over on {result.ServedOn:yyyy-MM-dd}"));
            return null;
        }, ct);
}

/// <summary>Renewal, change and cancellation on request: the holder asks, the organ answers.</summary>
internal sealed class HolderRequestHandler(CertificateDesk desk)
{
    public Task<Result<long>> AskAsync(AskHolderCommand command, CancellationToken ct) => command.Kind is not { } kind
        ? Task.FromResult((Result<long>)CertificateErrors.KindUnknown())
        : desk.AsHolderAsync(command, command.Certificate, (result, setting) =>
        {
            if ((TextRules.Reason(command.Reason) ?? result.Ask(kind, command.Reason!, desk.Actor, setting)) is { } refusal)
                return refusal;
            desk.TellIssuer(result, $"asked.{result.Version}", ($"{kind.Name().Zh}申请：{result.Name.Zh} {result.Number}，{result.RequestDueOn:yyyy-MM-dd} 前答复", $"{kind.Name().En} asked for: {result.Name.En} {result.Number}, answer by {result.RequestDueOn:yyyy-MM-dd}"));
            return null;
        }, ct);

    public Task<Result<long>> AnswerAsync(AnswerHolderCommand command, CancellationToken ct) =>
        desk.AsIssuerAsync(command, command.Certificate, Roles.Handler, (result, setting) =>
        {
            if (command.Reason?.Length > Limits.Reason)
                return ApprovalErrors.TextTooLong("reason", Limits.Reason);
            var kind = result.Requested;
            if (result.Answer(command.Grant, command.Reason, setting) is { } refusal)
                return refusal;
            var asked = kind!.Value.Name();
            var said = command.Grant ? new Words("同意", "granted") : new Words("不同意", "refused");
            desk.TellHolder(result, $"answered.{result.Version}", ($"{result.Name.Zh} {result.Number}：{asked.Zh}申请{said.Zh}{Until(result).Zh}", $"{result.Name.En} {result.Number}: {asked.En} {said.En}{Until(result).En}"));
            return null;
        }, ct);

    private static Words Until(IssuedResult result) => result.ValidTo is { } to ? ($"，有效期至 {to:yyyy-MM-dd}", $", valid to {to:yyyy-MM-dd}") : ("", "");
}

/// <summary>Revocation, withdrawal and cancellation on a ground of the law. The head revokes and withdraws; a handling officer may strike off.</summary>
internal sealed class EndCertificateHandler(CertificateDesk desk)
{
    public Task<Result<long>> HandleAsync(EndCertificateCommand command, CancellationToken ct) => command.Ground is not { } ground
        ? Task.FromResult((Result<long>)CertificateErrors.GroundUnknown())
        : desk.AsIssuerAsync(command, command.Certificate, ground.Ends() is ResultState.Cancelled && !desk.Actor.Is(Roles.Head) ? Roles.Handler : Roles.Head, (result, setting) =>
        {
            if ((TextRules.Reason(command.Reason) ?? result.End(ground, command.Reason!, setting.Today, setting.Calendar)) is { } refusal)
                return refusal;
            // A permit got by fraud shuts the holder out for three years where safety, health, life and property are touched (第七十九条).
            if (ground is EndGround.ObtainedByFraud && result.IsPublicSafety)
                desk.Db.Add(Restriction.Impose(RestrictionKind.FraudulentPermit, result.Owner, result.ProjectId, result.StageCaseId, result.Item, result.Organ, command.Reason!, setting.Today, setting.Now));
            var state = result.State.Name(result.Kind);
            desk.TellHolder(result, "ended", ($"{result.Name.Zh} {result.Number} {state.Zh}：{ground.Name().Zh}（{ground.Basis()}）。可依法申请复议或提起诉讼", $"{result.Name.En} {result.Number}: {state.En}. {ground.Name().En} ({ground.Basis()}). Review and suit are open to you"));
            return null;
        }, ct);
}
