using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Plans.Balancing;
using Tongban.Plans.Model;
using Tongban.Projects.Contracts;
using Tongban.Tests.Support;

namespace Tongban.Tests.Plans;

/// <summary>Whose act it is: every act of the plans, asked by the three departments of the city and of a county, about the city's own and about the county's.</summary>
public class PlanRolesTests
{
    /// <summary>D development commission of the city, H its head, F finance bureau, S sector department; d, h, f, s the same of the county; o development commission of another district.</summary>
    private static readonly (char Letter, string Organ, Roles Role)[] Callers =
    [
        ('D', "FGW@360500", Roles.Handler), ('H', "FGW@360500", Roles.Head), ('F', "CZJ@360500", Roles.Handler), ('S', "JTJ@360500", Roles.Handler),
        ('d', "FGW@360521", Roles.Handler), ('h', "FGW@360521", Roles.Head), ('f', "CZJ@360521", Roles.Handler), ('s', "SLJ@360521", Roles.Handler), ('o', "FGW@360502", Roles.Handler),
    ];

    /// <summary>The act, who is let in when it is about the city's, and who when it is about the county's.</summary>
    private static readonly (string Method, string Path, string City, string County)[] Acts =
    [
        ("GET", "projects/{code}", "DHFS", "DHFSdhfs"), ("GET", "pools/{pool}", "DHFS", "DHFSdhfs"), ("GET", "versions/{plan}", "DHFS", "DHFSdhfs"), ("GET", "versions/{plan}/changes", "DHFS", "DHFSdhfs"),
        ("GET", "balances/{balance}", "DHFS", "DHFSdhfs"), ("GET", "warnings/{warning}", "DHFS", "DHFSdhfs"), ("GET", "imports/{batch}", "DHFS", "DHFSdhfs"),
        ("POST", "projects/{code}/milestones", "DHS", "dhs"), ("POST", "projects/{code}/move", "DHS", "dhs"),
        ("PUT", "versions/{plan}/items/{code}/development", "DH", "dh"), ("PUT", "versions/{plan}/items/{code}/sector", "S", "s"), ("PUT", "versions/{plan}/items/{code}/finance", "F", "f"),
        ("POST", "versions/{plan}/items/{code}/removal", "DH", "dh"), ("POST", "versions/{plan}/confirmation", "F", "f"), ("POST", "versions/{plan}/approval", "H", "h"),
        ("POST", "versions/{plan}/amendment", "DH", "dh"), ("POST", "versions/{plan}/roll-over", "DH", "dh"), ("POST", "balances/{balance}/adoption", "DH", "dh"),
        ("POST", "payments/{voucher}/reversal", "F", "f"), ("POST", "indicators/{indicator}/adjustment", "F", "f"),
        ("POST", "warnings/{warning}/order", "DHF", "dhf"), ("POST", "warnings/{warning}/answer", "DHS", "dhs"),
        ("POST", "versions/{plan}/withdrawal", "DH", "dh"),
    ];

    [Fact]
    public async Task Each_level_acts_on_its_own_and_the_city_sees_all()
    {
        await using var city = await CityByHttp.StartAsync(Database.Sqlite);
        var own = await FurnishAsync(city, "360500", "JTJ@360500", "360500", 1);
        var county = await FurnishAsync(city, "360521", "SLJ@360521", "360521", 2);
        List<string> wrong = [];
        foreach (var (method, path, mayCity, mayCounty) in Acts)
        {
            foreach (var (names, may, which) in new[] { (own, mayCity, "city"), (county, mayCounty, "county") })
            {
                // Those who may not come first: nothing has been changed yet.
                foreach (var (letter, organ, role) in Callers.OrderBy(c => may.Contains(c.Letter, StringComparison.Ordinal)))
                {
                    var client = await city.OfficerAsync(organ, role);
                    var address = names.Aggregate("/api/v1/plans/" + path, (a, n) => a.Replace($"{{{n.Key}}}", Uri.EscapeDataString(n.Value), StringComparison.Ordinal));
                    var said = await client.SayAsync(new HttpMethod(method), address, method is "GET" ? null : Body(path, names));
                    var letIn = said.Status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound);
                    if (letIn != may.Contains(letter, StringComparison.Ordinal) || (int)said.Status >= 500)
                        wrong.Add($"{method} {path} of the {which}: {letter} ({organ} {role}) got {(int)said.Status} {said.Code}");
                }
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));

        // Lists show what single things show; rows for another level's money are rejected one by one.
        var (above, below) = (await city.OfficerAsync("CZJ@360500"), await city.OfficerAsync("CZJ@360521"));
        Assert.Equal((2, 1), ((await above.SayAsync(HttpMethod.Get, "/api/v1/plans/pools")).Ok().Json.AsArray().Count, (await below.SayAsync(HttpMethod.Get, "/api/v1/plans/pools")).Ok().Json.AsArray().Count));
        Assert.Equal((2, 1), ((await above.SayAsync(HttpMethod.Get, "/api/v1/plans/versions")).Ok().Json.AsArray().Count, (await below.SayAsync(HttpMethod.Get, "/api/v1/plans/versions")).Ok().Json.AsArray().Count));
        Assert.Equal((2, 1), ((await above.SayAsync(HttpMethod.Get, "/api/v1/plans/projects")).Ok().Json["items"]!.AsArray().Count, (await below.SayAsync(HttpMethod.Get, "/api/v1/plans/projects")).Ok().Json["items"]!.AsArray().Count));
        var row = new { rows = new[] { new { voucherNo = "DK-9", pool = own["pool"], day = "2026-03-02", yuan = 1m } } };
        Assert.Contains("财政", (string)(await below.SayAsync(HttpMethod.Post, "/api/v1/plans/arrivals", row)).Ok().Json["rejected"]![0]!["reasonsZh"]![0]!, StringComparison.Ordinal);
        // Money of the city may go to a county's project, not the other way round.
        string Issue(Dictionary<string, string> pool, Dictionary<string, string> project) => $$"""{"rows":[{"indicatorNo":"X-{{pool["pool"]}}","pool":"{{pool["pool"]}}","projectCode":"{{project["code"]}}","day":"2026-03-02","yuan":1}]}""";
        Assert.Equal(1, (int)(await above.SayAsync(HttpMethod.Post, "/api/v1/plans/indicators", System.Text.Json.Nodes.JsonNode.Parse(Issue(own, county)))).Ok().Json["accepted"]!);
        Assert.Equal(0, (int)(await below.SayAsync(HttpMethod.Post, "/api/v1/plans/indicators", System.Text.Json.Nodes.JsonNode.Parse(Issue(county, own)))).Ok().Json["accepted"]!);
    }

    private static object Body(string path, Dictionary<string, string> names) => path[(path.LastIndexOf('/') + 1)..] switch
    {
        "milestones" => new { kind = "proposal", on = "2026-03-02", document = "建议书1号" },
        "move" => new { to = "closed" },
        "development" => new { nature = "new" },
        "sector" => new { indicators = "六车道", targets = "桩基完成" },
        "finance" => new { responsibility = "本级财政" },
        "removal" or "amendment" => new { reason = "征地未完成" },
        "confirmation" => new { part = "finance", code = names["code"] },
        "approval" => new { document = "府字1号" },
        "adoption" => new { plan = names["rolling"] },
        "reversal" => new { day = "2026-03-02" },
        "adjustment" => new { voucherNo = "TZ-1", yuan = 1, day = "2026-03-02" },
        "order" => new { text = "请说明情况", dueOn = "2026-03-20" },
        "answer" => new { text = "已整改" },
        _ => new { },
    };

    private static async Task<Dictionary<string, string>> FurnishAsync(CityByHttp city, string level, string sector, string division, int no)
    {
        var made = new Dictionary<string, string>(StringComparer.Ordinal);
        Assert.Null((await city.App.InScopeAsync(s =>
        {
            var (db, clock) = (s.GetRequiredService<TongbanDb>(), s.GetRequiredService<CityClock>());
            return db.ActAsync("furnish", new Caller { Actor = Actor.System }, () =>
            {
                var project = PlanProject.Admit(new(PlanBuilder.Code(no), "示范工程", PlanBuilder.Owner, division, "water", sector, FundingMode.Direct, "建设主体工程", clock.Today, clock.Today.AddYears(1), 1_000_000m, 50, [new("05", 1_000_000m)]), null, clock.Now).Value;
                var journal = new Journal(Guid.CreateVersion7(), clock.Now);
                var pool = FundPool.Open(new($"{level}-2026-05", "一般公共预算", "05", 2026, FundLevel.Municipal, null, null, new(2026, 1, 1), new(2026, 12, 31), 1_000_000m), level, journal, clock.Today, clock.Now).Value;
                var indicator = pool.Issue(new($"指-{no}", pool.Pool, project.Code, clock.Today, 500_000m), project, journal, clock.Now).Value;
                Assert.Null(pool.Arrive($"到-{no}", 500_000m, clock.Today, journal));
                PaymentRow row = new($"付-{no}", clock.Today, indicator.IndicatorNo, project.Code, 1000m);
                Assert.Null(pool.Pay(indicator, row, journal));
                var plan = InvestmentPlan.Draft(PlanKind.Rolling, level, 2026, 1, null, clock.Now);
                Assert.Null(plan.Enter(project, 0, new(PlanNature.New, null, "开工", [new(2026, "05", 500_000m)], null), clock.Now));
                var batch = ImportBatch.Begin(BatchKind.Payments, "a.csv", new('0', 64), $"CZJ@{level}", clock.Now);
                batch.Close(0, 0, [], 0);
                BalanceProblem problem = new(2026, 3, [new(project.Code, "示范工程", "water", 50, 0, 2, 1, [new("05", 0, 500_000m)])], [new("05", 2026, null, 12, 1_000_000m)], []);
                var run = BalanceRun.Of("测算", level, [], problem, BalanceSolver.Solve(problem), new('0', 64), clock.Now);
                var warning = PlanWarning.Raise(new("W15", project.Code, PlanBuilder.Owner, division, WarningLevel.Yellow, ("未核对", "not checked")), clock.Today, clock.Now);
                db.AddRange(project, pool, indicator, Payment.Of(row, indicator, journal.Batch, clock.Now), plan, batch, run, warning);
                db.AddRange(journal.Postings);
                foreach (var (key, value) in new[] { ("code", project.Code), ("pool", pool.Pool), ("plan", plan.Id.ToString()), ("rolling", plan.Id.ToString()), ("batch", batch.Id.ToString()), ("balance", run.Id.ToString()), ("warning", warning.Id.ToString()), ("voucher", row.VoucherNo!), ("indicator", indicator.IndicatorNo) })
                    made[key] = value;
                return Task.FromResult((Result<bool>)true);
            });
        })).Error);
        return made;
    }
}
