using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.Model;
using Tongban.Approvals.Worklist;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Projects.Model;
using Tongban.Tests.Projects;
using Tongban.Tests.Support;

namespace Tongban.Tests.Approvals;

/// <summary>An officer looks for something on the desk of his organ, by code or by a part of the name, rare or common.</summary>
public class WorklistSearchTests
{
    private static readonly ProjectDeclaration Good = Declarations.Verification with { Facts = new Dictionary<string, string>() };

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task What_is_on_the_desk_is_found_by_code_and_by_a_part_of_the_name(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (_, stage) = await city.AcceptedAsync(applicant);
        var id = Guid.Parse(stage);
        var (code, name) = await city.App.InScopeAsync(async s =>
        {
            var found = await s.GetRequiredService<TongbanDb>().Set<StageCase>().Where(c => c.Id == id).Select(c => new { c.ProjectCode, c.ProjectName }).SingleAsync();
            return (found.ProjectCode, found.ProjectName);
        });
        await FindsAsync(2);

        // The same when every pair of the name is in so many names that the desk is looked through instead.
        await city.App.InScopeAsync(s =>
        {
            var db = s.GetRequiredService<TongbanDb>();
            return db.ActAsync("fill", new Caller { Actor = Actor.System }, () =>
            {
                for (var i = 0; i < 200; i++)
                    db.AddRange(ProjectNamePart.Of((Good with { Name = name }).Declare().Value));
                return Task.FromResult((Result<bool>)true);
            });
        });
        await FindsAsync(2);

        async Task FindsAsync(int part)
        {
            var everything = await PageAsync(WorklistTab.Open, null);
            Assert.NotEmpty(everything);
            foreach (var text in new[] { code, name, name[^part..], name[..(part + 1)], $" {name} " })
                Assert.Equal(everything, await PageAsync(WorklistTab.Open, text));
            foreach (var text in new[] { "航天发射", "2603-360502-04-01-999994", "%" })
                Assert.Empty(await PageAsync(WorklistTab.Open, text));
            Assert.NotEmpty(await PageAsync(WorklistTab.Decided, name, "FGW@360502"));
            Assert.Empty(await PageAsync(WorklistTab.Paused, name));
        }

        Task<List<Guid>> PageAsync(WorklistTab tab, string? text, string organ = "ZRZY@360502") => city.App.InScopeAsync(async s =>
            (await s.GetRequiredService<WorklistQuery>().PageAsync(new Actor(Guid.CreateVersion7(), "", Roles.Handler, organ), tab, null, default, text)).Items.Select(i => i.Id).ToList());
    }
}
