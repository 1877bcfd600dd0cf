using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Model;

/// <content>What is particular to record filings.</content>
internal sealed partial class StageCase
{
    /// <summary>The stage that begins with a record filing.</summary>
    public bool IsFiling => Stage == 1 && Type is ProjectType.Filing;

    /// <summary>Tells the supervision that a filing was turned away, on which coded ground and by which law.</summary>
    public void StateFilingNotAccepted(NotAcceptedGround ground, string? entry, int? edition) =>
        Record(new FilingNotAccepted(Id, ground, ground.Basis(), string.IsNullOrWhiteSpace(entry) ? null : entry.Trim(), edition));
}
