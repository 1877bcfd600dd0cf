using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;
using Tongban.Projects.Api;
using Tongban.Projects.Contracts;
using Tongban.Projects.Model;
using Tongban.Projects.Register;
using Tongban.Tests.Support;

namespace Tongban.Tests.Projects;

/// <summary>Projects are found by any part of their name, on both databases, and a search never looks at more than it says.</summary>
public class NameSearchTests
{
    private static readonly ProjectDeclaration Good = Declarations.Verification with { Facts = new Dictionary<string, string>() };

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Fact]
    public void A_name_has_each_pair_of_neighbours_once()
    {
        Assert.Equal(["锂电", "电锂"], ProjectNamePart.PartsOf("锂电锂电"));
        Assert.Equal(["年产", "产2", "2万"], ProjectNamePart.PartsOf("年产2万"));
        Assert.Equal(["𠮷田"], ProjectNamePart.PartsOf("𠮷田")); // a character outside the first plane stays whole
        Assert.Empty(ProjectNamePart.PartsOf("锂"));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_project_is_found_by_any_part_of_its_name(Database database)
    {
        await using var house = await ProjectHouse.StartAsync(database);
        foreach (var name in new[] { "高新区锂电材料项目", "锂矿与水电材料项目", "Solar park, phase 2" })
            await house.DeclareAsync(Good with { Name = name });

        Assert.Equal(["高新区锂电材料项目"], await FindAsync("锂电"));
        Assert.Equal(["锂矿与水电材料项目", "高新区锂电材料项目"], (await FindAsync("电材料")).Order(StringComparer.Ordinal));
        Assert.Equal(["锂矿与水电材料项目", "高新区锂电材料项目"], (await FindAsync("锂")).Order(StringComparer.Ordinal));
        Assert.Equal(["高新区锂电材料项目"], await FindAsync(" 高新区锂电材料项目 "));
        Assert.Equal(["Solar park, phase 2"], await FindAsync("park, ph"));
        Assert.Empty(await FindAsync("锂材")); // both characters, but not beside each other
        Assert.Empty(await FindAsync("%"));
        Assert.Equal(2, (await house.AsAsync(ProjectHouse.Officer, s => s.GetRequiredService<IProjects>().FindByNameAsync("电材料", default)))!.Count);

        async Task<List<string>> FindAsync(string text) => [.. (await ListAsync(house, text, null)).Items.Select(p => p.Name)];
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_common_word_is_paged_through_without_gaps(Database database)
    {
        await using var house = await ProjectHouse.StartAsync(database);
        List<string> names = [.. Enumerable.Range(0, 45).Select(i => $"第{i:00}号光伏项目")];
        foreach (var name in names)
            await house.DeclareAsync(Good with { Name = name });
        var (found, after) = (new List<string>(), (string?)null);
        do
        {
            var page = await ListAsync(house, "光伏", after);
            found.AddRange(page.Items.Select(p => p.Name));
            after = page.Next;
        }
        while (after is not null);
        Assert.Equal(names, found.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_search_stops_after_the_candidates_it_may_look_at_and_goes_on_from_there(Database database)
    {
        await using var house = await ProjectHouse.StartAsync(database);
        await house.DeclareAsync(Good with { Name = "老城区光伏改造项目" });
        // Many later ones that have every pair of what is looked for, but not the whole.
        await house.AsAsync(Actor.System, s =>
        {
            var db = s.GetRequiredService<TongbanDb>();
            return db.ActAsync("fill", new Caller { Actor = Actor.System }, () =>
            {
                for (var i = 0; i < NameSearch.MostLookedAt; i++)
                    db.AddRange(ProjectNamePart.Of(Project.Declare(Good with { Name = "光伏伏改" }, Declarations.Rules, Guid.CreateVersion7(), Declarations.Now.AddDays(1), Declarations.Today, () => "2603-360502-04-01-123453").Value));
                return Task.FromResult((Result<bool>)true);
            });
        });
        Assert.Null(await house.AsAsync(ProjectHouse.Officer, s => s.GetRequiredService<IProjects>().FindByNameAsync("光伏改", default)));

        var first = await ListAsync(house, "光伏改", null);
        Assert.Empty(first.Items);
        Assert.NotNull(first.Next);
        Assert.Equal("老城区光伏改造项目", Assert.Single((await ListAsync(house, "光伏改", first.Next)).Items).Name);
    }

    private static Task<KeyPage<ProjectRow>> ListAsync(ProjectHouse house, string text, string? after) =>
        house.AsAsync(ProjectHouse.Officer, s => s.GetRequiredService<ProjectQueries>().ListAsync(new ProjectFilter(text), after, default));
}
