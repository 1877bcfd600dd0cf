using System.Diagnostics;

namespace Tongban.Tests.Approvals.SimulatedYear;

/// <summary>A year of the city, told by a seed. <c>./test</c> tells it with 60 projects; <c>TONGBAN_YEAR_PROJECTS=366</c> with one for every day.</summary>
public class SimulatedYearTests(ITestOutputHelper output)
{
    private const int Seed = 20240101;

    [Fact]
    public async Task A_year_of_projects_is_taken_to_its_end_and_nothing_is_against_the_rules()
    {
        var projects = int.TryParse(Environment.GetEnvironmentVariable("TONGBAN_YEAR_PROJECTS"), out var asked) ? asked : 60;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("TONGBAN_YEAR_SEED"), out var other) ? other : Seed;
        var watch = Stopwatch.StartNew();
        await using var year = await SimulatedYearRun.TellAsync(projects, seed);
        var audit = new YearAudit(year);
        await audit.RunAsync();
        output.WriteLine(audit.Table(watch.Elapsed));
        if (Environment.GetEnvironmentVariable("TONGBAN_YEAR_OUT") is { Length: > 0 } file)
            await File.WriteAllTextAsync(file, audit.Table(watch.Elapsed));
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_ledger_head_and_another_seed_another()
    {
        const int Projects = 8;
        var first = await HeadAsync(Projects, Seed);
        Assert.Equal(first, await HeadAsync(Projects, Seed));
        Assert.NotEqual(first, await HeadAsync(Projects, Seed + 1));
    }

    private static async Task<string> HeadAsync(int projects, int seed)
    {
        await using var year = await SimulatedYearRun.TellAsync(projects, seed);
        return await year.HeadAsync();
    }
}
