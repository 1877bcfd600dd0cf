using Tongban.Approvals.Catalogue;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Time;

namespace Tongban.Approvals.Model;

/// <summary>Somebody tried to ask the applicant for more after he had been told everything once.</summary>
internal sealed record LaterDemand(string Organ, IReadOnlyList<string> Materials, string Text, string TextDigest, Guid By, DateTimeOffset At);

/// <content>Correction once only: a later demand is blocked and stays on record for the supervision.</content>
internal sealed partial class StageCase
{
    public IReadOnlyList<LaterDemand> LaterDemands { get; private set; } = [];

    /// <summary>Enters the attempt. It changes nothing else: the demand itself has no effect.</summary>
    /// <returns>Whether it was not on record yet.</returns>
    public bool RecordLaterDemand(string organ, IReadOnlyList<Demand> demands, Actor officer, CaseSetting setting)
    {
        var text = string.Join('；', demands.Select(d => d.Text.Trim()));
        var digest = Sha256.Of(text);
        // The same button pressed twice is one attempt.
        if (LaterDemands.Any(d => d.Organ == organ && d.TextDigest == digest && d.By == officer.PersonId))
            return false;
        List<string> materials = [.. demands.Select(d => d.Material).OfType<string>().Distinct(StringComparer.Ordinal)];
        LaterDemands = [.. LaterDemands, new LaterDemand(organ, materials, text, digest, officer.PersonId, setting.Now)];
        Record(new LaterDemandBlocked(Id, organ, materials, digest, CorrectionAskedAt is { } asked ? CityClock.DateOf(asked) : null, AcceptedOn));
        return true;
    }

    /// <summary>What stands against a later demand, in words: the first demand with its day and content, or the acceptance without one.</summary>
    public Words FirstDemand(FlowCatalogue flow)
    {
        if (CorrectionAskedAt is { } asked)
        {
            var day = CityClock.DateOf(asked);
            var zh = string.Join('、', Demands.Select(d => d.Material is { } m ? flow.Material(m)?.Name.Zh ?? m : "申报表"));
            var en = string.Join(", ", Demands.Select(d => d.Material is { } m ? flow.Material(m)?.Name.En ?? m : "the form"));
            return ($"{day:yyyy-MM-dd} 已一次性告知补正 {Demands.Count} 项（{zh}）", $"on {day:yyyy-MM-dd} {Demands.Count} points were asked for, once ({en})");
        }
        return ($"{AcceptedOn:yyyy-MM-dd} 已经受理，受理前未要求补正", $"it was accepted on {AcceptedOn:yyyy-MM-dd}, and nothing was asked for before");
    }
}
