using Tongban.Foundation;

namespace Tongban.Space.Contracts;

/// <summary>A subject's site was checked again because a layer changed, and the answer is another one; not only the numbers of versions are.</summary>
/// <param name="Before">The newest check until then.</param>
/// <param name="After">The check that counts from now on.</param>
[Act("space.subject-check-changed", "用地核对结果改变", "Answer about a site changed with a layer")]
public sealed record SubjectCheckChanged(string Subject, Guid Before, Guid After, string? ClassBefore, string? ClassAfter) : IAct;

/// <summary>The layer changed once more before anybody had looked whom this change affects: the newer one answers for both.</summary>
[Act("space.layer-impact-superseded", "图层变更影响并入新版本核对", "Impact of a layer's change left to the newer one")]
public sealed record LayerImpactSuperseded(Guid Impact, Guid Version, string Layer, int Number, Guid By) : IAct;

/// <summary>It is known whom a change of a layer affects.</summary>
/// <param name="Cause"><c>publication</c> or <c>retirement</c>.</param>
/// <param name="Subjects">Looked at: those with an older check.</param>
/// <param name="Changed">Those whose answer is another one now.</param>
[Act("space.layer-impact-found", "图层变更影响已核对", "Impact of a layer's change found")]
public sealed record LayerImpactFound(Guid Impact, Guid Version, string Layer, int Number, string Cause, string SetDigest, int Subjects, int Changed) : IAct;
