using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tongban.Foundation.People.SecondFactors;

[Act("people.second-factor-enrolled", "启用两步验证", "Two-step verification set up")]
internal sealed record SecondFactorEnrolled(Guid PersonId) : IAct;

[Act("people.second-factor-removed", "停用两步验证", "Two-step verification switched off")]
internal sealed record SecondFactorRemoved(Guid PersonId) : IAct;

[Act("people.second-factor-reset", "重置两步验证", "Two-step verification reset by an administrator")]
internal sealed record SecondFactorReset(Guid PersonId) : IAct;

[Act("people.recovery-code-used", "使用恢复码", "Recovery code used")]
internal sealed record RecoveryCodeUsed(Guid PersonId, int Left) : IAct;

[Act("people.recovery-codes-renewed", "更换恢复码", "Recovery codes renewed")]
internal sealed record RecoveryCodesRenewed(Guid PersonId) : IAct;

/// <summary>A code that opens, before it is used up.</summary>
/// <param name="Step">The step of an app's code; for a recovery code the last one used.</param>
/// <param name="Digest">Of a recovery code.</param>
internal readonly record struct FoundCode(long Step, string? Digest);

/// <summary>What a person has besides the password (两步验证): the secret shared with an authenticator app, and codes for the day it is gone.</summary>
/// <remarks>Its key is the person's. Its version lets a code count once, also when it is sent twice at the same moment.</remarks>
internal sealed class SecondFactor : Aggregate
{
    private SecondFactor() { }

    public override string Matter => $"person:{Id}";

    /// <summary>Encrypted by <see cref="SecondFactorKeys"/>.</summary>
    public string Secret { get; private set; } = "";

    public DateTimeOffset EnrolledAt { get; private set; }

    /// <summary>The latest step whose code was used: it and all before it open nothing any more.</summary>
    public long LastStep { get; private set; }

    /// <summary>SHA-256 of the recovery codes that are left, separated by spaces.</summary>
    public string RecoveryDigests { get; private set; } = "";

    public int RecoveryCodesLeft => Digests.Length;

    private string[] Digests => RecoveryDigests.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <param name="step">Of the code that showed that the app has the secret; it is used up by that.</param>
    public static SecondFactor Enrol(Guid person, string secret, long step, IReadOnlyList<string> recoveryCodes, DateTimeOffset now)
    {
        var factor = new SecondFactor { Id = person, Secret = secret, LastStep = step, EnrolledAt = now };
        factor.Give(recoveryCodes);
        factor.Record(new SecondFactorEnrolled(person));
        return factor;
    }

    /// <param name="secret">The secret in the clear; <see langword="null"/> when it cannot be read any more: then recovery codes remain.</param>
    public FoundCode? Find(string? code, byte[]? secret, DateTimeOffset now)
    {
        var plain = RecoveryCodes.Plain(code ?? "");
        if (plain.Length == Totp.Digits)
            return secret is not null && Totp.Find(secret, plain, now) is { } step && step > LastStep ? new(step, null) : null;
        var digest = RecoveryCodes.DigestOf(plain);
        return Digests.Contains(digest) ? new(LastStep, digest) : null;
    }

    public void Use(FoundCode code)
    {
        LastStep = code.Step;
        if (code.Digest is not { } digest)
            return;
        RecoveryDigests = string.Join(' ', Digests.Where(d => d != digest));
        Record(new RecoveryCodeUsed(Id, RecoveryCodesLeft));
    }

    public void Renew(IReadOnlyList<string> recoveryCodes)
    {
        Give(recoveryCodes);
        Record(new RecoveryCodesRenewed(Id));
    }

    /// <summary>States the removal; the caller removes the row in the same unit.</summary>
    public void Remove() => Record(new SecondFactorRemoved(Id));

    /// <summary>As <see cref="Remove"/>, by an administrator who has made sure who asks.</summary>
    public void Reset() => Record(new SecondFactorReset(Id));

    private void Give(IReadOnlyList<string> codes) => RecoveryDigests = string.Join(' ', codes.Select(RecoveryCodes.DigestOf));
}

internal sealed class SecondFactorTable : IEntityTypeConfiguration<SecondFactor>
{
    public void Configure(EntityTypeBuilder<SecondFactor> table)
    {
        table.ToTable("foundation_second_factors");
        table.HasKey(f => f.Id);
        table.Property(f => f.Secret).HasMaxLength(600);
        table.Property(f => f.RecoveryDigests).HasMaxLength(700);
        table.Ignore(f => f.RecoveryCodesLeft);
    }
}
