using Tongban.Foundation.Identifiers;

namespace Tongban.Dispatch.Matters;

/// <summary>A file of a matter.</summary>
/// <param name="Digest">SHA-256 of its content.</param>
internal sealed record MatterFile(string Name, string Digest, string MediaType, long Length)
{
    public bool IsPicture => MediaType is "image/png" or "image/jpeg";
}

/// <summary>One step of a matter's story as people read it: who, when, in which words. The ledger has the same acts without the words.</summary>
internal sealed class MatterEntry
{
    private MatterEntry()
    {
    }

    public Guid Id { get; private set; }

    public Guid MatterId { get; private set; }

    /// <summary>Place in the story: several steps may happen at one instant.</summary>
    public int No { get; private set; }

    public EntryKind Kind { get; private set; }

    public DateTimeOffset At { get; private set; }

    /// <summary>The organ that acted; <see langword="null"/> for the project's unit and for the platform itself.</summary>
    public string? Organ { get; private set; }

    /// <summary>The project's unit acted.</summary>
    public bool ByReporter { get; private set; }

    /// <summary>In the writer's own words.</summary>
    public string? Text { get; private set; }

    /// <summary>A rule, a ground or a grade, as the code writes it.</summary>
    public string? Detail { get; private set; }

    public IReadOnlyList<MatterFile> Files { get; private set; } = [];

    internal static MatterEntry Of(Guid matter, int no, EntryKind kind, DateTimeOffset at, string? organ, bool byReporter, string? text, string? detail, IReadOnlyList<MatterFile>? files) => new()
    {
        Id = NewId.At(at), MatterId = matter, No = no, Kind = kind, At = at, Organ = organ, ByReporter = byReporter, Text = text?.Trim(), Detail = detail, Files = files ?? [],
    };
}
