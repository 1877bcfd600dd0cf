using Tongban.BrowserTests.Support;

namespace Tongban.BrowserTests;

/// <summary>The first stage from declaration to result, as its people see it on their screens.</summary>
public class StoryTests(DemoServer server)
{
    [Theory, InlineData("zh-CN", "91360502MA0001130A"), InlineData("en", "91360502MA00011497")]
    public async Task An_enterprise_declares_four_departments_decide_and_the_lead_concludes(string language, string creditCode)
    {
        await using var enterprise = await server.NewReaderAsync(language);
        await enterprise.EnterAsync($"story.{language.ToLowerInvariant()}", creditCode);
        await enterprise.BeginDeclarationAsync();
        await enterprise.FillDeclarationAsync($"年产2万吨锂电材料项目（{language}）");
        if (!enterprise.English)
            await enterprise.DrawSiteAsync();
        // By the river: about layers the map answers, and water has something to say only there.
        await enterprise.FillAsync("site", Declaring.SiteByTheRiver);
        await enterprise.PictureAsync("story-declaration");
        await enterprise.SendAsync("declaration");
        var code = Declaring.ProjectCode().Match(enterprise.Page.Url).Value;
        Assert.NotEmpty(code);
        await enterprise.SeesAsync($"项目代码 {code}", $"Project code {code}");
        await enterprise.GoAsync($"/projects/{code}");
        await enterprise.PictureAsync("story-project");

        await enterprise.PressAsync(enterprise.Page.Locator("main a.btn[href^='/my/stages/']").First);
        var stage = Declaring.StageId().Match(enterprise.Page.Url).Value;
        await enterprise.UploadPapersAsync();
        await enterprise.SendAsync("submit");
        Assert.Equal(0, await enterprise.Form("submit").CountAsync());

        server.Clock.Advance(TimeSpan.FromHours(1));
        await using (var lead = await server.NewReaderAsync(language))
        {
            await lead.SignInAsync("fgw.360502");
            await OpenAsync(lead, stage, "S1-02");
            await lead.GoAsync($"/approvals/stages/{stage}");
            await lead.PictureAsync("story-precheck");
            await lead.FillAsync("Accept.Remark", "材料齐全");
            await lead.SendAsync("accept");
            await lead.SeesAsync("已受理，各部门同时开始办理。", "Accepted; all departments begin at this moment.");
            lead.IsAtEase();
        }

        server.Clock.Advance(TimeSpan.FromHours(2));
        // Land, environment, water and the city's energy review begin at one moment and need not wait for each other.
        foreach (var (officer, items) in new (string, string[])[] { ("zrzy.360502", ["S1-03", "S1-04"]), ("sthj.360502", ["S1-05"]), ("slj", ["S1-07"]), ("fgw", ["S1-06"]) })
        {
            await using var department = await server.NewReaderAsync(language);
            await department.SignInAsync(officer);
            foreach (var item in items)
                await DecideAsync(department, stage, item);
            department.IsAtEase();
        }

        await using (var lead = await server.NewReaderAsync(language))
        {
            await lead.SignInAsync("fgw.360502");
            await lead.GoAsync($"/approvals/stages/{stage}");
            await lead.PictureAsync("story-lead");
            var conclusion = await lead.Page.Locator($"a[href^='/approvals/stages/{stage}/items/']").EvaluateAllAsync<string[]>("all => all.map(a => a.getAttribute('href'))");
            await DecideAsync(lead, stage, conclusion[^1].Split('/')[^1], take: false);
            await lead.GoAsync($"/approvals/stages/{stage}");
            lead.IsAtEase();
        }

        // Hours later the session has ended by itself.
        await enterprise.GoAsync($"/my/stages/{stage}");
        Assert.Contains("/login", enterprise.Page.Url, StringComparison.Ordinal);
        await enterprise.SignInAsync($"story.{language.ToLowerInvariant()}", Reader.OwnPassword);
        await enterprise.GoAsync($"/my/stages/{stage}");
        await enterprise.PictureAsync("story-results");
        var paper = await enterprise.DownloadAsync(enterprise.Page.Locator("#results tbody tr a[download]").Last);
        Assert.Contains("备案", System.Text.Encoding.UTF8.GetString(paper.Content), StringComparison.Ordinal);
        await enterprise.GoAsync("/inbox");
        await enterprise.PictureAsync("story-inbox");
        Assert.True(await enterprise.Page.Locator(".tb-inbox li").CountAsync() > 0, "the enterprise was told nothing");
        await enterprise.GoAsync($"/projects/{code}");
        await enterprise.PictureAsync("story-next-stage");
        Assert.True(await enterprise.Page.Locator("main a[href^='/my/stages/']").EvaluateAllAsync<int>("all => new Set(all.map(a => a.getAttribute('href').split('#')[0])).size") >= 2, "the next stage is not on the project's page");

        await server.CheckpointAsync();
        await enterprise.GoAsync($"/my/stages/{stage}");
        await enterprise.PressAsync(enterprise.Page.Locator("main a[href^='/ledger/matters/']").First);
        await enterprise.PictureAsync("story-ledger");
        var proof = await enterprise.DownloadAsync(enterprise.Page.Locator("main a[download]").First);
        await enterprise.GoAsync("/ledger");
        await enterprise.Page.Locator("main input[type=file]").SetInputFilesAsync(new FilePayload { Name = proof.Name, MimeType = "application/json", Buffer = proof.Content });
        await enterprise.SendAsync("proof");
        await enterprise.SeesAsync("证明成立", "The proof holds");
        enterprise.IsAtEase();
    }

    /// <summary>From the worklist to the item.</summary>
    private static async Task OpenAsync(Reader officer, string stage, string item)
    {
        await officer.GoAsync("/approvals/worklist");
        await officer.PressAsync(officer.Page.Locator($"tbody a[href*='{stage}']").And(officer.Page.Locator($"tr:has-text('{item}') a")).First);
    }

    private static async Task DecideAsync(Reader officer, string stage, string item, bool take = true)
    {
        await officer.GoAsync("/approvals/worklist");
        if (take)
        {
            await officer.Page.Locator($"input[name=Items][value='{stage}/{item}']").CheckAsync();
            await officer.PressAsync(officer.Button("认领所选", "Take on selected"));
            await officer.SeesAsync("已认领 1 件", "1 item is now yours");
        }
        await officer.PressAsync(officer.Page.Locator($"tbody a[href='/approvals/stages/{stage}/items/{item}']"));
        await officer.PictureAsync("story-item");
        await officer.Page.Locator("[name='Decide.Decision']").First.CheckAsync();
        await officer.FillAsync("Decide.Opinion", "经审查，符合要求，同意。");
        await officer.SendAsync("decide");
        await officer.SeesAsync("决定已作出并告知申请人。", "The decision stands; the applicant has been told.");
    }
}
