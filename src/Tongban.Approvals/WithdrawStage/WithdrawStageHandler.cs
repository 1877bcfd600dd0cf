using Tongban.Approvals.EarlyStarts;
using Tongban.Foundation;

namespace Tongban.Approvals.WithdrawStage;

internal sealed record WithdrawStageCommand(Guid StageCase, string Reason);

/// <summary>The applicant takes the stage back.</summary>
internal sealed class WithdrawStageHandler(CaseDesk desk, EndEarlyStarts early)
{
    public Task<Result<long>> HandleAsync(WithdrawStageCommand command, CancellationToken ct) => desk.AsApplicantAsync(command, command.StageCase, async (stage, setting) =>
    {
        var working = stage.Items.Where(i => !i.IsClosed && i.OpenedAt is not null).Select(i => i.Organ).Distinct(StringComparer.Ordinal).ToList();
        if (TextRules.Reason(command.Reason) is { } unsaid || (unsaid = stage.Withdraw(command.Reason, setting)) is not null)
            return unsaid;
        foreach (var organ in working)
            desk.TellOrgan(organ, stage, "withdrawn", ($"申请人已撤回：{stage.ProjectName}", $"Withdrawn by the applicant: {stage.ProjectName}"));
        await early.WithAsync(stage, setting, ct);
        return null;
    }, ct);
}
