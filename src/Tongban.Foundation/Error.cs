namespace Tongban.Foundation;

/// <summary>What kind of no a refusal is. Only the web layer turns it into a status code.</summary>
public enum ErrorKind
{
    /// <summary>The request breaks a rule (422).</summary>
    Invalid,

    /// <summary>The thing does not exist, or not for this caller (404).</summary>
    NotFound,

    /// <summary>The caller may not do this (403).</summary>
    Forbidden,

    /// <summary>The thing has moved on meanwhile (409).</summary>
    Conflict,

    /// <summary>The caller named a version that is no longer the current one (412).</summary>
    Stale,

    /// <summary>Something this answer depends on is out of order; nothing was changed (503).</summary>
    Unavailable,
}

/// <summary>A refusal (拒绝理由): a no in words, with the rule behind it and the way out.</summary>
/// <param name="Code">Stable, dotted, lower case: <c>approvals.papers-missing</c>. Becomes the problem's <c>type</c>.</param>
/// <param name="Text">The sentence for a person.</param>
public sealed record Error(string Code, Words Text, ErrorKind Kind = ErrorKind.Invalid)
{
    /// <summary>The input field the refusal is about, as the form and the API name it.</summary>
    public string? Field { get; init; }

    /// <summary>Law and article, for example <c>行政许可法第三十二条</c>.</summary>
    public string? LegalBasis { get; init; }

    /// <summary>What the person can do about it.</summary>
    public Words? WayOut { get; init; }

    /// <summary>Further refusals of the same request, so that a form shows them all at once.</summary>
    public IReadOnlyList<Error> Also { get; init; } = [];

    /// <summary>This refusal and those that came with it.</summary>
    public IEnumerable<Error> All => Also.Prepend(this);

    /// <summary>Several refusals as one; <see langword="null"/> when there is none.</summary>
    public static Error? Combine(IReadOnlyList<Error> errors) =>
        errors.Count == 0 ? null : errors[0] with { Also = [.. errors[0].Also, .. errors.Skip(1).SelectMany(e => e.All)] };
}
