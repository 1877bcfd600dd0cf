using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Notices;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;
using Tongban.Tests.Space;
using Tongban.Tests.Support;

namespace Tongban.Tests.Approvals;

/// <summary>What a stage makes of a newer check of its project's site.</summary>
public class SiteOfProjectTests
{
    // The east of the declared site, which the smaller one leaves out.
    private const string EasternStrip = "POLYGON((589150 3076500,589400 3076500,589400 3077300,589150 3077300,589150 3076500))";
    private const string Smaller = """{"type":"Polygon","coordinates":[[[114.9,27.8],[114.904,27.8],[114.904,27.805],[114.9,27.805],[114.9,27.8]]]}""";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_lead_of_a_stage_that_was_handed_in_is_told_once_however_often_the_act_is_delivered(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        await LayersByHttp.PublishedAsync(city, "L26", EasternStrip);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (code, stage) = await CityByHttp.DeclareAsync(applicant, ProjectType.Filing);
        await CityByHttp.SubmitAsync(applicant, stage);
        await city.App.DrainAsync();
        city.App.Clock.Advance(TimeSpan.FromMinutes(5));
        (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/projects/{code}/changes", new { site = Smaller, landArea = 218_440.7m, reason = "退让东侧" })).Ok();
        await city.App.DrainAsync();
        Assert.Equal(1, await ToldAsync(city));

        var entry = await city.App.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<LedgerEntry>().AsNoTracking().Where(e => e.Act == "projects.site-checked").OrderByDescending(e => e.Sequence).FirstAsync());
        await city.App.InScopeAsync(async s =>
        {
            await s.GetServices<IActHandler>().Single(h => h.Name == "approvals.follow-site-findings").HandleAsync(entry, default);
            return true;
        });
        Assert.Equal(1, await ToldAsync(city));
    }

    private static Task<int> ToldAsync(CityByHttp city) => city.App.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<Notice>().CountAsync(n => n.Occasion.StartsWith("site-checked.")));
}
