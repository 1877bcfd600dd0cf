using Tongban.Approvals.Contracts;
using Tongban.Foundation;
using Tongban.Foundation.People;

namespace Tongban.Approvals.Model;

/// <content>A paper that was handed in for an earlier stage is not asked for again.</content>
internal sealed partial class StageCase
{
    /// <summary>Takes over a paper of an earlier stage: the same content, by its digest.</summary>
    public Error? Reuse(string material, ProvidedFile file, Guid fromStageCase, Actor applicant, CaseSetting setting)
    {
        if (Provide(material, file, applicant, setting) is { } refusal)
            return refusal;
        Record(new MaterialReused(Id, material, file.Digest, fromStageCase));
        return null;
    }
}

[Act("approvals.material-reused", "沿用已交材料", "Earlier paper reused")]
internal sealed record MaterialReused(Guid StageCase, string Material, string FileDigest, Guid FromStageCase) : IAct;
