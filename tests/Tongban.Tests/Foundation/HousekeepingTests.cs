using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Storage;
using Tongban.Projects.Model;
using Tongban.Tests.Support;

namespace Tongban.Tests.Foundation;

/// <summary>What is kept for a time only, on both databases; the test turns the clock and runs the job.</summary>
public class HousekeepingTests
{
    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task An_answer_is_repeated_for_thirty_days_and_the_key_is_free_afterwards(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        async Task<Said> BeginAsync() => await (await city.AsAsync("li.ming", CityByHttp.Enterprise)).SayAsync(HttpMethod.Post, "/api/v1/projects/drafts", new { fields = new { name = "草稿" } }, key);
        var first = (await BeginAsync()).Ok().Text;

        city.App.Clock.Advance(TimeSpan.FromDays(29));
        await RunAsync(city);
        Assert.Equal(first, (await BeginAsync()).Ok().Text);

        city.App.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        await RunAsync(city);
        Assert.Equal(0, await CountAsync<Answer>(city));
        Assert.NotEqual(first, (await BeginAsync()).Ok().Text);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Ended_and_revoked_tokens_go_and_running_ones_stay(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        await city.App.PersonAsync("zhang.san");
        using var ended = await city.App.ClientOfAsync("zhang.san");
        city.App.Clock.Advance(TimeSpan.FromHours(7));
        using var revoked = await city.App.ClientOfAsync("zhang.san");
        using var running = await city.App.ClientOfAsync("zhang.san");
        (await revoked.SayAsync(HttpMethod.Delete, "/api/v1/tokens/current")).Ok();
        await RunAsync(city);
        Assert.Equal(2, await CountAsync<AccessToken>(city));

        city.App.Clock.Advance(TimeSpan.FromHours(1));
        await RunAsync(city);
        Assert.Equal(1, await CountAsync<AccessToken>(city));
        Assert.Equal(HttpStatusCode.OK, (await running.SayAsync(HttpMethod.Get, "/api/v1/me")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await ended.SayAsync(HttpMethod.Get, "/api/v1/me")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await revoked.SayAsync(HttpMethod.Get, "/api/v1/me")).Status);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task An_unused_draft_goes_after_ninety_days_and_a_notice_seven_days_before_and_a_saved_one_stays(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        async Task<string> BeginAsync(string name) => (string)(await (await city.AsAsync("li.ming", CityByHttp.Enterprise)).SayAsync(HttpMethod.Post, "/api/v1/projects/drafts", new { fields = new { name } })).Ok().Json["id"]!;
        var (forgotten, kept) = (await BeginAsync("被遗忘的项目"), await BeginAsync("仍在填写的项目"));

        city.App.Clock.Advance(TimeSpan.FromDays(82));
        await RunAsync(city);
        Assert.Empty(await NoticesAsync(city));

        city.App.Clock.Advance(TimeSpan.FromDays(1));
        await RunAsync(city);
        await RunAsync(city);
        Assert.Equal([$"/my/projects/drafts/{forgotten}", $"/my/projects/drafts/{kept}"], (await NoticesAsync(city)).Select(n => n.Link).Order(StringComparer.Ordinal));
        // 2 March and 90 days.
        Assert.All(await NoticesAsync(city), n => Assert.Contains("2026-05-31", n.TextZh, StringComparison.Ordinal));
        (await (await city.AsAsync("li.ming", CityByHttp.Enterprise)).SayAsync(HttpMethod.Put, $"/api/v1/projects/drafts/{kept}", new { fields = new { name = "仍在填写的项目" }, revision = 1 })).Ok();

        city.App.Clock.Advance(TimeSpan.FromDays(6));
        await RunAsync(city);
        Assert.Equal(2, await CountAsync<ProjectDraft>(city));
        city.App.Clock.Advance(TimeSpan.FromDays(1));
        await RunAsync(city);
        var left = await city.App.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<ProjectDraft>().Select(d => d.Id).ToListAsync());
        Assert.Equal([Guid.Parse(kept)], left);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_machine_that_was_off_for_months_tells_first_and_removes_a_week_later(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        (await applicant.SayAsync(HttpMethod.Post, "/api/v1/projects/drafts", new { fields = new { name = "旧草稿" } })).Ok();
        city.App.Clock.Advance(TimeSpan.FromDays(200));
        await RunAsync(city);
        Assert.Equal((1, 1), (await CountAsync<ProjectDraft>(city), (await NoticesAsync(city)).Count));
        city.App.Clock.Advance(TimeSpan.FromDays(7));
        await RunAsync(city);
        Assert.Equal(0, await CountAsync<ProjectDraft>(city));
    }

    private static Task<bool> RunAsync(CityByHttp city) => city.App.InScopeAsync(async s =>
    {
        await s.GetServices<IScheduledJob>().Single(j => j.Name == "foundation.housekeeping").RunAsync(default);
        return true;
    });

    private static Task<int> CountAsync<T>(CityByHttp city) where T : class => city.App.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<T>().CountAsync());

    private static Task<List<Notice>> NoticesAsync(CityByHttp city) =>
        city.App.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<Notice>().AsNoTracking().Where(n => n.Occasion.StartsWith("draft-ends")).ToListAsync());
}
