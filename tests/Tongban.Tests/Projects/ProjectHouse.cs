using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Files;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Projects;
using Tongban.Projects.Contracts;
using Tongban.Projects.Declare;
using Tongban.Registers.Contracts;
using Tongban.Space.Contracts;
using Tongban.Tests.Foundation;
using Tongban.Tests.Support;

namespace Tongban.Tests.Projects;

/// <summary>The project room on a database of its own, with two enterprises and whatever a test puts above it.</summary>
internal sealed class ProjectHouse : IAsyncDisposable
{
    public const string Unit = "91360502MA0000015T";
    public const string OtherUnit = "91360502MA0000023M";
    private readonly TestStorage _storage;

    private ProjectHouse(TestStorage storage, Surroundings around) => (_storage, Around) = (storage, around);

    public Surroundings Around { get; }

    public static Actor Applicant { get; } = new(Guid.CreateVersion7(), "办事员甲", Roles.Applicant, null, Unit);

    public static Actor Rival { get; } = new(Guid.CreateVersion7(), "办事员乙", Roles.Applicant, null, OtherUnit);

    /// <summary>Holds a mandate of the unit for one project only; for which, the test says.</summary>
    public static Actor ForOne { get; } = new(Guid.CreateVersion7(), "办事员丙", Roles.Applicant, null, Unit, new([]));

    public static Actor Officer { get; } = new(Guid.CreateVersion7(), "经办人", Roles.Handler, "ZRZY@360500");

    public static Actor CodeHead { get; } = new(Guid.CreateVersion7(), "负责人", Roles.Handler | Roles.Head, "FGW@360502");

    public static async Task<ProjectHouse> StartAsync(Database database, Surroundings? around = null)
    {
        around ??= new Surroundings();
        return new ProjectHouse(await TestStorage.StartAsync(database, new Noon(), new FoundationModule(), new ProjectsModule(), around), around);
    }

    public Task<T> AsAsync<T>(Actor actor, Func<IServiceProvider, Task<T>> work, Guid? actId = null, long? ifVersion = null) => _storage.InScopeAsync(services =>
    {
        var caller = services.GetRequiredService<Caller>();
        (caller.Actor, caller.ActId, caller.IfVersion) = (actor, actId, ifVersion);
        return work(services);
    });

    public Task<Result<DeclaredProject>> DeclareAsync(Tongban.Projects.Model.ProjectDeclaration declaration, Actor? actor = null, DraftSeen? draft = null, Guid? actId = null) =>
        AsAsync(actor ?? Applicant, s => s.GetRequiredService<DeclareProjectHandler>().HandleAsync(new DeclareProject(declaration, draft), CancellationToken.None), actId);

    public Task<int> CountAsync<T>() where T : class => _storage.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<T>().CountAsync());

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    /// <summary>What stands around the projects: register of legal persons, city, and modules above.</summary>
    internal sealed class Surroundings : IModule, ILegalPersons
    {
        private static readonly CityCatalogue City = CityCatalogue.Read(Path.Combine(Repository.Root, "catalog", "xinyu")).Value!;
        private static readonly ReferenceData Reference = ReferenceData.Load(Path.Combine(Repository.Root, "catalog"));

        public string Name => "around";

        public IReadOnlyList<Permission> Permissions => [];

        /// <summary>Random parts of the codes to come; then truly random ones.</summary>
        public Queue<int> Digits { get; } = new();

        public IDeclarationFollower? Follower { get; init; }

        public IDeclarationQuestions? Questions { get; init; }

        public void AddServices(IServiceCollection services)
        {
            services.AddSingleton(City);
            services.AddSingleton(Reference);
            services.AddSingleton<ILegalPersons>(this);
            services.AddSingleton<ISiteCheckRegister>(new NothingPublished());
            services.AddSingleton(new Tongban.Foundation.Files.FileOptions(Path.GetTempPath()));
            services.AddSingleton(new CodeDigits(() => Digits.TryDequeue(out var next) ? next : CodeDigits.Random.Next()));
            if (Follower is not null)
                services.AddSingleton(Follower);
            if (Questions is not null)
                services.AddSingleton(Questions);
        }

        public void ConfigureModel(ModelBuilder model) { }

        public void MapEndpoints(IEndpointRouteBuilder api) { }

        public Task<LegalPersonRecord?> FindAsync(string creditCode, CancellationToken ct) => Task.FromResult(creditCode is Unit or OtherUnit
            ? new LegalPersonRecord(Guid.NewGuid(), creditCode, "示范公司", LegalPersonKind.Enterprise, "360502", "新余市渝水区", null) : null);

        public Task<bool> IsRepresentativeAsync(Guid personId, string creditCode, CancellationToken ct) => Task.FromResult(true);

        public Task<bool> MayActForAsync(Guid personId, string creditCode, DateOnly today, Guid? projectId = null, CancellationToken ct = default) => Task.FromResult(
            (personId == Applicant.PersonId && creditCode == Unit) || (personId == Rival.PersonId && creditCode == OtherUnit)
            || (personId == ForOne.PersonId && creditCode == Unit && projectId is not null));
    }

    /// <summary>No layer has a version: nothing is looked at, and nothing kept.</summary>
    private sealed class NothingPublished : ISiteCheckRegister
    {
        public Task<SiteLook?> LookAsync(Site site, CancellationToken ct) => Task.FromResult<SiteLook?>(null);

        public Guid Keep(Site site, CheckResult result, PinnedSet set, string subject, string title, Actor by) => throw new NotSupportedException();

        public Task<CheckSummary?> LatestAsync(string subject, CancellationToken ct) => Task.FromResult<CheckSummary?>(null);

        public Task<IReadOnlyDictionary<string, CheckSummary>> LatestAsync(IReadOnlyCollection<string> subjects, CancellationToken ct) => Task.FromResult<IReadOnlyDictionary<string, CheckSummary>>(new Dictionary<string, CheckSummary>());

        public Task<IReadOnlyDictionary<string, CheckLine>> LatestLinesAsync(IReadOnlyCollection<string> subjects, CancellationToken ct) => Task.FromResult<IReadOnlyDictionary<string, CheckLine>>(new Dictionary<string, CheckLine>());

        public Task<IReadOnlyList<CheckLine>> HistoryAsync(string subject, int count, CancellationToken ct) => Task.FromResult<IReadOnlyList<CheckLine>>([]);

        public Task<CheckSummary?> FindAsync(Guid id, CancellationToken ct) => Task.FromResult<CheckSummary?>(null);
    }

    private sealed class Noon : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Declarations.Now;
    }
}
