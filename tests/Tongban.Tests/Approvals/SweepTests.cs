using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tongban.Approvals.Model;
using Tongban.Approvals.SweepLimits;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Tests.Foundation;
using Tongban.Tests.Support;

namespace Tongban.Tests.Approvals;

/// <summary>What the clock and the calendar do by themselves, on both databases.</summary>
public class SweepTests
{
    private const string Lead = "FGW@360502";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task The_daily_job_deems_accepted_what_nobody_answered_and_tells_of_each_light_once(Database database)
    {
        await using var city = await TestCity.StartAsync(database);
        var (silent, answered) = (await city.DeclareForFourDepartmentsAsync(), await city.DeclareForFourDepartmentsAsync());
        await city.Acts.SubmitAsync(city.Applicant, silent);
        await city.Acts.SubmitAsync(city.Applicant, answered);
        await city.Acts.PassAsync(city.Officer(Lead), answered);
        var day = city.Today;

        // Five working days from Monday 2 March: the 9th is the last one, and until it is over nothing happens by itself.
        city.App.Clock.Advance(TimeSpan.FromDays(7));
        await RunJobAsync(city);
        Assert.Equal(StageState.PreCheck, (await city.StageAsync(silent)).State);

        city.App.Clock.Advance(TimeSpan.FromDays(1));
        await RunJobAsync(city);
        var deemed = await city.StageAsync(silent);
        Assert.Equal((StageState.InParallel, true, day), (deemed.State, deemed.IsDeemedAccepted, deemed.AcceptedOn));
        Assert.Contains(deemed.Items, i => i is { State: ItemState.Open, Limit: not null });

        var red = (await city.StageAsync(answered)).Items.Where(i => i.State is ItemState.Open && i.DueOn < city.Today).ToList();
        Assert.NotEmpty(red);
        var lights = await LightsAsync(city);
        Assert.All(red, i => Assert.Contains(lights, o => o.Contains("red", StringComparison.Ordinal) && o.Contains($"{i.Id:N}", StringComparison.Ordinal)));
        Assert.DoesNotContain(lights, o => deemed.Items.Any(i => o.Contains($"red:{i.Id:N}", StringComparison.Ordinal) && i.DueOn >= city.Today));

        // The same occasion once more, as after a machine that died half way.
        var version = deemed.Version;
        await RunJobAsync(city);
        Assert.Equal(version, (await city.StageAsync(silent)).Version);
        Assert.Equal(lights.Order(StringComparer.Ordinal), (await LightsAsync(city)).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_start_catches_up_with_the_days_on_which_the_machine_was_off(Database database)
    {
        await using var city = await TestCity.StartAsync(database);
        var stage = await city.DeclareForFourDepartmentsAsync();
        await city.Acts.SubmitAsync(city.Applicant, stage);
        city.App.Clock.Advance(TimeSpan.FromDays(30));

        var atStart = city.App.Services.GetServices<IHostedService>().OfType<AtStart<LimitSweepJob>>().Single();
        await atStart.StartAsync(default);
        await atStart.ExecuteTask!;
        Assert.Equal(StageState.InParallel, (await city.StageAsync(stage)).State);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_database_without_a_calendar_starts_without_a_sweep(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var atStart = app.Services.GetServices<IHostedService>().OfType<AtStart<LimitSweepJob>>().Single();
        await atStart.StartAsync(default);
        await atStart.ExecuteTask!;
        Assert.True(atStart.ExecuteTask!.IsCompletedSuccessfully);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_new_edition_of_the_calendar_moves_running_limits_and_states_it_and_leaves_ended_ones(Database database)
    {
        await using var city = await TestCity.StartAsync(database);
        var (running, concluded) = (await city.DeclareForFourDepartmentsAsync(), await city.DeclareForFourDepartmentsAsync());
        foreach (var stage in new[] { running, concluded })
        {
            await city.Acts.SubmitAsync(city.Applicant, stage);
            await city.Acts.PassAsync(city.Officer(Lead), stage);
        }
        await city.DecideAllAsync(concluded);
        await city.DecideAllAsync(concluded);
        // What follows from these acts has its limits before the day is moved.
        await city.App.DrainAsync();
        var before = await city.StageAsync(running);
        var ended = await city.StageAsync(concluded);
        Assert.Equal(StageState.Concluded, ended.State);

        // Wednesday 4 March becomes a rest day: every limit that began on the 2nd gets one day more.
        await city.App.PersonAsync("city.admin");
        await city.App.PostAsync("city.admin", "SZF@360500", Roles.Administrator);
        using var admin = await city.App.ClientOfAsync("city.admin");
        var notice = Notice2026();
        var answer = (await admin.SayAsync(HttpMethod.Post, "/api/v1/admin/calendars", notice)).Ok().Json;
        Assert.True((int)answer["movedLimits"]! > 0);

        var calendar = city.App.Services.GetRequiredService<Calendars>().Current;
        var after = await city.StageAsync(running);
        Assert.All(after.Items.Where(i => i.State is ItemState.Open), i =>
        {
            var was = before.Find(i.Code)!;
            Assert.Equal(calendar.AddWorkingDays(was.DueOn!.Value, 1), i.DueOn);
            Assert.Equal((calendar.Version, i.DueOn, i.YellowFrom), (i.Limit!.CalendarVersion, i.Limit.DueOn, i.Limit.YellowFrom));
        });
        Assert.Equal(calendar.AddWorkingDays(before.DueOn!.Value, 1), after.DueOn);
        Assert.Equal(ended.Version, (await city.StageAsync(concluded)).Version);
        var open = after.Items.Count(i => i.State is ItemState.Open);
        Assert.Equal(open + 1, await RecomputedAsync(city, running));
        // Of the concluded stage only the service of its results still has a clock.
        Assert.Equal(await ServedLaterAsync(city, concluded), await RecomputedAsync(city, concluded));

        // The subscriber that guards against a death after the commit finds nothing left to do.
        await city.App.DrainAsync();
        Assert.Equal(open + 1, await RecomputedAsync(city, running));
        foreach (var limits in city.App.Services.CreateScope().ServiceProvider.GetServices<IOpenLimits>())
            Assert.Equal(0, await limits.RecomputeAsync(calendar, default));
        Assert.True((await city.App.InScopeAsync(s => s.GetRequiredService<LedgerReader>().VerifyAsync())).Sound);
    }

    private static JsonObject Notice2026()
    {
        var published = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "catalog", "cn", "calendar", "2026.json")))!;
        var days = published["days"]!.AsArray();
        days.Add(new JsonObject { ["name"] = "临时休假", ["date"] = "2026-03-04", ["isOffDay"] = true });
        return new JsonObject { ["year"] = 2026, ["noticeNumber"] = "国办发明电〔2026〕1号", ["days"] = days.DeepClone() };
    }

    private static Task<bool> RunJobAsync(TestCity city) => city.App.InScopeAsync(async s =>
    {
        await s.GetServices<IScheduledJob>().Single(j => j.Name == "approvals.limit-sweep").RunAsync(default);
        return true;
    });

    private static Task<List<string>> LightsAsync(TestCity city) => city.ReadAsync(db => db.Set<Notice>().AsNoTracking()
        .Where(n => n.Occasion.Contains("red:") || n.Occasion.Contains("yellow:")).Select(n => n.Recipient + " " + n.Occasion).ToListAsync());

    private static async Task<int> ServedLaterAsync(TestCity city, Guid stage) =>
        await city.ReadAsync(db => db.Set<IssuedResult>().CountAsync(r => r.StageCaseId == stage && r.ServedOn == null));

    private static async Task<int> RecomputedAsync(TestCity city, Guid stage)
    {
        var matter = Tongban.Projects.Contracts.ProjectRecord.MatterOf((await city.StageAsync(stage)).ProjectId);
        return await city.ReadAsync(db => db.Set<LedgerEntry>().CountAsync(e => e.Matter == matter && e.Act == "approvals.limit-recomputed"));
    }
}
