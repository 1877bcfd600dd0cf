using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Designer;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Projects.Contracts;
using Tongban.Tests.Approvals.Catalogue;
using Tongban.Tests.Approvals.Model;
using Tongban.Tests.Support;

namespace Tongban.Tests.Approvals.Designer;

public class MoveTests
{
    public static TheoryData<Database> Databases => new(Database.Sqlite, Database.Postgres);

    private static MovePlan Plan(CaseBuilder from, FlowCatalogue to) => MovePlan.Of(from.Stage, Xinyu.Flow, to, CaseBuilder.Calendar, from.Today);

    private static Error? Move(CaseBuilder from, FlowCatalogue to, string? basis = null) => from.Stage.MoveTo(to, Plan(from, to), basis, from.Setting);

    [Fact]
    public void A_quicker_promise_moves_the_due_day_of_a_running_clock()
    {
        var running = CaseBuilder.Small().Passed();
        var before = running.Item("S1-03").DueOn;
        var to = ChangedFlow.Promising("S1-03", 2);
        var plan = Plan(running, to);

        Assert.Equal(("S1-03", 4, 2), (plan.Clocks.Single().Item, plan.Clocks.Single().DaysBefore, plan.Clocks.Single().DaysAfter));
        Assert.Null(Move(running, to));
        Assert.Equal(CaseBuilder.Calendar.AddWorkingDays(running.Today, 2), running.Item("S1-03").DueOn);
        Assert.True(running.Item("S1-03").DueOn < before);
        Assert.Equal(to.Version, running.Stage.Flow);
        var act = running.Act<CaseMoved>();
        Assert.Equal((before, running.Item("S1-03").DueOn, null), (act.Clocks.Single().Before, act.Clocks.Single().After, act.LegalBasis));
    }

    [Fact]
    public void A_promise_gets_worse_only_by_law()
    {
        var running = CaseBuilder.Small().Passed();
        var to = ChangedFlow.Promising("S1-03", 9);

        CaseBuilder.Refused("approvals.move-worsens-promise", Move(running, to));
        Assert.Equal(Xinyu.Flow.Version, running.Stage.Flow);
        Assert.Null(Move(running, to, "某法第一条"));
        Assert.Equal("某法第一条", running.Act<CaseMoved>().LegalBasis);
        Assert.Equal(CaseBuilder.Calendar.AddWorkingDays(running.Today, 9), running.Item("S1-03").DueOn);
    }

    [Fact]
    public void A_longer_promise_of_an_item_that_waits_is_worse_as_well()
    {
        var preparing = CaseBuilder.Small();

        CaseBuilder.Refused("approvals.move-worsens-promise", Move(preparing, ChangedFlow.Promising("S1-12", 5)));
        // Where there is slack, nobody waits longer.
        Assert.Null(Move(preparing, ChangedFlow.Promising("S1-04", 3)));
    }

    [Fact]
    public void Items_come_and_go_while_nobody_has_begun_them()
    {
        var preparing = CaseBuilder.OfFourDepartments();
        Assert.NotNull(preparing.Stage.Find("S1-06"));
        var to = ChangedFlow.Of(f =>
        {
            f.RemoveItem("S1-06");
            f.AddItem("S1-04", "S1-13")["promisedDays"] = 1;
        });

        var plan = Plan(preparing, to);
        Assert.Equal("S1-13", Assert.Single(plan.Added));
        Assert.Equal("S1-06", Assert.Single(plan.Dropped));
        Assert.Null(Move(preparing, to));
        Assert.Null(preparing.Stage.Find("S1-06"));
        Assert.Equal(ItemState.Waiting, preparing.Item("S1-13").State);
    }

    [Fact]
    public void Work_in_hand_and_decisions_stay_where_they_are()
    {
        var running = CaseBuilder.OfFourDepartments().Passed();
        var without = ChangedFlow.Of(f => f.RemoveItem("S1-06"));
        CaseBuilder.Refused("approvals.move-obstacle", Move(running, without));
        CaseBuilder.Accepted(running.Decide("S1-06"));
        CaseBuilder.Refused("approvals.move-obstacle", Move(running, without));
        CaseBuilder.Refused("approvals.move-obstacle", Move(running, ChangedFlow.Of(f => f.Item("S1-03")["department"] = "STHJ")));
        Assert.Equal(Xinyu.Flow.Version, running.Stage.Flow);
    }

    [Fact]
    public void After_the_papers_are_in_no_new_paper_may_be_demanded()
    {
        var running = CaseBuilder.Small().Passed();
        var unknown = Xinyu.Flow.Materials.First(m => m.Source is MaterialSource.Applicant && m.Id != "M01" && running.Stage.Current(m.Id) is null && running.Stage.NeededMaterials(Xinyu.Flow).All(n => n.Material.Id != m.Id)).Id;
        FlowCatalogue Demanding(string necessity) => ChangedFlow.Of(f => f.AddItem("S1-04", "S1-13")["materials"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["ref"] = unknown, ["necessity"] = necessity }));

        var refused = Move(running, Demanding("required"));
        Assert.Equal(("approvals.move-obstacle", "行政许可法第三十二条"), (refused?.Code, refused?.LegalBasis));
        Assert.Null(Move(running, Demanding("optional")));
        // It begins at once: what it waits for is decided.
        Assert.Equal(ItemState.Open, running.Item("S1-13").State);
        Assert.Null(running.AllApproved().Decide(running.Closing));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task An_administrator_sees_each_effect_and_moves_what_he_chooses(Database database)
    {
        await using var city = await TestCity.StartAsync(database);
        var first = await city.DeclareForFourDepartmentsAsync();
        await city.Acts.SubmitAsync(city.Applicant, first);
        await city.Acts.PassAsync(city.Officer("FGW@360502"), first);
        var second = await city.DeclareAsync();
        using var admin = await DraftTests.AdministratorAsync(city);
        var old = (await city.StageAsync(first)).Flow;
        var draft = await admin.SubmitAsync(await admin.GetAsync("/admin/catalogue/drafts"), "form:has([name=title])", ("title", "提速"));
        var address = draft.Address.AbsolutePath;
        Assert.Null((await admin.SubmitAsync(await admin.GetAsync($"{address}/items/S1-03"), "form:has([name='promisedDays'])", ("promisedDays", "2"))).Refusal);
        var ready = await admin.GetAsync(address);
        Assert.Null((await admin.SubmitAsync(ready, DraftTests.FormNamed(ready, "publish-draft"))).Refusal);
        var version = await city.ReadAsync(db => db.Set<FlowVersion>().OrderByDescending(v => v.PublishedAt).Select(v => v.Version).FirstAsync());
        Assert.NotEqual(old, version);
        Assert.Equal(old, (await city.StageAsync(first)).Flow);

        var preview = await admin.GetAsync($"/admin/catalogue/{version}/move");
        Assert.Equal(2, preview.Html.QuerySelectorAll("tr[data-case]").Length);
        Assert.Contains("4 → 2", preview.Text, StringComparison.Ordinal);
        var form = DraftTests.FormNamed(preview, "move-cases");
        Assert.Equal("approvals.no-case-chosen", (await admin.SubmitAsync(preview, form)).Refusal);
        var moved = await admin.SubmitAsync(preview, form, ($"case.{first}", "true"));
        Assert.Null(moved.Refusal);
        Assert.Single(moved.Html.QuerySelectorAll("tr[data-case]"));
        var stage = await city.StageAsync(first);
        Assert.Equal((version, old), (stage.Flow, (await city.StageAsync(second)).Flow));
        Assert.Equal(2, stage.Find("S1-03")!.Limit!.Length.Value);
        // The case is worked to its end under the new version.
        await city.DecideAllAsync(first);
        await city.DecideAllAsync(first);
        Assert.Equal(StageState.Concluded, (await city.StageAsync(first)).State);

        using var api = await city.App.ClientOfAsync("designer");
        Assert.Single((await api.GetJsonAsync($"/api/v1/admin/flow-versions/{version}/moves"))["items"]!.AsArray());
        using var answer = await api.PostAsync($"/api/v1/admin/flow-versions/{version}/moves", new { cases = new[] { second, first } });
        var outcomes = (await answer.JsonAsync()).AsArray();
        Assert.Equal([true, false], outcomes.Select(o => (bool)o!["moved"]!));
        Assert.Equal(version, (await city.StageAsync(second)).Flow);
        using var past = await api.PostAsync($"/api/v1/admin/flow-versions/{old}/moves", new { cases = new[] { second } });
        Assert.Equal("approvals.move-not-in-force", (string?)(await past.JsonAsync())["code"]);

        // What was decided just now is what the simulation draws from, once there is enough of it.
        var simulation = await api.GetJsonAsync($"/api/v1/admin/flow-versions/{version}/simulation?least=1&seed=5&runs=500");
        Assert.Equal("observed", (string?)simulation["items"]!.AsArray().Single(i => (string?)i!["item"] == "S1-03")!["source"]);
        Assert.Equal(simulation.ToJsonString(), (await api.GetJsonAsync($"/api/v1/admin/flow-versions/{version}/simulation?least=1&seed=5&runs=500")).ToJsonString());
        var page = await admin.GetAsync($"/admin/catalogue/{version}/simulation?seed=5&runs=500&least=1");
        Assert.Contains($"{(int)simulation["total"]!["p90"]!}", page.Html.QuerySelector("#sim-p90")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.Html.QuerySelector("svg[role=img]"));
    }
}
