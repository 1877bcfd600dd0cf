using System.CommandLine;

namespace Tongban.Bench;

/// <summary>The databases that a run is measured on, one after the other.</summary>
internal static class Databases
{
    public static Option<string> Option { get; } = new Option<string>("--database") { DefaultValueFactory = _ => "both", Description = "sqlite, postgres or both" }.AcceptOnlyFromAmong("sqlite", "postgres", "both");

    /// <returns><see langword="null"/> for the embedded database, which needs no server; a PostgreSQL of its own, which lives for its turn and is left out where none is installed.</returns>
    public static async IAsyncEnumerable<PgServer?> OfAsync(string chosen)
    {
        if (chosen is not "postgres")
            yield return null;
        if (chosen is "sqlite")
            yield break;
        await using var server = await PgServer.StartAsync();
        if (server is null)
            Console.WriteLine("PostgreSQL is not installed under /usr/lib/postgresql: left out");
        else
            yield return server;
    }
}
