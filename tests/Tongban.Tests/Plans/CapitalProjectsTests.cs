using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Tongban.Foundation.Web;
using Tongban.Tests.Foundation;
using Tongban.Tests.Support;

namespace Tongban.Tests.Plans;

/// <summary>Capital projects that another city published, taken into the pool as they are: a mapping says what its columns mean.</summary>
public class CapitalProjectsTests
{
    /// <summary>The names of the agencies in the files of five years: codes, acronyms, full names. What nobody can place is left to a person.</summary>
    private static readonly (string Agency, string Sector)[] Agencies =
    [
        ("KA0", "transport"), ("DDOT", "transport"), ("District Department of Transportation", "transport"), ("KT0", "environment"), ("KTO", "environment"), ("HA0", "culture"), ("DPR", "culture"), ("CE0", "culture"), ("DCPL", "culture"),
        ("GA0", "municipal"), ("DCPS", "municipal"), ("District of Columbia Public Schools", "municipal"), ("GF0", "municipal"), ("GD0", "municipal"), ("GO0", "municipal"), ("FB0", "municipal"), ("Fire & Emergency Medical Services", "municipal"),
        ("FA0", "municipal"), ("Metropolitan Police Department", "municipal"), ("AM0", "municipal"), ("FL0", "municipal"), ("RM0", "municipal"), ("DB0", "housing"), ("EB0", "housing"), ("DMPED", "housing"), ("Deputy Mayor for Planning and Economic Development", "housing"),
    ];

    [Fact]
    public async Task Three_hundred_and_fifty_two_capital_projects_enter_the_pool_once()
    {
        var folder = Path.Combine(Path.GetDirectoryName(Repository.Root)!, "shared", "data", "public-projects-dc");
        for (var at = new DirectoryInfo(Repository.Root); !Directory.Exists(folder) && at is not null; at = at.Parent)
            folder = Path.Combine(at.FullName, "shared", "data", "public-projects-dc");
        Assert.SkipUnless(Directory.Exists(folder), "the shared data (public-projects-dc) is not beside the repository");
        await using var city = await CityByHttp.StartAsync(Database.Sqlite);
        var development = await city.OfficerAsync("FGW@360500");
        var (accepted, rejected, rows) = (0, 0, 0);
        foreach (var file in Directory.GetFiles(folder, "capital-projects-*.geojson").Order(StringComparer.Ordinal))
        {
            var year = Path.GetFileNameWithoutExtension(file)[^4..];
            var features = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!["features"]!.AsArray().Select(f => f!["properties"]!.AsObject()).ToList();
            string[] heads = ["OBJECTID", "PROJECT_TITLE", "AGENCY", "ADDRESS", "YEAR"];
            var csv = Csv.Write(heads, features.Select(f => (IReadOnlyList<string?>)[.. heads.Select(h => f[h]?.ToString())]));
            // The files have no project codes, owners, amounts or dates: the mapping says what stands for them, in words that anyone can read.
            var mapping = string.Join('\n',
            [
                $"code:=2601-360500-04-01-{year[2..]}{{OBJECTID:0000}}", "PROJECT_TITLE=name", "content:={PROJECT_TITLE}，{ADDRESS}", $"owner:={CityByHttp.Enterprise}", "division:=360500", "AGENCY=sector", "from:={YEAR}-01-01", "to:={YEAR}-12-31", "totalInvestment:=10000000",
                "sources:=05", .. Agencies.Select(a => $"sector?{a.Agency}={a.Sector}"),
            ]);
            foreach (var repeat in new[] { false, true })
            {
                using var content = new ByteArrayContent(csv) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
                var report = (await development.SayAsync(HttpMethod.Post, $"/api/v1/plans/imports/projects?name={Path.GetFileName(file)}&mapping={Uri.EscapeDataString(mapping)}", content)).Ok().Json;
                var (took, same, no) = ((int)report["accepted"]!, (int)report["unchanged"]!, report["rejected"]!.AsArray());
                Assert.Equal(features.Count, took + same + no.Count);
                // Rejected are exactly those that name no agency or no place, each with row, number and the reason in both languages.
                Assert.Equal(features.Count(f => f["AGENCY"] is null || f["ADDRESS"] is null), no.Count);
                Assert.All(no, r =>
                {
                    var feature = features[(int)r!["row"]! - 2];
                    Assert.EndsWith($"{(int)feature["OBJECTID"]!:0000}", (string)r["key"]!, StringComparison.Ordinal);
                    string[] fields = [.. r["reasonsZh"]!.AsArray().Select(x => ((string)x!).Split(':')[0])];
                    Assert.Equal((feature["AGENCY"] is null, feature["ADDRESS"] is null), (fields.Contains("sector"), fields.Contains("content")));
                    Assert.Equal(fields.Length, r["reasonsEn"]!.AsArray().Count);
                });
                Assert.Equal((repeat ? 0 : features.Count - no.Count, repeat ? features.Count - no.Count : 0), (took, same));
                if (!repeat)
                    (accepted, rejected, rows) = (accepted + took, rejected + no.Count, rows + features.Count);
            }
        }
        Assert.Equal((352, 255, 97), (rows, accepted, rejected));
        var one = (await development.SayAsync(HttpMethod.Get, "/api/v1/plans/projects?q=Palisades")).Ok().Json["items"]![0]!;
        Assert.Equal(("Palisades Recreation Center", "culture", "reserve"), ((string)one["name"]!, (string)one["sector"]!, (string)one["state"]!));
        // The finance bureau admits nothing, and a row that says something else of a known project is not taken for the same.
        using var changed = new StringContent("项目代码,项目名称,项目单位,区划,行业,建设内容,开工,完工,总投资,资金来源\r\n2601-360500-04-01-150002,Another name," + CityByHttp.Enterprise + ",360500,文化旅游,x y,2015-01-01,2015-12-31,10000000,05\r\n", Encoding.UTF8, "text/csv");
        Assert.Contains("内容不同", (string)(await development.SayAsync(HttpMethod.Post, "/api/v1/plans/imports/projects", changed)).Ok().Json["rejected"]![0]!["reasonsZh"]![0]!, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await development.SayAsync(HttpMethod.Get, "/api/v1/plans/imports/projects/template")).Status);
    }
}
