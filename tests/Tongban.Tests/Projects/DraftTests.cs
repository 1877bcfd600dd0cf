using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Projects.Api;
using Tongban.Projects.Contracts;
using Tongban.Projects.Declare;
using Tongban.Projects.Drafts;
using Tongban.Projects.Model;
using Tongban.Tests.Support;

namespace Tongban.Tests.Projects;

/// <summary>A draft never loses input, whatever it is.</summary>
public class DraftTests
{
    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task A_draft_keeps_what_was_typed_even_when_it_is_nonsense(Database database)
    {
        await using var house = await ProjectHouse.StartAsync(database);
        var typed = new Dictionary<string, string>
        {
            ["name"] = "  <b>项目</b> ",
            ["totalInvestment"] = "一亿",
            ["plannedStart"] = "明年春天",
            ["site"] = "{\"type\":",
            ["sources[4].yuan"] = "-0.001",
            ["facts.siteLayers"] = "a,b",
        };
        var draft = await BeginAsync(house, typed);
        var read = await house.AsAsync(ProjectHouse.Applicant, s => s.GetRequiredService<ProjectQueries>().DraftAsync(draft.Id, default));
        Assert.Equal(typed.OrderBy(t => t.Key, StringComparer.Ordinal), read!.Fields.OrderBy(t => t.Key, StringComparer.Ordinal));
        Assert.Null(await house.AsAsync(ProjectHouse.Rival, s => s.GetRequiredService<ProjectQueries>().DraftAsync(draft.Id, default)));
        Assert.Null(await house.AsAsync(ProjectHouse.ForOne, s => s.GetRequiredService<ProjectQueries>().DraftAsync(draft.Id, default)));
        Assert.Null(await house.AsAsync(ProjectHouse.Officer, s => s.GetRequiredService<ProjectQueries>().DraftAsync(draft.Id, default)));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Two_windows_save_by_themselves_into_two_drafts_and_no_more(Database database)
    {
        await using var house = await ProjectHouse.StartAsync(database);
        var draft = await BeginAsync(house, new Dictionary<string, string>());
        var (left, right) = (new DraftSeen(draft.Id, 1, Guid.NewGuid()), new DraftSeen(draft.Id, 1, Guid.NewGuid()));
        // A window does not learn the revisions its own automatic savings made.
        Assert.Equal(draft.Id, (await SaveAsync(house, left, "甲")).Value.Id);
        Assert.Equal(draft.Id, (await SaveAsync(house, left, "甲甲")).Value.Id);
        var branch = (await SaveAsync(house, right, "乙")).Value;
        Assert.NotEqual(draft.Id, branch.Id);
        Assert.Equal(branch.Id, (await SaveAsync(house, right, "乙乙")).Value.Id);
        Assert.Equal(draft.Id, (await SaveAsync(house, left, "甲甲甲")).Value.Id);
        var names = (await house.AsAsync(ProjectHouse.Applicant, s => s.GetRequiredService<ProjectQueries>().DraftsAsync(null, default))).Items.Select(d => d.Name);
        Assert.Equal(["乙乙", "甲甲甲"], names.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_declared_draft_is_gone_unless_another_window_saved_in_it(Database database)
    {
        await using var house = await ProjectHouse.StartAsync(database);
        var good = Declarations.Verification with { Facts = new Dictionary<string, string>() };
        var draft = await BeginAsync(house, new Dictionary<string, string>());
        Assert.Null((await house.DeclareAsync(good, draft: new DraftSeen(draft.Id, 1, null))).Error);
        Assert.Equal(0, await house.CountAsync<ProjectDraft>());

        var shared = await BeginAsync(house, new Dictionary<string, string>());
        await SaveAsync(house, new DraftSeen(shared.Id, 1, Guid.NewGuid()), "另一个窗口");
        Assert.Null((await house.DeclareAsync(good, draft: new DraftSeen(shared.Id, 1, Guid.NewGuid()))).Error);
        Assert.Equal(1, await house.CountAsync<ProjectDraft>());
    }

    [Fact]
    public async Task A_refused_declaration_keeps_its_draft_and_a_discarded_draft_is_gone()
    {
        await using var house = await ProjectHouse.StartAsync(Database.Sqlite);
        var draft = await BeginAsync(house, new Dictionary<string, string>());
        Assert.NotNull((await house.DeclareAsync(new ProjectDeclaration(), draft: new DraftSeen(draft.Id, 1, null))).Error);
        Assert.Equal(1, await house.CountAsync<ProjectDraft>());
        Assert.Equal(ErrorKind.NotFound, (await DiscardAsync(ProjectHouse.Rival)).Error?.Kind);
        Assert.Null((await DiscardAsync(ProjectHouse.Applicant)).Error);
        Assert.Equal(0, await house.CountAsync<ProjectDraft>());

        Task<Result<bool>> DiscardAsync(Actor actor) => house.AsAsync(actor, s => s.GetRequiredService<DraftHandlers>().DiscardAsync(new(draft.Id), default));
    }

    [Theory]
    [InlineData("totalInvestment", "一亿", "projects.not-a-number")]
    [InlineData("totalInvestment", "0", "projects.amount")]
    [InlineData("totalInvestment", "79228162514264337593543950336", "projects.not-a-number")]
    [InlineData("landArea", "-5", "projects.land-area")]
    [InlineData("landArea", "1e9", "projects.not-a-number")]
    [InlineData("plannedStart", "2026-02-30", "projects.not-a-date")]
    [InlineData("plannedFinish", "soon", "projects.not-a-date")]
    [InlineData("sources[3].source", "77", "projects.source-amount-missing", "sources[3].yuan")]
    [InlineData("sources[3].yuan", "5", "projects.source-incomplete", "sources[3].source")]
    [InlineData("sources[0].yuan", "x", "projects.not-a-number")]
    [InlineData("type", "OTHER", "projects.type")]
    [InlineData("category", "09", "projects.category")]
    [InlineData("division", "110000", "projects.division")]
    [InlineData("industry", "C", "projects.industry")]
    [InlineData("name", "短", "projects.length")]
    [InlineData("location", "\u0000地方", "projects.character")]
    [InlineData("scale", "", "projects.missing")]
    [InlineData("content", "<script>1</script>", "projects.character")]
    [InlineData("contactName", "", "projects.missing")]
    [InlineData("contactPhone", "123", "projects.phone")]
    [InlineData("site", "hello", null)]
    [InlineData("policyDeclared", "no", "projects.policy-not-declared")]
    public void One_wrong_text_is_said_at_its_field(string name, string value, string? code, string? at = null)
    {
        var fields = Filled();
        Assert.Null(Check(fields));
        if (name == "policyDeclared")
            fields["type"] = "FILE";
        fields[name] = value;
        var error = Check(fields);
        Assert.NotNull(error);
        Assert.Contains(error.All, e => e.Field == (at ?? name) && (code is null || e.Code == code));
        Assert.All(error.All, e => Assert.NotNull(e.WayOut));
        Assert.True(error.All.Where(e => e.Field == name).Select(e => e.Code).Distinct().Count() <= 1, "one field, one sentence");
    }

    [Fact]
    public void A_form_is_read_as_its_own_fields_only()
    {
        var form = new FormCollection(new Dictionary<string, StringValues>
        {
            ["name"] = "项目",
            ["__RequestVerificationToken"] = "secret",
            ["act"] = "x",
            ["do"] = "save",
            ["revision"] = "3",
            ["facts.siteLayers"] = new(["a", "b"]),
            ["sources[0].source"] = "",
            ["evil"] = "1",
        });
        Assert.Equal([new("facts.siteLayers", "a,b"), new("name", "项目")], DeclarationFields.Of(form));
        Assert.Equal(3, DeclarationFields.Seen(Guid.NewGuid(), form).Revision);
    }

    [Fact]
    public void Numbers_and_dates_are_read_as_people_write_them()
    {
        var (d, unreadable) = DeclarationFields.Read(new Dictionary<string, string> { ["totalInvestment"] = "１，２00,000.50", ["landArea"] = "27 305", ["plannedStart"] = "2026年6月1日", ["plannedFinish"] = "2027/1/5" });
        Assert.Empty(unreadable);
        Assert.Equal((1_200_000.50m, 27_305m, new DateOnly(2026, 6, 1), new DateOnly(2027, 1, 5)), (d.TotalInvestment!.Value, d.LandArea!.Value, d.PlannedStart!.Value, d.PlannedFinish!.Value));
    }

    [Fact]
    public void Errors_about_a_source_stand_at_the_line_the_person_filled_in()
    {
        var fields = Filled();
        fields.Remove("sources[0].source");
        fields.Remove("sources[0].yuan");
        (fields["sources[4].source"], fields["sources[4].yuan"]) = ("77", "120000000.50");
        Assert.Contains(Check(fields)!.All, e => e is { Code: "projects.source", Field: "sources[4].source" });
    }

    private static Error? Check(Dictionary<string, string> fields)
    {
        var (declaration, unreadable) = DeclarationFields.Read(fields);
        return DeclarationFields.Join(unreadable, DeclarationCheck.Check(declaration with { Owner = ProjectHouse.Unit }, Declarations.Rules, Declarations.Today, out _), fields);
    }

    private static Dictionary<string, string> Filled() => new()
    {
        ["name"] = "年产2万吨锂电材料项目",
        ["type"] = "APPR",
        ["division"] = "360502",
        ["industry"] = "C39",
        ["location"] = "新余市渝水区高新大道1号",
        ["scale"] = "年产2万吨",
        ["content"] = "新建厂房3栋及配套设施",
        ["totalInvestment"] = "120000000.50",
        ["sources[0].source"] = "13",
        ["sources[0].yuan"] = "120000000.50",
        ["landArea"] = "273050.9",
        ["plannedStart"] = "2026-06-01",
        ["plannedFinish"] = "2027-12-31",
        ["site"] = Declarations.Site,
        ["contactName"] = "李某",
        ["contactPhone"] = "13800000000",
    };

    private static async Task<SavedDraft> BeginAsync(ProjectHouse house, Dictionary<string, string> fields) =>
        (await house.AsAsync(ProjectHouse.Applicant, s => s.GetRequiredService<DraftHandlers>().BeginAsync(new(fields), default))).Value;

    private static Task<Result<SavedDraft>> SaveAsync(ProjectHouse house, DraftSeen seen, string name) =>
        house.AsAsync(ProjectHouse.Applicant, s => s.GetRequiredService<DraftHandlers>().SaveAsync(new(seen, new Dictionary<string, string> { ["name"] = name }), default));
}
