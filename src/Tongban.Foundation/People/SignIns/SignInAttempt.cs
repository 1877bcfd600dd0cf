using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation.Identifiers;

namespace Tongban.Foundation.People.SignIns;

/// <summary>How an attempt to sign in ended. The one who tries is told less: see <see cref="SignIn.CheckAsync"/>.</summary>
public enum SignInOutcome
{
    SignedIn,

    /// <summary>No account has this name.</summary>
    UnknownName,

    WrongPassword,

    /// <summary>Locked after wrong passwords; whether this one was right was not looked at.</summary>
    Locked,

    Disabled,

    /// <summary>The one-time password was right and too old.</summary>
    OneTimePasswordEnded,

    /// <summary>The one-time password was right and one of one's own is asked for.</summary>
    OwnPasswordFirst,

    /// <summary>The password was right and the second factor's code is asked for.</summary>
    CodeNeeded,

    /// <summary>The password was right and the code was not.</summary>
    WrongCode,

    /// <summary>The password was right and a second factor is demanded that the account has not yet.</summary>
    SecondFactorFirst,
}

/// <summary>One attempt to sign in, or to do by password what a session alone may not: when, who, by which way, from where, how it ended.</summary>
/// <remarks>An address is personal data (Personal Information Protection Law, art. 4), so it stands here and never in the ledger, and goes with the row after <see cref="Kept"/>.
/// Of a name that no account has nothing is kept: it is now and then a password in the wrong field.</remarks>
public sealed class SignInAttempt
{
    /// <summary>A little more than the six months for which records of this kind have to be kept (Cybersecurity Law as of 2016, art. 21, item 3).</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(190);

    private SignInAttempt() { }

    internal SignInAttempt(DateTimeOffset at, Guid? personId, string channel, SignInOutcome outcome, string? address) =>
        (Id, At, PersonId, Channel, Outcome, Address) = (NewId.At(at), at, personId, channel, outcome, address);

    public Guid Id { get; private set; }

    public DateTimeOffset At { get; private set; }

    /// <summary><see langword="null"/> for a name that no account has.</summary>
    public Guid? PersonId { get; private set; }

    /// <summary><see cref="SignIn.PageChannel"/>, <see cref="SignIn.ApiChannel"/> or <see cref="SignIn.AccountChannel"/>.</summary>
    public string Channel { get; private set; } = "";

    public SignInOutcome Outcome { get; private set; }

    /// <summary>The caller's address as the server sees it: behind a proxy that is not trusted, the proxy's.</summary>
    public string? Address { get; private set; }
}

internal sealed class SignInAttemptTable : IEntityTypeConfiguration<SignInAttempt>
{
    public void Configure(EntityTypeBuilder<SignInAttempt> table)
    {
        table.ToTable("foundation_sign_ins");
        table.HasKey(a => a.Id);
        table.Property(a => a.Channel).HasMaxLength(16);
        table.Property(a => a.Address).HasMaxLength(64);
        table.HasIndex(a => a.PersonId);
        table.HasIndex(a => a.At);
    }
}
