using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Approvals.Restrictions;
using Tongban.Foundation;

namespace Tongban.Approvals.Tolerance;

internal sealed record PromisePaperCommand(Guid StageCase, string Material, int WorkingDays, bool Agreed);

/// <summary>The applicant promises a paper that may follow (容缺受理承诺).</summary>
internal sealed class PromisePaperHandler(CaseDesk desk, RestrictionRules restrictions)
{
    /// <summary>What is signed; its digest goes into the ledger.</summary>
    public static Words TextOf(Material paper, int workingDays) => (
        $"本单位申请容缺受理，承诺自受理之日起 {workingDays} 个工作日内补交“{paper.Name.Zh}”。已知晓：补交前不作出决定；逾期未补交的，可以不予许可；两次逾期的，十二个月内不适用容缺受理。",
        $"We ask to be accepted without “{paper.Name.En}” and promise it within {workingDays} working days of the acceptance. We know that nothing is decided before it is there, that the permit may be refused if it is late, and that being late twice costs us this possibility for twelve months.");

    public Task<Result<long>> HandleAsync(PromisePaperCommand command, CancellationToken ct) => desk.AsApplicantAsync(command, command.StageCase, async (stage, setting) =>
    {
        if (!command.Agreed)
            return ToleranceErrors.NotAgreed();
        if (await restrictions.ToleranceAsync(stage.Owner, ct) is { } lost)
            return lost;
        return setting.Flow.Material(command.Material) is { } paper
            ? stage.PromisePaper(command.Material, command.WorkingDays, TextOf(paper, command.WorkingDays).Zh, desk.Actor, setting) : ApprovalErrors.MaterialNotOnList(command.Material);
    }, ct);
}
