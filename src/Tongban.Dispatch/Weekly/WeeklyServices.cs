using Microsoft.Extensions.DependencyInjection;
using Tongban.Dispatch.Models;
using Tongban.Dispatch.Weekly.Model;
using Tongban.Foundation.Schedule;
using Tongban.Projects.Contracts;

namespace Tongban.Dispatch.Weekly;

internal static class WeeklyServices
{
    public static IServiceCollection AddWeekly(this IServiceCollection services)
    {
        services.AddSingleton(s => WeeklyRules.Of(s.GetRequiredService<DispatchCatalogue>()));
        services.AddScoped<IProjectFactSource, WeekFacts>();
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
