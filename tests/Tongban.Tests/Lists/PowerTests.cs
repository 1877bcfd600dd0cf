using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;
using Tongban.Lists;
using Tongban.Lists.ChangePower;
using Tongban.Lists.LoadPowers;
using Tongban.Lists.Model;
using Tongban.Lists.PowerList;
using Tongban.Registers;
using Tongban.Tests.Foundation;
using Tongban.Tests.Support;

namespace Tongban.Tests.Lists;

/// <summary>The power list and what follows from it, on both databases.</summary>
public class PowerTests
{
    private const string Organ = "CGJ@360500", Item = "S4-08", Code = "360500-Q-CGJ-01-0002-00";
    private static readonly DateOnly Today = new(2026, 3, 2);
    private static readonly Actor Administrator = new(Guid.CreateVersion7(), "管理员", Roles.Administrator, "FGW@360500");
    private static readonly Actor Officer = new(Guid.CreateVersion7(), "经办人", Roles.Handler, Organ);

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task Loading_the_citys_list_twice_publishes_it_once(Database database)
    {
        await using var city = await StartAsync(database);
        var first = (await LoadAsync(city)).Value;
        Assert.Equal((0, 0), (first.Revised, first.Unchanged));
        Assert.True(first.Published > 100);
        Assert.Equal(new LoadedPowers(0, 0, first.Published), (await LoadAsync(city)).Value);
        Assert.Equal(first.Published, await city.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<LedgerEntry>().CountAsync(e => e.Act == "lists.power-published")));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_power_in_force_names_its_code_and_its_law(Database database)
    {
        await using var city = await StartAsync(database);
        await LoadAsync(city);
        var power = (await CheckAsync(city)).Value;
        Assert.Equal((Code, "01"), (power.Code, power.Category));
        Assert.Contains("城市道路管理条例", power.LegalBasis, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task An_organ_without_a_power_in_force_cannot_act(Database database)
    {
        var clock = FakeClock.AtWork();
        await using var city = await StartAsync(database, clock);
        await AssertRefusedAsync("没有该机关办理此事项的条目", "no entry");

        await LoadAsync(city);
        Assert.Null((await CheckAsync(city)).Error);
        Assert.Equal("authority.no-power", (await CheckAsync(city, item: "S9-99")).Error?.Code);

        Assert.Null((await SuspendAsync(city, "法规修订期间暂停")).Error);
        await AssertRefusedAsync("自 2026-03-02 起暂停行使：法规修订期间暂停", "suspended since 2026-03-02");

        Assert.Null((await ReinstateAsync(city, "修订完成")).Error);
        Assert.Null((await CheckAsync(city)).Error);

        Assert.Null((await EndAsync(city, Today, "国务院决定取消")).Error);
        Assert.Null((await CheckAsync(city)).Error);
        clock.Advance(TimeSpan.FromDays(1));
        await AssertRefusedAsync("已于 2026-03-02 终止：国务院决定取消", "ended on 2026-03-02");

        async Task AssertRefusedAsync(string zh, string en)
        {
            var error = (await CheckAsync(city)).Error!;
            Assert.Equal(("authority.no-power", ErrorKind.Forbidden), (error.Code, error.Kind));
            Assert.Contains(zh, error.Text.Zh, StringComparison.Ordinal);
            Assert.Contains(en, error.Text.En, StringComparison.Ordinal);
            Assert.NotNull(error.WayOut);
        }
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_power_not_yet_in_force_says_when_it_begins(Database database)
    {
        await using var city = await StartAsync(database, new FakeClock(new DateTimeOffset(2014, 12, 31, 1, 0, 0, TimeSpan.Zero)));
        await LoadAsync(city);
        var error = (await CheckAsync(city)).Error!;
        Assert.Contains("自 2015-01-01 起生效，尚未生效", error.Text.Zh, StringComparison.Ordinal);
        Assert.Contains("not yet in force; it begins on 2015-01-01", error.Text.En, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task What_an_administrator_decided_survives_a_loading(Database database)
    {
        await using var city = await StartAsync(database);
        await LoadAsync(city);
        await SuspendAsync(city, "暂停");
        await LoadAsync(city);
        Assert.NotNull((await CheckAsync(city)).Error);
        await ReinstateAsync(city, "恢复");
        await EndAsync(city, Today.AddDays(-1), "取消");
        Assert.Equal(0, (await LoadAsync(city)).Value.Revised);
        Assert.NotNull((await CheckAsync(city)).Error);
        Assert.Equal("lists.power-not-suspended", (await ReinstateAsync(city, "恢复")).Error?.Code);
        Assert.Equal("lists.power-already-ended", (await EndAsync(city, Today, "再取消")).Error?.Code);
        Assert.Equal("lists.power-not-in-use", (await SuspendAsync(city, "再暂停")).Error?.Code);

        var history = await city.InScopeAsync(s => s.GetRequiredService<PowerQueries>().HistoryAsync(Code, default));
        Assert.Equal(["lists.power-ended", "lists.power-reinstated", "lists.power-suspended", "lists.power-published"], history.Select(h => h.Act));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_change_needs_a_reason_a_sound_day_and_the_current_version(Database database)
    {
        await using var city = await StartAsync(database);
        await LoadAsync(city);
        Assert.Equal(("lists.reason-missing", "reason"), Told((await SuspendAsync(city, " ")).Error));
        Assert.Equal(("lists.reason-missing", "reason"), Told((await SuspendAsync(city, new string('长', 401))).Error));
        Assert.Equal(("lists.last-day", "lastDay"), Told((await EndAsync(city, Today.AddDays(-2), "取消")).Error));
        Assert.Equal(("lists.last-day-missing", "lastDay"), Told((await EndAsync(city, null, "取消")).Error));
        Assert.Equal("lists.no-such-power", (await As(city, s => s.GetRequiredService<ChangePowerHandler>().SuspendAsync(new("x", "暂停"), default))).Error?.Code);
        Assert.Equal(ErrorKind.Stale, (await As(city, s =>
        {
            s.GetRequiredService<Caller>().IfVersion = 7;
            return s.GetRequiredService<ChangePowerHandler>().SuspendAsync(new(Code, "暂停"), default);
        })).Error?.Kind);

        static (string?, string?) Told(Error? error) => (error?.Code, error?.Field);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_list_is_searched_and_paged_by_key_without_gaps(Database database)
    {
        await using var city = await StartAsync(database);
        var loaded = (await LoadAsync(city)).Value.Published;
        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = await ListAsync(city, new(null, null, null), after);
            seen.AddRange(page.Items.Select(p => p.Code));
            after = page.Next;
        }
        while (after is not null);
        Assert.Equal(loaded, seen.Distinct().Count());
        Assert.Equal(seen.Order(StringComparer.Ordinal), seen);

        Assert.All((await ListAsync(city, new(Organ, null, null))).Items, p => Assert.Equal(Organ, p.Organ));
        Assert.Equal([Code], (await ListAsync(city, new(Organ, "s4-08", "道路"))).Items.Select(p => p.Code));
        Assert.Empty((await ListAsync(city, new(null, null, "%"))).Items);
        Assert.NotEmpty((await ListAsync(city, new(null, null, null), "not-a-key")).Items);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_table_for_spreadsheets_has_a_mark_and_no_formulas(Database database)
    {
        await using var city = await StartAsync(database);
        await LoadAsync(city);
        await SuspendAsync(city, "=HYPERLINK(\"http://x\")");
        var file = await city.InScopeAsync(s => s.GetRequiredService<PowerQueries>().CsvAsync(new(Organ, Item, null), default));
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), file[..3]);
        var lines = Encoding.UTF8.GetString(file[3..]).Split("\r\n");
        Assert.Equal(3, lines.Length);
        Assert.Contains(Code, lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",\"'=HYPERLINK(\"\"http://x\"\")\"", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_a_list_is_refused_with_every_fault()
    {
        await using var city = await StartAsync(Database.Sqlite);
        Assert.Equal("lists.catalogue-unsound", (await LoadAsync(city, Path.GetTempPath())).Error?.Code);
    }

    private static Task<TestStorage> StartAsync(Database database, TimeProvider? clock = null) =>
        TestStorage.StartAsync(database, clock ?? FakeClock.AtWork(), new FoundationModule(), new RegistersModule(), new ListsModule());

    private static Task<T> As<T>(TestStorage city, Func<IServiceProvider, Task<T>> work) => city.InScopeAsync(s =>
    {
        s.GetRequiredService<Caller>().Actor = Administrator;
        return work(s);
    });

    private static Task<Result<LoadedPowers>> LoadAsync(TestStorage city, string? folder = null) =>
        As(city, s => s.GetRequiredService<LoadPowersHandler>().HandleAsync(new(folder ?? Path.Combine(Repository.Root, "catalog", "xinyu")), default));

    private static Task<Result<PowerInForce>> CheckAsync(TestStorage city, string item = Item) =>
        city.InScopeAsync(s => Task.FromResult(s.GetRequiredService<Authority>().Check(Officer, Roles.Handler, Organ, item)));

    private static Task<Result<bool>> SuspendAsync(TestStorage city, string reason) => As(city, s => s.GetRequiredService<ChangePowerHandler>().SuspendAsync(new(Code, reason), default));

    private static Task<Result<bool>> ReinstateAsync(TestStorage city, string reason) => As(city, s => s.GetRequiredService<ChangePowerHandler>().ReinstateAsync(new(Code, reason), default));

    private static Task<Result<bool>> EndAsync(TestStorage city, DateOnly? lastDay, string reason) => As(city, s => s.GetRequiredService<ChangePowerHandler>().EndAsync(new(Code, lastDay, reason), default));

    private static Task<KeyPage<PowerAnswer>> ListAsync(TestStorage city, PowerFilter filter, string? after = null) =>
        city.InScopeAsync(s => s.GetRequiredService<PowerQueries>().ListAsync(filter, after, default));
}
