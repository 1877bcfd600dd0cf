using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Tongban.Foundation.Administration;
using Tongban.Foundation.Administration.Monitoring;
using Tongban.Foundation.Files;
using Tongban.Foundation.Housekeeping;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Ledger.Witnesses;
using Tongban.Foundation.Notices;
using Tongban.Foundation.Notices.Channels;
using Tongban.Foundation.Notices.Outbox;
using Tongban.Foundation.People;
using Tongban.Foundation.People.SecondFactors;
using Tongban.Foundation.People.SignIns;
using Tongban.Foundation.Privacy;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Foundation.Webhooks;

namespace Tongban.Foundation;

/// <summary>What every module shares: accounts and organs, ledger, files, notices, storage.</summary>
public sealed class FoundationModule : IModule
{
    public string Name => "foundation";

    public IReadOnlyList<Permission> Permissions => FoundationPermissions.All;

    public void AddServices(IServiceCollection services)
    {
        services.AddSingleton<CityClock>();
        services.AddSingleton<OrganDirectory>();
        services.TryAddSingleton(s => new Calendars(s.GetRequiredService<IServiceScopeFactory>(), s.GetRequiredService<TimeProvider>()));
        services.AddScoped<OpenLimits>();
        services.AddScoped<LoadCalendars>();
        services.AddScoped<PublishCalendarHandler>();
        services.AddScoped<OfficerAdministration>();
        services.AddScoped<AdministrationQueries>();
        services.AddSingleton<ProcessStart>();
        services.AddHostedService(s => s.GetRequiredService<ProcessStart>());
        services.AddScoped<ConditionQuery>();
        services.AddScoped<IScheduledJob, HousekeepingJob>();
        services.AddScoped<IHousekeeping, TidyAnswers>();
        services.AddScoped<IHousekeeping, TidyEndedSessions>();
        services.AddScoped<IHousekeeping, TidyTokens>();
        services.AddSignInLog();
        services.AddSecondFactors();
        services.AddScoped<Inbox>();
        services.AddSingleton<NoticeSweep>();
        services.TryAddSingleton(new ChannelOptions());
        services.AddSingleton<Ways>();
        services.AddScoped<OutboxQueries>();
        services.AddScoped<OutboxAdministration>();
        services.AddSingleton<OutboxDelivery>();
        services.AddHostedService(s => s.GetRequiredService<OutboxDelivery>());
        services.AddSingleton<INavigationSource, AdministrationNavigation>();
        services.AddScoped<IActHandler, RecomputeWhenCalendarPublished>();
        services.AddScoped<Authority>();
        services.AddScoped<Caller>();
        services.AddScoped<FileStore>();
        services.TryAddSingleton(new SessionRules());
        services.TryAddSingleton(new PasswordRules());
        services.AddScoped<SignIn>();
        services.AddScoped<Accounts>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<LedgerSequencer>(s => new LedgerSequencer(s.GetRequiredService<StorageOptions>(), s.GetService<NpgsqlDataSource>()));
        services.AddSingleton<ActDelivery>();
        services.AddHostedService(s => s.GetRequiredService<ActDelivery>());
        services.AddLedger();
        services.AddPrivacy();
        services.AddWebhooks();
    }

    public void ConfigureModel(ModelBuilder model)
    {
        model.ApplyConfiguration(new PersonTable());
        model.ApplyConfiguration(new PostTable());
        model.ApplyConfiguration(new AccessTokenTable());
        model.ApplyConfiguration(new EndedSessionTable());
        model.ApplyConfiguration(new SignInAttemptTable());
        model.ApplyConfiguration(new SecondFactorTable());
        model.ApplyConfiguration(new OrganTable());
        model.ApplyConfiguration(new PublishedCalendarTable());
        model.ApplyConfiguration(new LedgerEntryTable());
        model.ApplyConfiguration(new LedgerHeadTable());
        model.ApplyConfiguration(new LedgerNodeTable());
        model.ApplyConfiguration(new StoredCheckpointTable());
        model.ApplyConfiguration(new StoredFrontierTable());
        model.ApplyConfiguration(new LedgerVerificationTable());
        model.ApplyConfiguration(new WitnessTable());
        model.ApplyConfiguration(new CountersignatureTable());
        model.ApplyConfiguration(new ActCursorTable());
        model.ApplyConfiguration(new AnswerTable());
        model.ApplyConfiguration(new NumberSeriesTable());
        model.ApplyConfiguration(new StoredFileTable());
        model.ApplyConfiguration(new NoticeTable());
        model.ApplyConfiguration(new OutgoingNoticeTable());
        PrivacyServices.AddTables(model);
        WebhookServices.AddTables(model);
    }

    public void MapEndpoints(IEndpointRouteBuilder api)
    {
        AdministrationEndpoints.Map(api);
        SignInLogServices.Map(api);
        NoticeEndpoints.Map(api);
        OutboxEndpoints.Map(api);
        SmsEndpoints.Map(api);
        LedgerApi.Map(api);
        PrivacyServices.Map(api);
        WebhookEndpoints.Map(api);
    }
}

/// <summary>Rights of the foundation's own pages and endpoints.</summary>
public static class FoundationPermissions
{
    public const string SignedInName = "foundation.signed-in";
    public const string AdministerName = "foundation.administer";
    public const string ReadLedgerName = "foundation.read-ledger";
    public const string ReadSignInsName = "foundation.read-sign-ins";

    /// <summary>Anyone with an account.</summary>
    public static readonly Permission SignedIn = new(SignedInName, Roles.Applicant | Roles.Handler | Roles.Head | Roles.Administrator | Roles.Auditor);

    /// <summary>Organs, officers, calendars.</summary>
    public static readonly Permission Administer = new(AdministerName, Roles.Administrator);

    /// <summary>The whole ledger. A person's own entries need no right.</summary>
    public static readonly Permission ReadLedger = new(ReadLedgerName, Roles.Auditor);

    /// <summary>The log of everyone's sign-ins, with addresses. A person's own need no right.</summary>
    public static readonly Permission ReadSignIns = new(ReadSignInsName, Roles.Administrator | Roles.Auditor);

    /// <summary>Masked personal data whole, for a named case; the room that holds them decides the rest.</summary>
    public static readonly Permission Unmask = new("foundation.unmask", Roles.Handler | Roles.Head | Roles.Administrator);

    public static IReadOnlyList<Permission> All => [SignedIn, Administer, ReadLedger, ReadSignIns, Unmask];
}
