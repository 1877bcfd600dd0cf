using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;
using Tongban.Supervision.Cards;

namespace Tongban.Supervision.Fees;

/// <summary>An enterprise reports that it was charged; the rules hold the fee against the list. Names of persons have no place in it.</summary>
[Act("supervision.fee-reported", "反映收费", "Charge reported")]
internal sealed record FeeReported(Guid Project, string Organ, string Fee, decimal Yuan, DateOnly ChargedOn) : IAct;

/// <param name="Project">Project code.</param>
/// <param name="Organ">Key of the organ that charged.</param>
/// <param name="Fee">What it was called on the bill.</param>
internal sealed record ReportFeeCommand(string Project, string? Organ, string? Fee, decimal? Yuan, DateOnly? ChargedOn);

internal sealed record FeeDone(string Project, string Fee);

/// <summary>By whoever stands for the enterprise in the project. The report stands in the project's chain; what follows from it the rules say.</summary>
internal sealed class ReportFeeHandler(TongbanDb db, Caller caller, OrganDirectory organs, IProjects projects, CityClock clock)
{
    private const int LongestName = 80;

    public Task<Result<FeeDone>> HandleAsync(ReportFeeCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (await projects.FindByCodeAsync(command.Project, ct) is not { } project || !caller.Actor.StandsFor(project.Owner, project.Id))
            return (Result<FeeDone>)SupervisionErrors.NoSuchProject();
        var fee = command.Fee?.Trim() ?? "";
        List<Error> missing = [];
        if (command.Organ is null || organs.Find(command.Organ) is null)
            missing.Add(SupervisionErrors.FeeMissing("organ"));
        if (fee.Length is < 2 or > LongestName)
            missing.Add(SupervisionErrors.FeeMissing("fee"));
        if (command.Yuan is null or <= 0 or > 1_000_000_000m)
            missing.Add(SupervisionErrors.FeeMissing("yuan"));
        if (command.ChargedOn is null || command.ChargedOn > clock.Today)
            missing.Add(SupervisionErrors.FeeMissing("chargedOn"));
        if (Error.Combine(missing) is { } refusal)
            return refusal;
        db.Record(project.Matter, new FeeReported(project.Id, command.Organ!, fee, decimal.Round(command.Yuan!.Value, 2), command.ChargedOn!.Value));
        return new FeeDone(project.Code, fee);
    }, ct);
}
