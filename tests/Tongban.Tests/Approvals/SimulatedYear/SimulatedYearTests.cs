using System.Diagnostics;

namespace Tongban.Tests.Approvals.SimulatedYear;

/// <summary>A year of the city, told by a seed. <c>./test</c> tells it with 40 projects spread over it, <c>drills/year/run</c> with 366, one for every day.</summary>
public class SimulatedYearTests(ITestOutputHelper output)
{
    private const int Seed = 20240101;

    [Fact]
    public async Task A_year_of_40_projects_or_of_366_in_the_drill_is_taken_to_its_end_within_the_rules()
    {
        var projects = int.TryParse(Environment.GetEnvironmentVariable("TONGBAN_YEAR_PROJECTS"), out var asked) ? asked : 40;
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
        const int Projects = 5;
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
