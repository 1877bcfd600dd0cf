using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.AnswerFacts;
using Tongban.Approvals.Contracts;
using Tongban.Approvals.Model;
using Tongban.BrowserTests.Support;
using Tongban.Projects.Contracts;
using Tongban.Projects.Model;

namespace Tongban.BrowserTests;

/// <summary>An officer of the county and one of the city share one item of one project. What led there was done before: the declaration and the papers are other stories.</summary>
public class CountyAndCityStory(DemoServer server)
{
    [Fact]
    public async Task The_county_checks_first_and_the_city_decides_on_one_plane()
    {
        var (code, stage) = await DeclaredAsync("渝水新型显示产业园", "360502", 600_000_000m);
        await using var desks = new Desks(server);
        await desks.AcceptAsync("FGW@360502", code, stage.ToString());

        // The item lies with the county; the city reads the same plane.
        var county = await desks.OpenAsync("ZRZY@360502", code, $"{stage}/items/S1-03");
        await county.SeesAsync("市县联动", "County and city");
        Assert.Equal(0, await county.Form("decide").CountAsync());
        await county.PictureAsync("levels-first-check");
        // A finding without reasons is refused, and what was chosen stays.
        await county.Page.Locator("[name='Forward.agrees'][value=true]").CheckAsync();
        await county.Page.Locator("[name='Forward.opinion']").EvaluateAsync("e => e.required = false");
        county.Expect(422);
        await county.SendAsync("forward");
        Assert.True(await county.Page.Locator("[role=alert]").CountAsync() > 0, "an empty finding was taken");
        Assert.True(await county.Page.Locator("[name='Forward.agrees'][value=true]").IsCheckedAsync(), "the choice was lost");
        var city = await desks.AtAsync("ZRZY@360500", $"/approvals/stages/{stage}");
        var seenByCity = await PlaneAsync(city);
        Assert.Contains("渝水", seenByCity, StringComparison.Ordinal);
        await county.FillAsync("Forward.opinion", "经初审，符合国土空间总体规划，同意上报。");
        await county.SendAsync("forward");
        await county.SeesAsync("意见已出具，已转送决定机关。", "The finding is stated");

        city = await desks.OpenAsync("ZRZY@360500", code, $"{stage}/items/S1-03");
        await city.SeesAsync("经初审，符合国土空间总体规划，同意上报。", "经初审，符合国土空间总体规划，同意上报。");
        await city.PictureAsync("levels-decision");
        await Desks.DecideHereAsync(city);

        county = await desks.AtAsync("ZRZY@360502", $"/approvals/stages/{stage}");
        city = await desks.AtAsync("ZRZY@360500", $"/approvals/stages/{stage}");
        var (one, other) = (await PlaneAsync(county), await PlaneAsync(city));
        Assert.Equal(one, other);
        Assert.NotEqual(seenByCity, other);
        desks.AreAtEase();
    }

    [Fact]
    public async Task The_city_accepts_and_the_county_decides()
    {
        var (code, stage) = await DeclaredAsync("分宜麻纺智能车间", "360521", 60_000_000m);
        stage = await ToStageThreeAsync(stage);
        await using var desks = new Desks(server);

        var city = await desks.OpenAsync("RFB@360500", code, $"{stage}/items/S3-02");
        await city.Page.Locator("[name='Forward.agrees'][value=true]").CheckAsync();
        await city.FillAsync("Forward.opinion", "材料齐全，转分宜县办理。");
        await city.SendAsync("forward");
        await city.SeesAsync("意见已出具，已转送决定机关。", "The finding is stated");
        var county = await desks.OpenAsync("RFB@360521", code, $"{stage}/items/S3-02");
        await county.SeesAsync("材料齐全，转分宜县办理。", "材料齐全，转分宜县办理。");
        await Desks.DecideHereAsync(county);
        desks.AreAtEase();
    }

    private static Task<string> PlaneAsync(Reader officer) => officer.Page.Locator(".tb-card:has(h2:text-is('平面审批')) table").InnerTextAsync();

    private async Task<(string Code, Guid Stage)> DeclaredAsync(string name, string division, decimal yuan)
    {
        var owner = await server.ApplicantAsync("ent11");
        var today = DateOnly.ParseExact(server.Today, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var stage = await server.Acts.DeclareAsync(owner, new ProjectDeclaration
        {
            Name = name,
            Owner = owner.Enterprise!,
            Type = ProjectType.Filing,
            Division = division,
            Industry = "C17",
            Location = "示范大道以南",
            Scale = "总建筑面积 60000 平方米",
            Content = "新建厂房及配套设施",
            TotalInvestment = yuan,
            Sources = [new("13", yuan)],
            LandArea = 30_000m,
            PlannedStart = today.AddMonths(3),
            PlannedFinish = today.AddMonths(27),
            PolicyDeclared = true,
            ContactName = "联系人",
            ContactPhone = "0790-6440011",
            Facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["annualEnergyTce"] = "420", ["annualPowerKWh"] = "900000", ["siteLayers"] = "none" },
        });
        await server.Acts.SubmitAsync(owner, stage);
        await server.DrainAsync();
        return ((await server.ReadAsync<StageCase>(s => s.Id == stage)).Single().ProjectCode, stage);
    }

    /// <summary>The first two stages, and the third up to its open items, in the use cases themselves.</summary>
    private async Task<Guid> ToStageThreeAsync(Guid first)
    {
        var owner = await server.ApplicantAsync("ent11");
        for (var step = 0; step < 40; step++)
        {
            server.Clock.Advance(TimeSpan.FromMinutes(1));
            var (no, stage, state) = await server.Acts.StageOfAsync(first);
            if (state is StageState.Preparing)
            {
                var asked = await server.Acts.AskedAsync(stage, new Dictionary<string, string>(StringComparer.Ordinal));
                if (asked.Count > 0)
                    await server.Acts.AsAsync(owner, s => s.GetRequiredService<AnswerFactsHandler>().HandleAsync(new(stage, asked.ToDictionary(f => f.Key, f => (string?)Least[f.Key], StringComparer.Ordinal)), default));
                await server.Acts.SubmitAsync(owner, stage);
                continue;
            }
            var open = await server.Acts.OpenItemsAsync(stage);
            if (no is 3 && open.Exists(i => i.Code is "S3-02"))
                return stage;
            foreach (var (item, organ) in open)
            {
                var officer = await server.ActorAsync(organ);
                if (item is "S1-02")
                    await server.Acts.PassAsync(officer, stage);
                else
                    await server.Acts.DecideAsync(officer, stage, item, ItemDecision.Approved, "同意");
            }
            await server.DrainAsync();
        }
        throw new InvalidOperationException("stage 3 was not reached");
    }

    private static readonly Dictionary<string, string> Least = new(StringComparer.Ordinal)
    {
        ["areaAssessment"] = "false", ["agriculturalOrCollectiveLand"] = "false", ["siteAreaHa"] = "0.4", ["earthworkM3"] = "800",
        ["buildingType"] = "industrial", ["specialFireProject"] = "false", ["spoilM3"] = "0", ["roadOccupation"] = "false", ["utilityConnection"] = "false", ["ownershipRegistration"] = "false",
    };
}
