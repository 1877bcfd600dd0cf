using Tongban.BrowserTests.Support;

namespace Tongban.BrowserTests;

/// <summary>What people's hands do: the keyboard alone, no scripts, a lost page, a slip, an impatient second click.</summary>
public class HabitTests(DemoServer server)
{
    [Fact]
    public async Task An_item_is_taken_and_decided_by_keyboard_alone()
    {
        await using var officer = await server.NewReaderAsync();
        var keys = officer.Page.Keyboard;
        await officer.GoAsync("/login");
        await TabToAsync(officer, "[name='Form.UserName']");
        await keys.TypeAsync("zrzy.360521");
        await keys.PressAsync("Tab");
        await keys.TypeAsync(Reader.Password);
        await EnterAsync(officer, "Enter");

        await officer.GoAsync("/approvals/worklist");
        await keys.PressAsync("Tab");
        Assert.True(await officer.Page.EvaluateAsync<bool>("document.activeElement.matches('a.tb-skip') && document.activeElement.getBoundingClientRect().top >= 0"), "the first stop is not a visible skip link");
        await keys.PressAsync("Enter");
        Assert.Equal("main", await officer.Page.EvaluateAsync<string>("document.activeElement.id"));

        await TabToAsync(officer, "input[name=Items]");
        var item = await officer.Page.EvaluateAsync<string>("document.activeElement.value");
        await keys.PressAsync("Space");
        await TabToAsync(officer, "form:has(input[value=take]) button[type=submit]");
        await EnterAsync(officer, "Enter");
        await officer.SeesAsync("已认领 1 件", "1 item is now yours");

        await TabToAsync(officer, $"tbody a[href='/approvals/stages/{item.Replace("/", "/items/", StringComparison.Ordinal)}']");
        await EnterAsync(officer, "Enter");
        await TabToAsync(officer, "[name='Decide.Decision']");
        await keys.PressAsync("Space");
        await TabToAsync(officer, "[name='Decide.Opinion']");
        await keys.TypeAsync("同意");
        await TabToAsync(officer, "form:has(input[value=decide]) button[type=submit]");
        await EnterAsync(officer, "Enter");
        await officer.SeesAsync("决定已作出并告知申请人。", "The decision stands; the applicant has been told.");
        officer.IsAtEase();
    }

    [Fact]
    public async Task A_project_is_declared_without_scripts()
    {
        await using var reader = await server.NewReaderAsync(scripts: false);
        await reader.SignInAsync("ent09");
        await reader.BeginDeclarationAsync();
        await reader.FillAsync("name", "短");
        await reader.PressAsync(reader.Page.Locator("button[name=do][value=save]").Last);
        await reader.SeesAsync("草稿已保存", "The draft is saved");
        Assert.Equal("短", await reader.Page.Locator("main [name=name]").InputValueAsync());

        await reader.SendAsync("declaration");
        Assert.True(await reader.Page.Locator("[role=alert] a").CountAsync() >= 5, "the summary does not name what is missing");
        Assert.Equal("true", await reader.Page.Locator("main [name=name]").GetAttributeAsync("aria-invalid"));
        await reader.FillDeclarationAsync("无脚本申报项目");
        await reader.FillAsync("site", Declaring.Site);
        await reader.SendAsync("declaration");
        Assert.Contains("declared=1", reader.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_typed_survives_a_lost_page_and_a_change_of_language()
    {
        await using var reader = await server.NewReaderAsync();
        await reader.SignInAsync("ent10");
        await reader.BeginDeclarationAsync();
        var draft = reader.Page.Url;
        await reader.FillAsync("name", "自动保存的项目名称");
        await Assertions.Expect(reader.Page.Locator(".tb-autosave-state")).ToContainTextAsync("已自动保存", new() { Timeout = 30_000 });
        await reader.LosePageAsync();
        await reader.GoAsync(draft);
        Assert.Equal("自动保存的项目名称", await reader.Page.Locator("main [name=name]").InputValueAsync());

        await reader.FillAsync("scale", "年产一万吨");
        await reader.PressAsync(reader.Page.Locator("button[value=language]"));
        Assert.Equal("en", await reader.Page.Locator("html").GetAttributeAsync("lang"));
        Assert.Equal("年产一万吨", await reader.Page.Locator("main [name=scale]").InputValueAsync());

        // The link in the frame leaves the page at once; what was typed last goes with it.
        await reader.FillAsync("location", "高新大道9号");
        await reader.PressAsync(reader.Page.Locator("a[hreflang='zh-CN']"));
        await reader.GoAsync(draft);
        Assert.Equal("高新大道9号", await reader.Page.Locator("main [name=location]").InputValueAsync());
    }

    [Fact]
    public async Task Bad_input_is_told_at_the_fields_and_nothing_typed_is_lost()
    {
        await using var reader = await server.NewReaderAsync("en");
        await reader.SignInAsync("ent10");
        await reader.BeginDeclarationAsync();
        await reader.FillDeclarationAsync("A new materials works");
        await reader.FillAsync("contactPhone", "12");
        await reader.FillAsync("totalInvestment", "much");
        await reader.FillAsync("site", "{\"type\":\"Polygon\"}");
        await reader.SendAsync("declaration");
        Assert.Equal("refusal", await reader.Page.EvaluateAsync<string>("document.activeElement.id"));
        foreach (var (name, typed) in new[] { ("contactPhone", "12"), ("totalInvestment", "much"), ("site", "{\"type\":\"Polygon\"}") })
        {
            var field = reader.Page.Locator($"main [name={name}]");
            Assert.Equal("true", await field.GetAttributeAsync("aria-invalid"));
            Assert.Equal(typed, await field.InputValueAsync());
            var described = await field.GetAttributeAsync("aria-describedby");
            Assert.NotEmpty(await reader.Page.Locator($"#{described!.Split(' ').First(d => d.EndsWith("-error", StringComparison.Ordinal))}").InnerTextAsync());
            await reader.Page.Locator($"#refusal a[href$='#{await field.GetAttributeAsync("id")}']").First.ClickAsync();
            Assert.Equal(name, await reader.Page.EvaluateAsync<string>("document.activeElement.name"));
        }
        await reader.PictureAsync("bad-input");

        // The page before was read when the form was still empty; it comes back with what was kept since.
        await reader.Page.GoBackAsync();
        Assert.Equal("much", await reader.Page.Locator("main [name=totalInvestment]").InputValueAsync());
        reader.IsAtEase();
    }

    [Fact]
    public async Task A_double_click_declares_once()
    {
        await using var reader = await server.NewReaderAsync();
        await reader.SignInAsync("ent10");
        await reader.BeginDeclarationAsync();
        await reader.FillDeclarationAsync("双击只申报一次的项目");
        await reader.FillAsync("site", Declaring.Site);
        await reader.Form("declaration").Locator("button.btn-primary").DblClickAsync();
        await reader.Page.WaitForURLAsync("**/projects/*-*");
        await server.DrainAsync();
        await reader.GoAsync("/my/projects");
        Assert.Equal(1, await reader.Page.Locator("main tbody tr", new() { HasText = "双击只申报一次的项目" }).CountAsync());
        reader.IsAtEase();
    }

    /// <summary>Presses Tab until the element has the focus, and sees that the focus shows.</summary>
    private static async Task TabToAsync(Reader reader, string selector)
    {
        for (var i = 0; i < 80; i++)
        {
            await reader.Page.Keyboard.PressAsync("Tab");
            if (!await reader.Page.EvaluateAsync<bool>("s => document.activeElement.matches(s)", selector))
                continue;
            Assert.True(await reader.Page.EvaluateAsync<bool>("(() => { const s = getComputedStyle(document.activeElement); return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none'; })()"), $"the focus on {selector} cannot be seen");
            return;
        }
        Assert.Fail($"Tab does not reach {selector} on {reader.Page.Url}");
    }

    private async Task EnterAsync(Reader reader, string key)
    {
        await reader.ToNextPageAsync(() => reader.Page.Keyboard.PressAsync(key));
        await server.DrainAsync();
    }
}
