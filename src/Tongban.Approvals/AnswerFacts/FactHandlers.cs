using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Approvals.PassPreCheck;
using Tongban.Approvals.SiteOfProject;
using Tongban.Foundation;
using Tongban.Foundation.People;

namespace Tongban.Approvals.AnswerFacts;

/// <param name="Answers">Fact → answer; an empty one takes the answer back, a fact that is not named keeps its own.</param>
internal sealed record AnswerFactsCommand(Guid StageCase, IReadOnlyDictionary<string, string?> Answers);

/// <summary>The applicant answers the questions of a stage, on which it depends which items it has.</summary>
internal sealed class AnswerFactsHandler(CaseDesk desk, KnownSite site)
{
    public Task<Result<long>> HandleAsync(AnswerFactsCommand command, CancellationToken ct) =>
        desk.AsApplicantAsync(command, command.StageCase, async (stage, setting) => stage.AnswerFacts(await site.OverAsync(stage, command.Answers, setting.Flow, ct), setting), ct);
}

internal sealed record CorrectFactCommand(Guid StageCase, string Fact, string? Value, string Reason);

/// <summary>The lead puts a declared fact right, with the reason; the applicant is told what that changes.</summary>
internal sealed class CorrectFactHandler(CaseDesk desk)
{
    public Task<Result<long>> HandleAsync(CorrectFactCommand command, CancellationToken ct) =>
        desk.AsLeadAsync(command, command.StageCase, Roles.Handler, PassPreCheckHandler.PreCheckItem, (stage, _, setting) =>
        {
            if ((TextRules.Reason(command.Reason) ?? stage.CorrectFact(command.Fact, command.Value, command.Reason, setting)) is { } refusal)
                return refusal;
            var fact = setting.Flow.Fact(command.Fact)!;
            var corrected = stage.Acts.OfType<FactCorrected>().Last();
            desk.TellApplicant(stage, $"fact-corrected.{command.Fact}.{stage.Version}", (
                $"{stage.ProjectName}：牵头部门更正了“{fact.Title.Zh}”{Named(corrected.Added, "，新增事项 ")}{Named(corrected.Dropped, "，不再办理 ")}。理由：{command.Reason}",
                $"{stage.ProjectName}: the lead corrected “{fact.Title.En}”{Named(corrected.Added, "; added ")}{Named(corrected.Dropped, "; not needed ")}. Reason: {command.Reason}"));
            desk.TellOpened(stage, setting);
            return null;
        }, ct);

    private static string Named(IReadOnlyList<string> items, string before) => items.Count == 0 ? "" : before + string.Join(", ", items);
}
