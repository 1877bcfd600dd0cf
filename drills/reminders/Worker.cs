using System.Globalization;
using System.IO.MemoryMappedFiles;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tongban.Bench;
using Tongban.Dispatch.Contracts;
using Tongban.Dispatch.Reminders;
using Tongban.Foundation.Notices;
using Tongban.Foundation.Notices.Channels;
using Tongban.Server;

namespace Tongban.Drills.Reminders;

/// <summary>What a worker is told on its command line.</summary>
internal sealed record WorkerTask(string Database, string Clock, string Folder, Uri Gateway, Uri Reports, int Seed, int Units)
{
    public string[] Write() => [Database, Clock, Folder, Gateway.ToString(), Reports.ToString(), Seed.ToString(CultureInfo.InvariantCulture), Units.ToString(CultureInfo.InvariantCulture)];

    public static WorkerTask Read(string[] words) => new(words[0], words[1], words[2], new Uri(words[3]), new Uri(words[4]), int.Parse(words[5], CultureInfo.InvariantCulture), int.Parse(words[6], CultureInfo.InvariantCulture));
}

/// <summary>A server process that does nothing but what the schedule and the outbox do, again and again, by the drill's clock.</summary>
internal static class Worker
{
    public const string Secret = "the secret of the drill";

    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(15);

    public static async Task<int> RunAsync(WorkerTask task, CancellationToken ct)
    {
        await using var app = Build(task, new SharedClock(task.Clock), new Uri("http://127.0.0.1:0"));
        var outbox = app.Services.GetRequiredService<OutboxDelivery>();
        await Console.Out.WriteLineAsync("ready");
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await using var scope = app.Services.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<ReminderRun>().RunAsync(ct);
                await outbox.SendDueAsync(ct);
            }
#pragma warning disable CA1031 // as in the server: a fault ends this occasion and not the process
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                await Console.Error.WriteLineAsync(fault.ToString());
            }
#pragma warning restore CA1031
            await Task.Delay(Breath, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return 0;
    }

    /// <summary>The whole server, with the drill's clock and open tasks.</summary>
    public static WebApplication Build(WorkerTask task, TimeProvider clock, Uri address) => Hosting.Build(new ServerOptions
    {
        DataFolder = Directory.CreateDirectory(task.Folder).FullName,
        Database = task.Database,
        CatalogFolder = Path.Combine(Machine.Root, "catalog"),
        Clock = clock,
        RunsSchedule = false,
        Urls = address.ToString(),
        Channels = new ChannelOptions { Sms = new SmsOptions { Gateway = task.Gateway, User = "drill", Password = "drill", Secret = Secret, ReportsTo = task.Reports, TimeOut = TimeSpan.FromSeconds(1) } },
    }, b => b.Services.Replace(ServiceDescriptor.Singleton<IOpenTasks>(new DrillTasks(task.Seed, task.Units))));
}

/// <summary>A clock that all processes of the drill read from one file.</summary>
internal sealed class SharedClock : TimeProvider, IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    public SharedClock(string file)
    {
        _file = MemoryMappedFile.CreateFromFile(file, FileMode.OpenOrCreate, null, sizeof(long));
        _view = _file.CreateViewAccessor(0, sizeof(long));
    }

    public override DateTimeOffset GetUtcNow() => new(_view.ReadInt64(0), TimeSpan.Zero);

    public void Set(DateTimeOffset now) => _view.Write(0, now.UtcTicks);

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}

/// <summary>Who has what open in which month, by the seed alone, so that every process knows it and the drill can tell what has to happen.</summary>
internal sealed class DrillTasks(int seed, int units) : IOpenTasks
{
    public static string Unit(int number) => $"DRILL@{360500 + number:000000}";

    /// <summary>Some three units of four have something open in a month.</summary>
    public static bool IsOpen(int seed, int unit, int month) => HashCode(seed, unit, month) % 4 != 0;

    public Task<IReadOnlyList<OpenTask>> OpenAsync(DateTimeOffset at, CancellationToken ct) => Task.FromResult<IReadOnlyList<OpenTask>>([.. Enumerable.Range(0, units).SelectMany(u => Of(u, at))]);

    public Task<IReadOnlyList<OpenTask>> OpenAsync(string organ, DateTimeOffset at, CancellationToken ct) => Task.FromResult<IReadOnlyList<OpenTask>>([.. Enumerable.Range(0, units).Where(u => Unit(u) == organ).SelectMany(u => Of(u, at))]);

    // From the 20th of a month to the 20th of the next.
    private IEnumerable<OpenTask> Of(int unit, DateTimeOffset at)
    {
        var since = new DateTimeOffset(at.Year, at.Month, 20, 0, 0, 0, TimeSpan.Zero);
        since = at < since ? since.AddMonths(-1) : since;
        var month = (since.Year * 100) + since.Month;
        if (!IsOpen(seed, unit, month))
            yield break;
        for (var n = 0; n <= HashCode(seed, unit, month + 7) % 3; n++)
            yield return new OpenTask(Unit(unit), new Guid(unit, (short)(month % 10000), (short)n, new byte[8]), $"XT-{since.Year}-{(unit * 10) + n:000000}", Guid.Empty, "2603-360500-04-01-100019", "袁河大桥及接线工程", since, n, new DateOnly(at.Year, at.Month, 28), null);
    }

    // The runtime's own hash codes differ from process to process.
    private static int HashCode(int a, int b, int c)
    {
        var x = unchecked(((uint)a * 2654435761u) ^ ((uint)b * 2246822519u) ^ ((uint)c * 3266489917u));
        x ^= x >> 15;
        x = unchecked(x * 2246822519u);
        x ^= x >> 13;
        return (int)(x & 0x7FFFFFFF);
    }
}
