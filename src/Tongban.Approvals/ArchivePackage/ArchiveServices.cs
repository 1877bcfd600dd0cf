using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.ArchiveView;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Privacy.Reading;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.ArchivePackage;

/// <summary>The archive of a project: what it has and lacks, and the package.</summary>
internal static class ArchiveServices
{
    public static void AddArchive(this IServiceCollection services)
    {
        services.AddScoped<ArchiveAccess>();
        services.AddScoped<HoldingsQuery>();
        services.AddScoped<ProjectPackage>();
        services.AddSingleton<IProjectPanel, ArchivePanel>();
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{code}/archive", async (string code, ArchiveAccess access, HoldingsQuery holdings, CancellationToken ct) =>
                await access.FindAsync(code, ct) is var (project, audience) && await holdings.OfAsync(project.Id, audience, ct) is { } answer ? Results.Ok(answer) : HoldingWords.NoSuchProject(code).ToHttp())
            .Require(ApprovalPermissions.Read).WithTags("Archive").WithName("GetProjectArchive").Produces<ArchiveHoldings>().WithSummary("What the archive of a project has and lacks, stage by stage")
            .WithDescription("For every result the flow and the project's facts expect: have, refused, due, overdue, notYet or notNeeded, with number, date and the condition in words. For the project's unit, organs that take part, and auditors.");
        api.MapGet("/projects/{code}/archive/package", PackageAsync).Require(ApprovalPermissions.Read).WithTags("Archive").WithName("GetArchivePackage").Produces<byte[]>(StatusCodes.Status200OK, "application/zip")
            .WithSummary("The archive as one signed package").WithDescription("A ZIP with documents, index, ledger entries and proofs that verifies without the platform: `tongban archive verify FILE`. Format: docs/archive-package.md.");
    }

    public static void MapPages(IEndpointRouteBuilder site) => site.MapGet("/projects/{code}/archive.zip", PackageAsync).Require(ApprovalPermissions.Read).ExcludeFromDescription();

    private static async Task<IResult> PackageAsync(string code, ArchiveAccess access, ProjectPackage package, HttpContext http, TongbanDb db, ReadLog reads, CancellationToken ct)
    {
        if (await access.FindAsync(code, ct) is not var (project, audience))
            return HoldingWords.NoSuchProject(code).ToHttp();
        // Everyone who put something in has part in what leaves.
        foreach (var provider in await db.Set<StageCase>().AsNoTracking().Where(s => s.ProjectId == project.Id).SelectMany(s => s.Materials).Select(m => m.ProvidedBy).Distinct().ToListAsync(ct))
            await reads.NoteAsync(provider, ReadKinds.Package, project.Code, ct, unmasked: true);
        // Made whole before the first byte goes out: half a package would be none.
        var file = new FileStream(Path.Combine(Path.GetTempPath(), $"tongban-{Guid.NewGuid():N}.zip"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        http.Response.RegisterForDisposeAsync(file);
        if (await package.WriteAsync(file, project, audience, ct) is { } refusal)
            return refusal.ToHttp();
        file.Position = 0;
        http.Response.Headers.CacheControl = "private, no-store";
        return Results.File(file, "application/zip", $"{project.Code}.zip");
    }
}

/// <summary>The archive's section of the project page.</summary>
internal sealed class ArchivePanel : IProjectPanel
{
    public int Order => 20;

    public Words Title => ("档案完整性", "Completeness of the archive");

    public Type Component => typeof(ArchivePanelView);
}
