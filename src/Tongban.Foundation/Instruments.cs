using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Tongban.Foundation;

/// <summary>What the platform measures of itself, for OpenTelemetry. Names and outcomes only: no matter, person, enterprise or text is ever a tag.</summary>
public static class Instruments
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "Tongban";

    private static readonly Meter Meter = new(Name);

    internal static readonly ActivitySource Source = new(Name);

    /// <summary>Units of work by command and outcome: committed, refused, repeated (answered as before), lost (gave up after losing every race).</summary>
    internal static readonly Counter<long> Units = Meter.CreateCounter<long>("tongban.units", "{unit}", "Units of work by command and outcome");

    /// <summary>From the call to the durable commit, or the refusal.</summary>
    internal static readonly Histogram<double> UnitDuration = Meter.CreateHistogram<double>("tongban.unit.duration", "s", "Time from the call to the durable commit or the refusal");

    /// <summary>Commits that met someone faster and ran again.</summary>
    internal static readonly Counter<long> LostRaces = Meter.CreateCounter<long>("tongban.unit.lost_races", "{race}", "Commits that met someone faster and ran again");

    /// <summary>Scheduled jobs by name and outcome.</summary>
    internal static readonly Histogram<double> JobDuration = Meter.CreateHistogram<double>("tongban.job.duration", "s", "Time a scheduled job took, by name and outcome");

    /// <summary>Acts handed to subscribers.</summary>
    internal static readonly Counter<long> ActsDelivered = Meter.CreateCounter<long>("tongban.acts.delivered", "{act}", "Acts handed to subscribers");

    /// <summary>What a command is called: its type when it is one of ours, the text when it is a constant of the code.</summary>
    internal static string NameOf<T>(T command) => command is string { Length: <= 40 } text && text.All(c => c is '-' or '.' || char.IsAsciiLetterLower(c)) ? text
        : typeof(T) is { IsGenericType: false, Namespace: { } space } type && space.StartsWith("Tongban.", StringComparison.Ordinal) ? type.Name : "other";
}
