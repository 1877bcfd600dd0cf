namespace Tongban.Foundation.Notices;

/// <summary>A way out of the house: text message, e-mail, webhook.</summary>
public interface INoticeChannel
{
    /// <summary>Stable name: <c>sms</c>.</summary>
    string Name { get; }

    /// <summary>When nobody is to be woken: what falls due then waits for the morning. <see langword="null"/>: any time.</summary>
    QuietHours? Quiet => null;

    /// <summary>Whether a second message with the same key does no harm. If so, what may or may not have left is simply tried again; if not, it waits for the gateway's report or for a person.</summary>
    bool ForgivesRepeats => false;

    /// <summary>After how long without a report a message of unknown outcome is taken as never accepted and tried again. <see langword="null"/>: never, a person decides.</summary>
    TimeSpan? RepeatsUnreportedAfter => null;

    /// <summary>Sends one message. An exception counts as an unknown outcome.</summary>
    Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken ct);
}

/// <summary>One message for one address.</summary>
/// <param name="Key">The same for every attempt at this message: reports name it, and a gateway that knows such keys sends it once.</param>
public sealed record OutgoingMessage(Guid Key, string Address, string Recipient, Words Text, string Link);

/// <summary>What became of an attempt.</summary>
public enum SendResult
{
    /// <summary>The gateway has taken it on.</summary>
    Accepted,

    /// <summary>It was certainly not taken on, and may be later.</summary>
    NotNow,

    /// <summary>It was certainly not taken on and never will be: a wrong number.</summary>
    Never,

    /// <summary>It was handed over, but no answer came: it may have been taken on or not.</summary>
    Unknown,
}

/// <summary>The result of an attempt and, unless it was accepted, the reason. The reason is shown to administrators, so it names no password.</summary>
public readonly record struct SendOutcome(SendResult Result, string? Reason)
{
    public static readonly SendOutcome Accepted = new(SendResult.Accepted, null);

    public static SendOutcome NotNow(string reason) => new(SendResult.NotNow, reason);

    public static SendOutcome Never(string reason) => new(SendResult.Never, reason);

    public static SendOutcome Unknown(string reason) => new(SendResult.Unknown, reason);
}

/// <summary>Asked right before a message leaves: what it asks for may have been done meanwhile. A module registers one as a scoped service.</summary>
public interface IStillNeeded
{
    /// <summary>Whether notices of this occasion are the module's.</summary>
    bool Handles(string occasion);

    /// <returns>Why it need not be sent any more, or <see langword="null"/> when it is still needed.</returns>
    Task<string?> ReasonNotToSendAsync(string recipient, string occasion, CancellationToken ct);
}
