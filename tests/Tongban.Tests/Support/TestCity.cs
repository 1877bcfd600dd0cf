using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.Model;
using Tongban.Approvals.PlaneView;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;
using Tongban.Registers.Contracts;
using Tongban.Registers.RegisterLegalPerson;
using Tongban.Server.City;
using Tongban.Tests.Projects;

namespace Tongban.Tests.Support;

/// <summary>The repository's city on a database of its own: organs, calendars, powers and flow published, one enterprise registered, an officer and a head for every organ.</summary>
internal sealed class TestCity : IAsyncDisposable
{
    private readonly Dictionary<string, Actor> _officers = new(StringComparer.Ordinal);

    private TestCity(TestApp app, Actor applicant) => (App, Applicant, Acts) = (app, applicant, new DemoActs(app.Services));

    public const string Enterprise = "91360502MA0001018B";

    public const string UserName = "ent.tester";

    public TestApp App { get; }

    /// <summary>Each act through its real use case, in a scope of its own.</summary>
    public DemoActs Acts { get; }

    public Actor Applicant { get; }

    public DateOnly Today => CityClock.DateOf(App.Clock.Now);

    public static async Task<TestCity> StartAsync(Database database)
    {
        var app = await TestApp.StartAsync(database);
        var refusal = await app.InScopeAsync(s => s.GetRequiredService<CityLoader>().LoadAsync(default));
        Assert.True(refusal is null, refusal?.Text.En);
        var person = new Actor(await app.PersonAsync(UserName, "测试申报员"), "测试申报员", Roles.Applicant);
        await new DemoActs(app.Services).AsAsync(person, s => s.GetRequiredService<RegisterLegalPersonHandler>().HandleAsync(
            new(Enterprise, "新余测试锂电材料有限公司", LegalPersonKind.Enterprise, "测试代表人", "新余市测试路1号", "360502", "0790-6440001", "C38"), default));
        return new TestCity(app, person with { Enterprise = Enterprise });
    }

    public Actor Officer(string organ) => Of(organ, Roles.Handler);

    public Actor Head(string organ) => Of(organ, Roles.Head);

    /// <summary>A declared project of the enterprise in Yushui District.</summary>
    /// <returns>Its first stage.</returns>
    public Task<Guid> DeclareAsync(ProjectType type = ProjectType.Filing, params (string Fact, string Value)[] facts) => Acts.DeclareAsync(Applicant, Declarations.Verification with
    {
        Owner = Enterprise,
        Type = type,
        PolicyDeclared = true,
        Sources = type is ProjectType.GovernmentApproval ? [new("05", 40_000_000m), new("09", 80_000_000.50m)] : Declarations.Verification.Sources,
        Facts = facts.ToDictionary(f => f.Fact, f => f.Value, StringComparer.Ordinal),
    });

    /// <summary>Land, environment, energy and water have something to say.</summary>
    public Task<Guid> DeclareForFourDepartmentsAsync(ProjectType type = ProjectType.Filing) => DeclareAsync(type, ("annualEnergyTce", "5200"), ("annualPowerKWh", "1000"), ("siteLayers", "L23"));

    /// <summary>What a use case answers to this actor, refusals included.</summary>
    public Task<Result<T>> TryAsync<T>(Actor actor, Func<IServiceProvider, Task<Result<T>>> act) => App.InScopeAsync(s =>
    {
        s.GetRequiredService<Caller>().Actor = actor;
        return act(s);
    });

    public Task<T> ReadAsync<T>(Func<TongbanDb, Task<T>> read) => App.InScopeAsync(s => read(s.GetRequiredService<TongbanDb>()));

    public Task<Plane?> PlaneAsync(Guid stage, Actor reader) => App.InScopeAsync(s => s.GetRequiredService<PlaneQuery>().FindAsync(stage, reader, default));

    public Task<StageCase> StageAsync(Guid stage) => ReadAsync(db => db.Set<StageCase>().AsNoTracking().Include(s => s.Items).Include(s => s.Materials).SingleAsync(s => s.Id == stage));

    public async Task DecideAllAsync(Guid stage)
    {
        foreach (var (code, organ) in await Acts.OpenItemsAsync(stage))
            await Acts.DecideAsync(Officer(organ), stage, code, ItemDecision.Approved, "经审查，同意。");
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    private Actor Of(string organ, Roles role)
    {
        var key = $"{organ} {role}";
        return _officers.TryGetValue(key, out var known) ? known : _officers[key] = new Actor(Guid.CreateVersion7(), key, role, organ);
    }
}
