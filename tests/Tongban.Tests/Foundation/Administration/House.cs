using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Tests.Support;

namespace Tongban.Tests.Foundation.Administration;

/// <summary>A house with organs and one administrator, at nine in the morning of 2 March 2026.</summary>
internal sealed class House : IAsyncDisposable
{
    public const string Password = "Correct-Horse-7";

    private House(TestStorage storage, SteppedClock clock) => (Storage, Clock) = (storage, clock);

    public TestStorage Storage { get; }

    public SteppedClock Clock { get; }

    public Caller Administrator { get; private set; } = new();

    public DateOnly Today => new(2026, 3, 2);

    public static async Task<House> StartAsync(Database database, Action<IServiceCollection>? more = null)
    {
        var clock = new SteppedClock(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));
        var house = new House(await TestStorage.StartAsync(database, clock, new FoundationModule(), new More(more)), clock);
        await house.RunAsync<TongbanDb, Result<bool>>(db => db.ActAsync("organs", new Caller { Actor = Actor.System }, () =>
        {
            db.Add(Organ.Establish("FGW", "360500", ("新余市发展和改革委员会", "Xinyu Development and Reform Commission"), clock.GetUtcNow()));
            db.Add(Organ.Establish("ZWB", "360500", ("新余市政务服务管理办公室", "Xinyu Government Services Office"), clock.GetUtcNow()));
            return Task.FromResult((Result<bool>)true);
        }));
        var id = await house.PersonAsync("admin");
        await house.PostAsync("admin", "ZWB@360500", Roles.Administrator);
        house.Administrator = house.As(id, Roles.Administrator, "ZWB@360500");
        return house;
    }

    public Caller As(Guid person, Roles roles, string? organ = null, string? enterprise = null) => new() { Actor = new Actor(person, "", roles, organ, enterprise) };

    public async Task<Guid> PersonAsync(string userName) =>
        (await RunAsync<Accounts, Result<Guid>>(a => a.RegisterAsync(new(userName, "测试", null, Password), new Caller { Actor = Actor.System }, default))).Value;

    public async Task<Guid> PostAsync(string userName, string organ, Roles roles, DateOnly? to = null) =>
        (await RunAsync<Accounts, Result<Guid>>(a => a.GrantAsync(new(userName, organ, roles, Today, to), new Caller { Actor = Actor.System }, default))).Value;

    public Task<T> RunAsync<TService, T>(Func<TService, Task<T>> work) where TService : notnull => Storage.InScopeAsync(s => work(s.GetRequiredService<TService>()));

    public ValueTask DisposeAsync() => Storage.DisposeAsync();

    private sealed class More(Action<IServiceCollection>? add) : IModule
    {
        public string Name => "more";

        public IReadOnlyList<Permission> Permissions => [];

        public void AddServices(IServiceCollection services) => add?.Invoke(services);

        public void ConfigureModel(ModelBuilder model) { }

        public void MapEndpoints(IEndpointRouteBuilder api) { }
    }
}

/// <summary>A clock that moves only when told.</summary>
internal sealed class SteppedClock(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
