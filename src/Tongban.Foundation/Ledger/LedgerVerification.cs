using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation.Identifiers;

namespace Tongban.Foundation.Ledger;

[Act("foundation.ledger-verified", "核验台账", "Ledger verified")]
internal sealed record LedgerVerified(Guid Verification, long Entries, int Findings) : IAct;

/// <summary>What a verification of the whole ledger came to.</summary>
/// <param name="Unplaced">Entries that have no place yet: seconds old.</param>
/// <param name="ProvenSize">Entries that a sound checkpoint vouches for.</param>
/// <param name="Root">Root of the tree as read, hex.</param>
/// <param name="Findings">The first ones; <paramref name="FindingCount"/> counts all.</param>
internal sealed record LedgerReport(
    long Entries, long Unplaced, int Matters, int Checkpoints, long ProvenSize, string Root, int FindingCount, IReadOnlyList<LedgerFinding> Findings)
{
    /// <summary>More would not be read by anyone: a ledger in such a state is restored, not repaired.</summary>
    public const int MostFindings = 500;

    public bool Sound => FindingCount == 0;
}

/// <summary>A verification that an auditor ran, kept with its result.</summary>
internal sealed class LedgerVerification : Aggregate
{
    /// <summary>Matter of the acts on the ledger itself.</summary>
    public const string Chain = "ledger";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private LedgerVerification() { }

    public override string Matter => Chain;

    public DateTimeOffset At { get; private set; }

    public Guid PersonId { get; private set; }

    /// <summary>The report as JSON text.</summary>
    public string Result { get; private set; } = "";

    public static LedgerVerification Of(LedgerReport report, Guid personId, DateTimeOffset at)
    {
        var verification = new LedgerVerification { Id = NewId.Random(), At = LedgerEntry.Truncate(at), PersonId = personId, Result = JsonSerializer.Serialize(report, Json) };
        verification.Record(new LedgerVerified(verification.Id, report.Entries, report.FindingCount));
        return verification;
    }

    public LedgerReport Report() => JsonSerializer.Deserialize<LedgerReport>(Result, Json)!;
}

internal sealed class LedgerVerificationTable : IEntityTypeConfiguration<LedgerVerification>
{
    public void Configure(EntityTypeBuilder<LedgerVerification> table)
    {
        table.ToTable("foundation_ledger_verifications").HasKey(v => v.Id);
        table.HasIndex(v => v.At);
    }
}
