using Tongban.Foundation;
using Tongban.Projects.Contracts;
using Tongban.Projects.Model;

namespace Tongban.Tests.Projects;

public class ProjectTests
{
    [Fact]
    public void A_declared_project_has_its_code_at_once()
    {
        var project = Declarations.Verification.Declare().Value;
        Assert.Equal(("2603-360502-04-01-123453", ProjectStatus.Declared, (DateOnly?)null), (project.Code, project.Status, project.FiledOn));
        var act = Assert.IsType<ProjectDeclared>(Assert.Single(project.Acts));
        Assert.Equal(project.SiteDigest, act.SiteDigest);
        Assert.DoesNotContain("李", act.ToString(), StringComparison.Ordinal);
        Assert.Equal(27.3051m, project.ToRecord().SiteHectares);
        Assert.Equal("1200", project.ToRecord().Facts["annualEnergyTce"]);
        Assert.Equal(["space.division-not-checked"], project.SiteWarnings.Select(w => w.Code));
    }

    [Fact]
    public void Receipt_of_the_four_groups_is_the_filing()
    {
        var project = Declarations.Filing.Declare().Value;
        Assert.Equal(Declarations.Today, project.FiledOn);
        Assert.Equal(["ProjectDeclared", "ProjectFiled"], project.Acts.Select(a => a.GetType().Name));
    }

    public static TheoryData<string, string> Spoilt() => new()
    {
        { "name", "projects.missing" }, { "short name", "projects.length" }, { "long name", "projects.length" }, { "markup", "projects.character" }, { "line break", "projects.character" },
        { "owner", "projects.missing" }, { "owner check", "projects.credit-code" }, { "division", "projects.missing" }, { "other city", "projects.division" },
        { "industry", "projects.missing" }, { "unknown industry", "projects.industry" }, { "total", "projects.missing" }, { "zero", "projects.amount" }, { "tenth of a cent", "projects.amount" },
        { "overflow", "projects.amount" }, { "no sources", "projects.missing" }, { "sum", "projects.sources-differ" }, { "unknown source", "projects.source" }, { "twice", "projects.source-twice" },
        { "past", "projects.start-in-the-past" }, { "order", "projects.finish-before-start" }, { "far", "projects.finish-too-far" }, { "land", "projects.land-area" },
        { "no site", "projects.site-missing" }, { "bad site", "space.not-json" }, { "phone", "projects.phone" }, { "fact", "projects.fact" }, { "type", "projects.missing" },
    };

    [Theory, MemberData(nameof(Spoilt))]
    public void One_wrong_field_is_one_refusal_with_its_way_out(string what, string code)
    {
        var good = Declarations.Verification;
        var (declaration, field) = what switch
        {
            "name" => (good with { Name = " " }, "name"),
            "short name" => (good with { Name = "项目" }, "name"),
            "long name" => (good with { Name = new('长', 121) }, "name"),
            "markup" => (good with { Content = "<script>alert(1)</script>" }, "content"),
            "line break" => (good with { Name = "第一行\n第二行" }, "name"),
            "owner" => (good with { Owner = null }, "owner"),
            "owner check" => (good with { Owner = "91360502MA0000015X" }, "owner"),
            "division" => (good with { Division = "" }, "division"),
            "other city" => (good with { Division = "500103" }, "division"),
            "industry" => (good with { Industry = null }, "industry"),
            "unknown industry" => (good with { Industry = "Z99" }, "industry"),
            "total" => (good with { TotalInvestment = null }, "totalInvestment"),
            "zero" => (good with { TotalInvestment = 0, Sources = [new("13", 0)] }, "totalInvestment"),
            "tenth of a cent" => (good with { TotalInvestment = 1.001m, Sources = [new("13", 1), new("12", 0.001m)] }, "totalInvestment"),
            "overflow" => (good with { Sources = [new("13", decimal.MaxValue)] }, "sources[0].yuan"),
            "no sources" => (good with { Sources = [] }, "sources"),
            "sum" => (good with { Sources = [new("13", 120_000_000m)] }, "sources"),
            "unknown source" => (good with { Sources = [new("77", good.TotalInvestment!.Value)] }, "sources[0].source"),
            "twice" => (good with { Sources = [new("13", 120_000_000m), new("13", 0.5m)] }, "sources"),
            "past" => (good with { PlannedStart = Declarations.Today.AddDays(-1) }, "plannedStart"),
            "order" => (good with { PlannedFinish = good.PlannedStart!.Value.AddDays(-1) }, "plannedFinish"),
            "far" => (good with { PlannedFinish = Declarations.Today.AddYears(31) }, "plannedFinish"),
            "land" => (good with { LandArea = -1 }, "landArea"),
            "no site" => (good with { Site = null }, "site"),
            "bad site" => (good with { Site = "{" }, "site"),
            "phone" => (good with { ContactPhone = "12345" }, "contactPhone"),
            "fact" => (good with { Facts = new Dictionary<string, string> { ["a b"] = "1" } }, "facts"),
            _ => (good with { Type = null }, "type"),
        };
        var asked = false;
        var error = Project.Declare(declaration, Declarations.Rules, Guid.CreateVersion7(), Declarations.Now, Declarations.Today, () => { asked = true; return "x"; }).Error!;
        Assert.Contains((code, field), error.All.Select(e => (e.Code, e.Field!)));
        Assert.All(error.All, e => Assert.NotNull(e.WayOut));
        Assert.False(asked);
    }

    [Fact]
    public void An_empty_declaration_is_refused_with_every_missing_field_and_never_throws()
    {
        var error = new ProjectDeclaration { Type = ProjectType.GovernmentApproval }.Declare().Error!;
        Assert.Equal(
            ["name", "location", "scale", "content", "contactName", "contactPhone", "owner", "division", "industry", "totalInvestment", "sources", "plannedStart", "plannedFinish", "landArea"],
            error.All.Select(e => e.Field));
        Assert.Contains("政府投资条例", error.LegalBasis, StringComparison.Ordinal);
    }

    [Fact]
    public void A_filing_needs_the_policy_declaration_and_nothing_beyond_the_four_groups()
    {
        Assert.Null(Declarations.Filing.Declare().Error);
        var error = (Declarations.Filing with { PolicyDeclared = false }).Declare().Error;
        Assert.Equal("projects.policy-not-declared", error?.Code);
        Assert.Contains("第十三条", error!.LegalBasis, StringComparison.Ordinal);
    }

    [Fact]
    public void Land_that_differs_from_the_boundary_is_a_remark()
    {
        Assert.Contains("projects.land-area-differs", (Declarations.Verification with { LandArea = 270_000 }).Declare().Value.SiteWarnings.Select(w => w.Code));
    }

    [Fact]
    public void Approval_is_entered_once_and_an_ended_project_stays_ended()
    {
        var project = Declarations.Verification.Declare().Value;
        Assert.Null(project.EnterApproval());
        Assert.Null(project.EnterApproval());
        Assert.Single(project.Acts.OfType<ProjectEnteredApproval>());
        Assert.Equal("projects.reason", project.Withdraw(" ")?.Code);
        Assert.Null(project.Withdraw("投资方案调整"));
        Assert.Equal(ErrorKind.Conflict, project.Invalidate("重复赋码")?.Kind);
        Assert.Equal(ErrorKind.Conflict, project.EnterApproval()?.Kind);
        Assert.Equal(ProjectStatus.Withdrawn, project.Status);
    }

    [Fact]
    public void Two_windows_lose_nothing()
    {
        var draft = ProjectDraft.Begin(Guid.CreateVersion7(), null, new Dictionary<string, string> { ["name"] = "甲" }, Declarations.Now).Value;
        Assert.Same(draft, draft.Save(new Dictionary<string, string> { ["name"] = "甲乙" }, "91360502MA0000015T", 1, null, Declarations.Now).Value);
        var branch = draft.Save(new Dictionary<string, string> { ["name"] = "甲丙", ["total"] = "abc" }, null, 1, null, Declarations.Now).Value;
        Assert.NotSame(draft, branch);
        Assert.Equal(("甲乙", "甲丙", (Guid?)draft.Id), (draft.Fields["name"], branch.Fields["name"], branch.BranchOf));
        Assert.Equal("projects.draft-too-large", draft.Save(new Dictionary<string, string> { ["site"] = new('x', 5_000_000) }, null, 2, null, Declarations.Now).Error?.Code);
    }

    [Fact]
    public void A_document_joins_the_file_of_its_project_in_editions()
    {
        var entry = new ArchiveEntry(Guid.CreateVersion7(), ArchiveKind.Result, 1, "S1-01", ("项目备案证", "Filing certificate"), "余发改备〔2026〕1号", Declarations.Today,
            new('a', 64), "application/pdf", 10, "FGW@360500", ArchiveAudience.Public);
        var second = ArchiveDocument.Archive(entry, 1, Declarations.Now).Value;
        Assert.Equal(2, second.Edition);
        Assert.Equal($"project:{entry.ProjectId}", second.Matter);
        Assert.Equal(entry with { Id = second.Id, Edition = 2 }, second.ToEntry());
        Assert.Equal(["digest", "length", "number"], ArchiveDocument.Archive(entry with { Digest = "x", Length = 0, Number = null }, 0, Declarations.Now).Error!.All.Select(e => e.Field));
    }
}
