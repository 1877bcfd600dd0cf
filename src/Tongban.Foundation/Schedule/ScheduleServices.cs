using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Quartz;
using Tongban.Foundation.Storage;

namespace Tongban.Foundation.Schedule;

/// <summary>Puts the schedule into a host.</summary>
public static class ScheduleServices
{
    /// <summary>Runs the modules' jobs from Quartz's persistent store. On PostgreSQL several processes share it and take over from one another;
    /// on SQLite it has a file of its own, because the main file has exactly one writer.</summary>
    /// <param name="folder">The data folder, for <c>schedule.db</c>.</param>
    public static IServiceCollection AddSchedule(this IServiceCollection services, StorageOptions storage, string folder)
    {
        ArgumentNullException.ThrowIfNull(storage);
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(o => (o.InstanceName, o.InstanceId) = ("tongban", $"{Environment.MachineName}-{Environment.ProcessId}"));
            quartz.UseDefaultThreadPool(4);
            quartz.UsePersistentStore(store =>
            {
                if (storage.IsSqlite)
                {
                    store.UseSqlite(Microsoft.Data.Sqlite.SqliteFactory.Instance, $"Data Source={Path.Combine(folder, "schedule.db")};Default Timeout=30");
                }
                else
                {
                    store.UsePostgres(Npgsql.NpgsqlFactory.Instance, storage.ConnectionString);
                    store.UseClustering(c => (c.CheckinInterval, c.CheckinMisfireThreshold) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10)));
                }
                store.ProvisionSchema();
            });
        });
        services.AddQuartzHostedService(o => o.WaitForJobsToComplete = true);
        services.AddHostedService<SchedulePlanner>();
        return services;
    }
}
