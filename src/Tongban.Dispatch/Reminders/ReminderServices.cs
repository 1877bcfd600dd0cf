using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tongban.Dispatch.Models;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Notices;
using Tongban.Foundation.Notices.Channels;
using Tongban.Foundation.People;
using Tongban.Foundation.Schedule;

namespace Tongban.Dispatch.Reminders;

internal static class ReminderServices
{
    public static IServiceCollection AddReminders(this IServiceCollection services)
    {
        // The catalogue has been checked when it was read.
        services.TryAddSingleton(s => s.GetRequiredService<DispatchCatalogue>().File.Reminding);
        services.AddScoped<ReminderRun>();
        services.AddScoped<IScheduledJob, ReminderJob>();
        services.AddScoped<IStillNeeded, ReminderStillNeeded>();
        services.AddScoped<IIncomingText, AnswersByText>();
        services.AddScoped<AnswerReminderHandler>();
        services.AddScoped<ReminderQueries>();
        services.AddScoped<IActHandler, FeedbackFromReminders>();
        services.AddScoped<IMatterAccess, ReminderMatters>();
        return services;
    }
}

/// <summary>The ledger of a reminder belongs to the officers of the administration, as the reminder does.</summary>
internal sealed class ReminderMatters : IMatterAccess
{
    public bool Handles(string matter) => matter.StartsWith("reminder:", StringComparison.Ordinal) || matter.StartsWith("reminder-round:", StringComparison.Ordinal);

    public Task<bool> MayReadAsync(Actor actor, string matter, CancellationToken ct) => Task.FromResult(actor.Is(DispatchPermissions.Read.HeldBy));
}
