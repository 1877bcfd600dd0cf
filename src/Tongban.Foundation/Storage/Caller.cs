using Tongban.Foundation.People;

namespace Tongban.Foundation.Storage;

/// <summary>Who asks, and what they said about repeats and versions. One per request, set by the web layer, the scheduler or a test.</summary>
public sealed class Caller
{
    public Actor Actor { get; set; } = Actor.Stranger;

    /// <summary>Where a request comes from; behind a proxy that is not trusted, the proxy. Personal data: it goes into the log of sign-ins and nowhere else.</summary>
    public string? Address { get; set; }

    /// <summary>Identity of the act, made by the caller (<c>Idempotency-Key</c>, hidden form field). A repeat returns the first answer.</summary>
    public Guid? ActId { get; set; }

    /// <summary>The version the caller has seen (<c>If-Match</c>); <see langword="null"/> accepts any.</summary>
    public long? IfVersion { get; set; }

    /// <summary>Refuses when the caller decided on an older version of the record than the current one.</summary>
    public Error? Expects(Aggregate aggregate) =>
        IfVersion is { } seen && seen != aggregate.Version ? StorageErrors.Stale(seen, aggregate.Version) : null;
}
