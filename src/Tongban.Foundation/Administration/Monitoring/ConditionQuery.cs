using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Quartz;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Ledger.Witnesses;
using Tongban.Foundation.Notices;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Foundation.Administration.Monitoring;

/// <summary>How a part of the platform does.</summary>
internal enum PartState { Good, Attention, Bad, NotChecked }

/// <summary>One part that was looked at.</summary>
/// <param name="Code">Stable name: <c>database</c>.</param>
/// <param name="Says">What was found, in a sentence, with what to do when it is not good.</param>
internal sealed record PartCondition(string Code, Words Name, PartState State, Words Says);

/// <summary>A job of the schedule.</summary>
internal sealed record JobCondition(string Name, string Cron, DateTimeOffset? Last, DateTimeOffset? Next, string State);

/// <summary>A subscription to acts and how far it has read.</summary>
internal sealed record SubscriberCondition(string Name, long Position, long Behind);

internal sealed record Condition(DateTimeOffset At, IReadOnlyList<PartCondition> Parts, IReadOnlyList<JobCondition> Jobs, IReadOnlyList<SubscriberCondition> Subscribers)
{
    public PartState Worst => Parts.Any(p => p.State is PartState.Bad) ? PartState.Bad : Parts.Any(p => p.State is PartState.Attention) ? PartState.Attention : PartState.Good;
}

/// <summary>Since when this process runs.</summary>
internal sealed class ProcessStart(TimeProvider clock) : IHostedService
{
    public DateTimeOffset At { get; private set; } = clock.GetUtcNow();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        At = clock.GetUtcNow();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Looks deeper than a load balancer does: what an administrator wants to know before others notice.</summary>
internal sealed class ConditionQuery(TongbanDb db, StorageOptions storage, IServiceProvider services, TimeProvider clock, ProcessStart start)
{
    private const long LittleSpace = 2L << 30, NoSpace = 200L << 20;
    private const int MuchBehind = 1000;
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(15), WitnessLate = TimeSpan.FromDays(2);

    public async Task<Condition> LookAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var subscribers = await SubscribersAsync(ct);
        var jobs = await JobsAsync(ct);
        return new(now, [await DatabaseAsync(ct), Disk(), await LedgerAsync(now, ct), await WitnessesAsync(now, ct), Deliveries(subscribers), await OutboxAsync(now, ct), ScheduleOf(jobs, now)], jobs ?? [], subscribers);
    }

    private async Task<PartCondition> DatabaseAsync(CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        await db.Set<People.Person>().AnyAsync(ct);
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        var kind = storage.IsSqlite ? new Words("内嵌数据库", "The embedded database") : new Words("PostgreSQL", "PostgreSQL");
        return Part("database", ("数据库", "Database"), took < 500 ? PartState.Good : PartState.Attention,
            new Words("{0}在 {1} 毫秒内应答。", "{0} answered within {1} ms.").With(kind, Math.Ceiling(took)));
    }

    private PartCondition Disk()
    {
        Words name = ("磁盘", "Disk");
        if (services.GetService<LedgerOptions>() is not { } options || Path.GetDirectoryName(options.KeyFile) is not { } folder || !Directory.Exists(folder))
            return Part("disk", name, PartState.NotChecked, ("没有数据目录可查。", "There is no data folder to look at."));
        var free = new DriveInfo(folder).AvailableFreeSpace;
        var text = new Words("数据目录所在磁盘剩余 {0} GB。", "{0} GB are free where the data folder is.").With((free / (double)(1 << 30)).ToString("0.0", CultureInfo.InvariantCulture));
        return Part("disk", name, free < NoSpace ? PartState.Bad : free < LittleSpace ? PartState.Attention : PartState.Good, text);
    }

    private async Task<PartCondition> LedgerAsync(DateTimeOffset now, CancellationToken ct)
    {
        Words name = ("台账", "Ledger");
        var closed = await db.Set<StoredCheckpoint>().AsNoTracking().MaxAsync(c => (long?)c.Size, ct) ?? 0;
        var waiting = await db.Set<LedgerEntry>().AsNoTracking().Where(e => e.Position == null || e.Position > closed).OrderBy(e => e.RecordedAt).Select(e => (DateTimeOffset?)e.RecordedAt).FirstOrDefaultAsync(ct);
        // What came in while no process ran, or with an older date, has its first minutes after the start.
        if (waiting is { } since && now - since > Late && now - start.At > Late)
            return Part("ledger", name, PartState.Bad, new Words("有记录自 {0:u} 起未进入检查点；请查看日志并运行 tongban ledger verify。", "Entries have waited for a checkpoint since {0:u}; look at the log and run tongban ledger verify.").With(since));
        var last = await db.Set<LedgerVerification>().AsNoTracking().OrderByDescending(v => v.At).FirstOrDefaultAsync(ct);
        return last is { } run && !run.Report().Sound ? Part("ledger", name, PartState.Bad, new Words("{0:u} 的核验发现 {1} 处不符；见“台账核验”。", "The verification of {0:u} found {1} differences; see Verify the ledger.").With(run.At, run.Report().FindingCount))
            : Part("ledger", name, PartState.Good, new Words("检查点签到第 {0} 条；{1}", "Checkpoints vouch for {0} entries; {1}").With(closed, last is null ? new Words("尚未全面核验。", "never verified as a whole yet.") : new Words("{0:u} 核验完好。", "sound at {0:u}.").With(last.At)));
    }

    private async Task<PartCondition> WitnessesAsync(DateTimeOffset now, CancellationToken ct)
    {
        Words name = ("见证", "Witnesses");
        var active = await db.Set<Witness>().AsNoTracking().Where(w => w.RetiredAt == null).Select(w => new { w.Name, w.RegisteredAt, At = db.Set<Countersignature>().Where(c => c.WitnessId == w.Id).Max(c => (DateTimeOffset?)c.At) }).ToListAsync(ct);
        if (active.Count == 0)
            return Part("witnesses", name, PartState.NotChecked, ("没有登记见证机构：台账密钥的持有人可以改写历史而无人察觉。", "No witness is registered: the holder of the ledger's key could rewrite the past unseen."));
        var late = active.Where(w => now - (w.At ?? w.RegisteredAt) > WitnessLate).Select(w => w.Name).ToList();
        return late.Count == 0 ? Part("witnesses", name, PartState.Good, new Words("{0} 个见证机构近两日均已副署。", "All {0} witnesses signed within two days.").With(active.Count))
            : Part("witnesses", name, PartState.Attention, new Words("两日未副署：{0}。请联系该机构。", "No signature for two days: {0}. Ask that organ.").With(string.Join("、", late)));
    }

    private async Task<IReadOnlyList<SubscriberCondition>> SubscribersAsync(CancellationToken ct)
    {
        var newest = await db.Set<LedgerEntry>().AsNoTracking().MaxAsync(e => e.Position, ct) ?? 0;
        var cursors = await db.Set<ActCursor>().AsNoTracking().ToDictionaryAsync(c => c.Name, c => c.Position, ct);
        return [.. services.GetServices<IActHandler>().Select(h => h.Name).Order(StringComparer.Ordinal).Select(n => new SubscriberCondition(n, cursors.GetValueOrDefault(n), Math.Max(0, newest - cursors.GetValueOrDefault(n))))];
    }

    private static PartCondition Deliveries(IReadOnlyList<SubscriberCondition> subscribers)
    {
        Words name = ("后续处理", "Follow-up work");
        var behind = subscribers.Where(s => s.Behind > MuchBehind).ToList();
        return behind.Count == 0 ? Part("deliveries", name, PartState.Good, new Words("{0} 个订阅都已跟上台账。", "All {0} subscribers keep up with the ledger.").With(subscribers.Count))
            : Part("deliveries", name, PartState.Attention, new Words("落后：{0}。若持续增长，请查看日志。", "Behind: {0}. If it grows, look at the log.").With(string.Join("、", behind.Select(s => $"{s.Name} ({s.Behind})"))));
    }

    private async Task<PartCondition> OutboxAsync(DateTimeOffset now, CancellationToken ct)
    {
        Words name = ("发件箱", "Outbox");
        if (!services.GetServices<INoticeChannel>().Any())
            return Part("outbox", name, PartState.NotChecked, ("没有配置短信或邮件通道，消息只进收件箱。", "No text message or e-mail channel is configured; notices reach the inbox only."));
        var overdue = now - Late;
        var late = await db.Set<OutgoingNotice>().AsNoTracking().CountAsync(n => n.DueAt < overdue, ct);
        var dead = await db.Set<OutgoingNotice>().AsNoTracking().CountAsync(n => n.DueAt == null && n.DeliveredAt == null && n.LastFailure != null, ct);
        return Part("outbox", name, late > 0 ? PartState.Bad : dead > 0 ? PartState.Attention : PartState.Good, new Words("{0} 条逾时未发，{1} 条多次失败已停发。", "{0} are overdue, {1} were given up after several failures.").With(late, dead));
    }

    private async Task<IReadOnlyList<JobCondition>?> JobsAsync(CancellationToken ct)
    {
        if (services.GetService<ISchedulerFactory>() is not { } factory)
            return null;
        var scheduler = await factory.GetScheduler(ct);
        var jobs = new List<JobCondition>();
        foreach (var job in services.GetServices<IScheduledJob>().OrderBy(j => j.Name, StringComparer.Ordinal))
        {
            var key = new TriggerKey(job.Name, SchedulePlanner.Group);
            var trigger = await scheduler.GetTrigger(key, ct);
            jobs.Add(new(job.Name, job.Cron, trigger?.PreviousFireTimeUtc, trigger?.NextFireTimeUtc, trigger is null ? "missing" : (await scheduler.GetTriggerState(key, ct)).ToString()));
        }
        return jobs;
    }

    private static PartCondition ScheduleOf(IReadOnlyList<JobCondition>? jobs, DateTimeOffset now)
    {
        Words name = ("定时任务", "Schedule");
        if (jobs is null)
            return Part("schedule", name, PartState.NotChecked, ("本进程不运行定时任务。", "This process runs no schedule."));
        var stuck = jobs.Where(j => j.Next is null || now - j.Next > Late || j.State is "Error" or "missing").Select(j => j.Name).ToList();
        return stuck.Count == 0 ? Part("schedule", name, PartState.Good, new Words("{0} 项任务按时运行。", "{0} jobs run on time.").With(jobs.Count))
            : Part("schedule", name, PartState.Bad, new Words("未按时运行：{0}。请查看日志。", "Not on time: {0}. Look at the log.").With(string.Join("、", stuck)));
    }

    private static PartCondition Part(string code, Words name, PartState state, Words says) => new(code, name, state, says);
}
