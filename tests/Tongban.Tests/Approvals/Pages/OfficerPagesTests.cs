using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.Model;
using Tongban.Foundation.People;
using Tongban.Tests.Support;

namespace Tongban.Tests.Approvals.Pages;

/// <summary>What officers see and do, over HTTP, on both databases.</summary>
public class OfficerPagesTests
{
    private const string Item = "S1-03", Decide = "form:has([name='Decide.Decision'])";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task The_worklist_shows_the_organs_items_by_due_day_and_takes_a_batch_on(Database database)
    {
        await using var city = await OfficeCity.StartAsync(database);
        var first = await city.AcceptedAsync("甲厂年产一万吨项目");
        city.App.Clock.Advance(TimeSpan.FromDays(1));
        await city.AcceptedAsync("乙厂年产二万吨项目");
        using var officer = await city.OfficerAsync("land", OrganOf(await city.StageAsync(first)));

        var page = await officer.GetAsync("/approvals/worklist");
        var rows = page.Html.QuerySelectorAll("tbody tr").ToList();
        Assert.Equal(4, rows.Count);
        var due = rows.ConvertAll(r => r.QuerySelector("td[data-label='到期']")!.TextContent.Trim());
        Assert.Equal(due.Order(StringComparer.Ordinal), due);
        Assert.Contains("甲厂", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("乙厂", rows[3].TextContent, StringComparison.Ordinal);
        Assert.Contains("绿灯", rows[0].TextContent, StringComparison.Ordinal);

        var found = await officer.GetAsync("/approvals/worklist?tab=open&q=乙厂");
        Assert.Equal(2, found.Html.QuerySelectorAll("tbody tr").Length);

        page = await officer.SubmitAsync(page, "form:has([name='Items'])", ("Items", $"{first}/{Item}"));
        Assert.Contains("已认领 1 件", page.Text, StringComparison.Ordinal);
        Assert.Equal(2, page.Html.QuerySelectorAll("tbody tr").Count(r => r.TextContent.Contains("甲厂", StringComparison.Ordinal)));
        var mine = await officer.GetAsync("/approvals/worklist?tab=open&mine=true");
        Assert.Single(mine.Html.QuerySelectorAll("tbody tr"));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_lead_accepts_a_case_on_the_stages_page_and_asks_nothing_without_saying_what(Database database)
    {
        await using var city = await OfficeCity.StartAsync(database);
        var id = await city.SubmittedAsync("丙厂技改项目");
        using var lead = await city.OfficerAsync("lead", (await city.StageAsync(id)).Lead);

        var page = await lead.GetAsync($"/approvals/stages/{id}");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        var material = page.Html.QuerySelector("form:has([name='Correct.On']) [name='Correct.On']")!.GetAttribute("value")!;
        var refused = await lead.SubmitAsync(page, "form:has([name='Correct.On'])", ("Correct.On", material));
        Assert.Equal("approvals.reason-missing", refused.Refusal);
        Assert.NotNull(refused.Html.QuerySelector($"#f-correct-{material.ToLowerInvariant()}-error"));
        Assert.True(refused.Html.QuerySelector($"form:has([name='Correct.On']) [value='{material}']")!.HasAttribute("checked"));

        page = await lead.SubmitAsync(page, "form:has([name='Accept.Remark'])", ("Accept.Remark", "材料齐全"));
        Assert.Contains("各部门同时开始办理", page.Text, StringComparison.Ordinal);
        Assert.Equal(StageState.InParallel, (await city.StageAsync(id)).State);
        using var client = city.App.NewBrowser();
        var download = page.Html.QuerySelector("a[href^='/approvals/materials/']")!.GetAttribute("href")!;
        Assert.Equal("/login", (await client.GetAsync(download)).Address.AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, (await lead.GetAsync(download)).Status);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_decision_is_made_on_the_items_page_and_nothing_typed_is_lost_before(Database database)
    {
        await using var city = await OfficeCity.StartAsync(database);
        var id = await city.AcceptedAsync("丁厂扩建项目");
        using var officer = await city.OfficerAsync("land", OrganOf(await city.StageAsync(id)));
        var address = $"/approvals/stages/{id}/items/{Item}";

        var page = await officer.GetAsync(address);
        Assert.Contains("还剩 4 个", page.Html.QuerySelector("#clock-summary")!.TextContent, StringComparison.Ordinal);
        var undecided = await officer.SubmitAsync(page, Decide, ("Decide.Opinion", "符合规划"));
        Assert.Equal("approvals.decision-missing", undecided.Refusal);
        Assert.Equal("符合规划", undecided.Html.QuerySelector("[name='Decide.Opinion']")!.TextContent);

        var refused = await officer.SubmitAsync(undecided, Decide, ("Decide.Decision", nameof(ItemDecision.Refused)), ("Decide.Opinion", " "));
        Assert.Equal("approvals.refusal-needs-reasons", refused.Refusal);
        Assert.NotNull(refused.Html.QuerySelector("#f-decide-opinion-error"));
        Assert.True(refused.Html.QuerySelector("[value='Refused']")!.HasAttribute("checked"));

        var decided = await officer.SubmitAsync(refused, Decide, ("Decide.Decision", nameof(ItemDecision.Approved)), ("Decide.Opinion", "符合规划"));
        Assert.Null(decided.Refusal);
        Assert.Contains("决定已作出", decided.Text, StringComparison.Ordinal);
        var item = (await city.StageAsync(id)).Find(Item)!;
        Assert.Equal((ItemState.Decided, ItemDecision.Approved, "符合规划"), (item.State, item.Decision, item.Opinion));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Of_two_officers_the_second_is_told_what_happened_and_keeps_his_text(Database database)
    {
        await using var city = await OfficeCity.StartAsync(database);
        var id = await city.AcceptedAsync("戊厂迁建项目");
        var organ = OrganOf(await city.StageAsync(id));
        using var one = await city.OfficerAsync("land.one", organ, name: "赵某");
        using var two = await city.OfficerAsync("land.two", organ, name: "钱某");
        var address = $"/approvals/stages/{id}/items/{Item}";
        var (his, hers) = (await one.GetAsync(address), await two.GetAsync(address));
        Assert.Null((await one.SubmitAsync(his, Decide, ("Decide.Decision", nameof(ItemDecision.Approved)))).Refusal);

        var late = await two.SubmitAsync(hers, Decide, ("Decide.Decision", nameof(ItemDecision.Refused)), ("Decide.Opinion", "占用基本农田"));
        Assert.Equal("approvals.item-changed", late.Refusal);
        Assert.Equal("占用基本农田", late.Html.QuerySelector("[name='Decide.Opinion']")!.TextContent);
        Assert.Contains("赵某", late.Html.QuerySelector("#meanwhile")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(ItemDecision.Approved, (await city.StageAsync(id)).Find(Item)!.Decision);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_head_grants_what_an_officer_asked_for_and_the_clock_stands(Database database)
    {
        await using var city = await OfficeCity.StartAsync(database);
        var id = await city.AcceptedAsync("己厂新建项目");
        var organ = OrganOf(await city.StageAsync(id));
        using var officer = await city.OfficerAsync("land", organ);
        using var head = await city.OfficerAsync("land.head", organ, Roles.Head, "孙某");
        var address = $"/approvals/stages/{id}/items/{Item}";

        var page = await officer.GetAsync(address);
        var refused = await officer.SubmitAsync(page, "form:has([name='Pause.Type'])", ("Pause.Type", "expert-review"), ("Pause.PlannedTo", "三月"), ("Pause.Reason", "需专家评审"));
        Assert.Equal("approvals.planned-end-missing", refused.Refusal);
        Assert.Equal("三月", refused.Html.QuerySelector("[name='Pause.PlannedTo']")!.GetAttribute("value"));
        var asked = await officer.SubmitAsync(refused, "form:has([name='Pause.Type'])", ("Pause.PlannedTo", "2026-03-20"));
        Assert.Null(asked.Refusal);

        var list = await head.GetAsync("/approvals/worklist?tab=requests");
        Assert.Single(list.Html.QuerySelectorAll("tbody tr"));
        var granted = await head.SubmitAsync(await head.GetAsync(address), "form:has([name='Answer.Reason'])", ("Answer.Grant", "true"));
        Assert.Null(granted.Refusal);
        Assert.Equal(ItemState.Paused, (await city.StageAsync(id)).Find(Item)!.State);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task An_organ_that_takes_no_part_sees_nothing_and_one_that_does_decides_only_its_own(Database database)
    {
        await using var city = await OfficeCity.StartAsync(database);
        var id = await city.AcceptedAsync("庚厂改造项目");
        var stage = await city.StageAsync(id);
        var part = stage.Items.Select(i => i.Organ).Concat(stage.Opinions.Select(o => o.Organ)).Append(stage.Lead).ToHashSet(StringComparer.Ordinal);
        var stranger = city.App.Services.GetRequiredService<OrganDirectory>().All.Keys.Order(StringComparer.Ordinal).First(o => !part.Contains(o));
        using var outsider = await city.OfficerAsync("outsider", stranger);
        Assert.Equal(HttpStatusCode.NotFound, (await outsider.GetAsync($"/approvals/stages/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await outsider.GetAsync($"/approvals/stages/{id}/items/{Item}")).Status);

        using var other = await city.OfficerAsync("other", stage.Find("S1-05")!.Organ);
        var page = await other.GetAsync($"/approvals/stages/{id}/items/{Item}");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Null(page.Html.QuerySelector(Decide));
    }

    private static string OrganOf(StageCase stage) => stage.Find(Item)!.Organ;
}
