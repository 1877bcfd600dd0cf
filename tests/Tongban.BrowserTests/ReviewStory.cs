using Tongban.BrowserTests.Support;
using Tongban.SiteReview.Model;

namespace Tongban.BrowserTests;

/// <summary>A site by the river: what it meets is seen before filing, one hit is disputed, the departments review it together, and the lead concludes.</summary>
public class ReviewStory(DemoServer server)
{
    private const string CreditCode = "91360502MA0007018N";

    [Fact]
    public async Task A_site_is_checked_disputed_and_reviewed_to_its_conclusion()
    {
        await using var unit = await server.NewReaderAsync();
        await using var desks = new Desks(server);
        await unit.EnterAsync("review.story", CreditCode);

        // Before filing: the draft tells in words what the site meets.
        await unit.BeginDeclarationAsync();
        await unit.FillDeclarationAsync("滨江研发中心项目");
        await unit.FillAsync("site", Declaring.SiteByTheRiver);
        await unit.PressAsync(unit.Page.Locator("form button[name=do][value=check]").Last);
        await Assertions.Expect(unit.Page.Locator("#site-check")).ToContainTextAsync("河湖管理范围");
        await unit.PictureAsync("review_draft");
        await unit.SendAsync("declaration");
        var code = Declaring.ProjectCode().Match(unit.Page.Url).Value;
        // The review opened by itself a moment after the answer.
        await unit.GoAsync($"/projects/{code}");
        await unit.SeesAsync("用地核对", "");
        await unit.PressAsync(unit.Page.Locator("a[href^='/site-reviews/']").First);
        await unit.PictureAsync("review_unit");
        var review = (await server.ReadAsync<JointReview>(r => r.ProjectCode == code)).Single();
        var findings = await server.ReadAsync<ReviewFinding>(f => f.ReviewId == review.Id);
        Assert.Contains(findings, f => f.Layer == "L23");
        await unit.Page.Locator("tb-map .ol-viewport canvas").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });

        // The unit disputes one hit, with its survey.
        await unit.Page.Locator("#dispute-L23 > summary").ClickAsync();
        await unit.Page.Locator("[name='dispute-L23.ground'][value=BoundaryAccuracy]").CheckAsync();
        await unit.FillAsync("dispute-L23.reason", "勘测定界成果显示用地边线在管理线之外。");
        await unit.Page.Locator("[name='dispute-L23.file']").SetInputFilesAsync(new FilePayload { Name = "勘测定界图.pdf", MimeType = "application/pdf", Buffer = Reader.Pdf("survey") });
        await unit.SendAsync("dispute-L23");
        await unit.SeesAsync("异议已提出", "");

        // The layer's authority finds its way from the list of what waits, and decides.
        var authority = findings.Single(f => f.Layer == "L23").Authority;
        var officer = await desks.AtAsync(authority, "/site-reviews");
        await officer.PressAsync(officer.Page.Locator($"#work a[href='/site-reviews/{review.Id}']").First);
        await officer.Page.Locator("[name='decide-L23.dismissed'][value=false]").CheckAsync();
        await officer.FillAsync("decide-L23.reason", "经实地复核，用地确在管理范围之内。");
        await officer.FillAsync("decide-L23.basis", "河道管理条例第二十条");
        await officer.SendAsync("decide-L23");
        await officer.SeesAsync("经认定维持", "");

        // Each department states its opinion on the same page.
        foreach (var organ in (await server.ReadAsync<OpinionTask>(t => t.ReviewId == review.Id)).Select(t => t.Organ).Order(StringComparer.Ordinal))
        {
            var desk = await desks.AtAsync(organ, $"/site-reviews/{review.Id}");
            foreach (var finding in findings.Where(f => f.Organs.Contains(organ, StringComparer.Ordinal)))
            {
                var condition = organ == authority && finding.Layer == "L23";
                await desk.Page.Locator($"[name='opinion.{finding.Layer}.stance'][value={(condition ? "Condition" : "Agree")}]").CheckAsync();
                if (!condition)
                    continue;
                await desk.FillAsync("opinion.L23.text", "施工前编制防洪评价报告并经审查。");
                await desk.FillAsync("opinion.L23.legalBasis", "防洪法第三十三条");
                await desk.Page.Locator("fieldset:has([name='opinion.L23.stance']) details > summary").ClickAsync();
                await desk.Page.Locator("[name='opinion.L23.items'][value='S1-07']").CheckAsync();
            }
            await desk.SendAsync("opinion");
            await desk.SeesAsync("意见已提出。", "");
        }

        // The lead concludes; layers nobody looked at are named.
        var lead = await desks.AtAsync(review.Lead, $"/site-reviews/{review.Id}");
        var forbidden = findings.Any(f => f is { Level: Tongban.Space.Contracts.ControlLevel.Forbidden });
        await lead.Page.Locator($"[name='conclude.conclusion'][value={(forbidden ? "AdjustPlan" : "NoConflict")}]").CheckAsync();
        await lead.FillAsync("conclude.text", "经联合会审，用地可行，按条件办理。");
        await lead.Page.Locator("[name='conclude.notChecked']").CheckAsync();
        await lead.SendAsync("conclude");
        await lead.SeesAsync("结论已作出", "");
        await lead.PictureAsync("review_concluded");

        await unit.GoAsync($"/site-reviews/{review.Id}");
        await Assertions.Expect(unit.Page.Locator("#conclusion")).ToContainTextAsync("不再另行征求");
        await unit.SeesAsync("施工前编制防洪评价报告并经审查。", "");
        Assert.Empty(await unit.AxeAsync());
        unit.IsAtEase();
        desks.AreAtEase();
    }
}
