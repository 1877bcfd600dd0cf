using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Restrictions;
using Tongban.Foundation;

namespace Tongban.Approvals.SignCommitment;

internal sealed record SignCommitmentCommand(Guid StageCase, string Item, bool Agreed);

/// <summary>The applicant signs the standard commitment of an item (告知承诺).</summary>
internal sealed class SignCommitmentHandler(CaseDesk desk, RestrictionRules restrictions)
{
    /// <summary>What is signed; its digest goes into the ledger.</summary>
    public static Words TextOf(FlowItem item) => (
        $"本单位已知晓“{item.Name.Zh}”的条件、标准和要求，承诺已经符合或将在开工前符合；愿意接受核查，承诺不实的，愿意承担撤销决定、记入信用记录等法律责任。",
        $"We know the conditions, standards and requirements of “{item.Name.En}” and commit that they are met, or will be before construction starts; we accept inspection, and if the commitment proves false, revocation of the decision and entry in the credit record.");

    public Task<Result<long>> HandleAsync(SignCommitmentCommand command, CancellationToken ct) => desk.AsApplicantAsync(command, command.StageCase, async (stage, setting) =>
        !command.Agreed ? new Error("approvals.commitment-not-agreed", ("请先勾选同意承诺内容。", "Tick that you agree to the commitment first.")) { Field = "agreed" }
        : await restrictions.CommitmentAsync(stage.Owner, ct) is { } lost ? lost
        : setting.Flow.FindItem(command.Item) is { } item ? stage.SignCommitment(command.Item, TextOf(item).Zh, setting)
        : Model.ApprovalErrors.NoSuchItem(command.Item), ct, command.Item);
}
