using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Api;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Contracts;
using Tongban.Approvals.Model;
using Tongban.Approvals.PlaneView;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Projects.Contracts;
using Tongban.Registers.Contracts;

namespace Tongban.Approvals.Reuse;

/// <summary>Where the platform holds a paper.</summary>
internal enum HeldIn
{
    /// <summary>项目审批数字档案.</summary>
    ProjectArchive,

    /// <summary>法人库.</summary>
    Register,

    /// <summary>同一单位的其他证照.</summary>
    OtherCertificate,

    /// <summary>待核发: an item of this project makes it and has not decided yet.</summary>
    Awaited,
}

/// <summary>A paper that an authority issued and the platform already holds: number, date, issuer, digest (优化营商环境条例第四十四条).</summary>
internal sealed record HeldPaper(string Material, HeldIn In, Words Title, string? Number, DateOnly? IssuedOn, Words? Issuer, string? Digest, Guid? Document);

/// <summary>A paper of an earlier stage of the same project that may be taken over.</summary>
internal sealed record EarlierPaper(string Material, string FileName, string Digest, int Stage, DateTimeOffset ProvidedAt);

/// <summary>What need not be handed in again for a stage.</summary>
internal sealed record Reusable(IReadOnlyList<HeldPaper> Held, IReadOnlyList<EarlierPaper> Earlier)
{
    public static readonly Reusable Nothing = new([], []);

    public IEnumerable<HeldPaper> HeldFor(string material) => Held.Where(h => h.Material == material);

    public EarlierPaper? EarlierFor(string material) => Earlier.FirstOrDefault(e => e.Material == material);
}

/// <summary>Fetches by project code and credit code what authorities issued, and finds what was handed in before.</summary>
internal sealed class ReuseQuery(TongbanDb db, FlowLibrary flows, IProjectArchive archive, ILegalPersons legalPersons, OrganDirectory organs, CityClock clock)
{
    /// <summary>营业执照或法人证书: the register of legal persons stands for it.</summary>
    private const string BusinessLicence = "M02";

    public async Task<Reusable> OfAsync(Plane plane, string owner, CancellationToken ct)
    {
        var flow = flows.Of(plane.Flow);
        var issued = plane.Materials.Where(m => m.Source is MaterialSource.Issued).ToList();
        var documents = issued.Count == 0 ? [] : await archive.ListAsync(plane.ProjectId, ArchiveAudience.Organs, ct);
        var producers = issued.SelectMany(m => flow.Material(m.Code)!.ProducedBy).Distinct(StringComparer.Ordinal).ToList();
        var today = clock.Today;
        var others = producers.Count == 0 ? [] : await db.Set<IssuedResult>().AsNoTracking()
            .Where(r => r.Owner == owner && r.ProjectId != plane.ProjectId && producers.Contains(r.Item) && r.Kind != ResultKind.Refusal && r.State == ResultState.InForce && (r.ValidTo == null || r.ValidTo >= today))
            .OrderByDescending(r => r.Id).Take(50).ToListAsync(ct);
        List<HeldPaper> held = [];
        foreach (var material in issued)
            held.AddRange(await HeldAsync(material, flow, plane, owner, documents, others, ct));
        return new(held, await EarlierAsync(plane, ct));
    }

    private async Task<IEnumerable<HeldPaper>> HeldAsync(PlaneMaterial material, FlowCatalogue flow, Plane plane, string owner, IReadOnlyList<ArchiveEntry> documents, List<IssuedResult> others, CancellationToken ct)
    {
        if (material.Code == BusinessLicence && await legalPersons.FindAsync(owner, ct) is { } person)
            return [new(material.Code, HeldIn.Register, (person.Name, person.Name), person.CreditCode, null, ("法人库", "Register of legal persons"), null, null)];
        var makers = flow.Material(material.Code)!.ProducedBy.Select(flow.FindItem).OfType<FlowItem>().ToList();
        // A result that is a number and no paper: the project code. The lead of any stage is an organ of the project's division.
        if (makers.Find(m => m.Result.Numbering is Numbering.None) is { } coded)
            return [new(material.Code, HeldIn.ProjectArchive, coded.Result.Name, plane.ProjectCode, null, organs.NameOf(flow.HandlingOrgan(coded, plane.Lead.Split('@')[1])), null, null)];
        var own = documents.Where(d => d.Kind is not ArchiveKind.Material && makers.Any(m => m.Code == d.ItemCode)).GroupBy(d => d.ItemCode).Select(g => g.First()).ToList();
        if (own.Count > 0)
            return own.Select(d => new HeldPaper(material.Code, HeldIn.ProjectArchive, d.Name, d.Number, d.IssuedOn, d.Organ is null ? null : organs.NameOf(d.Organ), d.Digest, d.Id));
        var elsewhere = others.Where(r => makers.Any(m => m.Code == r.Item)).Take(3).Select(r => new HeldPaper(material.Code, HeldIn.OtherCertificate, r.Name, r.Number, r.DecidedOn, organs.NameOf(r.Organ), r.Digest, null));
        var awaited = makers.Where(m => plane.Items.Any(i => i.Code == m.Code && i.State is not (ItemState.Decided or ItemState.Dropped))).Select(m => new HeldPaper(material.Code, HeldIn.Awaited, m.Result.Name, null, null, null, null, null));
        return [.. elsewhere, .. awaited];
    }

    private async Task<IReadOnlyList<EarlierPaper>> EarlierAsync(Plane plane, CancellationToken ct)
    {
        var open = plane.State is StageState.Preparing ? plane.Materials.Where(m => m.FileName is null && m.Source is not MaterialSource.Issued).Select(m => m.Code).ToList() : [];
        if (open.Count == 0)
            return [];
        return [.. (await EarlierPapers.OfProject(db, plane.ProjectId, plane.StageCase, open).ToListAsync(ct))
            .GroupBy(p => p.Paper.Material, StringComparer.Ordinal).Select(g => g.MaxBy(p => p.Paper.ProvidedAt)!)
            .Select(p => new EarlierPaper(p.Paper.Material, p.Paper.FileName, p.Paper.FileDigest, p.Stage, p.Paper.ProvidedAt))];
    }
}

internal sealed record PaperOfStage(StageMaterial Paper, int Stage);

internal static class EarlierPapers
{
    /// <summary>Papers in use in the other stages of a project.</summary>
    public static IQueryable<PaperOfStage> OfProject(TongbanDb db, Guid project, Guid but, List<string> materials) =>
        from m in db.Set<StageMaterial>().AsNoTracking()
        join s in db.Set<StageCase>().AsNoTracking() on m.StageCaseId equals s.Id
        where s.ProjectId == project && s.Id != but && m.IsCurrent && materials.Contains(m.Material)
        select new PaperOfStage(m, s.Stage);
}

internal sealed record ReuseMaterialCommand(Guid StageCase, string Material);

/// <summary>The applicant takes a paper over from an earlier stage of the project.</summary>
internal sealed class ReuseMaterialHandler(CaseDesk desk, TongbanDb db)
{
    public Task<Result<long>> HandleAsync(ReuseMaterialCommand command, CancellationToken ct) => desk.AsApplicantAsync(command, command.StageCase, async (stage, setting) =>
    {
        var papers = await EarlierPapers.OfProject(db, stage.ProjectId, stage.Id, [command.Material]).ToListAsync(ct);
        return papers.MaxBy(p => p.Paper.ProvidedAt) is not { Paper: var paper } ? ReuseErrors.NothingToReuse()
            : stage.Reuse(command.Material, new ProvidedFile(paper.FileName, paper.FileDigest, paper.MediaType, paper.Length), paper.StageCaseId, desk.Actor, setting);
    }, ct);
}

internal static class ReuseErrors
{
    public static Error NothingToReuse() => new("reuse.nothing-to-reuse", ("以前的阶段没有提交过这份材料。", "No earlier stage holds this paper.")) { Field = "material", WayOut = ("请上传该材料。", "Upload it.") };
}

internal static class ReuseEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/stages/{stageCase:guid}/held", async (Guid stageCase, PlaneQuery planes, ReuseQuery reuse, TongbanDb db, Caller caller, CancellationToken ct) =>
            {
                if (await planes.FindAsync(stageCase, caller.Actor, ct) is not { } plane)
                    return ApprovalErrors.NoSuchCase().ToHttp();
                var owner = await db.Set<StageCase>().Where(s => s.Id == stageCase).Select(s => s.Owner).SingleAsync(ct);
                return Results.Ok(await reuse.OfAsync(plane, owner, ct));
            })
            .Require(ApprovalPermissions.Read).WithTags("Approvals").WithName("GetHeldPapers").Produces<Reusable>().WithSummary("What the platform already holds for a stage, and what may be taken over")
            .WithDescription("What authorities issued is fetched by project code or credit code, with number, date, issuer and digest (优化营商环境条例第四十四条).");
        api.MapPost("/stages/{stageCase:guid}/materials/{material}/reuse", async (Guid stageCase, string material, ReuseMaterialHandler reuse, CancellationToken ct) => (await reuse.HandleAsync(new(stageCase, material), ct)).ToHttp(version => Results.Ok(new NewVersion(version))))
            .Require(ApprovalPermissions.Apply).WithTags("Approvals").WithName("ReuseMaterial").Produces<NewVersion>().WithSummary("Take a paper over from an earlier stage of the project");
    }
}
