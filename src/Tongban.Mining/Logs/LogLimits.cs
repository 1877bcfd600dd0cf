namespace Tongban.Mining.Logs;

/// <summary>How large a log may be. What goes beyond is refused with the limit named, not cut.</summary>
/// <remarks>Five million events with ten attributes are about 350 MB while they are read in, and half of that afterwards.</remarks>
internal sealed record LogLimits
{
    public static LogLimits Default { get; } = new();

    public int Events { get; init; } = 5_000_000;

    public int Cases { get; init; } = 2_000_000;

    /// <summary>More would make no map that anyone can read, and are usually a wrong column chosen as the activity.</summary>
    public int Activities { get; init; } = 2_000;

    public int Resources { get; init; } = 100_000;

    public int Lifecycles { get; init; } = 100;

    /// <summary>Attributes of cases and of events, each.</summary>
    public int Columns { get; init; } = 60;

    /// <summary>An attribute with more different values is a number of its own for every event: it is left out, and the report says so.</summary>
    public int DistinctValues { get; init; } = 200_000;

    /// <summary>Characters of a name or a value; longer values are cut, longer names refused.</summary>
    public int TextLength { get; init; } = 400;

    /// <summary>Characters of all different texts together.</summary>
    public long Characters { get; init; } = 200_000_000;

    /// <summary>Bytes of a file as it is sent.</summary>
    public long FileBytes { get; init; } = 100L << 20;

    /// <summary>Bytes of a file after decompression.</summary>
    public long PlainBytes { get; init; } = 2L << 30;

    /// <summary>How many times its size a packed file may grow; honest logs grow thirtyfold.</summary>
    public int Ratio { get; init; } = 250;

    /// <summary>Bytes between two pieces of markup in XES: the longest tag with all its values.</summary>
    public int Markup { get; init; } = 1 << 20;

    /// <summary>Nesting of elements in XES.</summary>
    public int Depth { get; init; } = 32;

    /// <summary>Rejected rows that are listed; all are counted.</summary>
    public int ListedRejections { get; init; } = 200;
}

/// <summary>A log that cannot be taken in, and why; thrown inside the readers and turned into a refusal where they are called.</summary>
internal sealed class LogRefusedException(Foundation.Error refusal) : Exception(refusal.Code)
{
    public Foundation.Error Refusal { get; } = refusal;
}
