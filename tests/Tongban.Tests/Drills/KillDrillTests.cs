using Tongban.Drills.Kill;

namespace Tongban.Tests.Drills;

/// <summary>Five rounds of <c>drills/kill</c>; the drill itself runs fifty.</summary>
public sealed class KillDrillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_killed_server_loses_and_doubles_nothing_it_acknowledged()
    {
        var said = new StringWriter();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(10));
        await using var drill = new KillDrill(seed: 20261122, clients: 2, database: null, said);
        try
        {
            var outcome = await drill.RunAsync(rounds: 5, limit.Token);
            Assert.True(outcome.IsGood, said.ToString());
        }
        finally
        {
            output.WriteLine(said.ToString());
        }
    }
}
