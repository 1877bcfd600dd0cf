namespace Tongban.Foundation.Notices;

/// <summary>A way out of the house: text message, e-mail, webhook.</summary>
public interface INoticeChannel
{
    /// <summary>Stable name: <c>sms</c>.</summary>
    string Name { get; }

    /// <summary>Sends one message. A fault (exception) or a reason means that it was not accepted and is tried again later.</summary>
    /// <returns><see langword="null"/> when it was accepted, otherwise why not.</returns>
    Task<string?> SendAsync(OutgoingMessage message, CancellationToken ct);
}

/// <summary>One message for one address.</summary>
/// <param name="Key">The same for every attempt at this message: a gateway that knows such keys sends it once even when our process dies between sending and noting it.</param>
public sealed record OutgoingMessage(Guid Key, string Address, string Recipient, Words Text, string Link);
