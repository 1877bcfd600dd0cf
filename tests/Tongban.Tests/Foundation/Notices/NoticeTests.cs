using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;
using Tongban.Tests.Foundation.Administration;
using Tongban.Tests.Support;

namespace Tongban.Tests.Foundation.Notices;

public class NoticeTests
{
    private const string Fgw = "FGW@360500";
    private const string Company = "91360500MA00000007";

    public static TheoryData<Database> Databases => new(Database.Sqlite, Database.Postgres);

    [Theory, MemberData(nameof(Databases))]
    public async Task Everyone_sees_what_is_sent_to_them_in_their_present_capacity(Database database)
    {
        await using var house = await House.StartAsync(database);
        var (person, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await SendAsync(house, Notice.Person(person), "a");
        await SendAsync(house, Notice.Person(other), "b");
        await SendAsync(house, Notice.Organ(Fgw), "c");
        await SendAsync(house, Notice.Enterprise(Company), "d");

        Assert.Equal(["c", "a"], (await PageAsync(house, house.As(person, Roles.Handler, Fgw))).Items.Select(n => n.TextZh));
        Assert.Equal(["d", "a"], (await PageAsync(house, house.As(person, Roles.Applicant, enterprise: Company))).Items.Select(n => n.TextZh));
        Assert.Equal(["a"], (await PageAsync(house, house.As(person, Roles.Handler, "ZWB@360500"))).Items.Select(n => n.TextZh));
        Assert.Equal(2, await UnreadAsync(house, house.As(person, Roles.Handler, Fgw).Actor));
        Assert.Equal(0, await UnreadAsync(house, Actor.Stranger));

        var foreign = (await PageAsync(house, house.As(other, Roles.Applicant))).Items.Single().Id;
        var refused = await house.RunAsync<Inbox, Result<string>>(i => i.ReadAsync(foreign, house.As(person, Roles.Handler, Fgw), default));
        Assert.Equal("notices.not-found", refused.Error?.Code);
        Assert.Equal(1, await UnreadAsync(house, house.As(other, Roles.Applicant).Actor));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Unread_comes_first_and_pages_have_no_gaps(Database database)
    {
        await using var house = await House.StartAsync(database);
        var me = house.As(Guid.CreateVersion7(), Roles.Handler, Fgw);
        for (var i = 0; i < 9; i++)
            await SendAsync(house, i % 2 == 0 ? Notice.Organ(Fgw) : Notice.Person(me.Actor.PersonId), $"{i}");
        var all = (await PageAsync(house, me)).Items;
        Assert.Equal(["8", "7", "6", "5", "4", "3", "2", "1", "0"], all.Select(n => n.TextZh));
        foreach (var read in all.Where(n => n.TextZh is "8" or "5" or "2"))
            Assert.Equal("/x", (await house.RunAsync<Inbox, Result<string>>(i => i.ReadAsync(read.Id, me, default))).Value);

        var (seen, after) = (new List<string>(), (string?)null);
        do
        {
            var page = await PageAsync(house, me, after, 2);
            seen.AddRange(page.Items.Select(n => n.TextZh));
            after = page.Next;
        }
        while (after is not null);
        Assert.Equal(["7", "6", "4", "3", "1", "0", "8", "5", "2"], seen);
        Assert.Equal(6, (await house.RunAsync<Inbox, Result<int>>(i => i.ReadAllAsync(me, default))).Value);
        Assert.Equal(0, await UnreadAsync(house, me.Actor));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_message_is_delivered_once_however_many_processes_send(Database database)
    {
        var channel = new FakeChannel();
        await using var house = await House.StartAsync(database, s => s.AddSingleton<INoticeChannel>(channel));
        for (var i = 0; i < 12; i++)
            await SendAsync(house, Notice.Person(Guid.CreateVersion7()), $"m{i}", "fake");
        var again = await SendAsync(house, Notice.Organ(Fgw), "once", "fake");
        Assert.Null(again.Error);
        // The same occasion told twice is refused by the table: nothing new to send.
        Assert.NotNull((await SendAsync(house, Notice.Organ(Fgw), "once", "fake")).Error);
        await SendAsync(house, Notice.Organ(Fgw), "elsewhere", "other");

        var sent = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Another(house, channel).SendDueAsync(default)));
        Assert.Equal(13, sent.Sum());
        Assert.Equal(13, channel.Sent.Count);
        Assert.Equal(13, channel.Sent.Select(m => m.Key).Distinct().Count());
        house.Clock.Advance(TimeSpan.FromHours(5));
        Assert.Equal(0, await Another(house, channel).SendDueAsync(default));
        Assert.Single(await LeftAsync(house), n => n.Channel == "other" && n.Attempts == 0);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_failed_message_climbs_the_ladder_and_ends_as_a_dead_letter(Database database)
    {
        var channel = new FakeChannel { Failure = "gateway busy" };
        await using var house = await House.StartAsync(database, s => s.AddSingleton<INoticeChannel>(channel));
        await SendAsync(house, Notice.Organ(Fgw), "m", "fake");
        var outbox = Another(house, channel);
        await outbox.SendDueAsync(default);
        foreach (var (minutes, attempt) in new[] { (1, 2), (5, 3), (30, 4), (120, 5) })
        {
            house.Clock.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
            await outbox.SendDueAsync(default);
            Assert.Equal(attempt - 1, channel.Attempts);
            house.Clock.Advance(TimeSpan.FromSeconds(1));
            await outbox.SendDueAsync(default);
            Assert.Equal(attempt, channel.Attempts);
        }
        house.Clock.Advance(TimeSpan.FromDays(9));
        await outbox.SendDueAsync(default);
        Assert.Equal(5, channel.Attempts);
        var dead = Assert.Single(await LeftAsync(house));
        Assert.Equal((null, null, "gateway busy", 5), ((DateTimeOffset?, DateTimeOffset?, string?, int))(dead.DueAt, dead.SentAt, dead.LastFailure, dead.Attempts));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_gateway_that_breaks_and_recovers_gets_the_message(Database database)
    {
        var channel = new FakeChannel { Fault = new HttpRequestException("no route") };
        await using var house = await House.StartAsync(database, s => s.AddSingleton<INoticeChannel>(channel));
        await SendAsync(house, Notice.Organ(Fgw), "m", "fake");
        var outbox = Another(house, channel);
        Assert.Equal(0, await outbox.SendDueAsync(default));
        channel.Fault = null;
        house.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await outbox.SendDueAsync(default));
        Assert.Equal(2, (await LeftAsync(house)).Single().Attempts);
    }

    private static OutboxDelivery Another(House house, INoticeChannel channel) => new(house.Storage.Services.GetRequiredService<IServiceScopeFactory>(), [channel], house.Clock,
        Microsoft.Extensions.Logging.Abstractions.NullLogger<OutboxDelivery>.Instance);

    private static Task<Result<bool>> SendAsync(House house, string recipient, string text, string? channel = null)
    {
        house.Clock.Advance(TimeSpan.FromMilliseconds(2));
        return house.RunAsync<TongbanDb, Result<bool>>(db => db.ActAsync(text, new Caller { Actor = Actor.System }, () =>
        {
            var notice = Notice.To(recipient, $"test:{text}", (text, text), "/x", house.Clock.GetUtcNow());
            db.Notify(notice);
            if (channel is not null)
                db.NotifyThrough(notice, channel, "13800000000", house.Clock.GetUtcNow());
            return Task.FromResult((Result<bool>)true);
        }));
    }

    private static Task<KeyPage<NoticeRow>> PageAsync(House house, Caller caller, string? after = null, int size = 20) =>
        house.RunAsync<TongbanDb, KeyPage<NoticeRow>>(db => NoticeQueries.PageAsync(db, caller.Actor, after, size, default));

    private static Task<int> UnreadAsync(House house, Actor actor) => house.RunAsync<TongbanDb, int>(db => NoticeQueries.UnreadAsync(db, actor));

    private static Task<List<OutgoingNotice>> LeftAsync(House house) => house.RunAsync<TongbanDb, List<OutgoingNotice>>(db => db.Set<OutgoingNotice>().AsNoTracking().Where(n => n.SentAt == null || n.Attempts > 1).ToListAsync());

    private sealed class FakeChannel : INoticeChannel
    {
        private int _attempts;

        public string Name => "fake";

        public string? Failure { get; init; }

        public Exception? Fault { get; set; }

        // It knows the keys of messages, so that what may have left is simply tried again.
        public bool ForgivesRepeats => true;

        public int Attempts => _attempts;

        public ConcurrentBag<OutgoingMessage> Sent { get; } = [];

        public async Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken ct)
        {
            Interlocked.Increment(ref _attempts);
            await Task.Yield();
            if (Fault is not null)
                throw Fault;
            if (Failure is not null)
                return SendOutcome.NotNow(Failure);
            Sent.Add(message);
            return SendOutcome.Accepted;
        }
    }
}
