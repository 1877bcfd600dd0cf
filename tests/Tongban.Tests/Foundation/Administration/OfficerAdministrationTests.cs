using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Administration;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Tests.Support;

namespace Tongban.Tests.Foundation.Administration;

public class OfficerAdministrationTests
{
    private const string Fgw = "FGW@360500";

    public static TheoryData<Database> Databases => new(Database.Sqlite, Database.Postgres);

    [Theory, MemberData(nameof(Databases))]
    public async Task An_administrator_opens_an_account_and_grants_a_post(Database database)
    {
        await using var house = await House.StartAsync(database);
        var opened = await Act(house, a => a.OpenAccountAsync(new("li.ming", "李明", "0790-6440000", House.Password), house.Administrator, default));
        var post = await Act(house, a => a.GrantAsync(new(opened.Value, Fgw, Roles.Handler | Roles.Head, house.Today, null), house.Administrator, default));
        Assert.Null(post.Error);
        var page = await house.RunAsync<AdministrationQueries, Tongban.Foundation.Web.KeyPage<PersonRow>>(q => q.PeopleAsync(new("明", null, false), null, default));
        Assert.Equal(["li.ming"], page.Items.Select(p => p.UserName));
        Assert.Equal(Roles.Handler | Roles.Head, page.Items[0].Posts.Single().Roles);
        Assert.Equal(1, (await house.RunAsync<AdministrationQueries, IReadOnlyList<OrganRow>>(q => q.OrgansAsync(default))).Single(o => o.Key == Fgw).Officers);
        Assert.Equal("people.already-posted", (await Act(house, a => a.GrantAsync(new(opened.Value, Fgw, Roles.Handler, house.Today, null), house.Administrator, default))).Error?.Code);
        Assert.Equal("people.no-such-organ", (await Act(house, a => a.GrantAsync(new(opened.Value, "XXX@360500", Roles.Handler, house.Today, null), house.Administrator, default))).Error?.Code);
        Assert.Equal("people.post-needs-role", (await Act(house, a => a.GrantAsync(new(opened.Value, "ZWB@360500", Roles.None, house.Today, null), house.Administrator, default))).Error?.Code);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Nobody_raises_or_frees_himself(Database database)
    {
        await using var house = await House.StartAsync(database);
        var me = house.Administrator.Actor.PersonId;
        Assert.Equal("people.not-oneself", (await Act(house, a => a.GrantAsync(new(me, Fgw, Roles.Head, house.Today, null), house.Administrator, default))).Error?.Code);
        Assert.Equal("people.not-oneself", (await Act(house, a => a.UnlockAsync(me, house.Administrator, default))).Error?.Code);
        Assert.Equal("people.not-oneself", (await Act(house, a => a.DisableAsync(me, house.Administrator, default))).Error?.Code);
        var officer = house.As(await house.PersonAsync("wang"), Roles.Handler | Roles.Head, Fgw);
        Assert.Equal("authority.role-missing", (await Act(house, a => a.DisableAsync(me, officer, default))).Error?.Code);
        Assert.Equal("authority.role-missing", (await Act(house, a => a.RenameOrganAsync(Fgw, ("甲", "A"), officer, default))).Error?.Code);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_last_administrator_stays(Database database)
    {
        await using var house = await House.StartAsync(database);
        var me = house.Administrator.Actor.PersonId;
        var mine = await PostOfAsync(house, me);
        Assert.Equal("people.last-administrator", (await Act(house, a => a.EndPostAsync(new(me, mine, house.Today), house.Administrator, default))).Error?.Code);
        // An administrator whose post ends today does not keep the house tomorrow.
        var leaving = await house.PersonAsync("leaving");
        await house.PostAsync("leaving", "ZWB@360500", Roles.Administrator, to: house.Today);
        Assert.Equal("people.last-administrator", (await Act(house, a => a.EndPostAsync(new(me, mine, house.Today), house.Administrator, default))).Error?.Code);
        Assert.Null((await Act(house, a => a.DisableAsync(leaving, house.Administrator, default))).Error);
        await house.PersonAsync("second");
        await house.PostAsync("second", "ZWB@360500", Roles.Administrator | Roles.Handler);
        Assert.Null((await Act(house, a => a.EndPostAsync(new(me, mine, house.Today), house.Administrator, default))).Error);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Two_administrators_who_disable_each_other_leave_one(Database database)
    {
        await using var house = await House.StartAsync(database);
        for (var round = 0; round < 5; round++)
        {
            var (a, b) = (await house.PersonAsync($"ada{round}"), await house.PersonAsync($"ben{round}"));
            await house.PostAsync($"ada{round}", "ZWB@360500", Roles.Administrator);
            await house.PostAsync($"ben{round}", "ZWB@360500", Roles.Administrator);
            // Everyone else leaves first.
            var (asA, asB) = (house.As(a, Roles.Administrator, "ZWB@360500"), house.As(b, Roles.Administrator, "ZWB@360500"));
            foreach (var other in await AdministratorsAsync(house))
            {
                if (other != a && other != b)
                    Assert.Null((await Act(house, x => x.DisableAsync(other, asA, default))).Error);
            }
            var results = await Task.WhenAll(Act(house, x => x.DisableAsync(b, asA, default)), Act(house, x => x.DisableAsync(a, asB, default)));
            Assert.Single(results, r => r.Error is null);
            Assert.Single(await AdministratorsAsync(house));
        }
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Administrator_and_auditor_are_different_persons(Database database)
    {
        await using var house = await House.StartAsync(database);
        var person = await house.PersonAsync("zhao");
        Assert.Equal("people.auditor-apart", (await Act(house, a => a.GrantAsync(new(person, Fgw, Roles.Administrator | Roles.Auditor, house.Today, null), house.Administrator, default))).Error?.Code);
        Assert.Null((await Act(house, a => a.GrantAsync(new(person, Fgw, Roles.Auditor, house.Today, house.Today.AddDays(9)), house.Administrator, default))).Error);
        Assert.Equal("people.auditor-apart", (await Act(house, a => a.GrantAsync(new(person, "ZWB@360500", Roles.Administrator, house.Today.AddDays(9), null), house.Administrator, default))).Error?.Code);
        Assert.Null((await Act(house, a => a.GrantAsync(new(person, "ZWB@360500", Roles.Administrator, house.Today.AddDays(10), null), house.Administrator, default))).Error);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Posts_end_today_at_the_earliest_yesterday(Database database)
    {
        await using var house = await House.StartAsync(database);
        var person = await house.PersonAsync("qian");
        var post = await house.PostAsync("qian", Fgw, Roles.Handler);
        Assert.Equal("people.post-ended-in-the-past", (await Act(house, a => a.EndPostAsync(new(person, post, house.Today.AddDays(-2)), house.Administrator, default))).Error?.Code);
        Assert.Equal("people.no-such-post", (await Act(house, a => a.EndPostAsync(new(person, Guid.NewGuid(), house.Today), house.Administrator, default))).Error?.Code);
        Assert.Null((await Act(house, a => a.EndPostAsync(new(person, post, house.Today.AddDays(-1)), house.Administrator, default))).Error);
        Assert.Equal(0, (await house.RunAsync<AdministrationQueries, IReadOnlyList<OrganRow>>(q => q.OrgansAsync(default))).Single(o => o.Key == Fgw).Officers);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_locked_account_is_unlocked_by_another(Database database)
    {
        await using var house = await House.StartAsync(database);
        var person = await house.PersonAsync("sun");
        Assert.Equal("people.not-locked", (await Act(house, a => a.UnlockAsync(person, house.Administrator, default))).Error?.Code);
        await house.RunAsync<TongbanDb, Result<bool>>(db => db.ActAsync("wrong", new Caller { Actor = Actor.System }, async () =>
        {
            var locked = await db.Set<Person>().SingleAsync(p => p.Id == person);
            for (var i = 0; i < Person.AttemptsBeforeLock; i++)
                locked.WrongPassword(house.Clock.GetUtcNow());
            return (Result<bool>)true;
        }));
        Assert.Null((await Act(house, a => a.UnlockAsync(person, house.Administrator, default))).Error);
        Assert.Null((await house.RunAsync<AdministrationQueries, PersonDetail?>(q => q.PersonAsync(person, default)))!.LockedUntil);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task People_are_paged_by_name_without_gaps(Database database)
    {
        await using var house = await House.StartAsync(database);
        await house.RunAsync<TongbanDb, Result<bool>>(db => db.ActAsync("many", new Caller { Actor = Actor.System }, () =>
        {
            for (var i = 0; i < 70; i++)
                db.Add(Person.Register($"p{i:000}", "某人", null, house.Clock.GetUtcNow()));
            return Task.FromResult((Result<bool>)true);
        }));
        var (seen, after) = (new List<string>(), (string?)null);
        do
        {
            var page = await house.RunAsync<AdministrationQueries, Tongban.Foundation.Web.KeyPage<PersonRow>>(q => q.PeopleAsync(new(null, null, true), after, default));
            seen.AddRange(page.Items.Select(p => p.UserName));
            after = page.Next;
        }
        while (after is not null);
        Assert.Equal(71, seen.Count);
        Assert.Equal(seen.Order(StringComparer.Ordinal), seen);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task An_organ_is_renamed_on_the_version_seen(Database database)
    {
        await using var house = await House.StartAsync(database);
        var organ = (await house.RunAsync<AdministrationQueries, OrganRow?>(q => q.OrganAsync(Fgw, default)))!;
        var seen = new Caller { Actor = house.Administrator.Actor, IfVersion = organ.Version };
        Assert.Null((await Act(house, a => a.RenameOrganAsync(Fgw, ("新余市发改委", "Xinyu DRC"), seen, default))).Error);
        Assert.Equal("storage.stale", (await Act(house, a => a.RenameOrganAsync(Fgw, ("甲", "A"), seen, default))).Error?.Code);
        Assert.Equal("people.organ-name", (await Act(house, a => a.RenameOrganAsync(Fgw, (" ", "A"), house.Administrator, default))).Error?.Code);
        Assert.Equal("新余市发改委", await house.RunAsync<OrganDirectory, string>(d => Task.FromResult(d.NameOf(Fgw).Zh)));
    }

    private static Task<Result<T>> Act<T>(House house, Func<OfficerAdministration, Task<Result<T>>> work) => house.RunAsync(work);

    private static Task<Guid> PostOfAsync(House house, Guid person) => house.RunAsync<TongbanDb, Guid>(db => db.Set<Post>().Where(p => p.PersonId == person).Select(p => p.Id).SingleAsync());

    private static Task<List<Guid>> AdministratorsAsync(House house) => house.RunAsync<TongbanDb, List<Guid>>(db => db.Set<Person>().AsNoTracking().Where(p => !p.IsDisabled && p.Posts.Any(x => x.Roles == Roles.Administrator)).Select(p => p.Id).ToListAsync());
}
