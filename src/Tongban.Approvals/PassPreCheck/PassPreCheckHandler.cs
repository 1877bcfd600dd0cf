using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.People;

namespace Tongban.Approvals.PassPreCheck;

/// <param name="Dropped">Codes of items of which the facts did not say whether they apply, and which the lead finds not to.</param>
internal sealed record PassPreCheckCommand(Guid StageCase, IReadOnlyList<string>? Dropped, string? Remark);

/// <summary>The lead accepts the case; it goes to all departments at one moment (并联分送).</summary>
internal sealed class PassPreCheckHandler(CaseDesk desk)
{
    public static string PreCheckItem(StageCase stage, FlowCatalogue flow) => stage.PreCheck?.Code ?? flow.Conclusion(stage.Stage, stage.Type).Code;

    public Task<Result<long>> HandleAsync(PassPreCheckCommand command, CancellationToken ct) =>
        desk.AsLeadAsync(command, command.StageCase, Roles.Handler, PreCheckItem, (stage, power, setting) =>
        {
            if ((TextRules.Opinion(command.Remark, "remark") ?? stage.Pass(desk.Actor, power, command.Dropped ?? [], command.Remark, setting)) is { } refusal)
                return refusal;
            desk.IssueResult(stage, stage.PreCheck!, setting);
            desk.TellOpened(stage, setting);
            desk.TellApplicant(stage, "accepted", ($"{stage.ProjectName}：已受理，{stage.DueOn:yyyy-MM-dd} 为阶段法定期限", $"{stage.ProjectName}: accepted; the stage's legal limit is {stage.DueOn:yyyy-MM-dd}"));
            return null;
        }, ct);
}
