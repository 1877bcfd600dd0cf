using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.Files;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Projects.Api;
using Tongban.Projects.Archive;
using Tongban.Projects.Contracts;
using Tongban.Projects.Drafts;
using Tongban.Projects.Declare;
using Tongban.Projects.EndProject;
using Tongban.Projects.Model;
using Tongban.Tests.Support;

namespace Tongban.Tests.Projects;

/// <summary>The use cases of the project room, on both databases.</summary>
public class DeclareProjectTests
{
    private static readonly ProjectDeclaration Good = Declarations.Verification with { Facts = new Dictionary<string, string>() };

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task A_declaration_gets_its_code_and_is_found_by_it(Database database)
    {
        await using var house = await ProjectHouse.StartAsync(database);
        var declared = (await house.DeclareAsync(Good with { Category = "02" })).Value;
        Assert.True(ProjectCode.TryParse(declared.Code, out var code) && code.IsLocallyValid);
        Assert.Equal(("360502", "04", "02", 2026, 3), (code!.Division.Value, code.Department, code.Type, code.Year, code.Month!.Value));

        var record = await house.AsAsync(Actor.System, s => s.GetRequiredService<IProjects>().FindByCodeAsync(declared.Code.ToLowerInvariant(), default));
        Assert.Equal((declared.Id, ProjectHouse.Unit, ProjectStatus.Declared), (record!.Id, record.Owner, record.Status));
        var chain = await house.AsAsync(ProjectHouse.Applicant, s => s.GetRequiredService<ProjectQueries>().TimelineAsync(declared.Id, default));
        Assert.Equal(("projects.declared", ProjectHouse.Unit), (Assert.Single(chain).Act, chain[0].Enterprise));
        Assert.Equal("项目申报并赋码", ActNames.WordsOf(chain[0].Act).Zh);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_taken_code_is_never_given_again(Database database)
    {
        await using var house = await ProjectHouse.StartAsync(database);
        foreach (var next in (int[])[7, 7, 7, 8])
            house.Around.Digits.Enqueue(next);
        var first = (await house.DeclareAsync(Good)).Value;
        var second = (await house.DeclareAsync(Good)).Value;
        Assert.Equal("00007", first.Code[18..23]);
        Assert.Equal("00008", second.Code[18..23]);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_repeat_is_answered_and_not_declared_again(Database database)
    {
        await using var house = await ProjectHouse.StartAsync(database);
        var key = Guid.CreateVersion7();
        var first = await house.DeclareAsync(Good, actId: key);
        var again = await house.DeclareAsync(Good, actId: key);
        Assert.Equal(first.Value, again.Value);
        Assert.Equal(1, await house.CountAsync<Project>());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_module_above_that_refuses_undoes_the_declaration(Database database)
    {
        await using var house = await ProjectHouse.StartAsync(database, new() { Follower = new Refusing() });
        var refused = await house.DeclareAsync(Good);
        Assert.Equal("above.no", refused.Error?.Code);
        Assert.Equal((0, 0), (await house.CountAsync<Project>(), await house.CountAsync<LedgerEntry>()));
    }

    [Fact]
    public async Task Who_acts_for_another_unit_or_with_a_mandate_for_one_project_cannot_declare()
    {
        await using var house = await ProjectHouse.StartAsync(Database.Sqlite);
        Assert.Equal(("projects.owner-not-acted-for", ErrorKind.Forbidden), await RefusalAsync(ProjectHouse.Rival));
        Assert.Equal(("projects.no-mandate", ErrorKind.Forbidden), await RefusalAsync(ProjectHouse.ForOne));
        Assert.Equal(("projects.owner-not-acted-for", ErrorKind.Forbidden), await RefusalAsync(ProjectHouse.Officer));

        async Task<(string?, ErrorKind?)> RefusalAsync(Actor actor) => (await house.DeclareAsync(Good, actor)).Error is { } e ? (e.Code, e.Kind) : default;
    }

    [Fact]
    public async Task Answers_are_checked_by_those_who_ask_and_nothing_else_is_kept()
    {
        await using var house = await ProjectHouse.StartAsync(Database.Sqlite, new() { Questions = new EnergyQuestion() });
        var refused = await house.DeclareAsync(Good with { Name = "", Facts = new Dictionary<string, string> { ["annualEnergyTce"] = "many" } });
        Assert.Equal([("projects.missing", "name"), ("above.energy", "facts.annualEnergyTce")], refused.Error!.All.Select(e => (e.Code, e.Field!)));

        var declared = (await house.DeclareAsync(Good with { Facts = new Dictionary<string, string> { ["annualEnergyTce"] = "1200", ["colour"] = "red" } })).Value;
        var record = await house.AsAsync(Actor.System, s => s.GetRequiredService<IProjects>().FindAsync(declared.Id, default));
        Assert.Equal([new("annualEnergyTce", "1200")], record!.Facts);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Lists_pages_and_documents_show_each_caller_the_same_projects(Database database)
    {
        await using var house = await ProjectHouse.StartAsync(database);
        List<string> codes = [];
        for (var i = 0; i < 22; i++)
            codes.Add((await house.DeclareAsync(Good with { Name = $"第{i:00}号锂电项目" })).Value.Code);
        await house.DeclareAsync(Good with { Owner = null }, ProjectHouse.Rival);
        var one = await FindAsync(ProjectHouse.Applicant, codes[3]);
        var forOne = ProjectHouse.ForOne with { Projects = new([one!.Value]) };

        var first = await ListAsync(ProjectHouse.Applicant, null);
        var second = await ListAsync(ProjectHouse.Applicant, first.Next);
        Assert.Equal((20, 2, (string?)null), (first.Items.Count, second.Items.Count, second.Next));
        Assert.Equal(codes.AsEnumerable().Reverse().Order(), first.Items.Concat(second.Items).Select(p => p.Code).Order());
        Assert.Single((await ListAsync(ProjectHouse.Rival, null)).Items);
        Assert.Equal([codes[3]], (await ListAsync(forOne, null)).Items.Select(p => p.Code));
        Assert.Equal(codes[5], Assert.Single((await ListAsync(ProjectHouse.Officer, null, "05号")).Items).Code);
        Assert.Equal(codes[6], Assert.Single((await ListAsync(ProjectHouse.Officer, null, codes[6])).Items).Code);
        Assert.Empty((await ListAsync(Actor.Stranger, null)).Items);

        Assert.Null(await FindAsync(ProjectHouse.Rival, codes[0]));
        Assert.Null(await FindAsync(forOne, codes[0]));
        Assert.NotNull(await FindAsync(forOne, codes[3]));
        Assert.NotNull(await FindAsync(ProjectHouse.Officer, codes[0]));

        Task<Tongban.Foundation.Web.KeyPage<ProjectRow>> ListAsync(Actor actor, string? after, string? text = null) =>
            house.AsAsync(actor, s => s.GetRequiredService<ProjectQueries>().ListAsync(new ProjectFilter(text), after, default));
        Task<Guid?> FindAsync(Actor actor, string code) => house.AsAsync(actor, async s => (await s.GetRequiredService<ProjectQueries>().FindAsync(code, default))?.Project.Id);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_project_ends_by_its_unit_or_by_the_head_of_the_code_authority(Database database)
    {
        await using var house = await ProjectHouse.StartAsync(database);
        var (a, b) = ((await house.DeclareAsync(Good)).Value, (await house.DeclareAsync(Good)).Value);
        Assert.Equal("projects.not-found", (await WithdrawAsync(ProjectHouse.Rival, a.Code, "调整")).Error?.Code);
        Assert.Equal("projects.not-owner", (await WithdrawAsync(ProjectHouse.CodeHead, a.Code, "调整")).Error?.Code);
        Assert.Equal(ErrorKind.Stale, (await WithdrawAsync(ProjectHouse.Applicant, a.Code, "调整", 7)).Error?.Kind);
        Assert.Equal(2, (await WithdrawAsync(ProjectHouse.Applicant, a.Code, "方案调整", 1)).Value);
        Assert.Equal("projects.not-possible", (await WithdrawAsync(ProjectHouse.Applicant, a.Code, "方案调整")).Error?.Code);

        Assert.Equal("projects.not-code-authority", (await InvalidateAsync(ProjectHouse.Officer, b.Code)).Error?.Code);
        Assert.Null((await InvalidateAsync(ProjectHouse.CodeHead, b.Code)).Error);

        Task<Result<long>> WithdrawAsync(Actor actor, string code, string reason, long? version = null) =>
            house.AsAsync(actor, s => s.GetRequiredService<EndProjectHandlers>().WithdrawAsync(new(code, reason), default), ifVersion: version);
        Task<Result<long>> InvalidateAsync(Actor actor, string code) =>
            house.AsAsync(actor, s => s.GetRequiredService<EndProjectHandlers>().InvalidateAsync(new(code, "重复赋码"), default));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Each_audience_reads_its_documents_and_the_same_paper_is_filed_once(Database database)
    {
        await using var house = await ProjectHouse.StartAsync(database);
        var project = (await house.DeclareAsync(Good)).Value;
        var entry = new ArchiveEntry(project.Id, ArchiveKind.Result, 1, "S1-01", ("核准批复", "Decision"), "余发改〔2026〕1号", Declarations.Today, new('a', 64), "text/html", 5, "FGW@360500", ArchiveAudience.Applicant);
        var ids = await house.AsAsync(Actor.System, s => s.GetRequiredService<TongbanDb>().ActAsync("file", s.GetRequiredService<Caller>(), async () =>
        {
            var archive = s.GetRequiredService<IProjectArchive>();
            var file = s.GetRequiredService<FileStore>().KeepNew("letter"u8.ToArray(), "text/html");
            archive.Add(entry with { Number = "余发改〔2026〕2号", Digest = file.Digest, Audience = ArchiveAudience.Public });
            return (Result<List<Guid>>)new List<Guid>
            {
                (await archive.AddAsync(entry, default)).Value,
                (await archive.AddAsync(entry, default)).Value,
                (await archive.AddAsync(entry with { Digest = new('b', 64) }, default)).Value,
                (await archive.AddAsync(entry with { Number = null, Kind = ArchiveKind.Material, Audience = ArchiveAudience.Organs }, default)).Value,
            };
        }));
        Assert.Equal(ids.Value[0], ids.Value[1]);
        Assert.Equal((4, 3, 1), (await CountAsync(ArchiveAudience.Organs), await CountAsync(ArchiveAudience.Applicant), await CountAsync(ArchiveAudience.Public)));
        var again = await house.AsAsync(Actor.System, s => s.GetRequiredService<TongbanDb>().ActAsync("again", s.GetRequiredService<Caller>(),
            () => s.GetRequiredService<IProjectArchive>().AddAsync(entry with { Digest = new('c', 64) }, default)));
        var third = await house.AsAsync(Actor.System, s => s.GetRequiredService<ProjectArchive>().FindAsync(project.Id, again.Value, ArchiveAudience.Applicant, default));
        Assert.Equal(3, third!.Edition);

        Task<int> CountAsync(ArchiveAudience audience) => house.AsAsync(Actor.System, async s => (await s.GetRequiredService<IProjectArchive>().ListAsync(project.Id, audience, default)).Count);
    }

    private sealed class Refusing : IDeclarationFollower
    {
        public Task<Error?> FollowAsync(ProjectRecord project, CancellationToken ct) => Task.FromResult<Error?>(new Error("above.no", ("不行", "No")));
    }

    private sealed class EnergyQuestion : IDeclarationQuestions
    {
        public IReadOnlyList<DeclarationQuestion> Questions { get; } =
            [new("annualEnergyTce", QuestionKind.Number, ("年综合能耗", "Energy"), ("年综合能耗是多少?", "How much energy?"), ("按等价值", "Equivalent"), ("吨标准煤", "tce"), [])];

        public Result<IReadOnlyDictionary<string, string>> Check(IReadOnlyDictionary<string, string> answers) =>
            answers.TryGetValue("annualEnergyTce", out var text) && !decimal.TryParse(text, out _)
                ? new Error("above.energy", ("应为数字", "A number")) { Field = "annualEnergyTce" }
                : (Result<IReadOnlyDictionary<string, string>>)new Dictionary<string, string>(answers);
    }
}
