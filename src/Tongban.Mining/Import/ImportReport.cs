using Tongban.Foundation;

namespace Tongban.Mining.Import;

/// <summary>A row or event that was not taken in, and why.</summary>
/// <param name="Row">Line of the table, its head is 1; or number of the event in the file.</param>
/// <param name="Value">What was found there, cut short.</param>
internal sealed record RejectedEvent(long Row, string? Case, string? Value, string ReasonZh, string ReasonEn)
{
    public Words Reason => (ReasonZh, ReasonEn);
}

/// <summary>Something about the whole file that its reader should know.</summary>
internal sealed record ImportNote(string Zh, string En)
{
    public Words Text => (Zh, En);
}

/// <summary>What became of a file: every row is an event or has its reason.</summary>
/// <param name="Rows">Rows or events that were read.</param>
/// <param name="Rejected">How many were not taken in; the first 200 are listed.</param>
internal sealed record ImportReport(long Rows, long Rejected, IReadOnlyList<RejectedEvent> Listed, IReadOnlyList<ImportNote> Notes)
{
    public static ImportReport None { get; } = new(0, 0, [], []);
}

/// <summary>Collects the report while a file is read.</summary>
internal sealed class ReportBuilder(int most)
{
    private readonly List<RejectedEvent> _listed = [];
    private readonly List<ImportNote> _notes = [];

    public long Rows { get; set; }

    public long Rejected { get; private set; }

    public void Reject(ReadOnlySpan<char> ofCase, ReadOnlySpan<char> value, Words reason)
    {
        if (++Rejected <= most)
            _listed.Add(new(Rows, Short(ofCase), Short(value), reason.Zh, reason.En));
    }

    public void Note(Words text) => _notes.Add(new(text.Zh, text.En));

    public ImportReport Build() => new(Rows, Rejected, _listed, _notes);

    private static string? Short(ReadOnlySpan<char> text) => text.Length == 0 ? null : text.Length <= 60 ? text.ToString() : $"{text[..59]}…";
}
