using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.Contracts;
using Tongban.Foundation.Ledger.Pages;
using Tongban.Foundation.People;
using Tongban.Projects.Contracts;
using Tongban.Tests.Support;

namespace Tongban.Tests.Approvals;

/// <summary>Pages speak in words: no codes of types, no keys of matters, and a correction is no special procedure.</summary>
public class WordsOnPagesTests
{
    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task A_correction_is_the_applicants_own_time_and_not_a_special_procedure(Database database)
    {
        await using var city = await TestCity.StartAsync(database);
        var stage = await city.DeclareForFourDepartmentsAsync();
        await city.Acts.SubmitAsync(city.Applicant, stage);
        await city.Acts.CorrectAsync(city.Officer("FGW@360502"), stage, new MaterialDemand("M10", "界址点缺第 4 点"));
        using var browser = await city.App.BrowserOfAsync(TestCity.UserName);
        var project = await city.StageAsync(stage);

        var page = await browser.GetAsync($"/projects/{project.ProjectCode}");
        var row = page.Html.QuerySelectorAll("tbody tr").Single(r => r.TextContent.Contains("待补正", StringComparison.Ordinal));
        Assert.Contains("法律未规定补正期限", row.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("特别程序", row.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("蓝灯", row.TextContent, StringComparison.Ordinal);

        // The chain of the project is called by the project's name.
        page = await browser.GetAsync(LedgerPaths.Matter(ProjectRecord.MatterOf(project.ProjectId)));
        Assert.Contains(project.ProjectName, page.Text, StringComparison.Ordinal);
        Assert.Contains(project.ProjectCode, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("project:", page.Html.QuerySelector("h1")!.ParentElement!.TextContent, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_catalogue_names_the_types_of_projects(Database database)
    {
        await using var city = await TestCity.StartAsync(database);
        await city.App.PersonAsync("city.admin");
        await city.App.PostAsync("city.admin", "SZF@360500", Roles.Administrator);
        using var browser = await city.App.BrowserOfAsync("city.admin");
        var list = await browser.GetAsync("/admin/catalogue");
        var version = list.Html.QuerySelector("td a[href^='/admin/catalogue/']")!.GetAttribute("href")!;
        var page = await browser.GetAsync(version);
        Assert.Contains("备案", page.Text, StringComparison.Ordinal);
        foreach (var code in new[] { "FILE", "APPR", "GOV" })
            Assert.DoesNotContain(page.Html.QuerySelectorAll("td[data-label='适用']"), c => (c.FirstChild?.TextContent ?? "").Contains(code, StringComparison.Ordinal));
    }
}
