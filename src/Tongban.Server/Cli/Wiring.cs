using Tongban.Foundation;

namespace Tongban.Server.Cli;

/// <summary>An account of the demonstration city, to be shown at start.</summary>
internal sealed record DemoAccount(string UserName, string Password, Words Who);

/// <summary>Where commands reach what other rooms do for them.</summary>
internal static class Wiring
{
    /// <summary>Loads the demonstration city when the database is empty; a second start changes nothing.</summary>
    public static Task<IReadOnlyList<DemoAccount>> LoadDemoCityAsync(IServiceProvider services, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<DemoAccount>>([]);

    /// <summary>Compiles a catalogue and prints its findings.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> CheckCatalogueAsync(string folder, CancellationToken ct) => throw NotBuilt();

    /// <returns>The exit code: <see cref="ExitCodes.Refused"/> when anything is unsound.</returns>
    public static Task<int> VerifyLedgerAsync(ServerOptions options, FileInfo? file, FileInfo? publicKey, CancellationToken ct) => throw NotBuilt();

    public static Task<int> ExportLedgerAsync(ServerOptions options, FileInfo? file, CancellationToken ct) => throw NotBuilt();

    private static CommandFailedException NotBuilt() => new(ExitCodes.Refused, ("此版本未包含该功能。", "This build does not include that."));
}
