using Tongban.Approvals.Contracts;
using Tongban.Foundation;
using Tongban.Foundation.Files;

namespace Tongban.Approvals.ProvideMaterial;

/// <summary>A paper for the stage's one set of materials.</summary>
internal sealed record ProvideMaterialCommand(Guid StageCase, string Material, string FileName, string FileDigest);

/// <summary>The applicant puts a paper in, or a newer edition of it.</summary>
internal sealed class ProvideMaterialHandler(CaseDesk desk, FileStore files)
{
    public Task<Result<long>> HandleAsync(Guid stageCase, string material, string fileName, byte[] content, CancellationToken ct)
    {
        var name = Path.GetFileName(fileName.Replace('\\', '/'));
        if (name.Length is 0 or > Model.Limits.FileName)
            return Task.FromResult((Result<long>)Model.ApprovalErrors.TextTooLong("file", Model.Limits.FileName));
        var command = new ProvideMaterialCommand(stageCase, material, name, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)));
        return desk.AsApplicantAsync(command, stageCase, async (stage, setting) =>
            (await files.UploadAsync(content, material, ct)).TryGet(out var file, out var refusal)
                ? Put(stage, material, new ProvidedFile(name, file.Digest, file.MediaType, file.Length), setting) : refusal, ct);
    }

    // What was promised with the application comes after the acceptance, when no other paper may.
    private Error? Put(Model.StageCase stage, string material, ProvidedFile file, Model.CaseSetting setting) =>
        stage.AwaitsPaper(material) ? stage.ProvidePromised(material, file, desk.Actor, setting) : stage.Provide(material, file, desk.Actor, setting);
}
