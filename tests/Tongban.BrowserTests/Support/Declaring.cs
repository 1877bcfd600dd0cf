using System.Text.RegularExpressions;
using Tongban.Server.City;

namespace Tongban.BrowserTests.Support;

/// <summary>What an enterprise does on the way to a submitted stage.</summary>
internal static partial class Declaring
{
    public const string Site = """{"type":"Polygon","coordinates":[[[114.9,27.8],[114.905,27.8],[114.905,27.805],[114.9,27.805],[114.9,27.8]]]}""";

    /// <summary>In the demonstration city's river area, and in no forbidden layer.</summary>
    public static string SiteByTheRiver { get; } = DemoGround.SiteOf(-4_600, -2_950, 620, 420);

    /// <summary>Registers an account, which signs it in.</summary>
    public static async Task RegisterAsync(this Reader reader, string userName, string name)
    {
        await reader.GoAsync("/register");
        await reader.FillAsync("Form.UserName", userName);
        await reader.FillAsync("Form.DisplayName", name);
        await reader.FillAsync("Form.Phone", "13800000000");
        await reader.FillAsync("Form.Password", Reader.OwnPassword);
        await reader.SendAsync("register");
    }

    /// <summary>Registers an account and an enterprise and acts for it.</summary>
    public static async Task EnterAsync(this Reader reader, string userName, string creditCode)
    {
        await reader.RegisterAsync(userName, "申报人员");
        await reader.GoAsync("/enterprises/register");
        await reader.FillAsync("Form.CreditCode", creditCode);
        await reader.Page.Locator("[name='Form.Kind']").SelectOptionAsync("Enterprise");
        await reader.FillAsync("Form.Name", $"新余试点新材料有限公司（{creditCode[^4..]}）");
        await reader.FillAsync("Form.Representative", "代表人");
        await reader.FillAsync("Form.Phone", "0790-6440000");
        await reader.FillAsync("Form.Address", "新余市渝水区示范大道1号");
        await reader.FillAsync("Form.Division", "360502");
        await reader.FillAsync("Form.Industry", "C39");
        await reader.SendAsync("register");
        Assert.Contains($"/enterprises/{creditCode}", reader.Page.Url, StringComparison.Ordinal);
        await reader.GoAsync("/capacity");
        await reader.PressAsync(reader.Page.Locator($"#capacity button[value*='{creditCode}']"));
    }

    /// <summary>Opens an empty declaration.</summary>
    public static async Task BeginDeclarationAsync(this Reader reader)
    {
        await reader.GoAsync("/my/projects/new");
        await reader.SendAsync("begin");
        Assert.Contains("/my/projects/drafts/", reader.Page.Url, StringComparison.Ordinal);
    }

    /// <summary>All but the site: land, environment, energy and water will have something to say.</summary>
    public static async Task FillDeclarationAsync(this Reader reader, string name)
    {
        var page = reader.Page;
        await reader.FillAsync("contactName", "联系人");
        await reader.FillAsync("contactPhone", "13800000000");
        await reader.FillAsync("name", name);
        await page.Locator("main [name=type]").First.CheckAsync();
        await page.Locator("main [name=industry]").SelectOptionAsync("C39");
        await reader.FillAsync("scale", "年产2万吨");
        await reader.FillAsync("content", "新建厂房3栋及配套设施");
        await reader.FillAsync("totalInvestment", "120000000.50");
        await page.Locator("main [name=division]").SelectOptionAsync("360502");
        await reader.FillAsync("location", "高新大道1号");
        await reader.FillAsync("landArea", "273050.9");
        await reader.FillAsync("plannedStart", "2026-06-01");
        await reader.FillAsync("plannedFinish", "2027-12-31");
        await reader.FillAsync("facts.annualEnergyTce", "5200");
        await reader.FillAsync("facts.annualPowerKWh", "1000");
        await page.Locator("main [name='facts.siteLayers'][value=L23]").CheckAsync();
        await page.Locator("main [name=policyDeclared]").CheckAsync();
    }

    /// <summary>Draws a site of four corners with the mouse.</summary>
    public static async Task DrawSiteAsync(this Reader reader)
    {
        var page = reader.Page;
        await page.Locator("tb-map .ol-viewport canvas").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.Locator("tb-map").ScrollIntoViewIfNeededAsync();
        for (var i = 0; i < 5; i++)
        {
            await page.Locator("tb-map .ol-zoom-in").ClickAsync();
            await page.WaitForTimeoutAsync(350);
        }
        var box = (await page.Locator("tb-map .tb-map-view").BoundingBoxAsync())!;
        var (x, y) = (box.X + (box.Width / 2), box.Y + (box.Height / 2));
        foreach (var (dx, dy) in new[] { (-80, -60), (80, -60), (80, 60) })
        {
            await page.Mouse.ClickAsync(x + dx, y + dy);
            // Two clicks close together would be a double click, which ends the drawing.
            await page.WaitForTimeoutAsync(400);
        }
        await page.Mouse.DblClickAsync(x - 80, y + 60);
        await Assertions.Expect(page.Locator("main [name=site]")).ToHaveValueAsync(new Regex("^\\{"));
    }

    /// <summary>Takes over every paper that an earlier stage has already, and uploads the others.</summary>
    public static async Task UploadPapersAsync(this Reader reader)
    {
        foreach (var paper in await reader.Page.Locator("input[type=file]").EvaluateAllAsync<string[]>("all => all.map(i => i.name)"))
        {
            if (await reader.Form($"reuse-{paper}").CountAsync() > 0)
            {
                await reader.SendAsync($"reuse-{paper}");
                continue;
            }
            await reader.Page.Locator($"input[type=file][name='{paper}']").SetInputFilesAsync(new FilePayload { Name = $"{paper}.pdf", MimeType = "application/pdf", Buffer = Reader.Pdf(paper) });
            await reader.SendAsync($"upload-{paper}");
            Assert.Contains($"{paper}.pdf", await reader.TextAsync(), StringComparison.Ordinal);
        }
    }

    /// <summary>Answers what the stage asks about the project so that as little as possible applies, and saves.</summary>
    public static async Task AnswerLeastAsync(this Reader reader)
    {
        var form = reader.Form("facts");
        if (await form.CountAsync() == 0)
            return;
        foreach (var field in await form.Locator("[name^='Facts.']").EvaluateAllAsync<string[]>("all => [...new Set(all.map(f => `${f.type} ${f.name}`))]"))
        {
            var (type, name) = (field.Split(' ')[0], field.Split(' ')[1]);
            if (type is "radio")
                await form.Locator($"[name='{name}'][value=false]").CheckAsync();
            else if (type is "checkbox")
                await form.Locator($"[name='{name}'][value=none]").CheckAsync();
            else if (type is "select-one")
                await form.Locator($"[name='{name}']").SelectOptionAsync(await form.Locator($"[name='{name}'] option").Last.GetAttributeAsync("value") ?? "");
            else
                await form.Locator($"[name='{name}']").FillAsync("0");
        }
        await reader.SendAsync("facts");
        await reader.SeesAsync("已保存，事项和材料清单已更新。", "Saved; items and papers follow.");
    }

    [GeneratedRegex(@"\d{4}-\d{6}-\d{2}-\d{2}-\d{6}")]
    public static partial Regex ProjectCode();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    public static partial Regex StageId();
}
