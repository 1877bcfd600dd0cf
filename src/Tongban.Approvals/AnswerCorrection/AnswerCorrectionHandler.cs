using Tongban.Foundation;

namespace Tongban.Approvals.AnswerCorrection;

internal sealed record AnswerCorrectionCommand(Guid StageCase);

/// <summary>The applicant hands in what the one correction asked for.</summary>
internal sealed class AnswerCorrectionHandler(CaseDesk desk)
{
    public Task<Result<long>> HandleAsync(AnswerCorrectionCommand command, CancellationToken ct) => desk.AsApplicantAsync(command, command.StageCase, (stage, setting) =>
    {
        if (stage.AnswerCorrection(setting) is { } refusal)
            return refusal;
        desk.TellOrgan(stage.Lead, stage, "corrected", ($"补正已提交：{stage.ProjectName}", $"Correction handed in: {stage.ProjectName}"));
        return null;
    }, ct);
}
