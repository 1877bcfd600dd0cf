using Tongban.Foundation.Schedule;

namespace Tongban.Approvals.SweepLimits;

/// <summary>Half past midnight, when the day has changed for everybody.</summary>
internal sealed class LimitSweepJob(LimitSweep sweep) : IScheduledJob
{
    public string Name => "approvals.limit-sweep";

    public string Cron => "0 30 0 * * ?";

    public Task RunAsync(CancellationToken ct) => sweep.RunAsync(ct);
}
