using Tongban.BrowserTests.Support;
using Tongban.Dispatch.Matters;

namespace Tongban.BrowserTests;

/// <summary>A project unit says once what is stuck, the responsible department answers, and the unit confirms that it is solved.</summary>
public class DispatchStory(DemoServer server)
{
    private const string CreditCode = "91360502MA00090185";

    [Fact]
    public async Task A_difficulty_is_reported_answered_and_confirmed()
    {
        await using var unit = await server.NewReaderAsync();
        await using var desks = new Desks(server);
        await unit.EnterAsync("dispatch.story", CreditCode);
        await unit.BeginDeclarationAsync();
        await unit.FillDeclarationAsync("城南研发基地项目");
        await unit.SendAsync("declaration");
        var code = Declaring.ProjectCode().Match(unit.Page.Url).Value;

        // From the project's page, in three steps.
        await unit.GoAsync($"/projects/{code}");
        await unit.PressAsync(unit.Page.Locator($"a[href='/dispatch/report?project={code}']").First);
        await unit.FillAsync("text", "设计方案两个部门审查意见不一致，反复修改，无法定稿。");
        await unit.FillAsync("occurredOn", "2026-03-01");
        await unit.SendAsync("describe");
        Assert.True(await unit.Page.Locator("[name=model][value='XT-10']").IsCheckedAsync());
        await unit.PictureAsync("dispatch_kind");
        await unit.SendAsync("choose");
        await unit.FillAsync("fields.schemeVersion", "第三稿");
        await unit.FillAsync("contact", "项目联系人 0790-6440001");
        await unit.Page.Locator("[name=files]").SetInputFilesAsync(new FilePayload { Name = "审查意见.pdf", MimeType = "application/pdf", Buffer = Reader.Pdf("opinions") });
        await unit.SendAsync("report");
        await unit.SeesAsync("已派单", "");
        await unit.PictureAsync("dispatch_reported");
        Assert.Empty(await unit.AxeAsync());
        var matter = (await server.ReadAsync<DispatchMatter>(m => m.ProjectCode == code)).Single();

        // The department finds it among its tasks, receives and answers it.
        var officer = await desks.AtAsync(matter.Lead, "/dispatch/work");
        await officer.PressAsync(officer.Page.Locator($"#work a[href='/dispatch/matters/{matter.Id}']").First);
        await officer.SendAsync("receive");
        await officer.Page.Locator("[name='reply.outcome']").SelectOptionAsync("Resolved");
        await officer.FillAsync("reply.text", "已会商统一意见，请按会商纪要定稿。");
        await officer.SendAsync("reply");
        await officer.SeesAsync("已答复，待确认", "");
        await officer.PictureAsync("dispatch_answered");

        // The unit sees the answer and says that it is solved.
        await unit.GoAsync("/my/difficulties");
        await unit.PressAsync(unit.Page.Locator($"a[href='/dispatch/matters/{matter.Id}']").First);
        await unit.SeesAsync("已会商统一意见，请按会商纪要定稿。", "");
        await unit.SendAsync("confirm");
        await unit.SeesAsync("已办结", "");
        await unit.PictureAsync("dispatch_closed");
        unit.IsAtEase();
        desks.AreAtEase();
    }
}
