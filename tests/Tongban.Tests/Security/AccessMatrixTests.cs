using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.AreaAssessments;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Consultations;
using Tongban.Approvals.Joint;
using Tongban.Approvals.Model;
using Tongban.Dispatch.Contracts;
using Tongban.Dispatch.Reminders;
using Tongban.Foundation;
using Tongban.Foundation.Files;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Plans.Balancing;
using Tongban.Plans.Model;
using Tongban.Projects.Contracts;
using Tongban.Supervision.Cards;
using Tongban.Supervision.Findings;
using Tongban.Supervision.Rules;
using Tongban.Tests.Support;

namespace Tongban.Tests.Security;

/// <summary>Who reaches what: every route of the running server, asked by every kind of caller, compared with <c>access-matrix.csv</c>.</summary>
public class AccessMatrixTests
{
    /// <summary>The callers, in the order of the table's columns. Officer, lead and head take part in the project; owner and other are two enterprises.</summary>
    private static readonly string[] Roles = ["stranger", "owner", "other", "officer", "elsewhere", "lead", "head", "administrator", "auditor"];

    [Fact]
    public async Task Every_route_has_a_line_and_every_line_a_route()
    {
        await using var app = await TestApp.StartAsync(Database.Sqlite);
        var running = RoutesOf(app).ToList();
        var written = Matrix.Read().Select(l => l.Route).ToList();
        Assert.Equal(running.Count, running.Distinct().Count());
        Assert.True(!running.Except(written).Any(), "routes without a line in access-matrix.csv:\n" + string.Join('\n', running.Except(written)));
        Assert.True(!written.Except(running).Any(), "lines of access-matrix.csv without a route:\n" + string.Join('\n', written.Except(running)));
        Assert.Equal(written.Count, written.Distinct().Count());
    }

    [Fact]
    public async Task Every_caller_gets_exactly_what_the_table_says()
    {
        await using var world = await World.StartAsync();
        var lines = Matrix.Read();
        Dictionary<(string, string), bool> got = [];
        // What must be denied is asked first: then nothing has been changed yet by those who may.
        foreach (var allowed in new[] { false, true })
        {
            foreach (var line in lines.Where(l => !l.IsStatusPage))
            {
                foreach (var role in Roles.Where(r => line.Allows(r) == allowed))
                    got[(line.Route, role)] = await world.ReachesAsync(line.Route, role);
            }
        }
        if (Environment.GetEnvironmentVariable("TONGBAN_MATRIX_OUT") is { Length: > 0 } file)
            await File.WriteAllLinesAsync(file, lines.Select(l => l.IsStatusPage ? l.ToString() : $"{l.Route},{string.Join(',', Roles.Select(r => got[(l.Route, r)] ? "+" : "-"))}"));
        var wrong = lines.Where(l => !l.IsStatusPage).SelectMany(l => Roles.Where(r => l.Allows(r) != got[(l.Route, r)]).Select(r => $"{l.Route}: {r} is {(got[(l.Route, r)] ? "let in" : "denied")}")).ToList();
        Assert.True(wrong.Count + world.Broken.Count == 0, string.Join('\n', [.. wrong, .. world.Broken]));
    }

    private static IEnumerable<string> RoutesOf(TestApp app) =>
        from endpoint in app.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null
        let route = "/" + endpoint.RoutePattern.RawText!.Trim('/')
        // A page takes the posts of its own forms; the same rule stands before both.
        from method in endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null ? ["PAGE"] : endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"]
        orderby route, method
        select $"{method} {route}";

    /// <summary>One line of the table.</summary>
    private sealed record Line(string Route, IReadOnlyList<string> Cells)
    {
        /// <summary>Shows a status by itself, whoever asks.</summary>
        public bool IsStatusPage => Cells.All(c => c is ".");

        public bool Allows(string role) => Cells[Array.IndexOf(Roles, role)] is "+";

        public override string ToString() => $"{Route},{string.Join(',', Cells)}";
    }

    private static class Matrix
    {
        public static List<Line> Read()
        {
            var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Security", "access-matrix.csv")).Where(l => l.Length > 0 && l[0] is not '#').ToList();
            Assert.Equal("route," + string.Join(',', Roles), lines[0]);
            return [.. lines.Skip(1).Select(l => l.Split(',')).Select(c => new Line(c[0], c[1..]))];
        }
    }

    /// <summary>A city with one project before four departments, one in its pre-check, and one of every other thing a route names.</summary>
    private sealed class World : IAsyncDisposable
    {
        private const string Password = TestApp.Password;
        private readonly CityByHttp _city;
        private readonly Dictionary<string, Browser> _browsers = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string> _tokens = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

        private World(CityByHttp city) => _city = city;

        public static async Task<World> StartAsync()
        {
            var world = new World(await CityByHttp.StartAsync(Database.Sqlite));
            await world.FurnishAsync();
            return world;
        }

        /// <summary>Asks as that role. Let in is everything but a refusal of the person: a fault in what was sent comes after the door.</summary>
        public async Task<bool> ReachesAsync(string route, string role)
        {
            var (method, path) = (route[..route.IndexOf(' ', StringComparison.Ordinal)], route[(route.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            var address = AddressOf(path);
            if (method is "PAGE" or "ANY" || !path.StartsWith("/api/", StringComparison.Ordinal))
            {
                // Signing out ends the session, so it gets one of its own.
                var browser = path is "/logout" ? await BrowserOfAsync(role) : _browsers[role];
                var page = method is "POST" ? await browser.PostAsync(address, role is "stranger" ? "/login" : "/capacity") : await browser.GetAsync(address);
                Broke(page.Status, role, route, page.Text);
                // An officer has one session: that other one has ended the first.
                if (path is "/logout")
                    _browsers[role] = await BrowserOfAsync(role);
                return page.Status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
                    && (page.Address.AbsolutePath is not "/login" || path is "/login" or "/logout" or "/culture");
            }
            using var client = path is "/api/v1/tokens/current" && role is not "stranger" ? await ClientOfAsync(role) : null;
            var caller = client ?? await KnownAsync(role);
            var said = await caller.SayAsync(new HttpMethod(method), address, BodyOf(method, path));
            Broke(said.Status, role, route, said.Text);
            return said.Status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound);
        }

        /// <summary>Whatever is asked by whomever, nothing breaks.</summary>
        public List<string> Broken { get; } = [];

        private void Broke(HttpStatusCode status, string role, string route, string text)
        {
            if ((int)status >= 500)
                Broken.Add($"{route}: {role} got {(int)status}: {text[..Math.Min(200, text.Length)]}");
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var browser in _browsers.Values)
                browser.Dispose();
            await _city.DisposeAsync();
        }

        private static string Organ(string role) => role switch { "officer" => "ZRZY@360502", "elsewhere" => "QXJ@360500", "lead" or "head" => "FGW@360502", _ => "SZF@360500" };

        private static Roles RoleOf(string role) => role switch { "head" => Tongban.Foundation.People.Roles.Head, "administrator" => Tongban.Foundation.People.Roles.Administrator, "auditor" => Tongban.Foundation.People.Roles.Auditor, _ => Tongban.Foundation.People.Roles.Handler };

        private async Task FurnishAsync()
        {
            var app = _city.App;
            var owner = await _city.RegisterAsync("owner", CityByHttp.Enterprise);
            await _city.RegisterAsync("other", CityByHttp.OtherEnterprise, "新余示范光伏科技有限公司");
            foreach (var role in Roles.Except(["stranger", "owner", "other"]))
            {
                await app.PersonAsync(role);
                await app.PostAsync(role, Organ(role), RoleOf(role));
            }
            _values["person"] = (await app.PersonAsync("agent")).ToString();
            foreach (var role in Roles)
                _browsers[role] = await BrowserOfAsync(role);

            var (checkedCode, checking) = await CityByHttp.DeclareAsync(owner, ProjectType.Filing, "年产1万吨电解液项目");
            await CityByHttp.SubmitAsync(owner, checking);
            var (code, stage) = await CityByHttp.DeclareAsync(owner, ProjectType.Filing);
            await CityByHttp.SubmitAsync(owner, stage);
            (await (await KnownAsync("lead")).SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/acceptance", new { })).Ok();
            (_values["checking"], _values["checkedCode"], _values["stage"], _values["code"]) = (checking, checkedCode, stage, code);
            await FurnishInstitutionsAsync(owner);
            (_values["verified"], _) = await CityByHttp.DeclareAsync(owner, ProjectType.Verification, "渝水区天然气管道项目");
            _values["changeRequest"] = (string)(await owner.SayAsync(HttpMethod.Post, $"/api/v1/projects/{_values["verified"]}/change-requests", new { scale = "年产3万吨", reason = "扩大规模" })).Ok().Json["id"]!;
            await FurnishServicesAsync(owner, code, checkedCode);
            _values["project"] = (string)(await owner.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}")).Ok().Json["id"]!;
            async Task<List<string>> TokensAsync() => [.. (await owner.SayAsync(HttpMethod.Get, "/api/v1/me/tokens")).Ok().Json.AsArray().Select(t => (string)t!["id"]!)];
            var before = await TokensAsync();
            using (await ClientOfAsync("owner"))
                _values["token"] = (await TokensAsync()).Except(before).Single();
            _values["document"] = (string)(await owner.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/documents")).Ok().Json[0]!["id"]!;
            _values["draft"] = (string)(await owner.SayAsync(HttpMethod.Post, "/api/v1/projects/drafts", new { fields = new { name = "草稿" } })).Ok().Json["id"]!;
            _values["entry"] = (string)(await owner.SayAsync(HttpMethod.Get, $"/api/v1/ledger/matters/project:{_values["project"]}/entries")).Ok().Json["items"]![0]!["id"]!;
            (await owner.SayAsync(HttpMethod.Get, $"/api/v1/ledger/entries/{_values["entry"]}/proof")).Ok();
            _values["size"] = ((long)(await owner.SayAsync(HttpMethod.Get, "/api/v1/ledger/checkpoints/latest")).Ok().Json["size"]!).ToString(System.Globalization.CultureInfo.InvariantCulture);
            _values["key"] = (string)(await owner.SayAsync(HttpMethod.Get, "/api/v1/ledger/keys")).Ok().Json[0]!["keyId"]!;
            _values["witness"] = (string)(await (await KnownAsync("administrator")).SayAsync(HttpMethod.Post, "/api/v1/ledger/witnesses", new { name = "sjj.example", key = new Foundation.Ledger.MemorySigner().PublicKey.ToString() })).Ok().Json["id"]!;
            (await owner.SayAsync(HttpMethod.Post, $"/api/v1/enterprises/{CityByHttp.Enterprise}/agents", new { userName = "agent", scope = "all", from = "2026-03-02", to = "2026-12-31" })).Ok();
            _values["mandate"] = (await app.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<Tongban.Registers.Model.LegalPersonAgent>().Select(a => a.Id).SingleAsync())).ToString();
            _values["version"] = (string)(await (await KnownAsync("auditor")).SayAsync(HttpMethod.Get, "/api/v1/admin/flow-versions")).Ok().Json[0]!["version"]!;
            _values["flowDraft"] = (string)(await (await KnownAsync("administrator")).SayAsync(HttpMethod.Post, "/api/v1/admin/flow-drafts", new { title = "草稿" })).Ok().Json["id"]!;
            _values["power"] = (string)(await owner.SayAsync(HttpMethod.Get, "/api/v1/powers")).Ok().Json["items"]![0]!["code"]!;
            await FurnishLinkageAsync(Guid.Parse(stage));
            _values["layerVersion"] = await Tongban.Tests.Space.LayersByHttp.PublishedAsync(_city);
            _values["layerContent"] = (string)(await (await KnownAsync("auditor")).SayAsync(HttpMethod.Get, $"/api/v1/layer-versions/{_values["layerVersion"]}")).Ok().Json["contentHash"]!;
            _values["siteCheck"] = (string)(await (await _city.OfficerAsync(Tongban.Tests.Space.LayersByHttp.Authority)).SayAsync(HttpMethod.Post, "/api/v1/site-checks", new { text = CityByHttp.Site })).Ok().Json["id"]!;
            await FurnishReviewAsync(owner, code);
            _values["run"] = (string)(await (await _city.OfficerAsync(Tongban.Tests.Space.LayersByHttp.Authority)).SayAsync(HttpMethod.Post, "/api/v1/classification-runs", new { title = "一批", kind = "project" })).Ok().Json["id"]!;
            await FurnishPlansAsync(code);
            await FurnishDispatchAsync(owner, code);
            await FurnishWeeksAsync(owner, code);
            await FurnishRemindersAsync();
            _values["log"] = (string)(await (await KnownAsync("administrator")).SayAsync(HttpMethod.Post, "/api/v1/mining/logs?name=日志", new ByteArrayContent("case,activity,timestamp\n1,受理,2026-03-02"u8.ToArray()) { Headers = { ContentType = new("text/csv") } })).Ok().Json["log"]!;
            await app.DrainAsync();
            await FurnishSupervisionAsync(code);
            _values["duty"] = (await app.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<Tongban.Approvals.SupervisionDuties.SupervisionDuty>().Where(d => d.ProjectCode == code && d.Organ == "FGW@360502").Select(d => d.Id).FirstAsync())).ToString();
            var recipient = Notice.Enterprise(CityByHttp.Enterprise);
            _values["notice"] = (await app.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<Notice>().Where(n => n.Recipient == recipient).Select(n => n.Id).FirstAsync())).ToString();
        }

        // The project's new boundary meets a layer; its owner disputes the hit with a file.
        private async Task FurnishReviewAsync(HttpClient owner, string code)
        {
            await Tongban.Tests.Space.LayersByHttp.PublishedAsync(_city, "L26", "POLYGON((588600 3076500,588800 3076500,588800 3077300,588600 3077300,588600 3076500))");
            (await owner.SayAsync(HttpMethod.Post, $"/api/v1/projects/{code}/changes", new { site = CityByHttp.Site.Replace("114.905", "114.904", StringComparison.Ordinal), reason = "用地范围调整" })).Ok();
            await _city.App.DrainAsync();
            var review = (await owner.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/site-review")).Ok().Json;
            _values["review"] = (string)review["id"]!;
            var paper = Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n");
            (await owner.SayAsync(HttpMethod.Post, $"/api/v1/site-reviews/{review["id"]}/disputes/L26", new { ground = "layerWrong", reason = "隐患点已经治理", files = new[] { new { name = "a.pdf", content = Convert.ToBase64String(paper) } } })).Ok();
            _values["digest"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(paper));
        }

        // A power line in the way of the owner's project: officer and lead assist. Its photograph is the paper that the review has.
        private async Task FurnishDispatchAsync(HttpClient owner, string code)
        {
            var paper = Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n");
            _values["matter"] = (string)(await owner.SayAsync(HttpMethod.Post, "/api/v1/dispatch/matters", new
            {
                project = code, model = "XT-18", text = "高压线杆塔未迁改", contact = "李某 13800000000", occurredOn = "2026-03-01", fields = new { voltageKv = "220", lengthM = "600" }, files = new[] { new { name = "a.pdf", content = Convert.ToBase64String(paper) } },
            })).Ok().Json["id"]!;
        }

        // An agency service that waits for the centre, and a bad rating of one that was ended.
        private async Task FurnishServicesAsync(HttpClient owner, string code, string other)
        {
            async Task<string> EntrustAsync(string project) =>
                (string)(await owner.SayAsync(HttpMethod.Post, $"/api/v1/projects/{project}/agency-services", new { scope = "代为提交材料", from = "2026-03-02", to = "2026-12-31" })).Ok().Json["id"]!;
            _values["agency"] = await EntrustAsync(code);
            _values["ended"] = await EntrustAsync(other);
            (await owner.SayAsync(HttpMethod.Post, $"/api/v1/agency-services/{_values["ended"]}/termination", new { text = "自行办理" })).Ok();
            _values["rating"] = (string)(await owner.SayAsync(HttpMethod.Post, "/api/v1/ratings", new { subject = "agency", subjectId = _values["ended"], overall = 1, comment = "迟迟没有答复" })).Ok().Json["id"]!;
            _values["permit"] = (string)(await (await KnownAsync("officer")).SayAsync(HttpMethod.Post, "/api/v1/outside-permits",
                new { number = "外1号", name = "S1-03", issuer = "ZRZY@360502", creditCode = CityByHttp.Enterprise, division = "360502", issuedOn = "2026-03-02" })).Ok().Json["id"]!;
            (await (await KnownAsync("auditor")).SayAsync(HttpMethod.Post, "/api/v1/ledger/verifications")).Ok();
        }

        // A result to serve, the check of a commitment, a hearing: on a project of their own, so that the others stay as they are.
        private async Task FurnishInstitutionsAsync(HttpClient owner)
        {
            var (_, decided) = await CityByHttp.DeclareAsync(owner, ProjectType.Filing, "年产3万吨隔膜项目");
            (await owner.SayAsync(HttpMethod.Post, $"/api/v1/stages/{decided}/items/S1-05/commitment", new { agreed = true })).Ok();
            await CityByHttp.SubmitAsync(owner, decided);
            (await (await KnownAsync("lead")).SayAsync(HttpMethod.Post, $"/api/v1/stages/{decided}/acceptance", new { })).Ok();
            var officer = await KnownAsync("officer");
            (await officer.SayAsync(HttpMethod.Post, $"/api/v1/stages/{decided}/items/S1-03/decision", new { decision = "approved", opinion = "同意" })).Ok();
            (await officer.SayAsync(HttpMethod.Post, $"/api/v1/stages/{decided}/items/S1-04/hearing", new { cause = "refusal", reason = "拟不予许可" })).Ok();
            (await (await _city.OfficerAsync("STHJ@360502")).SayAsync(HttpMethod.Post, $"/api/v1/stages/{decided}/items/S1-05/decision", new { decision = "approvedOnCommitment" })).Ok();
            _values["certificate"] = (string)(await officer.SayAsync(HttpMethod.Get, "/api/v1/certificates")).Ok().Json["items"]![0]!["id"]!;
            _values["hearing"] = (string)(await owner.SayAsync(HttpMethod.Get, "/api/v1/hearings")).Ok().Json[0]!["id"]!;
            _values["check"] = (string)(await (await _city.OfficerAsync("STHJ@360502")).SayAsync(HttpMethod.Get, "/api/v1/commitment-checks")).Ok().Json[0]!["id"]!;
        }

        // A joint handling, a consultation with an attachment and an area assessment, each of land's.
        private Task<Result<bool>> FurnishLinkageAsync(Guid stage) => _city.App.InScopeAsync(async s =>
        {
            var (db, clock, calendar) = (s.GetRequiredService<TongbanDb>(), s.GetRequiredService<CityClock>(), s.GetRequiredService<Calendars>().Current);
            var paper = Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n");
            var done = await db.ActAsync("linkage", new Caller { Actor = Actor.System }, async () =>
            {
                var at = await db.Set<StageCase>().Include(c => c.Items).SingleAsync(c => c.Id == stage);
                var group = s.GetRequiredService<FlowLibrary>().Of(at.Flow).Linkage.Group("joint-acceptance")!;
                var joint = JointHandling.Apply(Guid.CreateVersion7(), at, group, [at.Find("S1-03")!], null, clock.Now);
                var file = await s.GetRequiredService<FileStore>().KeepAsync(paper, "application/pdf", default);
                var asked = Consultation.Ask(CityByHttp.Enterprise, Guid.CreateVersion7(), "用地", "能否分期用地？", "S1-03", null, "ZRZY@360502", [new("a.pdf", file.Digest, file.MediaType, file.Length)], clock.Now, calendar);
                asked.Register("咨〔2026〕1号");
                var assessment = AreaAssessment.Publish("高新区", "360502", ["S2-03"], null, "无压覆", "ZRZY@360502", clock.Today.AddYears(1), clock.Now);
                assessment.Publish("渝水区评〔2026〕1号");
                db.AddRange(joint, asked, assessment);
                (_values["joint"], _values["consultation"], _values["assessment"]) = (joint.Id.ToString(), asked.Id.ToString(), assessment.Id.ToString());
                return (Result<bool>)true;
            });
            Assert.Null(done.Error);
            return done;
        });

        // The owner's project in the pool, whose sector department is land, and one of everything that plans have.
        private async Task FurnishPlansAsync(string code) => Assert.Null((await _city.App.InScopeAsync(s =>
        {
            var (db, clock) = (s.GetRequiredService<TongbanDb>(), s.GetRequiredService<CityClock>());
            return db.ActAsync("plans", new Caller { Actor = Actor.System }, () =>
            {
                var project = PlanProject.Admit(new(code, "袁河大桥", CityByHttp.Enterprise, "360502", "transport", "ZRZY@360502", FundingMode.Direct, "新建跨河大桥", clock.Today, clock.Today.AddYears(1), 1_000_000m, 50, [new("05", 1_000_000m)]), null, clock.Now).Value;
                var journal = new Journal(Guid.CreateVersion7(), clock.Now);
                var pool = FundPool.Open(new("2026-05-01", "一般公共预算", "05", 2026, FundLevel.Municipal, null, null, new(2026, 1, 1), new(2026, 12, 31), 1_000_000m), "360502", journal, clock.Today, clock.Now).Value;
                var plan = InvestmentPlan.Draft(PlanKind.Annual, "360502", 2026, 1, null, clock.Now);
                Assert.Null(plan.Enter(project, 0, new(PlanNature.New, null, "开工", [new(2026, "05", 500_000m)], null), clock.Now));
                var batch = ImportBatch.Begin(BatchKind.Payments, "a.csv", new('0', 64), "CZJ@360502", clock.Now);
                batch.Close(0, 0, [], 0);
                BalanceProblem problem = new(2026, 3, [new(code, "袁河大桥", "transport", 50, 0, 2, 1, [new("05", 0, 500_000m)])], [new("05", 2026, null, 12, 1_000_000m)], []);
                var run = BalanceRun.Of("测算", "360502", [], problem, BalanceSolver.Solve(problem), new('0', 64), clock.Now);
                var warning = PlanWarning.Raise(new("W15", code, CityByHttp.Enterprise, "360502", WarningLevel.Yellow, ("未核对", "not checked")), clock.Today, clock.Now);
                db.AddRange(project, pool, plan, batch, run, warning);
                db.AddRange(journal.Postings);
                (_values["pool"], _values["plan"], _values["batch"], _values["balance"], _values["warning"]) = (pool.Pool, plan.Id.ToString(), batch.Id.ToString(), run.Id.ToString(), warning.Id.ToString());
                return Task.FromResult((Result<bool>)true);
            });
        })).Error);

        // The owner's project on the list of major projects, with a return of this week; a citizen's request that lies with land; an application.
        private async Task FurnishWeeksAsync(HttpClient owner, string code)
        {
            (await (await KnownAsync("lead")).SayAsync(HttpMethod.Put, $"/api/v1/dispatch/major-projects/{code}", WeekBody("{code}"))).Ok();
            (await owner.SayAsync(HttpMethod.Put, $"/api/v1/dispatch/weeks/{Week}/returns/{code}", WeekBody("/returns/{code}"))).Ok();
            _values["request"] = (string)(await owner.SayAsync(HttpMethod.Post, "/api/v1/service-requests", WeekBody("/service-requests"))).Ok().Json["number"]!;
            (await (await _city.OfficerAsync("CGJ@360500")).SayAsync(HttpMethod.Post, $"/api/v1/service-requests/{_values["request"]}/transfer", WeekBody("/transfer"))).Ok();
            _values["application"] = (string)(await (await KnownAsync("administrator")).SayAsync(HttpMethod.Post, "/api/v1/admin/applications", WeekBody("/applications"))).Ok().Json["id"]!;
        }

        private const string Week = "2026-W10";

        private static object? WeekBody(string path) => path[(path.LastIndexOf('/') + 1)..] switch
        {
            "removal" => new { reason = "已竣工" },
            "import" => new ByteArrayContent("x"u8.ToArray()) { Headers = { ContentType = new("text/csv") } },
            "service-requests" => new { service = "potholes", address = "胜利路", description = "路面坑洼" },
            "transfer" => new { organ = "ZRZY@360502", reason = "属自然资源管理" },
            "notes" => new { notes = "已派人" },
            "closing" => new { outcome = "done", notes = "已办结" },
            "applications" => new { name = "市民热线", contact = "ops@example.org", mayImport = false },
            "revocation" => null,
            _ when path.EndsWith("/returns/{code}", StringComparison.Ordinal) => new JsonObject
            {
                ["reason"] = "更正",
                ["fields"] = new JsonObject
                {
                    ["resumed"] = true, ["resumedOn"] = "2026-03-02", ["workersNeeded"] = 1, ["workersOnSite"] = 1, ["outOfProvince"] = 0, ["inQuarantine"] = 0, ["managersOnSite"] = 1, ["materials"] = new JsonArray(), ["equipment"] = new JsonArray(),
                    ["supplies"] = new JsonArray(), ["weekInvestmentWan"] = 1, ["yearCumulativeWan"] = 1, ["physicalPct"] = 1,
                },
            },
            _ => new JsonObject { ["class"] = "county", ["planYear"] = 2026, ["plannedYearWan"] = 1, ["reason"] = "区重点项目", ["shouldResumeOn"] = "2026-03-02" },
        };
        // The officer's organ was reminded, and the message to it could not be delivered.
        private async Task FurnishRemindersAsync() => Assert.Null((await _city.App.InScopeAsync(s =>
        {
            var (db, now) = (s.GetRequiredService<TongbanDb>(), s.GetRequiredService<CityClock>().Now);
            return db.ActAsync("reminders", new Caller { Actor = Actor.System }, () =>
            {
                var organ = Organ("officer");
                OpenTask task = new(organ, Guid.CreateVersion7(), "XT-2026-000001", Guid.CreateVersion7(), _values["code"], "袁河大桥", now, 1, new(2026, 3, 30), null);
                var reminder = Reminder.Send(organ, new(202602, now), [task], ("请反馈", "Please answer"), "sms", new(2026, 3, 30), now);
                var notice = Notice.To(Notice.Organ(organ), Reminder.OccasionOf(202602), ("请反馈", "Please answer"), "/r/202602", now);
                var message = new OutgoingNotice(notice, "sms", "13900000021", now);
                message.Claim(now);
                message.Settle(1, SendOutcome.Never("no such number"), new Tongban.Tests.Dispatch.Reminders.RecordingChannel(), now);
                db.AddRange(reminder, notice, message);
                (_values["reminder"], _values["message"]) = (reminder.Id.ToString(), message.Id.ToString());
                return Task.FromResult((Result<bool>)true);
            });
        })).Error);

        // A finding about the lead's organ, with its card; the supervising office is none of the callers.
        private async Task FurnishSupervisionAsync(string code) => Assert.Null((await _city.App.InScopeAsync(s =>
        {
            var (db, clock) = (s.GetRequiredService<TongbanDb>(), s.GetRequiredService<CityClock>());
            return db.ActAsync("supervision", new Caller { Actor = Actor.System }, () =>
            {
                var finding = new Finding { Id = Guid.CreateVersion7(), Rule = RuleBook.Overdue, Level = Severity.Red, FoundOn = clock.Today, ProjectCode = code, Stage = 1, Item = "S1-12", Organ = "FGW@360502", Division = "360502", TextZh = "超期", TextEn = "late" };
                var office = new Actor(Guid.CreateVersion7(), "监察", Tongban.Foundation.People.Roles.Handler, "SZF@360500");
                var card = SupervisionCard.Issue(finding, office.Organ!, "请说明情况", office, s.GetRequiredService<Calendars>().Current, clock.Now).Value;
                card.Numbered("监督〔2026〕1号");
                finding.CardId = card.Id;
                db.AddRange(finding, card);
                (_values["finding"], _values["card"]) = (finding.Id.ToString(), card.Id.ToString());
                return Task.FromResult((Result<bool>)true);
            });
        })).Error);

        private async Task<Browser> BrowserOfAsync(string role)
        {
            var browser = _city.App.NewBrowser();
            if (role is not "stranger")
                await browser.SignInAsync(role, Password);
            return browser;
        }

        private Task<HttpClient> ClientOfAsync(string role) => _city.App.ClientOfAsync(role, enterprise: EnterpriseOf(role));

        private async Task<HttpClient> KnownAsync(string role)
        {
            if (role is "stranger")
                return _city.App.NewClient();
            return await _city.AsAsync(role, EnterpriseOf(role));
        }

        private static string? EnterpriseOf(string role) => role switch { "owner" => CityByHttp.Enterprise, "other" => CityByHttp.OtherEnterprise, _ => null };

        private string AddressOf(string path)
        {
            var preChecks = path.Contains("/opinion", StringComparison.Ordinal) || path.EndsWith("/correction", StringComparison.Ordinal) || path.EndsWith("/acceptance", StringComparison.Ordinal) || path.EndsWith("/non-acceptance", StringComparison.Ordinal);
            var stage = preChecks ? _values["checking"] : _values["stage"];
            // The head's own organ concludes the stage; the commitment is one that may be given.
            var item = path.EndsWith("request-answer", StringComparison.Ordinal) || path.EndsWith("false-application", StringComparison.Ordinal) ? "S1-12" : path.Contains("commitment", StringComparison.Ordinal) ? "S1-05" : "S1-03";
            var id = path switch
            {
                _ when path.Contains("/dispatch/matters/", StringComparison.Ordinal) => _values["matter"],
                _ when path.Contains("/stages/", StringComparison.Ordinal) => stage,
                _ when path.Contains("/outside-permits/", StringComparison.Ordinal) => _values["permit"],
                _ when path.Contains("/witnesses/", StringComparison.Ordinal) => _values["witness"],
                _ when path.Contains("/agency", StringComparison.Ordinal) => _values["agency"],
                _ when path.Contains("/ratings/", StringComparison.Ordinal) => _values["rating"],
                _ when path.Contains("/supervision-duties/", StringComparison.Ordinal) => _values["duty"],
                _ when path.Contains("/certificates/", StringComparison.Ordinal) => _values["certificate"],
                _ when path.Contains("/hearings/", StringComparison.Ordinal) => _values["hearing"],
                _ when path.Contains("/commitment-checks/", StringComparison.Ordinal) => _values["check"],
                _ when path.Contains("/joint/", StringComparison.Ordinal) => _values["joint"],
                _ when path.Contains("/consultations/", StringComparison.Ordinal) => _values["consultation"],
                _ when path.Contains("/area-assessments/", StringComparison.Ordinal) => _values["assessment"],
                _ when path.Contains("/site-reviews/", StringComparison.Ordinal) => _values["review"],
                _ when path.Contains("/change-requests/", StringComparison.Ordinal) => _values["changeRequest"],
                _ when path.StartsWith("/space/checks/", StringComparison.Ordinal) => _values["siteCheck"],
                _ when path.StartsWith("/space/runs/", StringComparison.Ordinal) => _values["run"],
                _ when path.StartsWith("/space/versions/", StringComparison.Ordinal) => _values["layerVersion"],
                _ when path.Contains("/drafts/", StringComparison.Ordinal) => _values["draft"],
                _ when path.Contains("/documents/", StringComparison.Ordinal) => _values["document"],
                _ when path.Contains("/people/", StringComparison.Ordinal) => _values["person"],
                _ when path.Contains("/agents/", StringComparison.Ordinal) => _values["mandate"],
                _ when path.Contains("/notices/", StringComparison.Ordinal) => _values["notice"],
                _ when path.Contains("/entries/", StringComparison.Ordinal) => _values["entry"],
                _ => "",
            };
            var code = path switch
            {
                _ when path.Contains("/plans/", StringComparison.Ordinal) => _values["code"],
                _ when path.Contains("/change-request", StringComparison.Ordinal) => _values["verified"],
                _ when path.StartsWith("/open311/", StringComparison.Ordinal) => "potholes",
                _ when path.Contains("/items/", StringComparison.Ordinal) => item,
                _ when path.Contains("/powers/", StringComparison.Ordinal) => _values["power"],
                _ when path.Contains("/lists/", StringComparison.Ordinal) => "360502-Q-ZRZY-01-0001-00",
                _ when path.Contains("/enterprises/", StringComparison.Ordinal) => CityByHttp.Enterprise,
                _ when path.Contains("/layers/", StringComparison.Ordinal) => "L01",
                _ when path.EndsWith("/withdrawal", StringComparison.Ordinal) || path.EndsWith("/invalidation", StringComparison.Ordinal) => _values["checkedCode"],
                _ => _values["code"],
            };
            var key = path.Contains("/keys/", StringComparison.Ordinal) ? _values["key"] : "ZRZY@360502";
            var address = path.Replace("{StageCase:guid}", "{stageCase:guid}", StringComparison.Ordinal)
                .Replace("{stageCase:guid}", stage, StringComparison.Ordinal).Replace("{item}", item, StringComparison.OrdinalIgnoreCase).Replace("{code}", code, StringComparison.OrdinalIgnoreCase)
                .Replace("{id:guid}", id, StringComparison.OrdinalIgnoreCase).Replace("{post:guid}", Guid.Empty.ToString("D").Replace('0', '1'), StringComparison.Ordinal)
                .Replace("{log}", path.EndsWith("/columns", StringComparison.Ordinal) ? _values["log"] : "own-stages", StringComparison.OrdinalIgnoreCase).Replace("{table}", "variants", StringComparison.Ordinal)
                .Replace("{pool}", _values["pool"], StringComparison.OrdinalIgnoreCase).Replace("{plan:guid}", _values["plan"], StringComparison.OrdinalIgnoreCase).Replace("{batch:guid}", _values["batch"], StringComparison.OrdinalIgnoreCase)
                .Replace("{finding:guid}", _values["finding"], StringComparison.OrdinalIgnoreCase).Replace("{card:guid}", _values["card"], StringComparison.OrdinalIgnoreCase).Replace("{month}", "2026-03", StringComparison.Ordinal)
                .Replace("{balance:guid}", _values["balance"], StringComparison.OrdinalIgnoreCase).Replace("{warning:guid}", _values["warning"], StringComparison.OrdinalIgnoreCase)
                .Replace("{week}", Week, StringComparison.OrdinalIgnoreCase).Replace("{Revision:int}", "1", StringComparison.Ordinal).Replace("{number}", _values["request"], StringComparison.OrdinalIgnoreCase).Replace("{id}", _values["request"], StringComparison.Ordinal)
                .Replace("{token:guid}", _values["token"], StringComparison.Ordinal).Replace("{format}", "json", StringComparison.Ordinal).Replace("{application:guid}", _values["application"], StringComparison.Ordinal)
                .Replace("{reminder:guid}", _values["reminder"], StringComparison.OrdinalIgnoreCase).Replace("{message:guid}", _values["message"], StringComparison.Ordinal).Replace("{month:int}", "202602", StringComparison.OrdinalIgnoreCase)
                .Replace("{kind}", "payments", StringComparison.Ordinal).Replace("{voucher}", "ZF-1", StringComparison.Ordinal).Replace("{indicator}", "IND-1", StringComparison.Ordinal)
                .Replace("{Kind}", "agency", StringComparison.Ordinal).Replace("{SubjectId:guid}", _values["ended"], StringComparison.Ordinal)
                .Replace("{layer}", "L26", StringComparison.Ordinal).Replace("{digest}", _values["digest"], StringComparison.Ordinal).Replace("{group}", "joint-acceptance", StringComparison.Ordinal).Replace("{fact}", "annualEnergyTce", StringComparison.Ordinal).Replace("{index:int}", "0", StringComparison.Ordinal)
                .Replace("{key}", key, StringComparison.OrdinalIgnoreCase).Replace("{list}", "power", StringComparison.OrdinalIgnoreCase).Replace("{keyId}", key, StringComparison.Ordinal)
                .Replace("{matter}", $"project:{_values["project"]}", StringComparison.OrdinalIgnoreCase).Replace("{material}", "M10", StringComparison.Ordinal).Replace("{edition:int}", "1", StringComparison.Ordinal)
                .Replace("{size:long}", _values["size"], StringComparison.Ordinal).Replace("{flowDraft:guid}", _values["flowDraft"], StringComparison.OrdinalIgnoreCase).Replace("{stage:int}", "1", StringComparison.OrdinalIgnoreCase).Replace("{siteCheck:guid}", _values["siteCheck"], StringComparison.Ordinal).Replace("{run:guid}", _values["run"], StringComparison.Ordinal).Replace("{collection}", "L01", StringComparison.Ordinal).Replace("{feature}", "1.1", StringComparison.Ordinal)
                .Replace("{content}/{z:int}/{x:int}/{y:int}", $"{_values["layerContent"]}/0/0/0", StringComparison.Ordinal).Replace("{version:guid}", _values["layerVersion"], StringComparison.Ordinal).Replace("{version}", _values["version"], StringComparison.OrdinalIgnoreCase).Replace("{year:int}", "2026", StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain('{', address);
            return path switch
            {
                "/api/v1/ledger/consistency" => $"{address}?from={_values["size"]}&to={_values["size"]}",
                "/api/v1/admin/flow-versions/{version}/changes" or "/admin/catalogue/{Version}/changes" => $"{address}?since={_values["version"]}",
                "/api/v1/stages/{stageCase:guid}/materials/{material}" => $"{address}?fileName=x.pdf",
                "/site-reviews/new" or "/dispatch/report" => $"{address}?project={_values["code"]}",
                "/api/v1/channels/sms/reports" => $"{address}?message={_values["message"]}&proof=x&status=1",
                "/api/v1/channels/sms/incoming" => $"{address}?from=13900000021&text=x&secret=x",
                "/culture" => "/culture?c=en&returnUrl=/",
                _ => address,
            };
        }

        private object? PlanBody(string last) => last switch
        {
            "projects" => new { code = "x", name = "x", owner = "x", division = "x", sector = "x", sectorOrgan = "ZRZY@360502", content = "x", from = "2026-03-02", to = "2026-03-02", totalInvestment = 1, priority = 1, sources = Array.Empty<object>() },
            "milestones" => new { kind = "proposal", on = "2026-03-02", document = "建议书1号" },
            "move" => new { to = "closed" },
            "pools" => new { pool = "x", name = "x", source = "05", year = 2026, windowFrom = "2026-03-02", windowTo = "2026-03-02", yuan = 1 },
            "indicators" or "arrivals" or "payments" or "returns" => new { rows = Array.Empty<object>() },
            "reversal" => new { day = "2026-03-02" },
            "adjustment" => new { voucherNo = "x", yuan = 1, day = "2026-03-02" },
            "versions" => new { kind = "annual", firstYear = 2027 },
            "development" => new { nature = "new" },
            "sector" => new { indicators = "x", targets = "x" },
            "finance" => new { responsibility = "x" },
            "removal" or "amendment" => new { reason = "征地未完成" },
            "confirmation" => new { part = "sector", code = _values["code"] },
            "approval" => new { document = "余府字1号" },
            "balances" => new { firstYear = 2026 },
            "adoption" => new { plan = _values["plan"] },
            "order" => new { text = "请说明", dueOn = "2026-03-20" },
            "answer" => new { text = "已整改" },
            _ => null,
        };

        /// <summary>A body that passes reading, so that the answer is about the caller and not about the form.</summary>
        private object? BodyOf(string method, string path)
        {
            if (method is "GET" or "HEAD" or "DELETE")
                return null;
            var last = path[(path.LastIndexOf('/') + 1)..];
            return last switch
            {
                _ when path.StartsWith("/api/v1/dispatch/major-projects", StringComparison.Ordinal) || path.StartsWith("/api/v1/dispatch/weeks/", StringComparison.Ordinal) || path.StartsWith("/api/v1/service-requests", StringComparison.Ordinal) || path.StartsWith("/api/v1/admin/applications", StringComparison.Ordinal) => WeekBody(path),
                _ when path is "/api/v1/mining/logs" || path.StartsWith("/api/v1/plans/imports/", StringComparison.Ordinal) || path.EndsWith("/reconciliation", StringComparison.Ordinal) => new ByteArrayContent("x"u8.ToArray()) { Headers = { ContentType = new("application/octet-stream") } },
                _ when path.StartsWith("/api/v1/plans/", StringComparison.Ordinal) => PlanBody(last),
                "answers" => new { text = "已完成清表" },
                _ when path.StartsWith("/api/v1/dispatch/", StringComparison.Ordinal) => last switch { "suggestions" => new { project = _values["code"], text = "高压线未迁改" }, "matters" => new { project = _values["code"] }, _ => new JsonObject() },
                _ when path is "/api/v1/supervision/subscription" => new { wanted = true },
                _ when path is "/api/v1/supervision/fees" => new { project = _values["code"], organ = "ZRZY@360502", fee = "加急费", yuan = 500, chargedOn = "2026-03-02" },
                _ when path.StartsWith("/api/v1/supervision/", StringComparison.Ordinal) => new { text = "请说明情况" },
                _ when path.Contains("/facts/", StringComparison.Ordinal) => new { value = "5200", reason = "核对节能报告" },
                _ when path.Contains("/joint/", StringComparison.Ordinal) => last is "findings" ? new { item = "S1-03", agrees = true } : new JsonObject(),
                _ when path.Contains("/site-reviews/", StringComparison.Ordinal) => last switch
                {
                    "opinion" => new JsonObject { ["findings"] = new JsonArray() },
                    "decision" => new JsonObject { ["dismissed"] = false, ["reason"] = "属实", ["basis"] = "地质灾害防治条例" },
                    "{layer}" => new JsonObject { ["ground"] = "layerWrong", ["reason"] = "隐患点已经治理" },
                    _ => new JsonObject { ["conclusion"] = "notFeasible", ["text"] = "不可行" },
                },
                _ when path.Contains("/change-requests/", StringComparison.Ordinal) => new { opinion = "同意" },
                "contact" => new { phone = "13900000021" },
                "send-again" or "confirmation" when path.Contains("/outbox/", StringComparison.Ordinal) => null,
                "site-review" => new { layers = new[] { "L02" }, reason = "尚未核对" },
                "area-assessment" => new { assessment = _values["assessment"] },
                "{material}" => new ByteArrayContent(Encoding.ASCII.GetBytes("%PDF-1.4\n")) { Headers = { ContentType = new("application/octet-stream") } },
                "sites:upload" => new ByteArrayContent(Encoding.ASCII.GetBytes("{}")) { Headers = { ContentType = new("application/octet-stream") } },
                "submission" or "correction-answer" or "handler" or "resumption" or "disable" or "unlock" or "password-reset" or "verifications" or "read" or "flow-versions" => null,
                "commitment" => new { agreed = true },
                "promise" => new { workingDays = 1, agreed = true },
                "start" => new { on = "2026-03-02" },
                "term-extension" => new { reason = "继续实施" },
                "term-answer" => new { grant = false, reason = "不同意" },
                "acknowledgement" or "waiver" or "reuse" => null,
                "hand-over" => new { receipt = "回证 1" },
                "requests" => new { kind = "change", reason = "名称变更" },
                "end" when path.Contains("/certificates/", StringComparison.Ordinal) => new { ground = "organisationEnded", reason = "依法终止" },
                "report" => new { outcome = "kept", findings = "属实" },
                "hearing" => new { cause = "refusal", reason = "拟不予许可" },
                "request" => new { text = "有异议" },
                "notice" => new { at = "2026-03-25T09:00:00+08:00", place = "三楼", presider = "nobody" },
                "minutes" => new { minutes = "笔录" },
                "inspection" => new { kind = "testing", staff = new[] { "nobody" }, standard = "GB" },
                "inspection-report" => new { passed = true, findings = "符合" },
                "false-application" => new { reason = "查证" },
                "opinion" or "correction" => new { demands = new[] { new { material = "M10", text = "缺第 4 点" } } },
                "check" => new { result = "passed", findings = "符合要求" },
                "entries" => new { kind = "contact", text = "电话联系" },
                "revisit" => new { satisfied = true },
                "ratings" => new { subject = "agency", subjectId = _values["ended"], overall = 5 },
                "acceptance" => new { },
                "non-acceptance" => new { ground = "otherAuthority", reason = "不属于本机关职权" },
                "decision" => new { decision = "approved", opinion = "同意" },
                "special-procedure" => new { type = "expert-review", plannedTo = "2026-03-20", reason = "专家评审" },
                "request-answer" => new { grant = true },
                "withdrawal" or "invalidation" or "return" or "extension" => new { reason = "投资方案调整" },
                "agents" => new { userName = "agent", scope = "all", from = "2026-03-02", to = "2026-12-31" },
                "bpmn" => new ByteArrayContent(Encoding.ASCII.GetBytes("<html/>")) { Headers = { ContentType = new("application/xml") } },
                "batch" => new ByteArrayContent(Encoding.ASCII.GetBytes("number")) { Headers = { ContentType = new("text/csv") } },
                "flow-drafts" => new { title = "草稿" },
                "drafts" or "{id:guid}" => new { fields = new { name = "草稿" } },
                _ => new JsonObject(),
            };
        }
    }
}
