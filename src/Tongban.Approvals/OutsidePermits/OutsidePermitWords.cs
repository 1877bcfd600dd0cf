using Tongban.Foundation;
using Tongban.Foundation.Ui;

namespace Tongban.Approvals.OutsidePermits;

/// <summary>How permits of other systems look.</summary>
internal static class OutsidePermitWords
{
    public static string AllColumns => string.Join(Words.T("、", ", "), OutsidePermitReader.Columns.Select(c => Words.T(c.Zh, c.Name)));

    public static string? Column(string? field) => OutsidePermitReader.Columns.FirstOrDefault(c => c.Name == field) is { Name: { } name } column ? Words.T(column.Zh, name) : field;

    /// <summary>The state a list is narrowed to; empty means all of them.</summary>
    public static bool TryState(string? text, out OutsidePermitState? state)
    {
        state = Enum.GetValues<OutsidePermitState>().Where(s => string.Equals(s.ToString(), text, StringComparison.OrdinalIgnoreCase)).Select(s => (OutsidePermitState?)s).FirstOrDefault();
        return state is not null || string.IsNullOrEmpty(text);
    }

    public static Tone ToneOf(this OutsidePermitState state) => state switch
    {
        OutsidePermitState.Waiting => Tone.Warn,
        OutsidePermitState.Attached => Tone.Good,
        _ => Tone.Neutral,
    };
}
