using System.Collections.Concurrent;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tongban.Dispatch.Contracts;
using Tongban.Dispatch.Reminders;
using Tongban.Foundation;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Tests.Foundation;
using Tongban.Tests.Support;

namespace Tongban.Tests.Dispatch.Reminders;

/// <summary>The reminders on a database of their own, with units whose open tasks the test says.</summary>
internal sealed class ReminderRoom : IAsyncDisposable
{
    private static readonly WorkCalendar Calendar = WorkCalendar.FromJsonFiles(Path.Combine(Repository.Root, "catalog", "cn", "calendar"));
    private readonly TestStorage _storage;

    private ReminderRoom(TestStorage storage, FakeClock clock, TasksOnDemand tasks, RecordingChannel channel) => (_storage, Clock, Tasks, Sms) = (storage, clock, tasks, channel);

    public FakeClock Clock { get; }

    public TasksOnDemand Tasks { get; }

    public RecordingChannel Sms { get; }

    public static async Task<ReminderRoom> StartAsync(Database database, DateTimeOffset now, params string[] units)
    {
        var (clock, tasks, channel) = (new FakeClock(now), new TasksOnDemand(), new RecordingChannel());
        var storage = await TestStorage.StartAsync(database, clock, new Room(tasks, channel), new FoundationModule());
        var room = new ReminderRoom(storage, clock, tasks, channel);
        await room.ActAsync(db =>
        {
            for (var i = 0; i < units.Length; i++)
            {
                var organ = Organ.Establish(units[i].Split('@')[0], units[i].Split('@')[1], (units[i], units[i]), now);
                Assert.Null(organ.ReachAt($"139000000{i:00}", null));
                db.Add(organ);
            }
        });
        return room;
    }

    public static DateTimeOffset At(int year, int month, int day, int hour, int minute = 0) => QuietHours.At(new(year, month, day), new(hour, minute));

    public Task<ReminderRunResult> RunAsync() => InScopeAsync<ReminderRun, ReminderRunResult>(r => r.RunAsync(default));

    public Task<int> SendAsync() => new OutboxDelivery(_storage.Services.GetRequiredService<IServiceScopeFactory>(), [Sms], Clock, NullLogger<OutboxDelivery>.Instance).SendDueAsync(default);

    public Task<T> InScopeAsync<TService, T>(Func<TService, Task<T>> work) where TService : notnull => _storage.InScopeAsync(s => work(s.GetRequiredService<TService>()));

    public Task<T> AsAsync<T>(Actor actor, Func<AnswerReminderHandler, Task<T>> work) => _storage.InScopeAsync(s =>
    {
        s.GetRequiredService<Caller>().Actor = actor;
        return work(s.GetRequiredService<AnswerReminderHandler>());
    });

    public Task ActAsync(Action<TongbanDb> change) => InScopeAsync<TongbanDb, Result<bool>>(db => db.ActAsync("test", new Caller { Actor = Actor.System }, () =>
    {
        change(db);
        return Task.FromResult((Result<bool>)true);
    }));

    public Task<List<T>> AllAsync<T>() where T : class => InScopeAsync<TongbanDb, List<T>>(db => db.Set<T>().AsNoTracking().ToListAsync());

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    private sealed class Room(TasksOnDemand tasks, RecordingChannel channel) : IModule
    {
        public string Name => "dispatch";

        public IReadOnlyList<Permission> Permissions => [];

        public void AddServices(IServiceCollection services)
        {
            services.AddSingleton(Calendars.Fixed(Calendar));
            services.AddSingleton<INoticeChannel>(channel);
            services.AddSingleton(ReminderRule.Usual);
            services.AddReminders();
            services.AddSingleton<IOpenTasks>(tasks);
        }

        public void ConfigureModel(ModelBuilder model) => ReminderTables.Configure(model);

        public void MapEndpoints(IEndpointRouteBuilder api) { }
    }
}

/// <summary>Open tasks as the test says; it can make whoever asks die at that very question.</summary>
internal sealed class TasksOnDemand : IOpenTasks
{
    private readonly Lock _lock = new();
    private readonly List<OpenTask> _tasks = [];
    private int _questions;

    /// <summary>The question at which the asking process dies, counted from now.</summary>
    public int? DiesAt { get; set; }

    public OpenTask Open(string organ, DateTimeOffset since, int number = 1)
    {
        var task = new OpenTask(organ, Guid.CreateVersion7(), $"XT-{since.Year}-{number:000000}", Guid.CreateVersion7(), "2603-360500-04-01-100019", "袁河大桥及接线工程", since, 12, DateOnly.FromDateTime(since.Date).AddDays(30), null);
        lock (_lock)
            _tasks.Add(task);
        return task;
    }

    public void Feedback(OpenTask task, DateTimeOffset at)
    {
        lock (_lock)
            _tasks[_tasks.FindIndex(t => t.Matter == task.Matter)] = task with { LastFeedbackAt = at };
    }

    public void Close(OpenTask task)
    {
        lock (_lock)
            _tasks.RemoveAll(t => t.Matter == task.Matter);
    }

    public Task<IReadOnlyList<OpenTask>> OpenAsync(DateTimeOffset at, CancellationToken ct) => AnswerAsync(_ => true);

    public Task<IReadOnlyList<OpenTask>> OpenAsync(string organ, DateTimeOffset at, CancellationToken ct) => AnswerAsync(t => t.Organ == organ);

    private async Task<IReadOnlyList<OpenTask>> AnswerAsync(Func<OpenTask, bool> asked)
    {
        await Task.Yield();
        if (DiesAt is { } at && Interlocked.Increment(ref _questions) >= at)
        {
            (DiesAt, _questions) = (null, 0);
            throw new InvalidOperationException("the process is killed here");
        }
        lock (_lock)
            return [.. _tasks.Where(asked).OrderBy(t => t.Organ, StringComparer.Ordinal)];
    }
}

/// <summary>A gateway that notes what it was given and answers as told.</summary>
internal sealed class RecordingChannel : INoticeChannel
{
    public string Name => "sms";

    public QuietHours? Quiet { get; init; } = QuietHours.Night;

    public bool ForgivesRepeats { get; init; }

    public TimeSpan? RepeatsUnreportedAfter { get; init; }

    public ConcurrentQueue<OutgoingMessage> Given { get; } = [];

    /// <summary>What it answers; accepted when left out.</summary>
    public Func<OutgoingMessage, SendOutcome>? Answers { get; set; }

    public async Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken ct)
    {
        await Task.Yield();
        var outcome = Answers?.Invoke(message) ?? SendOutcome.Accepted;
        Given.Enqueue(message);
        return outcome;
    }
}
