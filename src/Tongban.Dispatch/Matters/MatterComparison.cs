using Tongban.Dispatch.Models;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Ui;

namespace Tongban.Dispatch.Matters;

/// <summary>What the conditions of a model come to together.</summary>
internal enum ComparisonOutcome
{
    /// <summary>数据支持: some condition is true.</summary>
    Supported,

    /// <summary>数据不支持: all are false.</summary>
    NotSupported,

    /// <summary>数据不全: none is true, and of some nobody knows.</summary>
    Unknown,
}

/// <summary>A fact that went into a comparison.</summary>
/// <param name="Value">As it was known then; <see langword="null"/> when nobody knew it.</param>
/// <param name="SourceZh">Who knew it.</param>
/// <param name="Link">Page that shows it.</param>
internal sealed record ComparedFact(string Name, string NameZh, string NameEn, string? Value, string? SourceZh, string? SourceEn, string? Link)
{
    public Words Text => (NameZh, NameEn);

    public Words? Source => SourceZh is null ? null : (SourceZh, SourceEn ?? "");
}

/// <summary>One condition as it came out.</summary>
internal sealed record ComparedCondition(string Expression, string MeaningZh, string MeaningEn, Truth Truth, IReadOnlyList<ComparedFact> Facts)
{
    public Words Meaning => (MeaningZh, MeaningEn);
}

/// <summary>The comparison of a reported difficulty with the data at hand, kept as evidence with its inputs and time. It is never changed; a later one stands beside it.</summary>
internal sealed class MatterComparison
{
    private MatterComparison()
    {
    }

    public Guid Id { get; private set; }

    public Guid MatterId { get; private set; }

    public string Model { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    public ComparisonOutcome Outcome { get; private set; }

    public IReadOnlyList<ComparedCondition> Conditions { get; private set; } = [];

    /// <summary>Names of the facts that nobody knew, of conditions that are not decided without them.</summary>
    public IEnumerable<ComparedFact> Missing => Conditions.Where(c => c.Truth is Truth.NoData).SelectMany(c => c.Facts).Where(f => f.Value is null).DistinctBy(f => f.Name);

    /// <summary>SHA-256 of everything that went into it and came out of it.</summary>
    public string Digest => Sha256.Of(string.Join('\n', Conditions.Select(c => $"{c.Expression} {c.Truth} {string.Join(';', c.Facts.Select(f => $"{f.Name}={f.Value}"))}")));

    internal static MatterComparison Of(Guid matter, CompareResult result, DateTimeOffset at) => new()
    {
        Id = NewId.At(at), MatterId = matter, Model = result.Model, At = at, Outcome = result.Outcome, Conditions = result.Conditions,
    };
}

/// <summary>What a comparison found, before it is kept.</summary>
internal sealed record CompareResult(string Model, ComparisonOutcome Outcome, IReadOnlyList<ComparedCondition> Conditions)
{
    /// <summary>Supported when any condition is true, not supported when all are false, unknown otherwise.</summary>
    public static ComparisonOutcome OutcomeOf(IEnumerable<Truth> truths)
    {
        var all = truths.ToList();
        return all.Contains(Truth.True) ? ComparisonOutcome.Supported : all.TrueForAll(t => t is Truth.False) ? ComparisonOutcome.NotSupported : ComparisonOutcome.Unknown;
    }
}

internal static class ComparisonWords
{
    public static Words Name(this ComparisonOutcome outcome) => outcome switch
    {
        ComparisonOutcome.Supported => ("数据支持", "Supported by the data"),
        ComparisonOutcome.NotSupported => ("数据不支持", "Not supported by the data"),
        _ => ("数据不全", "The data do not say"),
    };

    public static Tone ToneOf(this ComparisonOutcome outcome) => outcome switch { ComparisonOutcome.Supported => Tone.Good, ComparisonOutcome.NotSupported => Tone.Bad, _ => Tone.Warn };
}
