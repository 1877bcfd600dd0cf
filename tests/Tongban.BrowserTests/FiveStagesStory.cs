using System.Text;
using Tongban.Approvals.Joint;
using Tongban.BrowserTests.Support;

namespace Tongban.BrowserTests;

/// <summary>One project from its declaration to the completion acceptance, every step on a page: the enterprise's own and those of twelve departments.</summary>
public class FiveStagesStory(DemoServer server)
{
    private const string CreditCode = "91360502MA0001151F";

    [Fact]
    public async Task An_enterprise_takes_one_project_through_all_five_stages()
    {
        await using var enterprise = await server.NewReaderAsync();
        await using var desks = new Desks(server);
        await enterprise.EnterAsync("story.five", CreditCode);
        await enterprise.BeginDeclarationAsync();
        await enterprise.FillDeclarationAsync("年产五万套新能源汽车电机壳体项目");
        await enterprise.Page.Locator("main [name=division]").SelectOptionAsync("360500");
        await enterprise.FillAsync("facts.annualEnergyTce", "420");
        await enterprise.FillAsync("facts.annualPowerKWh", "900000");
        await enterprise.Page.Locator("main [name='facts.siteLayers'][value=L23]").UncheckAsync();
        await enterprise.Page.Locator("main [name='facts.siteLayers'][value=none]").CheckAsync();
        await enterprise.FillAsync("site", Declaring.Site);
        await enterprise.SendAsync("declaration");
        var code = Declaring.ProjectCode().Match(enterprise.Page.Url).Value;
        Assert.NotEmpty(code);

        for (var no = 1; no <= 5; no++)
            await ThroughAsync(enterprise, desks, code, no);

        // The enterprise sees the five stages behind it, and the last paper.
        await enterprise.GoAsync($"/projects/{code}");
        Assert.Equal(5, await enterprise.Page.Locator(".tb-steps .tb-step-done").CountAsync());
        Assert.Equal(5, await enterprise.Page.Locator("main a[href^='/my/stages/']").EvaluateAllAsync<int>("all => new Set(all.map(a => a.getAttribute('href').split('#')[0])).size"));
        await enterprise.PictureAsync("five-project");
        await enterprise.PressAsync(enterprise.Link("材料、补正与结果", "Papers, corrections and results"));
        await enterprise.PictureAsync("five-last-stage");
        var paper = await enterprise.DownloadAsync(enterprise.Page.Locator("#results tbody tr", new() { HasText = "竣工" }).Locator("a[download]").Last);
        Assert.Contains("竣工", Encoding.UTF8.GetString(paper.Content), StringComparison.Ordinal);
        await enterprise.GoAsync("/my/certificates");
        await enterprise.PictureAsync("five-certificates");
        Assert.True(await enterprise.Page.Locator("main tbody tr").CountAsync() >= 5, "the certificates of the five stages are not all there");
        enterprise.IsAtEase();
        desks.AreAtEase();
    }

    private async Task ThroughAsync(Reader enterprise, Desks desks, string code, int no)
    {
        await enterprise.GoAsync($"/projects/{code}");
        await enterprise.PressAsync(enterprise.Page.Locator("main a.btn[href^='/my/stages/']").First);
        var stage = Declaring.StageId().Match(enterprise.Page.Url).Value;
        await enterprise.AnswerLeastAsync();
        await enterprise.UploadPapersAsync();
        await enterprise.SendAsync("submit");
        await enterprise.SeesAsync("申请已提交", "Submitted");
        await enterprise.PictureAsync($"five-submitted-{no}");

        for (var round = 0; await server.Acts.OpenItemsAsync(stage: Guid.Parse(stage)) is { Count: > 0 } open; round++)
        {
            Assert.True(round < 8, $"stage {no} does not end: {string.Join(", ", open)}");
            server.Clock.Advance(TimeSpan.FromMinutes(5));
            if (open.Find(i => i.Code is "S1-02" or "S5-01") is { Organ: { } lead })
            {
                await desks.AcceptAsync(lead, code, stage);
                continue;
            }
            if (open.Exists(i => i.Code is "S4-01" or "S5-02"))
            {
                await JointlyAsync(enterprise, desks, stage);
                open = await server.Acts.OpenItemsAsync(Guid.Parse(stage));
            }
            foreach (var organ in open.GroupBy(i => i.Organ, StringComparer.Ordinal))
                await desks.DecideAsync(organ.Key, code, stage, [.. organ.Select(i => i.Code)]);
        }
    }

    /// <summary>What the stage offers to be handled jointly: the survey first, for the acceptance rests on it.</summary>
    private async Task JointlyAsync(Reader enterprise, Desks desks, string stage)
    {
        await enterprise.ReturnAsync("story.five", $"/my/stages/{stage}");
        foreach (var group in new[] { "joint-review", "combined-survey", "joint-acceptance" })
        {
            if (await enterprise.Form($"joint-{group}").CountAsync() == 0)
                continue;
            if (group is "combined-survey")
            {
                await enterprise.FillAsync("Survey.institution", "新余测绘院");
                await enterprise.FillAsync("Survey.surveyedOn", server.Today);
            }
            await enterprise.SendAsync($"joint-{group}");
            await enterprise.SeesAsync("联合办理已申请", "Applied for");
            var (of, at) = (group, Guid.Parse(stage));
            var joint = (await server.ReadAsync<JointHandling>(j => j.StageCaseId == at && j.Group == of)).Single().Id;
            Assert.Equal(1, await enterprise.Page.Locator($"main a[href='/approvals/joint/{joint}']").CountAsync());
            if (group is "combined-survey")
                await desks.FindJointlyAsync(joint);
            else
                await desks.ConcludeJointlyAsync("ZJJ@360500", joint);
        }
    }
}
