using Tongban.Foundation.Ui;

namespace Tongban.Approvals.AgentService;

/// <summary>How the states of a service look.</summary>
internal static class AgencyWords
{
    public static Tone ToneOf(this AgencyState state) => state switch
    {
        AgencyState.Requested => Tone.Warn,
        AgencyState.InProgress => Tone.Info,
        AgencyState.Completed => Tone.Good,
        _ => Tone.Neutral,
    };
}
