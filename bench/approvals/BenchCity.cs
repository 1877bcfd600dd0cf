using Microsoft.EntityFrameworkCore;
using Tongban.Approvals;
using Tongban.Approvals.DecideItem;
using Tongban.Approvals.Model;
using Tongban.Approvals.PassPreCheck;
using Tongban.Approvals.ProvideMaterial;
using Tongban.Approvals.SubmitStage;
using Tongban.Approvals.TakeItem;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;
using Tongban.Projects.Declare;
using Tongban.Projects.Model;
using Tongban.Registers.Contracts;
using Tongban.Registers.RegisterLegalPerson;
using Tongban.Server;
using Tongban.Server.City;

namespace Tongban.Bench.Approvals;

/// <summary>The whole server with the repository's city on an empty database, and the steps of a case through its real use cases.</summary>
internal sealed class BenchCity : IAsyncDisposable
{
    public const string UserName = "bench.officer", Password = "Quiet-Harbour-41", Division = "360500";

    private readonly WebApplication _app;
    private readonly string _folder;
    private readonly Dictionary<string, Actor> _officers = new(StringComparer.Ordinal);
    private readonly List<Actor> _applicants = [];
    private string[] _materials = [];
    private (string Item, string Organ)[] _items = [];

    private BenchCity(WebApplication app, ServerOptions options, string folder) => (_app, Options, _folder) = (app, options, folder);

    public ServerOptions Options { get; }

    public IServiceProvider Services => _app.Services;

    public RecordingWriter Writer => (RecordingWriter)Services.GetRequiredService<IUnitWriter>();

    public IReadOnlyList<Actor> Applicants => _applicants;

    public Uri Address => new(_app.Urls.Single());

    /// <param name="database">Connection string of an empty PostgreSQL database; <see langword="null"/> for the embedded one.</param>
    public static async Task<BenchCity> StartAsync(string? database, TimeProvider? clock = null)
    {
        var folder = Directory.CreateTempSubdirectory("tongban-bench-").FullName;
        var options = new ServerOptions
        {
            DataFolder = folder,
            Database = database,
            CatalogFolder = Path.Combine(Machine.Root, "catalog"),
            Urls = "http://127.0.0.1:0",
            RunsSchedule = false,
            Clock = clock ?? TimeProvider.System,
            SignInsPerMinute = 1000, RequestsPerMinute = 0,
        };
        await Migration.RunAsync(options.Storage, Modules.All);
        var app = Hosting.Build(options, builder =>
        {
            var real = builder.Services.Last(s => s.ServiceType == typeof(IUnitWriter)).ImplementationFactory!;
            builder.Services.AddSingleton<IUnitWriter>(s => new RecordingWriter((IUnitWriter)real(s)));
        });
        var city = new BenchCity(app, options, folder);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            if (await scope.ServiceProvider.GetRequiredService<CityLoader>().LoadAsync(default) is { } refusal)
                throw new InvalidOperationException(refusal.Text.En);
        }
        await city.RegisterAsync();
        await app.StartAsync();
        return city;
    }

    /// <summary>Runs one whole stage-1 case: declared, papers, submitted, accepted, every item taken and decided, concluded.</summary>
    /// <param name="number">Which of the enterprises declares it.</param>
    /// <param name="timed">Hears how long each act took, in stopwatch ticks.</param>
    /// <param name="until">Steps after this one are left out.</param>
    public async Task<Guid> RunCaseAsync(int number, Action<long>? timed = null, CaseStep until = CaseStep.Concluded)
    {
        var applicant = _applicants[number % _applicants.Count];
        var project = await ActAsync<DeclareProjectHandler, DeclaredProject>(applicant, timed, h => h.HandleAsync(new(Declaration(applicant, number)), default));
        var stage = await ReadAsync(s => StageAsync(s.GetRequiredService<TongbanDb>(), project.Id));
        if (_materials.Length == 0)
            _materials = await MaterialsAsync(stage);
        if (until is CaseStep.Declared)
            return stage;
        foreach (var material in _materials)
            await ActAsync<ProvideMaterialHandler, long>(applicant, timed, h => h.HandleAsync(stage, material, material + ".pdf", DemoPaper.Pdf($"{material} {stage}"), default));
        await ActAsync<SubmitStageHandler, long>(applicant, timed, h => h.HandleAsync(new(stage), default));
        if (until is CaseStep.Submitted)
            return stage;
        await ActAsync<PassPreCheckHandler, long>(Officer($"FGW@{Division}"), timed, h => h.HandleAsync(new(stage, null, null), default));
        if (until is CaseStep.Accepted)
            return stage;
        if (_items.Length == 0)
        {
            var decided = new List<(string, string)>();
            while (await ReadAsync(s => OpenItemsAsync(s, stage)) is { Count: > 0 } open)
            {
                foreach (var (item, organ) in open)
                    await DecideAsync(stage, item, organ, timed);
                decided.AddRange(open);
            }
            _items = [.. decided];
            return stage;
        }
        foreach (var (item, organ) in _items)
            await DecideAsync(stage, item, organ, timed);
        return stage;
    }

    public async Task<T> ReadAsync<T>(Func<IServiceProvider, Task<T>> read)
    {
        await using var scope = Services.CreateAsyncScope();
        return await read(scope.ServiceProvider);
    }

    /// <summary>An account that can sign in, with a post in the lead organ.</summary>
    public async Task SignableOfficerAsync()
    {
        await ActAsync<Accounts, Guid>(Actor.System, null, a => a.RegisterAsync(new RegisterPerson(UserName, "经办员", null, Password), new Caller { Actor = Actor.System }, default));
        await ActAsync<Accounts, Guid>(Actor.System, null, a => a.GrantAsync(new GrantPost(UserName, $"FGW@{Division}", Roles.Handler, new DateOnly(2026, 1, 1), null), new Caller { Actor = Actor.System }, default));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, true);
    }

    private static readonly PerModel<Func<TongbanDb, Guid, Task<Guid>>> StageOf = new(() => EF.CompileAsyncQuery((TongbanDb db, Guid project) => db.Set<StageCase>().Where(s => s.ProjectId == project).Select(s => s.Id).Single()));

    private static Task<Guid> StageAsync(TongbanDb db, Guid project) => StageOf.Of(db)(db, project);

    private async Task DecideAsync(Guid stage, string item, string organ, Action<long>? timed)
    {
        var officer = Officer(organ);
        await ActAsync<TakeItemHandler, long>(officer, timed, h => h.HandleAsync(new(stage, item), default));
        await ActAsync<DecideItemHandler, long>(officer, timed, h => h.HandleAsync(new(stage, item, ItemDecision.Approved, "经审查，符合要求，同意。"), default));
    }

    // As a request does: a scope of its own, a key against repeats.
    private async Task<T> ActAsync<THandler, T>(Actor actor, Action<long>? timed, Func<THandler, Task<Result<T>>> act) where THandler : notnull
    {
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        await using var scope = Services.CreateAsyncScope();
        var caller = scope.ServiceProvider.GetRequiredService<Caller>();
        (caller.Actor, caller.ActId) = (actor, Guid.CreateVersion7());
        var result = await act(scope.ServiceProvider.GetRequiredService<THandler>());
        timed?.Invoke(System.Diagnostics.Stopwatch.GetTimestamp() - began);
        return result.TryGet(out var value, out var refusal) ? value : throw new InvalidOperationException($"{refusal.Code}: {refusal.Text.En} {string.Join("; ", refusal.Also.Select(e => $"{e.Field}: {e.Text.En}"))}");
    }

    private async Task RegisterAsync()
    {
        var person = await ActAsync<Accounts, Guid>(Actor.System, null, a => a.RegisterAsync(new RegisterPerson("bench.applicant", "申报员", null, Password), new Caller { Actor = Actor.System }, default));
        foreach (var (code, name, division, industry) in DemoPeople.Enterprises)
        {
            var actor = new Actor(person, name, Roles.Applicant);
            await ActAsync<RegisterLegalPersonHandler, RegisteredLegalPerson>(actor, null, h =>
                h.HandleAsync(new(code, name, LegalPersonKind.Enterprise, "法定代表人", "新余市示范大道1号", division, "0790-6440001", industry), default));
            _applicants.Add(actor with { Enterprise = code });
        }
    }

    public Actor Officer(string organ)
    {
        lock (_officers)
            return _officers.TryGetValue(organ, out var known) ? known : _officers[organ] = new Actor(Guid.CreateVersion7(), organ, Roles.Handler, organ);
    }

    private Task<string[]> MaterialsAsync(Guid stage) => ReadAsync(async s =>
    {
        var desk = s.GetRequiredService<CaseDesk>();
        var loaded = (await desk.LoadAsync(stage, whole: true, default))!;
        return loaded.MissingMaterials(desk.Setting(loaded).Flow).Select(m => m.Id).ToArray();
    });

    private static async Task<List<(string Item, string Organ)>> OpenItemsAsync(IServiceProvider services, Guid stage) =>
        (await services.GetRequiredService<TongbanDb>().Set<ItemCase>().Where(i => i.StageCaseId == stage && i.State == ItemState.Open).OrderBy(i => i.Code).Select(i => new { i.Code, i.Organ }).ToListAsync()).ConvertAll(i => (i.Code, i.Organ));

    // Land, environment, energy and water have something to say.
    private static ProjectDeclaration Declaration(Actor applicant, int number) => new()
    {
        Name = $"年产两万吨锂电材料项目（{number} 期）",
        Owner = applicant.Enterprise,
        Type = ProjectType.Filing,
        Division = Division,
        Industry = "C38",
        Location = "新余市示范大道以北、规划一路以东",
        Scale = "总建筑面积 94,600 平方米",
        Content = "建设生产用房、配套设施及厂区管网。",
        TotalInvestment = 1_260_000_000m,
        Sources = [new("13", 378_000_000m), new("12", 882_000_000m)],
        LandArea = 86_000m,
        PlannedStart = new DateOnly(2027, 3, 1),
        PlannedFinish = new DateOnly(2029, 3, 1),
        PolicyDeclared = true,
        Site = """{"type":"Polygon","coordinates":[[[114.9,27.8],[114.905,27.8],[114.905,27.805],[114.9,27.805],[114.9,27.8]]]}""",
        ContactName = "联系人",
        ContactPhone = "0790-6440001",
        Facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["annualEnergyTce"] = "5200", ["annualPowerKWh"] = "900000", ["siteLayers"] = "L23" },
    };
}

/// <summary>How far a case has come.</summary>
internal enum CaseStep { Declared, Submitted, Accepted, Concluded }
