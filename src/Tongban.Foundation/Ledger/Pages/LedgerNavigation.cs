using Tongban.Foundation.Web;

namespace Tongban.Foundation.Ledger.Pages;

/// <summary>The ledger's lines of the side bar.</summary>
internal sealed class LedgerNavigation : INavigationSource
{
    public IReadOnlyList<NavItem> Items { get; } =
    [
        new(("台账核验", "Verify the ledger"), LedgerPaths.Verify, "shield-check", FoundationPermissions.ReadLedgerName, 10) { Section = NavSection.Oversight },
        new(("公开台账", "Public ledger"), LedgerPaths.Public, "book", null, 20) { Section = NavSection.Oversight },
    ];
}

/// <summary>Addresses of the ledger's pages and downloads.</summary>
public static class LedgerPaths
{
    public const string Public = "/ledger";

    public const string Verify = "/ledger/verify";

    internal const string Api = "/api/v1/ledger";

    /// <summary>The chain of a matter, for those who may read it.</summary>
    public static string Matter(string matter) => $"/ledger/matters/{Uri.EscapeDataString(matter)}";

    /// <summary>The proof of an entry as a file.</summary>
    public static string Proof(Guid entry) => $"{Api}/entries/{entry}/proof";

    internal static string Note(long size) => $"{Api}/checkpoints/{size}/note";

    internal static string Key(string keyId) => $"{Api}/keys/{keyId}";
}
