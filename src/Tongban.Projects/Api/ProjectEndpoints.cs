using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Files;
using Tongban.Foundation.Privacy.Reading;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;
using Tongban.Projects.Access;
using Tongban.Projects.Archive;
using Tongban.Projects.ChangeProject;
using Tongban.Projects.Contracts;
using Tongban.Projects.Declare;
using Tongban.Projects.Drafts;
using Tongban.Projects.EndProject;
using Tongban.Projects.Model;
using Tongban.Projects.Progress;
using Tongban.Space.Contracts;

namespace Tongban.Projects.Api;

/// <summary>The projects' part of <c>/api/v1</c>.</summary>
internal static class ProjectEndpoints
{
    private const string Declaration = """
        {"name":"年产2万吨锂电材料项目","type":"FILE","category":"01","division":"360502","industry":"C39","location":"新余市渝水区高新大道1号","scale":"年产2万吨","content":"新建厂房3栋及配套设施","totalInvestment":120000000.50,"sources":[{"source":"13","yuan":70000000.50},{"source":"12","yuan":50000000}],"landArea":273050.9,"plannedStart":"2026-06-01","plannedFinish":"2027-12-31","policyDeclared":true,"site":"{\"type\":\"Polygon\",\"coordinates\":[[[114.9,27.8],[114.905,27.8],[114.905,27.805],[114.9,27.805],[114.9,27.8]]]}","contactName":"李某","contactPhone":"13800000000","facts":{"annualEnergyTce":"1200"}}
        """;

    public static void Map(IEndpointRouteBuilder api)
    {
        var projects = api.MapGroup("/projects").WithTags("projects");
        MapProjects(projects);
        MapDrafts(projects);
        api.MapGet("/progress/{code}", ProgressAsync).Public().WithTags("projects").WithName("GetProgress")
            .WithSummary("How far a project is, for everyone").WithDescription("By project code, without an account. No opinions, no persons, no files. Example: `GET /api/v1/progress/2603-360502-04-01-123453`.")
            .Produces<ProgressBody>()
            .WithExample(null, """{"code":"2603-360502-04-01-123453","name":"年产2万吨锂电材料项目","type":"FILE","status":"inApproval","division":"360502","filedOn":"2026-03-02","steps":[{"name":"立项用地规划许可","state":"current","note":"并联办理；牵头：渝水区发展和改革委员会；承诺 7 个工作日","startedOn":"2026-03-02","dueOn":"2026-05-08","endedOn":null}]}""");
    }

    private static void MapProjects(RouteGroupBuilder projects)
    {
        projects.MapPost("/", DeclareAsync).Require(ProjectPermissions.Declare).WithName("DeclareProject")
            .WithSummary("Declare a project and get its code at once")
            .WithDescription("Who acts for the enterprise declares for it. All faults are refused together, each with its field. A record filing is in effect with this answer; the first approval stage opens in the same transaction.")
            .Produces<DeclaredBody>(StatusCodes.Status201Created).WithExample(Declaration);
        projects.MapGet("/", ListAsync).Require(ProjectPermissions.Read).WithName("ListProjects")
            .WithSummary("Projects the caller may see, newest first, 20 a page")
            .WithDescription("`q` finds an exact project code or a part of the name; `type` is FILE, APPR or GOV; `status` declared, inApproval, withdrawn or invalidated; `division` six digits. Pass `next` as `after` to read on.")
            .Produces<KeyPage<ProjectRowBody>>();
        projects.MapGet("/questions", Questions).Require(ProjectPermissions.Read).WithName("DeclarationQuestions")
            .WithSummary("What the declaration asks besides the project itself; answers go into `facts`").Produces<IReadOnlyList<QuestionBody>>();
        projects.MapGet("/documents/{id:guid}", DocumentAsync).Require(ProjectPermissions.Read).WithName("ProjectDocument")
            .WithSummary("The content of a document of the archive").Produces<byte[]>(StatusCodes.Status200OK, "application/octet-stream");
        projects.MapGet("/{code}", GetAsync).Require(ProjectPermissions.Read).WithName("GetProject")
            .WithSummary("One project with all it declared").WithDescription("The ETag is the version for `If-Match`.").Produces<ProjectBody>();
        projects.MapGet("/{code}/timeline", TimelineAsync).Require(ProjectPermissions.Read).WithName("ProjectTimeline")
            .WithSummary("What happened to the project, newest first, from the ledger").Produces<IReadOnlyList<TimelineBody>>();
        projects.MapGet("/{code}/documents", DocumentsAsync).Require(ProjectPermissions.Read).WithName("ProjectDocuments")
            .WithSummary("Documents of the digital archive that the caller may read").Produces<IReadOnlyList<DocumentBody>>();
        projects.MapGet("/{code}/site-check", SiteCheckAsync).Require(ProjectPermissions.Read).WithName("ProjectSiteCheck")
            .WithSummary("What the project's site meets, layer by layer").WithDescription("The check that counts, and earlier ones newest first. `current` is null when the boundary as it is now was never held against a layer: that does not mean clear.")
            .Produces<ProjectSiteBody>();
        projects.MapPost("/{code}/withdrawal", WithdrawAsync).Require(ProjectPermissions.Declare).WithName("WithdrawProject")
            .WithSummary("Take the project back").WithDescription("By the project unit, with a reason of 2 to 500 characters. The code stays with the project and is never used again.")
            .Produces(StatusCodes.Status204NoContent).WithExample("""{"reason":"投资方案调整，暂不实施"}""");
        projects.MapPost("/{code}/changes", ChangeAsync).Require(ProjectPermissions.Read).WithName("ChangeProject")
            .WithSummary("Change the project's own data; its code stays")
            .WithDescription("What is left out stays. The unit changes name, dates, contact, boundary (`site`, checked against the layers again) and land area, and of a filing also location, scale, content and amount (企业投资项目核准和备案管理条例14); of a verified or approved project the development and reform commission enters these (11; 政府投资条例21). Type, division and category are part of the code: a wrong code is invalidated and the project declared again.")
            .Produces(StatusCodes.Status204NoContent).WithExample("""{"name":"年产3万吨锂电材料项目","scale":"年产3万吨","reason":"扩大规模"}""");
        projects.MapPost("/{code}/invalidation", InvalidateAsync).Require(ProjectPermissions.Invalidate).WithName("InvalidateProject")
            .WithSummary("Take a wrong project code out of use").WithDescription("By the head of the development and reform commission of the project's division or of the city.")
            .Produces(StatusCodes.Status204NoContent).WithExample("""{"reason":"同一项目重复赋码"}""");
    }

    private static void MapDrafts(RouteGroupBuilder projects)
    {
        projects.MapGet("/drafts", DraftsAsync).Require(ProjectPermissions.Declare).WithName("ListDrafts")
            .WithSummary("Drafts of the enterprise, newest first").Produces<KeyPage<DraftRow>>();
        projects.MapPost("/drafts", BeginAsync).Require(ProjectPermissions.Declare).WithName("BeginDraft")
            .WithSummary("Keep a declaration that is not ready").WithDescription("Fields are kept as they are, right or wrong; at most 300 fields and 4 MB.")
            .Produces<SavedDraftBody>(StatusCodes.Status201Created).WithExample("""{"fields":{"name":"年产2万吨锂电材料项目","totalInvestment":"一亿二千万"}}""");
        projects.MapGet("/drafts/{id:guid}", DraftAsync).Require(ProjectPermissions.Declare).WithName("GetDraft")
            .WithSummary("One draft").Produces<DraftBody>();
        projects.MapGet("/drafts/{id:guid}/site-check", DraftSiteCheckAsync).Require(ProjectPermissions.Declare).WithName("CheckDraftSite")
            .WithSummary("What the boundary of a draft meets, before it is declared").WithDescription("Worked out now and not kept. Layers that nobody could look at are `notChecked`, never clear.").Produces<SiteLookBody>();
        projects.MapPut("/drafts/{id:guid}", SaveAsync).Require(ProjectPermissions.Declare).WithName("SaveDraft")
            .WithSummary("Keep the fields of a draft").WithDescription("Replaces all fields. Based on an older revision than the stored one they are kept in a new draft, whose id is answered: nothing is overwritten unseen.")
            .Produces<SavedDraftBody>().WithExample("""{"fields":{"name":"年产2万吨锂电材料项目"},"revision":1}""");
        projects.MapDelete("/drafts/{id:guid}", DiscardAsync).Require(ProjectPermissions.Declare).WithName("DiscardDraft")
            .WithSummary("Throw a draft away").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> DeclareAsync(DeclareBody body, DeclareProjectHandler handler, ProjectQueries queries, CancellationToken ct)
    {
        if (!body.Read().TryGet(out var declaration, out var unreadable))
            return unreadable.ToHttp();
        var seen = body.Draft is { } id && await queries.DraftAsync(id, ct) is { } draft ? new DraftSeen(id, draft.Revision, null) : null;
        return (await handler.HandleAsync(new DeclareProject(declaration, seen), ct)).ToHttp(d =>
            Results.Created($"/api/v1/projects/{d.Code}", new DeclaredBody(d.Id, d.Code, $"/api/v1/projects/{d.Code}", d.Site)));
    }

    private static async Task<IResult> ListAsync(ProjectQueries queries, CancellationToken ct, string? q = null, string? type = null, string? status = null, string? division = null, string? after = null)
    {
        ProjectType? kind = null;
        if (!string.IsNullOrEmpty(type))
        {
            if (!ProjectTypes.TryParse(type, out var known))
                return ProjectErrors.TypeUnknown(type).ToHttp();
            kind = known;
        }
        ProjectStatus? state = null;
        if (!string.IsNullOrEmpty(status))
        {
            if (int.TryParse(status, out _) || !Enum.TryParse<ProjectStatus>(status, ignoreCase: true, out var named))
                return ProjectErrors.StatusUnknown(status).ToHttp();
            state = named;
        }
        var page = await queries.ListAsync(new ProjectFilter(q, kind, state, division), after, ct);
        return Results.Ok(new KeyPage<ProjectRowBody>([.. page.Items.Select(ProjectRowBody.Of)], page.Next));
    }

    private static IResult Questions(IEnumerable<IDeclarationQuestions> asked) => Results.Ok(asked.SelectMany(a => a.Questions)
        .Select(q => new QuestionBody(q.Name, q.Kind, q.Title.ToString(), q.Question.ToString(), q.Help.ToString(), q.Unit?.ToString(), [.. q.Choices.Select(c => new ChoiceBody(c.Code, c.Name.ToString()))]))
        .ToList());

    private static async Task<IResult> GetAsync(string code, HttpContext http, ProjectQueries queries, ReadLog reads, CancellationToken ct)
    {
        if (await queries.FindAsync(code, ct) is not ({ } project, { } scope))
            return ProjectErrors.NotFound(code).ToHttp();
        await reads.NoteAsync(project.DeclaredBy, ReadKinds.Contact, project.Code, ct, unmasked: scope.SeesContact);
        return http.NotModifiedSince(project.Version) ?? Results.Ok(ProjectBody.Of(project, scope.SeesContact));
    }

    private static async Task<IResult> ProgressAsync(string code, ProgressQuery progress, CancellationToken ct) =>
        (await progress.FindAsync(code, ct)).ToHttp(p => Results.Ok(ProgressBody.Of(p)));

    private static async Task<IResult> TimelineAsync(string code, ProjectQueries queries, CancellationToken ct)
    {
        if (await queries.FindAsync(code, ct) is not ({ } project, _))
            return ProjectErrors.NotFound(code).ToHttp();
        var rows = await queries.TimelineAsync(project.Id, ct);
        var names = await queries.NamesAsync(rows, project.Owner, ct);
        return Results.Ok(rows.Select(r => new TimelineBody(r.Sequence, r.At, r.Act, ActNames.WordsOf(r.Act).ToString(), queries.Who(r, names).ToString(), r.Organ, r.Enterprise)).ToList());
    }

    private static async Task<IResult> DocumentsAsync(string code, ProjectQueries queries, ProjectArchive archive, CancellationToken ct) =>
        await queries.FindAsync(code, ct) is ({ } project, { } scope)
            ? Results.Ok((await archive.ListAsync(project.Id, scope.Audience, ct)).Select(DocumentBody.Of).ToList())
            : ProjectErrors.NotFound(code).ToHttp();

    private static async Task<IResult> DocumentAsync(Guid id, HttpContext http, TongbanDb db, ProjectAccess access, ProjectArchive archive, FileStore files, ReadLog reads, CancellationToken ct)
    {
        var scope = access.Scope;
        var projectId = await db.Set<ArchiveDocument>().Where(d => d.Id == id).Select(d => (Guid?)d.ProjectId).SingleOrDefaultAsync(ct);
        var project = projectId is { } of ? await db.Set<Project>().AsNoTracking().VisibleTo(scope).Where(p => p.Id == of).Select(p => new { p.Code, p.DeclaredBy }).SingleOrDefaultAsync(ct) : null;
        if (project is not null)
            await reads.NoteAsync(project.DeclaredBy, ReadKinds.Archive, project.Code, ct, unmasked: true);
        return project is not null && await archive.FindAsync(projectId!.Value, id, scope.Audience, ct) is { } document
            ? await Downloads.SendAsync(http, files, document, ct) : ProjectErrors.NotFound(id.ToString()).ToHttp();
    }

    private static async Task<IResult> SiteCheckAsync(string code, ProjectQueries queries, ISiteCheckRegister checks, CancellationToken ct)
    {
        if (await queries.FindAsync(code, ct) is not ({ } project, _))
            return ProjectErrors.NotFound(code).ToHttp();
        var current = project.SiteFindings is { } findings ? await checks.FindAsync(findings.Check, ct) : null;
        return Results.Ok(new ProjectSiteBody(project.SiteDigest, current, [.. (await checks.HistoryAsync(SiteSubject.Of(project.Code), 20, ct)).Where(l => l.Id != current?.Id)]));
    }

    private static async Task<IResult> DraftSiteCheckAsync(Guid id, ProjectQueries queries, SiteLooking looking, CancellationToken ct)
    {
        if (await queries.DraftAsync(id, ct) is not { } draft)
            return ProjectErrors.DraftNotFound.ToHttp();
        if (draft.Fields.GetValueOrDefault("site") is not { Length: > 0 } site)
            return ProjectErrors.DraftHasNoSite.ToHttp();
        if (!Site.FromText(site, "site").TryGet(out var reading, out var unreadable))
            return unreadable.ToHttp();
        return Results.Ok(await looking.LookAsync(site, ct) is { } look
            ? new SiteLookBody(look.Site.Digest, look.Site.AreaSquareMetres, look.Result.Class, look.Result.IsComplete, look.Result.Layers)
            : new SiteLookBody(reading.Site.Digest, reading.Site.AreaSquareMetres, null, false, []));
    }

    private static async Task<IResult> WithdrawAsync(string code, ReasonBody body, EndProjectHandlers handlers, HttpContext http, CancellationToken ct) =>
        (await handlers.WithdrawAsync(new WithdrawProject(code, body.Reason), ct)).ToHttp(v => Done(http, v));

    private static async Task<IResult> ChangeAsync(string code, ChangeBody body, ChangeProjectHandler handler, HttpContext http, CancellationToken ct) =>
        body.Read().TryGet(out var changes, out var unreadable) ? (await handler.HandleAsync(new(code, changes, body.Reason), ct)).ToHttp(v => Done(http, v)) : unreadable.ToHttp();

    private static async Task<IResult> InvalidateAsync(string code, ReasonBody body, EndProjectHandlers handlers, HttpContext http, CancellationToken ct) =>
        (await handlers.InvalidateAsync(new InvalidateProject(code, body.Reason), ct)).ToHttp(v => Done(http, v));

    private static async Task<IResult> DraftsAsync(ProjectQueries queries, CancellationToken ct, string? after = null) => Results.Ok(await queries.DraftsAsync(after, ct));

    private static async Task<IResult> BeginAsync(SaveDraftBody body, DraftHandlers drafts, HttpContext http, CancellationToken ct) =>
        (await drafts.BeginAsync(new BeginDraft(body.Fields), ct)).ToHttp(d =>
            Results.Created($"/api/v1/projects/drafts/{d.Id}", new SavedDraftBody(d.Id, d.Revision, d.SavedAt)));

    private static async Task<IResult> DraftAsync(Guid id, HttpContext http, ProjectQueries queries, CancellationToken ct) =>
        await queries.DraftAsync(id, ct) is { } draft
            ? http.NotModifiedSince(draft.Version) ?? Results.Ok(DraftBody.Of(draft)) : ProjectErrors.DraftNotFound.ToHttp();

    private static async Task<IResult> SaveAsync(Guid id, SaveDraftBody body, DraftHandlers drafts, ProjectQueries queries, CancellationToken ct)
    {
        // Without a revision the caller means the draft as it is now; If-Match still guards it.
        var revision = body.Revision ?? (await queries.DraftAsync(id, ct))?.Revision ?? 0;
        return (await drafts.SaveAsync(new SaveDraft(new DraftSeen(id, revision, null), body.Fields), ct)).ToHttp(d => Results.Ok(new SavedDraftBody(d.Id, d.Revision, d.SavedAt)));
    }

    private static async Task<IResult> DiscardAsync(Guid id, DraftHandlers drafts, CancellationToken ct) =>
        (await drafts.DiscardAsync(new DiscardDraft(id), ct)).ToHttp(_ => Results.NoContent());

    private static IResult Done(HttpContext http, long version)
    {
        http.Response.Headers.ETag = Problems.ETag(version);
        return Results.NoContent();
    }

    /// <summary>Sets the ETag; answers 304 when the caller has this version already.</summary>
    private static IResult? NotModifiedSince(this HttpContext http, long version)
    {
        var tag = Problems.ETag(version);
        http.Response.Headers.ETag = tag;
        return http.Request.Headers.IfNoneMatch.ToString().Split(',', StringSplitOptions.TrimEntries).Contains(tag) ? Results.StatusCode(StatusCodes.Status304NotModified) : null;
    }
}
