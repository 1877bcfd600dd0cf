namespace Tongban.Foundation.Notices.Channels;

/// <summary>A text message that came in.</summary>
/// <param name="Key">The same for the same message, however often the gateway hands it over.</param>
/// <param name="From">Mobile number without country code.</param>
public sealed record IncomingText(Guid Key, string From, string Text, DateTimeOffset At);

/// <summary>Takes in text messages that are a module's business. A module registers one as a scoped service; it bears the same message twice.</summary>
public interface IIncomingText
{
    /// <returns>A short answer for the sender, or <see langword="null"/> when the message is not this module's.</returns>
    Task<string?> TakeInAsync(IncomingText text, CancellationToken ct);
}
