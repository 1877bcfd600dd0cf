using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Api;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Approvals.PassPreCheck;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;

namespace Tongban.Approvals.ReopenStage;

/// <param name="Items">Items to be decided anew; the closing item always is.</param>
/// <param name="Basis">The article or document on which it is done; the ground's own when left out.</param>
internal sealed record ReopenStageCommand(Guid StageCase, ReopenGround? Ground, string? Basis, string? Reason, IReadOnlyList<string>? Items);

/// <summary>The head of the lead takes an ended stage up again.</summary>
internal sealed class ReopenStageHandler(TongbanDb db, Caller caller, CaseDesk desk, Authority authority, OrganDirectory organs)
{
    public Task<Result<long>> HandleAsync(ReopenStageCommand command, CancellationToken ct) => desk.ActAsync(command, command.StageCase, whole: true, async stage =>
    {
        var setting = desk.Setting(stage);
        if (caller.Actor.Organ != stage.Lead)
            return ApprovalErrors.NotTheLead(organs.NameOf(stage.Lead));
        if (!authority.Check(caller.Actor, Roles.Head, stage.Lead, PassPreCheckHandler.PreCheckItem(stage, setting.Flow)).TryGet(out var power, out var without))
            return without;
        if (command.Ground is not { } ground)
            return ApprovalErrors.NothingChosen("ground");
        var basis = string.IsNullOrWhiteSpace(command.Basis) ? ground.Basis() : command.Basis.Trim();
        if ((TextRules.Reason(command.Reason) ?? TextRules.Reason(basis, "basis")) is { } tooLong)
            return tooLong;
        var later = await db.Set<StageCase>().AsNoTracking().Where(s => s.ProjectId == stage.ProjectId && s.Stage > stage.Stage).OrderBy(s => s.Stage).Select(s => new { s.Stage, s.Lead }).ToListAsync(ct);
        if (stage.Reopen(ground, basis, command.Reason!, command.Items ?? [], [.. later.Select(l => l.Stage)], power, setting) is { } refusal)
            return refusal;
        var name = setting.Flow.Stage(stage.Stage).Name;
        var effect = Effect([.. later.Select(l => l.Stage)]);
        Words text = ($"{stage.ProjectName}：“{name.Zh}”阶段重新办理（{ground.Name().Zh}，{basis}）。{effect.Zh}", $"{stage.ProjectName}: the stage “{name.En}” was taken up again ({ground.Name().En}, {basis}). {effect.En}");
        desk.TellApplicant(stage, $"reopened.{stage.Version}", text);
        foreach (var organ in later.Select(l => l.Lead).Distinct(StringComparer.Ordinal).Where(o => o != stage.Lead))
            desk.TellOrgan(organ, stage, $"reopened.{stage.Version}", text);
        desk.TellOpened(stage, setting);
        return null;
    }, ct);

    /// <summary>What a reopened stage means for those after it.</summary>
    public static Words Effect(IReadOnlyList<int> later) => later.Count == 0
        ? ("后续阶段尚未开启，待本阶段重新办结后开启。", "No later stage is open; the next opens when this one is concluded again.")
        : ($"后续第 {string.Join('、', later)} 阶段可以继续办理，但在本阶段重新办结之前不能办结；已作出的决定在被撤销前继续有效。", $"The later stages ({string.Join(", ", later)}) go on, but cannot be concluded before this one is; what they decided stays in force until it is revoked.");

    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/stages/{stageCase:guid}/reopening", async (Guid stageCase, ReopenBody body, ReopenStageHandler reopen, CancellationToken ct) =>
            (await reopen.HandleAsync(new(stageCase, body.Ground, body.Basis, body.Reason, body.Items), ct)).ToHttp(v => Results.Ok(new NewVersion(v))))
        .Require(ApprovalPermissions.Head).WithTags("Approvals").WithName("ReopenStage").Produces<NewVersion>().WithSummary("The lead's head takes a concluded or refused stage up again")
        .WithDescription("Later stages go on but cannot be concluded before it. Body: `{ \"ground\": \"decisionWrong\", \"basis\": null, \"reason\": \"…\", \"items\": [\"S1-05\"] }`.");
}

internal sealed record ReopenBody(ReopenGround? Ground, string? Basis, string? Reason, IReadOnlyList<string>? Items);
