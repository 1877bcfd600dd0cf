using Tongban.Foundation.Storage;

namespace Tongban.Foundation.Ledger;

/// <summary>Where the ledger's keys lie and what it is called.</summary>
/// <param name="KeyFile">PKCS#8 PEM of the signing key, made at first use. Processes that share a database share this file.</param>
/// <param name="PublicKeyFolder">One text file a public key, retired ones included: those trusted when a ledger is verified.</param>
/// <param name="Origin">Name of the ledger in its checkpoints; no blanks and no plus sign.</param>
public sealed record LedgerOptions(string KeyFile, string PublicKeyFolder, string Origin)
{
    public const string DefaultOrigin = "tongban/ledger";

    /// <summary>The usual places within a data folder: <c>keys/ledger.pem</c> and <c>keys/ledger-public/</c>.</summary>
    public static LedgerOptions In(string dataFolder, string origin = DefaultOrigin) =>
        new(Path.Combine(dataFolder, "keys", "ledger.pem"), Path.Combine(dataFolder, "keys", "ledger-public"), origin);

    /// <summary>Beside the embedded database, or in <c>data</c> of the working folder where the database is elsewhere.</summary>
    internal static LedgerOptions Beside(StorageOptions storage) =>
        In(storage.IsSqlite ? Path.GetDirectoryName(Path.GetFullPath(storage.SqliteFile))! : Path.GetFullPath("data"));
}
