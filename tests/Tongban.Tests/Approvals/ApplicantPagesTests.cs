using System.Net;
using System.Text;
using Tongban.Approvals.Contracts;
using Tongban.Approvals.Model;
using Tongban.Tests.Support;

namespace Tongban.Tests.Approvals;

/// <summary>The enterprise's pages over HTTP, without scripts.</summary>
public class ApplicantPagesTests
{
    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.4\n%%EOF\n");

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Papers_are_uploaded_submitted_corrected_and_the_stage_taken_back(Database database)
    {
        await using var city = await TestCity.StartAsync(database);
        var stage = await city.DeclareAsync(facts: [("annualEnergyTce", "100"), ("annualPowerKWh", "1000"), ("siteLayers", "none")]);
        using var browser = await ApplicantAsync(city);
        var address = $"/my/stages/{stage}";

        var page = await browser.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("approvals.material-missing", (await browser.SubmitAsync(page, Form("submit"))).Refusal);
        Assert.Equal("approvals.no-file-chosen", (await UploadAsync("M10", "", [])).Refusal);
        var wrong = await UploadAsync("M10", "x.pdf", Encoding.UTF8.GetBytes("<script>"));
        Assert.Equal("files.type", wrong.Refusal);
        Assert.NotNull(wrong.Html.QuerySelector("#f-m10[aria-invalid=true]"));

        foreach (var paper in page.Html.QuerySelectorAll("input[type=file]").Select(i => i.GetAttribute("name")!).ToList())
            page = await UploadAsync(paper, $"{paper}.pdf", Pdf);
        Assert.Contains("M10.pdf", page.Text, StringComparison.Ordinal);
        using (var client = city.App.NewClient())
            Assert.NotEqual(HttpStatusCode.OK, (await client.GetAsync(new Uri($"/approvals/materials/{stage}/M10/1", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync($"/approvals/materials/{stage}/M10/1")).Status);

        page = await browser.SubmitAsync(await browser.GetAsync(address), Form("submit"));
        Assert.Null(page.Refusal);
        Assert.Null(page.Html.QuerySelector(Form("submit")));
        Assert.Equal(StageState.PreCheck, (await city.StageAsync(stage)).State);

        city.App.Clock.Advance(TimeSpan.FromMinutes(5));
        await city.Acts.CorrectAsync(city.Officer("FGW@360502"), stage, new MaterialDemand("M10", "界址点缺第 4 点"));
        city.App.Clock.Advance(TimeSpan.FromMinutes(5));
        page = await browser.GetAsync(address);
        Assert.Contains("界址点缺第 4 点", page.Html.QuerySelector("#correction")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("approvals.correction-unanswered", (await browser.SubmitAsync(page, Form("answer"))).Refusal);
        await UploadAsync("M10", "second.pdf", Pdf);
        page = await browser.SubmitAsync(await browser.GetAsync(address), Form("answer"));
        Assert.Null(page.Refusal);
        Assert.Contains("第 2 版", page.Text, StringComparison.Ordinal);

        await city.Acts.PassAsync(city.Officer("FGW@360502"), stage);
        var clock = await browser.GetAsync($"/approvals/clock/{stage}/S1-03");
        Assert.Equal(HttpStatusCode.OK, clock.Status);
        Assert.Contains("民法典第二百零一条", clock.Text, StringComparison.Ordinal);

        var commitment = await browser.GetAsync($"{address}/commitments/S1-05");
        Assert.Equal("approvals.commitment-not-agreed", (await browser.SubmitAsync(commitment, Form("sign"))).Refusal);
        Assert.Null((await browser.SubmitAsync(commitment, Form("sign"), ("Form.Agreed", "true"))).Refusal);
        Assert.NotNull((await city.StageAsync(stage)).Items.Single(i => i.Code == "S1-05").CommitmentSignedAt);

        var withdraw = await browser.GetAsync($"{address}/withdraw");
        Assert.Equal("approvals.reason-missing", (await browser.SubmitAsync(withdraw, Form("withdraw"))).Refusal);
        Assert.Null((await browser.SubmitAsync(withdraw, Form("withdraw"), ("Form.Reason", "项目调整"))).Refusal);
        Assert.Equal(StageState.Withdrawn, (await city.StageAsync(stage)).State);

        async Task<Page> UploadAsync(string material, string name, byte[] content) =>
            await browser.SubmitAsync(await browser.GetAsync(address), Form($"upload-{material}"), new Dictionary<string, string?>(),
                name.Length == 0 ? new Dictionary<string, (string, byte[])>() : new Dictionary<string, (string, byte[])> { [material] = (name, content) });
    }

    [Fact]
    public async Task A_stranger_finds_no_such_page()
    {
        await using var city = await TestCity.StartAsync(Database.Sqlite);
        var stage = await city.DeclareAsync();
        await city.App.PersonAsync("someone.else");
        using var browser = await city.App.BrowserOfAsync("someone.else");
        foreach (var address in new[] { $"/my/stages/{stage}", $"/my/stages/{stage}/withdraw", $"/my/stages/{stage}/commitments/S1-05", $"/approvals/clock/{stage}/S1-03", $"/approvals/materials/{stage}/M10/1" })
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(address)).Status);
    }

    [Fact]
    public async Task The_project_page_says_what_to_do_now()
    {
        await using var city = await TestCity.StartAsync(Database.Sqlite);
        var stage = await city.DeclareForFourDepartmentsAsync();
        using var browser = await ApplicantAsync(city);
        var page = await browser.GetAsync($"/projects/{(await city.StageAsync(stage)).ProjectCode}");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.NotNull(page.Html.QuerySelector($"a.btn[href^='/my/stages/{stage}']"));
        Assert.Contains("还缺", page.Text, StringComparison.Ordinal);
    }

    private static string Form(string name) => $"form:has(input[name=_handler][value='{name}'])";

    private static async Task<Browser> ApplicantAsync(TestCity city)
    {
        var browser = city.App.NewBrowser();
        var page = await browser.SignInAsync(TestCity.UserName, TestApp.Password);
        if (page.Address.AbsolutePath.Contains("capacity", StringComparison.Ordinal) && page.Html.QuerySelector($"input[value*='{TestCity.Enterprise}']") is { } choice)
            await browser.SubmitAsync(page, "main form[method=post]", (choice.GetAttribute("name")!, choice.GetAttribute("value")));
        return browser;
    }
}
