using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Tests.Support;

namespace Tongban.Tests.Foundation;

/// <summary>The administrator sees what does not do well before others notice, and what nobody looked at is not called good.</summary>
public sealed class ConditionTests
{
    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task Parts_are_good_bad_or_not_checked(Database database)
    {
        await using var app = await TestApp.StartAsync(database, new ModuleSet([new FoundationModule()]));
        await app.PersonAsync("admin", "管理员");
        await app.OrganAsync("ZSJ", "360500", "市数据局");
        await app.PostAsync("admin", "ZSJ@360500", Roles.Administrator);
        using var admin = await app.ClientOfAsync("admin");

        async Task<Dictionary<string, string>> LookAsync() =>
            (await admin.GetJsonAsync("/api/v1/admin/condition"))["parts"]!.AsArray().ToDictionary(p => (string)p!["code"]!, p => (string)p!["state"]!);

        await app.Services.GetRequiredService<CheckpointService>().CloseAsync(default);
        await app.DrainAsync();
        var parts = await LookAsync();
        Assert.Equal(["database", "disk", "ledger", "witnesses", "deliveries", "outbox", "schedule"], parts.Keys);
        Assert.Equal(("good", "good", "good", "notChecked", "notChecked"), (parts["database"], parts["ledger"], parts["deliveries"], parts["witnesses"], parts["schedule"]));

        // Acts that no checkpoint takes in for a quarter of an hour.
        await app.PersonAsync("zhang.san");
        app.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal("bad", (await LookAsync())["ledger"]);
        await app.Services.GetRequiredService<CheckpointService>().CloseAsync(default);
        Assert.Equal("good", (await LookAsync())["ledger"]);

        // A witness that stays away for two days.
        Assert.Equal(System.Net.HttpStatusCode.Created, (await admin.SayAsync(HttpMethod.Post, "/api/v1/ledger/witnesses", new { name = "sjj.example", key = new Ledger.MemorySigner().PublicKey.ToString() })).Status);
        Assert.Equal("good", (await LookAsync())["witnesses"]);
        app.Clock.Advance(TimeSpan.FromHours(7));
        using var browser = await app.BrowserOfAsync("admin");
        Assert.Contains("未检查", (await browser.GetAsync("/admin/condition")).Text, StringComparison.Ordinal);
    }
}
