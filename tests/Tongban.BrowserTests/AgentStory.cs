using System.Text;
using Tongban.BrowserTests.Support;

namespace Tongban.BrowserTests;

/// <summary>Others act for an enterprise: a person by its own mandate, and the service centre's agent by the free agency service. Every record says who acted for whom.</summary>
public class AgentStory(DemoServer server)
{
    private const string CreditCode = "91360502MA0001152J";

    [Fact]
    public async Task An_agent_declares_corrects_and_fetches_the_result_for_an_enterprise()
    {
        await using var enterprise = await server.NewReaderAsync();
        await using var clerk = await server.NewReaderAsync();
        await using var desks = new Desks(server);

        // The enterprise's accountant is to declare: he registers, the representative gives him a mandate.
        await clerk.RegisterAsync("story.clerk", "代理记账员");
        await enterprise.EnterAsync("story.principal", CreditCode);
        await enterprise.GoAsync($"/enterprises/{CreditCode}");
        await enterprise.FillAsync("Form.UserName", "story.clerk");
        await enterprise.FillAsync("Form.From", server.Today);
        await enterprise.FillAsync("Form.To", "2026-12-31");
        await enterprise.SendAsync("authorise");
        await enterprise.SeesAsync("授权已生效登记。", "The mandate is given.");
        await clerk.GoAsync("/capacity");
        await clerk.PressAsync(clerk.Page.Locator($"#capacity button[value*='{CreditCode}']"));
        await clerk.BeginDeclarationAsync();
        await clerk.FillDeclarationAsync("锂电池回收利用项目");
        await clerk.Page.Locator("main [name=division]").SelectOptionAsync("360500");
        await clerk.FillAsync("site", Declaring.Site);
        await clerk.SendAsync("declaration");
        var code = Declaring.ProjectCode().Match(clerk.Page.Url).Value;
        Assert.NotEmpty(code);

        // The project is entrusted to the service centre, which names its agent.
        await enterprise.GoAsync($"/projects/{code}");
        await enterprise.SeesAsync("代理记账员 代 新余试点新材料有限公司（152J）", "代理记账员, for");
        await enterprise.PressAsync(enterprise.Link("委托代办", "Entrust it"));
        await enterprise.FillAsync("Form.Scope", "代为提交立项阶段材料");
        await enterprise.SendAsync("request");
        await enterprise.PictureAsync("agent-entrusted");
        var agency = enterprise.Page.Url.Split('?')[0];
        await using (var centre = await server.NewReaderAsync())
        {
            await centre.SignInAsync("zsj.head");
            await centre.GoAsync("/agency");
            await centre.PressAsync(centre.Page.Locator("tbody a", new() { HasText = "锂电池回收利用项目" }));
            await centre.FillAsync("Accept.Agent", "nobody");
            centre.Expect(422);
            await centre.SendAsync("accept");
            Assert.Equal("nobody", await centre.Page.Locator("main [name='Accept.Agent']").InputValueAsync());
            await centre.FillAsync("Accept.Agent", "zsj");
            await centre.SendAsync("accept");
            await centre.SeesAsync("已办理并记入账本。", "Done, and entered in the ledger.");
            await centre.PictureAsync("agent-named");
            centre.IsAtEase();
        }

        // The agent chooses for whom he acts, puts the papers in and hands the stage in.
        await using var agent = await server.NewReaderAsync();
        await agent.SignInAsync("zsj");
        await agent.GoAsync("/capacity");
        await agent.PictureAsync("agent-capacity");
        await agent.PressAsync(agent.Page.Locator($"#capacity button[value*='{CreditCode}']"));
        await agent.GoAsync("/my/projects");
        Assert.Equal(1, await agent.Page.Locator("main tbody tr").CountAsync());
        await agent.GoAsync($"/projects/{code}");
        await agent.PressAsync(agent.Page.Locator("main a.btn[href^='/my/stages/']").First);
        var stage = Declaring.StageId().Match(agent.Page.Url).Value;
        await agent.UploadPapersAsync();
        await agent.SendAsync("submit");
        await agent.SeesAsync("申请已提交", "Submitted");

        // The lead asks once for a better map; the agent answers.
        var lead = await desks.OpenAsync("FGW@360500", code, stage);
        await lead.GoAsync($"/approvals/stages/{stage}");
        await lead.Page.Locator("#pre-check details:has([name='Correct.On']) > summary").ClickAsync();
        var asked = await lead.Page.Locator("[name='Correct.On']").First.GetAttributeAsync("value");
        await lead.Page.Locator("[name='Correct.On']").First.CheckAsync();
        await lead.FillAsync($"Correct.{asked}", "缺少法定代表人签章，请补正。");
        await lead.SendAsync("correct");
        await lead.PictureAsync("agent-correction-asked");
        await agent.GoAsync($"/my/stages/{stage}");
        await agent.SeesAsync("缺少法定代表人签章，请补正。", "缺少法定代表人签章，请补正。");
        await agent.PictureAsync("agent-correction");
        await agent.Page.Locator($"#correction input[type=file][name='{asked}']").SetInputFilesAsync(new FilePayload { Name = "补正.pdf", MimeType = "application/pdf", Buffer = Reader.Pdf("补正") });
        await agent.SendAsync($"upload-{asked}");
        await agent.SendAsync("answer");
        await agent.SeesAsync("补正已提交，预审继续。", "The correction is in");

        await desks.AcceptAsync("FGW@360500", code, stage);
        while (await server.Acts.OpenItemsAsync(Guid.Parse(stage)) is { Count: > 0 } open)
        {
            foreach (var organ in open.GroupBy(i => i.Organ, StringComparer.Ordinal))
                await desks.DecideAsync(organ.Key, code, stage, [.. organ.Select(i => i.Code)]);
        }
        await agent.GoAsync($"/my/stages/{stage}");
        var paper = await agent.DownloadAsync(agent.Page.Locator("#results tbody tr", new() { HasText = "备案" }).Locator("a[download]").First);
        Assert.Contains("备案", Encoding.UTF8.GetString(paper.Content), StringComparison.Ordinal);

        // The service ends, and with it what the agent may do; the records keep his name.
        await agent.GoAsync(agency);
        await agent.FillAsync("Complete.Summary", "立项阶段已办结，结果已交付。");
        await agent.SendAsync("complete");
        var (_, next, _) = await server.Acts.StageOfAsync(Guid.Parse(stage));
        agent.Expect(403);
        await agent.GoAsync($"/my/stages/{next}");
        if (await agent.Form("facts").CountAsync() > 0)
        {
            await agent.SendAsync("facts");
            Assert.Equal("approvals.not-your-project", await agent.Page.Locator("[role=alert]").First.GetAttributeAsync("data-code"));
        }
        await enterprise.ReturnAsync("story.principal", $"/projects/{code}");
        await enterprise.SeesAsync("代 新余试点新材料有限公司（152J）", "for");
        await enterprise.PictureAsync("agent-timeline");
        await enterprise.PressAsync(enterprise.Page.Locator("main a[href^='/ledger/matters/']").First);
        await enterprise.SeesAsync("代 新余试点新材料有限公司（152J）", "for");
        await enterprise.GoAsync(agency);
        await enterprise.PressAsync(enterprise.Page.Locator("main a[href^='/rate/agency/']"));
        await enterprise.PictureAsync("agent-rate");
        enterprise.IsAtEase();
        clerk.IsAtEase();
        desks.AreAtEase();
    }
}
