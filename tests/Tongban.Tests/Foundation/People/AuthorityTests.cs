using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.People;
using Tongban.Tests.Support;

namespace Tongban.Tests.Foundation.People;

/// <summary>法无授权不可为: post, role and power are each asked for, whatever an endpoint asked before.</summary>
public sealed class AuthorityTests
{
    [Fact]
    public async Task Whoever_lacks_the_post_the_role_or_the_power_is_told_which()
    {
        await using var city = await CityByHttp.StartAsync(Database.Sqlite);
        const string Land = "ZRZY@360502", Water = "SLJ@360502";
        var handler = new Actor(Guid.CreateVersion7(), "经办人", Roles.Handler, Land);

        Assert.Null(await RefusalAsync(handler, Roles.Handler, Land, "S1-04"));
        Assert.Equal("authority.other-organ", await RefusalAsync(handler, Roles.Handler, Water, "S1-04"));
        Assert.Equal("authority.role-missing", await RefusalAsync(handler, Roles.Head, Land, "S1-04"));
        Assert.Equal("authority.role-missing", await RefusalAsync(handler with { Roles = Roles.None }, Roles.Handler, Land, "S1-04"));
        Assert.Null(await RefusalAsync(handler with { Roles = Roles.Head }, Roles.Head, Land, "S1-04"));
        Assert.Equal("authority.no-power", await RefusalAsync(handler with { Organ = Water }, Roles.Handler, Water, "S1-04"));

        Task<string?> RefusalAsync(Actor actor, Roles role, string organ, string item) =>
            city.App.InScopeAsync(s => Task.FromResult(s.GetRequiredService<Authority>().Check(actor, role, organ, item).Error?.Code));
    }
}
