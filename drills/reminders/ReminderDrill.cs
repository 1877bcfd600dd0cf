using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Tongban.Dispatch.Reminders;
using Tongban.Foundation;
using Tongban.Foundation.Notices;
using Tongban.Foundation.Notices.Outbox;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Server;
using Tongban.Server.City;

namespace Tongban.Drills.Reminders;

/// <summary>Three processes remind the units on every 25th; the drill kills and pauses them and counts.</summary>
internal sealed class ReminderDrill : IAsyncDisposable
{
    private const int Processes = 3;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly string _folder;
    private readonly WorkerTask _task;
    private readonly SharedClock _clock;
    private readonly WebApplication _server;
    private readonly GatewayStub _gateway;
    private readonly Random _random;
    private readonly TextWriter _out;
    private readonly WorkerProcess?[] _workers = new WorkerProcess?[Processes];
    private int _kills, _pauses, _byHand;

    private ReminderDrill(string folder, WorkerTask task, SharedClock clock, WebApplication server, GatewayStub gateway, TextWriter output) =>
        (_folder, _task, _clock, _server, _gateway, _random, _out) = (folder, task, clock, server, gateway, new Random(task.Seed), output);

    public static async Task<ReminderDrill> PrepareAsync(string database, int seed, int units, TextWriter output, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("tongban-reminders-").FullName;
        var clock = new SharedClock(Path.Combine(folder, "clock"));
        clock.Set(At(2025, 1, 20, 9));
        var gateway = await GatewayStub.StartAsync(seed);
        // The drill's own server sends too, every twenty seconds: its messages must say where to report to before it has a port by itself.
        var task = new WorkerTask(database, Path.Combine(folder, "clock"), Path.Combine(folder, "server"), gateway.Address, new Uri($"http://127.0.0.1:{FreePort()}/"), seed, units);
        await using (var schema = Migration.Open(new StorageOptions(DatabaseKind.Postgres, database), Modules.All))
            await schema.Database.EnsureCreatedAsync(ct);
        var server = Worker.Build(task, clock, task.Reports);
        await using (var scope = server.Services.CreateAsyncScope())
        {
            if (await scope.ServiceProvider.GetRequiredService<CityLoader>().LoadAsync(ct) is { } refusal)
                throw new InvalidOperationException(refusal.Text.En);
            var db = scope.ServiceProvider.GetRequiredService<TongbanDb>();
            await db.ActAsync("units", new Caller { Actor = Actor.System }, () =>
            {
                for (var u = 0; u < units; u++)
                {
                    var organ = Organ.Establish("DRILL", $"{360500 + u:000000}", ($"演练单位{u}", $"Unit {u}"), clock.GetUtcNow());
                    organ.ReachAt($"1390000{u:0000}", null);
                    db.Add(organ);
                }
                return Task.FromResult((Result<bool>)true);
            }, ct);
        }
        await server.StartAsync(ct);
        return new ReminderDrill(folder, task, clock, server, gateway, output);
    }

    /// <returns>Whether nobody was missed and nobody reminded twice.</returns>
    public async Task<bool> RunAsync(int months, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        await _out.WriteLineAsync($"seed {_task.Seed}, {_task.Units} units, {months} months, {Processes} processes on PostgreSQL");
        for (var i = 0; i < Processes; i++)
            _workers[i] = await StartAsync(i, ct);
        var (missed, doubled, textsMissed, textsDoubled, all) = (0, 0, 0, 0, 0);
        for (var m = 0; m < months; m++)
        {
            var day = new DateOnly(2025, 1, 25).AddMonths(m);
            var (kills, pauses, byHand) = (_kills, _pauses, _byHand);
            await TroubleAsync(day, ct);
            await SettleAsync(day, ct);
            var seen = await CountAsync((day.Year * 100) + day.Month, ct);
            (missed, doubled, textsMissed, textsDoubled, all) = (missed + seen.Missed, doubled + seen.Doubled, textsMissed + seen.TextsMissed, textsDoubled + seen.TextsDoubled, all + seen.Expected);
            await _out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{day:yyyy-MM}: {seen.Expected} units to remind; killed {_kills - kills}, paused {_pauses - pauses}; reminders {seen.Reminders}, missed {seen.Missed}, doubled {seen.Doubled}; texts missed {seen.TextsMissed}, doubled {seen.TextsDoubled}{(_byHand > byHand ? $", {_byHand - byHand} sent again by hand" : "")}"));
        }
        await _out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            {_kills} kills, {_pauses} pauses, {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s; the gateway was busy {_gateway.Busy} times and kept silent after taking a message on {_gateway.Silent} times
            texts: {all} to send, {textsMissed} missed, {textsDoubled} doubled, {_byHand} sent again by hand because their process died before the gateway had them
            seed {_task.Seed}: {all} reminders, {missed} missed, {doubled} doubled
            """));
        return missed + doubled + textsMissed + textsDoubled == 0 && all > 0;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
            worker?.Dispose();
        await _server.StopAsync();
        await _server.DisposeAsync();
        await _gateway.DisposeAsync();
        _clock.Dispose();
        Directory.Delete(_folder, true);
    }

    // From five to nine on, ten minutes every twentieth of a second; most trouble falls into the moments in which the round runs.
    private async Task TroubleAsync(DateOnly day, CancellationToken ct)
    {
        _clock.Set(At(day.Year, day.Month, day.Day, 9).AddMinutes(-1));
        await Task.Delay(Step, ct);
        _clock.Set(At(day.Year, day.Month, day.Day, 9));
        var returning = new List<Task>();
        for (var step = 0; step < 24; step++)
        {
            var who = _random.Next(Processes);
            var what = _random.Next(100);
            if (what < 18 && _workers[who] is { IsPaused: false } victim)
            {
                _kills++;
                _workers[who] = null;
                await victim.KillAsync();
                victim.Dispose();
                returning.Add(ReturnAsync(who, ct));
            }
            else if (what < 36 && _workers[who] is { IsPaused: false } sleeper)
            {
                _pauses++;
                sleeper.Pause();
                returning.Add(WakeAsync(sleeper, TimeSpan.FromMilliseconds(_random.Next(50, 900)), ct));
            }
            await Task.Delay(_random.Next(10, 90), ct);
            // Later in the round time goes in leaps, so that claims end while their owners sleep.
            _clock.Set(_clock.GetUtcNow() + (step < 12 ? TimeSpan.FromSeconds(20) : TimeSpan.FromMinutes(6)));
        }
        await Task.WhenAll(returning);
    }

    // All processes live; time goes on until nothing is left to do by itself, and the rest is for a person.
    private async Task SettleAsync(DateOnly day, CancellationToken ct)
    {
        var month = (day.Year * 100) + day.Month;
        for (var again = false; ; again = true)
        {
            // Time goes on only when all that is due has been done: a slow machine must not run out of the days in which an occasion is made up.
            for (var (seen, since) = (((bool, DateTimeOffset?)?)null, Stopwatch.GetTimestamp()); ;)
            {
                var done = await ActAsync(db => db.Set<ReminderRound>().AsNoTracking().AnyAsync(r => r.Month == month && r.State == RoundState.Done, ct));
                var next = await ActAsync(db => db.Set<OutgoingNotice>().AsNoTracking().MinAsync(o => o.DueAt, ct));
                if (done && next is null)
                    break;
                if (done && next > _clock.GetUtcNow())
                    _clock.Set(next.Value);
                if (seen != (done, next))
                    (seen, since) = ((done, next), Stopwatch.GetTimestamp());
                else if (Stopwatch.GetElapsedTime(since) > Patience)
                    throw new InvalidOperationException(await StandstillAsync(done, next, ct));
                await Task.Delay(Step, ct);
            }
            // Whoever slept while sending has to come to its end first.
            if (!again)
                await Task.Delay(TimeSpan.FromSeconds(3), ct);
            await _gateway.ReportedAsync();
            var doubtful = await DoubtfulAsync(ct);
            // What the gateway took on while this was asked is reported in a moment.
            for (var patience = 0; doubtful.Exists(_gateway.Taken.ContainsKey) && patience < 50; patience++)
            {
                await Task.Delay(200, ct);
                await _gateway.ReportedAsync();
                doubtful = await DoubtfulAsync(ct);
            }
            if (doubtful.Count == 0)
                return;
            if (again && doubtful.Find(_gateway.Taken.ContainsKey) is var reported && reported != Guid.Empty)
            {
                var message = await ActAsync(db => db.Set<OutgoingNotice>().AsNoTracking().SingleAsync(o => o.Id == reported, ct));
                throw new InvalidOperationException($"the gateway has reported a message that is still {message.State} after attempt {message.Attempts}: {message.LastFailure}");
            }
            // The gateway reports all it takes, so the person who looks after the outbox knows: what is in doubt now never reached it.
            foreach (var message in doubtful.Where(id => !_gateway.Taken.ContainsKey(id)))
            {
                _byHand++;
                await using var scope = _server.Services.CreateAsyncScope();
                var admin = new Caller { Actor = Actor.System with { Roles = Roles.Administrator } };
                if ((await scope.ServiceProvider.GetRequiredService<OutboxAdministration>().SendAgainAsync(message, admin, ct)).Error is { } refusal)
                    throw new InvalidOperationException(refusal.Text.En);
            }
        }
    }

    private async Task<string> StandstillAsync(bool done, DateTimeOffset? next, CancellationToken ct)
    {
        var states = await ActAsync(db => db.Set<OutgoingNotice>().AsNoTracking().GroupBy(o => o.State).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct));
        return string.Create(CultureInfo.InvariantCulture, $"""
            nothing moves at {_clock.GetUtcNow():u}: the round is {(done ? "" : "not ")}done, next {next:u}; {string.Join(", ", states.Select(s => $"{s.Count} {s.Key}"))}
            {string.Join('\n', _gateway.Pending)}
            """);
    }

    private Task<List<Guid>> DoubtfulAsync(CancellationToken ct) =>
        ActAsync(db => db.Set<OutgoingNotice>().AsNoTracking().Where(o => o.State == OutgoingState.Unknown || o.State == OutgoingState.Dead).Select(o => o.Id).ToListAsync(ct));

    private async Task<(int Expected, int Reminders, int Missed, int Doubled, int TextsMissed, int TextsDoubled)> CountAsync(int month, CancellationToken ct)
    {
        var expected = Enumerable.Range(0, _task.Units).Where(u => DrillTasks.IsOpen(_task.Seed, u, month)).Select(DrillTasks.Unit).ToList();
        var reminders = await ActAsync(db => db.Set<Reminder>().AsNoTracking().Where(r => r.Month == month).Select(r => r.Organ).ToListAsync(ct));
        var occasion = Reminder.OccasionOf(month);
        var notices = await ActAsync(db => (from n in db.Set<Notice>().AsNoTracking() join o in db.Set<OutgoingNotice>().AsNoTracking() on n.Id equals o.NoticeId where n.Occasion == occasion select new { n.Recipient, o.Id }).ToListAsync(ct));
        var texts = notices.ToLookup(n => n.Recipient, n => _gateway.Taken.GetValueOrDefault(n.Id));
        return (expected.Count, reminders.Count,
            expected.Except(reminders).Count() + expected.Count(u => !notices.Exists(n => n.Recipient == Notice.Organ(u))),
            reminders.Count - reminders.Distinct().Count() + reminders.Except(expected).Count() + notices.Count - notices.DistinctBy(n => n.Recipient).Count(),
            expected.Count(u => texts[Notice.Organ(u)].Sum() == 0), expected.Sum(u => Math.Max(0, texts[Notice.Organ(u)].Sum() - 1)));
    }

    private async Task<T> ActAsync<T>(Func<TongbanDb, Task<T>> ask)
    {
        await using var scope = _server.Services.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<TongbanDb>());
    }

    private async Task ReturnAsync(int who, CancellationToken ct) => _workers[who] = await StartAsync(who, ct);

    private Task<WorkerProcess> StartAsync(int who, CancellationToken ct) => WorkerProcess.StartAsync(_task with { Folder = Path.Combine(_folder, $"worker{who}") }, ct);

    private static async Task WakeAsync(WorkerProcess sleeper, TimeSpan after, CancellationToken ct)
    {
        await Task.Delay(after, ct);
        sleeper.Resume();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static DateTimeOffset At(int year, int month, int day, int hour) => QuietHours.At(new(year, month, day), new(hour, 0));
}
