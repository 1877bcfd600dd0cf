using Microsoft.Extensions.DependencyInjection;
using Tongban.Dispatch.Weekly.Model;
using Tongban.Foundation.Schedule;

namespace Tongban.Dispatch.Weekly;

internal static class WeeklyServices
{
    public static IServiceCollection AddWeekly(this IServiceCollection services)
    {
        services.AddSingleton(WeeklyRules.Default);
        services.AddScoped<WeeklyDesk>();
        services.AddScoped<MajorProjectHandlers>();
        services.AddScoped<SubmitReturnHandler>();
        services.AddScoped<WeekImport>();
        services.AddScoped<WeekQueries>();
        services.AddScoped<WeeklyReminder>();
        services.AddScoped<IScheduledJob, WeeklyReminderJob>();
        return services;
    }
}
