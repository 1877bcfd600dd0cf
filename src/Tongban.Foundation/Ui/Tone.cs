namespace Tongban.Foundation.Ui;

/// <summary>What a coloured sign says. Every tone is shown with an icon and a word: colour never speaks alone.</summary>
public enum Tone
{
    /// <summary>Nothing to note.</summary>
    Neutral,

    /// <summary>Under way.</summary>
    Info,

    /// <summary>Done, passed, in time.</summary>
    Good,

    /// <summary>Needs attention soon.</summary>
    Warn,

    /// <summary>Refused, overdue, broken.</summary>
    Bad,

    /// <summary>The clock stands still.</summary>
    Paused,
}

internal static class Tones
{
    public static string Css(this Tone tone) => tone switch
    {
        Tone.Info => "tb-tone-info",
        Tone.Good => "tb-tone-good",
        Tone.Warn => "tb-tone-warn",
        Tone.Bad => "tb-tone-bad",
        Tone.Paused => "tb-tone-paused",
        _ => "tb-tone-neutral",
    };

    public static string Icon(this Tone tone) => tone switch
    {
        Tone.Info => "progress",
        Tone.Good => "circle-check",
        Tone.Warn => "alert-triangle",
        Tone.Bad => "alert-circle",
        Tone.Paused => "player-pause",
        _ => "circle",
    };
}
