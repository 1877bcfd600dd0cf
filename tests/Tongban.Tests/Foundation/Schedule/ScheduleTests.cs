using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Schedule;
using Tongban.Server;
using Tongban.Tests.Support;

namespace Tongban.Tests.Foundation.Schedule;

public class ScheduleTests
{
    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task A_modules_job_runs_by_the_clock_and_a_fault_does_not_end_the_schedule(Database database)
    {
        var runs = new Runs();
        await using var app = await TestApp.StartAsync(database, options: o => o with { RunsSchedule = true, Clock = TimeProvider.System }, services: s => s.AddSingleton(runs).AddScoped<IScheduledJob, FaultyJob>());
        Assert.True(await runs.Twice.Task.WaitAsync(TimeSpan.FromSeconds(30)));
        if (database is Database.Sqlite)
            Assert.True(File.Exists(Path.Combine(app.Services.GetRequiredService<ServerOptions>().DataFolder, "schedule.db")));
    }

    private sealed class Runs
    {
        public int Count;

        public TaskCompletionSource<bool> Twice { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class FaultyJob(Runs runs) : IScheduledJob
    {
        public string Name => "test.faulty";

        public string Cron => "* * * * * ?";

        public Task RunAsync(CancellationToken ct)
        {
            if (Interlocked.Increment(ref runs.Count) == 2)
                runs.Twice.TrySetResult(true);
            throw new InvalidOperationException("a fault of this job");
        }
    }
}
