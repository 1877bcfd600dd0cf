using System.Globalization;
using System.Text.RegularExpressions;
using Tongban.BrowserTests.Support;
using Tongban.Plans.Exchange;
using Tongban.Plans.Model;

namespace Tongban.BrowserTests;

/// <summary>Development, the sector department and finance draw up next year's plan together: each its own fields, a difference that all three see, three confirmations, the head's approval.</summary>
public partial class PlanStory(DemoServer server)
{
    [Fact]
    public async Task Three_departments_confirm_an_annual_plan()
    {
        var year = DateOnly.ParseExact(server.Today, "yyyy-MM-dd", CultureInfo.InvariantCulture).Year + 1;
        await using var desks = new Desks(server);
        await using var head = await server.NewReaderAsync();
        await head.SignInAsync("fgw.head");

        // Development begins the plan and chooses a project from the pool; its amounts are filled in already.
        var development = await desks.AtAsync("FGW@360500", "/plans/versions");
        await development.FillAsync("firstYear", $"{year}");
        await development.FillAsync("title", $"{year}年政府投资计划（会签演示）");
        await development.SendAsync("draft");
        var plan = VersionAddress().Match(development.Page.Url).Value;
        await development.PressAsync(development.Link("编入项目", "Enter a project").First);
        await development.FillAsync("q", "大桥");
        await development.PressAsync(development.Button("查找", "Search"));
        await development.PictureAsync("plan_candidates");
        await development.PressAsync(development.Page.Locator("tbody a[href*='code=']").First);
        var bridge = new Uri(development.Page.Url).Query.Split('=')[^1];
        Assert.NotEqual("", await development.Page.Locator($"[name='s.{year}.05']").InputValueAsync());
        // An amount that is none is refused, and what was typed stays.
        await development.FillAsync("goal", "主墩封顶");
        await development.FillAsync($"s.{year}.05", "两千万");
        development.Expect(422);
        await development.SendAsync("enter");
        await development.SeesAsync($"{year}年“市级一般公共预算”的金额应大于零", "");
        Assert.Equal("两千万", await development.Page.Locator($"[name='s.{year}.05']").InputValueAsync());
        await development.PictureAsync("plan_refused");
        await development.FillAsync($"s.{year}.05", "20000000");
        await development.FillAsync($"s.{year}.09", "30,000,000.00");
        await development.SendAsync("enter");
        var item = $"{plan}/items/{bridge}";
        Assert.EndsWith(item, development.Page.Url, StringComparison.Ordinal);

        // The sector department and finance fill in theirs; finance has less than the plan asks for.
        var sector = await desks.AtAsync("JTJ@360500", item);
        Assert.Equal(0, await sector.Form("development").CountAsync() + await sector.Form("finance").CountAsync());
        await sector.FillAsync("indicators", "双向六车道，设计时速 60 公里");
        await sector.FillAsync("targets", "主墩封顶，接线路基完成 40%");
        await sector.SendAsync("sector");
        var finance = await desks.AtAsync("CZJ@360500", item);
        await finance.FillAsync("responsibility", "市级财政统筹，专项债券按进度发行");
        await finance.FillAsync("b.05", "20000000");
        await finance.FillAsync("b.09", "25000000");
        await finance.SendAsync("finance");
        await finance.SeesAsync("计划大于预算指标", "");
        await finance.PictureAsync("plan_item_finance");

        // Nobody has confirmed and the two amounts differ: the head is told both at once.
        await head.GoAsync(plan);
        await head.FillAsync("document", $"余府字〔{year}〕1号");
        head.Expect(409);
        await head.SendAsync("approve");
        await head.SeesAsync("尚待发改、行业、财政确认", "");
        await head.SeesAsync("计划大于预算指标", "");
        await head.PictureAsync("plan_approval_refused");

        // Development gives way; the three confirm; whoever changes something afterwards undoes it for all.
        await development.GoAsync(item);
        await development.FillAsync($"s.{year}.09", "25000000");
        await development.SendAsync("development");
        Assert.DoesNotContain("计划大于预算指标", await development.TextAsync(), StringComparison.Ordinal);
        foreach (var (organ, part) in new[] { ("JTJ@360500", "Sector"), ("CZJ@360500", "Finance"), ("FGW@360500", "Development") })
        {
            var officer = await desks.AtAsync(organ, plan);
            await officer.SendAsync($"confirm-{part}");
            await officer.SeesAsync("1 / 1 项", "");
        }
        await development.PictureAsync("plan_confirmed");
        await head.GoAsync(plan);
        await head.FillAsync("document", $"余府字〔{year}〕1号");
        await head.SendAsync("approve");
        await head.SeesAsync("已批准", "");
        var approved = (await server.ReadAsync<InvestmentPlan>(p => p.FirstYear == year && p.Kind == PlanKind.Annual && p.State == PlanState.Approved)).Single();
        Assert.Equal($"余府字〔{year}〕1号", approved.Document);

        // Frozen: nobody has a form any more. What the map says of it stands on a page of its own.
        finance = await desks.AtAsync("CZJ@360500", item);
        Assert.Equal(0, await finance.Form("finance").CountAsync());
        await head.PressAsync(head.Link("空间分类", "Spatial classes").First);
        await head.PictureAsync("plan_space");
        Assert.Empty(await head.AxeAsync());

        // The figures of a past year as a workbook that opens.
        await head.GoAsync("/plans?year=2020&month=11");
        await head.SeesAsync("3,475.00亿元", "");
        var (name, content) = await head.DownloadAsync(head.Page.Locator("a[href*='statistics.xlsx']"));
        Assert.EndsWith(".xlsx", name, StringComparison.Ordinal);
        Assert.Contains(Sheets.Read(content).Value, line => line.Any(cell => decimal.TryParse(cell, System.Globalization.CultureInfo.InvariantCulture, out var sum) && sum == 347_500_000_000m));
        head.IsAtEase();
        desks.AreAtEase();
    }

    [GeneratedRegex("/plans/versions/[0-9a-f-]{36}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionAddress();
}
