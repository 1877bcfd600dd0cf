using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Lists;
using Tongban.Registers;
using Tongban.Registers.AuthoriseAgent;
using Tongban.Registers.Contracts;
using Tongban.Registers.Model;
using Tongban.Registers.MyEnterprises;
using Tongban.Registers.RegisterLegalPerson;
using Tongban.Registers.RevokeAgent;
using Tongban.Tests.Support;

namespace Tongban.Tests.Registers;

/// <summary>Legal persons and mandates through the handlers, on both databases.</summary>
public class EnterpriseTests
{
    private const string Code = "91360502MA0000015T", OtherCode = "91360521MA00000236", Password = "Correct-Horse-7";
    private static readonly DateOnly Today = new(2026, 3, 2);
    private static readonly Actor Officer = new(Guid.CreateVersion7(), "经办人", Roles.Handler, "FGW@360500");

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task Who_registers_an_enterprise_acts_for_it_and_nobody_else_does(Database database)
    {
        await using var city = await StartAsync(database);
        var (me, stranger) = (await PersonAsync(city, "li.ming"), await PersonAsync(city, "wang.fang"));
        Assert.Equal(Code, (await RegisterAsync(city, me, $" {Code.ToLowerInvariant()} ")).Value.CreditCode);

        Assert.True(await MayActAsync(city, me.PersonId));
        Assert.False(await MayActAsync(city, stranger.PersonId));
        Assert.False(await MayActAsync(city, Guid.Empty));
        Assert.Equal([new Mandate(Code, "新余示范新材料有限公司")], await MandatesAsync(city, me.PersonId));
        Assert.Empty(await MandatesAsync(city, stranger.PersonId));
        var record = await city.InScopeAsync(s => s.GetRequiredService<ILegalPersons>().FindAsync(Code, default));
        Assert.Equal(("新余示范新材料有限公司", LegalPersonKind.Enterprise, "360502"), (record!.Name, record.Kind, record.Division));
        Assert.Null(await city.InScopeAsync(s => s.GetRequiredService<ILegalPersons>().FindAsync(OtherCode, default)));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_code_that_fails_its_check_or_is_taken_is_refused_with_a_way_out(Database database)
    {
        await using var city = await StartAsync(database);
        var me = await PersonAsync(city, "li.ming");
        var wrong = (await RegisterAsync(city, me, "91360502MA0000015U")).Error!;
        Assert.Equal(("identifiers.credit-code-check", "creditCode"), (wrong.Code, wrong.Field));
        Assert.NotNull(wrong.WayOut);

        Assert.Null((await RegisterAsync(city, me)).Error);
        var taken = (await RegisterAsync(city, await PersonAsync(city, "wang.fang"))).Error!;
        Assert.Equal(("registers.already-registered", ErrorKind.Conflict), (taken.Code, taken.Kind));
        Assert.NotNull(taken.WayOut);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Of_two_who_register_the_same_code_at_once_one_does(Database database)
    {
        await using var city = await StartAsync(database);
        var people = new List<Actor>();
        for (var i = 0; i < 4; i++)
            people.Add(await PersonAsync(city, $"person.{i}"));
        var results = await Task.WhenAll(people.Select(p => Task.Run(() => RegisterAsync(city, p))));
        Assert.Single(results, r => r.Error is null);
        Assert.All(results.Where(r => r.Error is not null), r => Assert.Equal("registers.already-registered", r.Error!.Code));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_mandate_works_from_its_first_day_until_it_is_taken_back(Database database)
    {
        await using var city = await StartAsync(database);
        var (me, agent) = (await PersonAsync(city, "li.ming"), await PersonAsync(city, "wang.fang"));
        await RegisterAsync(city, me);
        var mandate = (await AuthoriseAsync(city, me, " Wang.Fang ", Today.AddDays(1), Today.AddDays(5))).Value.MandateId;

        Assert.False(await MayActAsync(city, agent.PersonId));
        Assert.Empty(await MandatesAsync(city, agent.PersonId));
        Assert.True(await MayActAsync(city, agent.PersonId, Today.AddDays(1)));
        Assert.True(await MayActAsync(city, agent.PersonId, Today.AddDays(5)));
        Assert.False(await MayActAsync(city, agent.PersonId, Today.AddDays(6)));

        Assert.Null((await RevokeAsync(city, me, mandate)).Error);
        Assert.False(await MayActAsync(city, agent.PersonId, Today.AddDays(1)));
        Assert.Equal("registers.mandate-over", (await RevokeAsync(city, me, mandate)).Error?.Code);

        var acts = await city.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<LedgerEntry>().AsNoTracking().Where(e => e.Matter == "legal-person:" + Code).OrderBy(e => e.Sequence).ToListAsync());
        Assert.Equal(["registers.legal-person-registered", "registers.agent-authorised", "registers.agent-revoked"], acts.Select(a => a.Act));
        Assert.All(acts, a => Assert.DoesNotContain("李某某", a.Payload, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Only_the_representative_gives_mandates_and_learns_which_accounts_exist(Database database)
    {
        await using var city = await StartAsync(database);
        var (me, agent, stranger) = (await PersonAsync(city, "li.ming"), await PersonAsync(city, "wang.fang"), await PersonAsync(city, "zhao.lei"));
        await RegisterAsync(city, me);
        await AuthoriseAsync(city, me, "wang.fang", Today, Today.AddDays(9));

        Assert.Equal("registers.not-the-grantor", (await AuthoriseAsync(city, agent, "nobody", Today, Today)).Error?.Code);
        Assert.Equal("registers.not-found", (await AuthoriseAsync(city, stranger, "wang.fang", Today, Today)).Error?.Code);
        Assert.Equal(("registers.no-such-agent", "userName"), Told((await AuthoriseAsync(city, me, "nobody", Today, Today)).Error));
        Assert.Equal(("registers.mandate-overlaps", "from"), Told((await AuthoriseAsync(city, me, "wang.fang", Today, Today)).Error));
        Assert.Equal(("registers.not-its-project", "projectId"), Told((await AuthoriseAsync(city, me, "wang.fang", Today, Today, Guid.CreateVersion7())).Error));
        Assert.Equal(("registers.mandate-period", "to"), Told((await AuthoriseAsync(city, me, "zhao.lei", Today.AddDays(-1), Today)).Error));

        static (string?, string?) Told(Error? error) => (error?.Code, error?.Field);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_mandate_for_one_project_opens_no_other_matter(Database database)
    {
        await using var city = await StartAsync(database);
        var (me, agent) = (await PersonAsync(city, "li.ming"), await PersonAsync(city, "wang.fang"));
        await RegisterAsync(city, me);
        Assert.Null((await AuthoriseAsync(city, me, "wang.fang", Today, Today, OneOfTheirs.Project)).Error);
        Assert.True(await MayActAsync(city, agent.PersonId, project: OneOfTheirs.Project));
        Assert.False(await MayActAsync(city, agent.PersonId, project: Guid.CreateVersion7()));
        Assert.False(await MayActAsync(city, agent.PersonId));
        Assert.Single(await MandatesAsync(city, agent.PersonId));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Everyone_sees_what_is_theirs_and_officers_see_all_with_names_masked(Database database)
    {
        await using var city = await StartAsync(database);
        var (me, agent, stranger) = (await PersonAsync(city, "li.ming"), await PersonAsync(city, "wang.fang"), await PersonAsync(city, "zhao.lei"));
        await RegisterAsync(city, me);
        await RegisterAsync(city, stranger, OtherCode);
        await AuthoriseAsync(city, me, "wang.fang", Today, Today.AddDays(9));

        Assert.Equal([Code], await ListAsync(city, me));
        Assert.Equal([Code], await ListAsync(city, agent));
        Assert.Equal([OtherCode], await ListAsync(city, stranger));
        Assert.Equal([Code, OtherCode], await ListAsync(city, Officer));
        Assert.Empty(await ListAsync(city, Actor.Stranger));
        Assert.Equal([OtherCode], await ListAsync(city, Officer, "91360521"));
        Assert.Empty(await ListAsync(city, Officer, "%"));

        Assert.Null(await ShowAsync(city, stranger));
        var (mine, theirs) = ((await ShowAsync(city, me))!, (await ShowAsync(city, Officer))!);
        Assert.Equal(("李某某", "13800000000", true, false), (mine.Representative, mine.Phone, mine.IsRepresentative, mine.Masked));
        Assert.Equal("wang.fang", Assert.Single(mine.Agents).UserName);
        Assert.Equal(("李*", "138****0000", false, true), (theirs.Representative, theirs.Phone, theirs.IsRepresentative, theirs.Masked));
        Assert.Empty(theirs.Agents);
        Assert.True(Assert.Single((await ShowAsync(city, agent))!.Agents).Mine);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_session_lives_on_when_its_person_registers_a_first_enterprise(Database database)
    {
        await using var city = await StartAsync(database);
        await PersonAsync(city, "li.ming");
        var person = await city.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<Person>().AsNoTracking().SingleAsync());
        await RegisterAsync(city, new Actor(person.Id, person.DisplayName, Roles.Applicant));
        Assert.NotNull((await city.InScopeAsync(s => s.GetRequiredService<SignIn>().ResumeAsync(person.Id, person.Stamp, null, null, null, default))).Actor);
        Assert.Equal(Code, (await city.InScopeAsync(s => s.GetRequiredService<SignIn>().ResumeAsync(person.Id, person.Stamp, null, Code, null, default))).Actor?.Enterprise);
        Assert.Null((await city.InScopeAsync(s => s.GetRequiredService<SignIn>().ResumeAsync(person.Id, person.Stamp, null, OtherCode, null, default))).Actor);
    }

    private static Task<TestStorage> StartAsync(Database database) =>
        TestStorage.StartAsync(database, FakeClock.AtWork(), new FoundationModule(), new RegistersModule(), new ListsModule(), new ProjectsOfTheTest());

    private static async Task<Actor> PersonAsync(TestStorage city, string userName)
    {
        var id = await city.InScopeAsync(s => s.GetRequiredService<Accounts>().RegisterAsync(new RegisterPerson(userName, userName, null, Password), new Caller(), default));
        return new Actor(id.Value, userName, Roles.Applicant);
    }

    private static Task<T> AsAsync<T>(TestStorage city, Actor actor, Func<IServiceProvider, Task<T>> work) => city.InScopeAsync(s =>
    {
        s.GetRequiredService<Caller>().Actor = actor;
        return work(s);
    });

    private static Task<Result<RegisteredLegalPerson>> RegisterAsync(TestStorage city, Actor actor, string code = Code) => AsAsync(city, actor, s => s.GetRequiredService<RegisterLegalPersonHandler>()
        .HandleAsync(new(code, "新余示范新材料有限公司", LegalPersonKind.Enterprise, "李某某", "新余市渝水区高新大道1号", "360502", "13800000000", " "), default));

    private static Task<Result<AuthorisedAgent>> AuthoriseAsync(TestStorage city, Actor actor, string agent, DateOnly from, DateOnly to, Guid? project = null) =>
        AsAsync(city, actor, s => s.GetRequiredService<AuthoriseAgentHandler>()
            .HandleAsync(new(Code, agent, project is null ? AgentScope.All : AgentScope.OneProject, project, from, to), default));

    private static Task<Result<bool>> RevokeAsync(TestStorage city, Actor actor, Guid mandate) =>
        AsAsync(city, actor, s => s.GetRequiredService<RevokeAgentHandler>().HandleAsync(new(Code, mandate), default));

    private static Task<bool> MayActAsync(TestStorage city, Guid person, DateOnly? day = null, Guid? project = null) =>
        city.InScopeAsync(s => s.GetRequiredService<ILegalPersons>().MayActForAsync(person, Code, day ?? Today, project));

    private static Task<IReadOnlyList<Mandate>> MandatesAsync(TestStorage city, Guid person) => city.InScopeAsync(s => s.GetRequiredService<IMandates>().OfAsync(person, Today, default));

    private static async Task<IEnumerable<string>> ListAsync(TestStorage city, Actor actor, string? search = null) =>
        (await AsAsync(city, actor, s => s.GetRequiredService<EnterpriseQueries>().ListAsync(search, null, default))).Items.Select(e => e.CreditCode);

    private static Task<EnterpriseAnswer?> ShowAsync(TestStorage city, Actor actor) => AsAsync(city, actor, s => s.GetRequiredService<EnterpriseQueries>().FindAsync(Code, default));

    private sealed class OneOfTheirs : IProjectChoices
    {
        public static readonly Guid Project = Guid.CreateVersion7();

        public Task<IReadOnlyList<ProjectChoice>> OfAsync(string creditCode, CancellationToken ct) =>
            Task.FromResult<IReadOnlyList<ProjectChoice>>(creditCode == Code ? [new(Project, "2603-360502-04-01-000001", "新材料一期")] : []);
    }

    private sealed class ProjectsOfTheTest : IModule
    {
        public string Name => "test";

        public IReadOnlyList<Permission> Permissions => [];

        public void AddServices(IServiceCollection services) => services.AddSingleton<IProjectChoices, OneOfTheirs>();

        public void ConfigureModel(ModelBuilder model)
        {
        }

        public void MapEndpoints(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder api)
        {
        }
    }
}
