using System.Text.RegularExpressions;
using Tongban.BrowserTests.Support;

namespace Tongban.BrowserTests;

/// <summary>The map of layers: switched by its tree, asked by the keyboard alone, drawn on, checked; and the same in words without a script.</summary>
public class MapStory(DemoServer server)
{
    [Fact]
    public async Task Someone_asks_the_map_by_keyboard_draws_a_site_and_checks_it()
    {
        await using var reader = await server.NewReaderAsync();
        await reader.SignInAsync("ent12");
        List<string> tiles = [];
        reader.Page.Response += (_, r) =>
        {
            if (r.Url.Contains("/space/tiles/", StringComparison.Ordinal) && r.Status == 200)
                tiles.Add(r.Url);
        };
        await reader.GoAsync("/space/map");
        var page = reader.Page;
        await page.Locator("tb-plan[data-ready]").WaitForAsync();

        // A layer of the tree is switched on: its tiles come, and the map says so.
        var water = page.Locator("input[data-layer=L22]");
        await water.CheckAsync();
        await Assertions.Expect(page.Locator(".tb-map-say")).ToHaveTextAsync("已显示：饮用水水源保护区");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Assert.True(tiles.Select(t => t.Split('/')[5]).Distinct().Count() >= 3, "no tiles of several layers");

        // Moved and asked by keys alone: what lies at the centre stands in the table below.
        await page.Locator("input[data-layer=L03]").CheckAsync();
        await page.Locator(".tb-plan-view").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#identify")).ToContainTextAsync("城镇开发边界");
        await Assertions.Expect(page.Locator("#identify")).ToContainTextAsync("渝水中心城区");
        Assert.Matches("lon=114\\.9.*lat=27\\.8", page.Url);

        // Three corners of a site with the keys, ended with the space bar: measured, and written into the form.
        await page.GetByRole(AriaRole.Button, new() { Name = "绘制用地", Exact = true }).ClickAsync();
        foreach (var move in new[] { "ArrowRight", "ArrowDown", "ArrowLeft" })
        {
            await page.Keyboard.PressAsync("Enter");
            await page.Keyboard.PressAsync(move);
            await page.WaitForTimeoutAsync(400);
        }
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(page.Locator("main [name=text]")).ToHaveValueAsync(new Regex("^\\{\"type\":\"Polygon\""));
        await Assertions.Expect(page.Locator(".tb-map-say")).ToContainTextAsync("亩");
        await reader.FillAsync("title", "图上绘制的用地");
        await reader.SendAsync("check");
        Assert.Contains("/space/checks/", page.Url, StringComparison.Ordinal);
        await reader.SeesAsync("图上绘制的用地", "");
        await page.Locator("tb-plan[data-ready]").WaitForAsync();
        await reader.GoAsync("/space/site");
        await reader.SeesAsync("图上绘制的用地", "");
        reader.IsAtEase();

        // Without a script the place is asked by its numbers.
        await using var plain = await server.NewReaderAsync("en", scripts: false);
        await plain.GoAsync("/space/map");
        await plain.FillAsync("lon", "114.936");
        await plain.FillAsync("lat", "27.814");
        await plain.PressAsync(plain.Page.Locator("form[action='/space/map'] button[type=submit]"));
        await plain.SeesAsync("", "Urban development boundary");
        await plain.SeesAsync("", "layers not checked, which does not mean clear");
    }

    [Fact]
    public async Task Two_versions_of_a_layer_are_drawn_apart_by_a_line_that_keys_and_pointer_move()
    {
        await using var reader = await server.NewReaderAsync();
        await reader.GoAsync("/space/layers/L01/compare");
        var page = reader.Page;
        await page.Locator("tb-plan[data-ready]").WaitForAsync();
        var (bar, line) = (page.Locator("[data-swipe-bar]"), page.Locator(".tb-plan-swipe"));
        await Assertions.Expect(bar).ToBeDisabledAsync();
        await Assertions.Expect(line).ToBeHiddenAsync();

        await page.GetByLabel("卷帘", new() { Exact = true }).CheckAsync();
        await Assertions.Expect(line).ToBeVisibleAsync();
        await bar.FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(line).ToHaveAttributeAsync("style", "left: 51%;");

        var map = (await page.Locator(".tb-plan-map").BoundingBoxAsync())!;
        var at = (await line.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(at.X + (at.Width / 2), at.Y + (at.Height / 2));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(map.X + (map.Width / 4), at.Y + (at.Height / 2), new() { Steps = 4 });
        await page.Mouse.UpAsync();
        await Assertions.Expect(bar).ToHaveValueAsync("25");
        reader.IsAtEase();
    }
}
