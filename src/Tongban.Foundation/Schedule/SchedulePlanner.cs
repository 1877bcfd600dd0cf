using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;
using Tongban.Foundation.Time;

namespace Tongban.Foundation.Schedule;

/// <summary>Enters the modules' jobs into the schedule at start and strikes those that no module has any more.</summary>
internal sealed class SchedulePlanner(ISchedulerFactory factory, IServiceScopeFactory scopes) : IHostedService
{
    internal const string Group = "tongban";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await factory.GetScheduler(cancellationToken);
        using var scope = scopes.CreateScope();
        var wanted = new HashSet<JobKey>();
        foreach (var job in scope.ServiceProvider.GetServices<IScheduledJob>())
        {
            var key = new JobKey(job.Name, Group);
            wanted.Add(key);
            // An unchanged plan stays: it knows which occasion was missed while the machine was off.
            if (await scheduler.GetTrigger(new TriggerKey(job.Name, Group), cancellationToken) is ICronTrigger planned && planned.CronExpressionString == job.Cron)
                continue;
            var detail = JobBuilder.Create<JobRunner>().WithIdentity(key).StoreDurably().RequestRecovery().DisallowConcurrentExecution().Build();
            // A missed occasion is made up once, however long the machine was off.
            var cron = CronScheduleBuilder.Create(job.Cron).InTimeZone(CityClock.Zone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed);
            var trigger = TriggerBuilder.Create().WithIdentity(job.Name, Group).ForJob(key).WithSchedule(cron).Build();
            await scheduler.ScheduleJobs(new Dictionary<IJobDetail, IReadOnlyCollection<ITrigger>> { [detail] = [trigger] }, new ScheduleJobOptions { Replace = true }, cancellationToken);
        }
        foreach (var known in await scheduler.GetJobKeys(GroupMatcher<JobKey>.GroupEquals(Group), cancellationToken))
        {
            if (!wanted.Contains(known))
                await scheduler.DeleteJob(known, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Runs one module job in a scope of its own.</summary>
internal sealed partial class JobRunner(IServiceScopeFactory scopes, ILogger<JobRunner> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var name = context.JobDetail.Key.Name;
        if (scope.ServiceProvider.GetServices<IScheduledJob>().SingleOrDefault(j => j.Name == name) is not { } job)
            return;
        using var activity = Instruments.Source.StartActivity(name);
        var (began, outcome) = (Stopwatch.GetTimestamp(), "done");
        try
        {
            await job.RunAsync(cancellationToken);
        }
#pragma warning disable CA1031 // a job's fault ends this occasion, not the schedule; it runs again at its next one
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            outcome = "failed";
            JobFailed(name, fault);
        }
#pragma warning restore CA1031
        finally
        {
            Instruments.JobDuration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, new("tongban.job", name), new("tongban.outcome", outcome));
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The scheduled job {Name} failed; it runs again at its next time")]
    private partial void JobFailed(string name, Exception fault);
}
