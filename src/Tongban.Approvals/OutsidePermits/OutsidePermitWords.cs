using Tongban.Foundation;
using Tongban.Foundation.Ui;

namespace Tongban.Approvals.OutsidePermits;

/// <summary>How permits of other systems look.</summary>
internal static class OutsidePermitWords
{
    public static string AllColumns => string.Join(Words.T("、", ", "), OutsidePermitReader.Columns.Select(c => Words.T(c.Zh, c.Name)));

    public static string? Column(string? field) => OutsidePermitReader.Columns.FirstOrDefault(c => c.Name == field) is { Name: { } name } column ? Words.T(column.Zh, name) : field;

    public static Tone ToneOf(this OutsidePermitState state) => state switch
    {
        OutsidePermitState.Waiting => Tone.Warn,
        OutsidePermitState.Attached => Tone.Good,
        _ => Tone.Neutral,
    };
}
