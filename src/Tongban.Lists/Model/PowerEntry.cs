using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Identifiers;
using Tongban.Lists.Contracts;

namespace Tongban.Lists.Model;

/// <summary>Where an entry of the power list stands.</summary>
internal enum PowerState
{
    /// <summary>已公布: may be used within its dates.</summary>
    Published,

    /// <summary>已暂停: may not be used for the time being.</summary>
    Suspended,

    /// <summary>已取消: ended by decision; may be used up to its last day.</summary>
    Withdrawn,
}

/// <summary>One entry of the power list (权力清单): an organ may act on an item, by a law, from one day to another.</summary>
/// <remarks>法无授权不可为: without an entry in force an organ may do nothing to a citizen or an enterprise (行政许可法第四条).
/// A suspension takes effect on the day it is decided, so it can stop acts of the same day; lifting it leaves its days to the ledger.</remarks>
internal sealed class PowerEntry : Aggregate
{
    public const int ReasonLength = 400;

    private PowerEntry()
    {
    }

    public override string Matter => $"power:{Code}";

    /// <summary><c>360500-Q-ZRZY-01-0003-00</c>.</summary>
    public string Code { get; private set; } = "";

    /// <summary>Two digits, 01 licensing to 21 public service.</summary>
    public string Category { get; private set; } = "";

    public string ItemCode { get; private set; } = "";

    public string NameZh { get; private set; } = "";

    public string NameEn { get; private set; } = "";

    /// <summary>Key of the organ that holds the power.</summary>
    public string Organ { get; private set; } = "";

    public string LegalBasis { get; private set; } = "";

    /// <summary>How sure the basis is: V, V2 or G.</summary>
    public string BasisMark { get; private set; } = "";

    public OrganLevel Level { get; private set; }

    public DateOnly ValidFrom { get; private set; }

    /// <summary>Last day, inclusive; <see langword="null"/> while no end is known.</summary>
    public DateOnly? ValidTo { get; private set; }

    /// <summary>Counts publications of this entry, from 1.</summary>
    public int Edition { get; private set; }

    public PowerState State { get; private set; }

    public DateOnly? SuspendedFrom { get; private set; }

    /// <summary>Reason of the last suspension, reinstatement or ending, published with the entry.</summary>
    public string? Reason { get; private set; }

    /// <summary>Drawn up for this catalogue, not taken from a published list.</summary>
    public bool Designed { get; private set; }

    public static PowerEntry Publish(PowerEntryData data, DateTimeOffset now)
    {
        var entry = new PowerEntry { Id = NewId.At(now), Code = data.Code, Edition = 1 };
        entry.Take(data);
        entry.Record(new PowerPublished(entry.Id, entry.Code, entry.Organ, entry.ItemCode, entry.ValidFrom, entry.ValidTo, entry.Edition));
        return entry;
    }

    /// <summary>Publishes the entry anew when the list says something else than before.</summary>
    /// <returns>Whether anything changed. An entry ended by decision is not brought back by a list that still carries it.</returns>
    public bool Revise(PowerEntryData data)
    {
        if (State is PowerState.Withdrawn || Says(data))
            return false;
        Take(data);
        Edition++;
        Record(new PowerRevised(Id, Code, ValidFrom, ValidTo, Edition));
        return true;
    }

    /// <summary>Stops the use of the power from today on.</summary>
    public Error? Suspend(string? reason, DateOnly today)
    {
        if (ReasonOf(reason).Error is { } missing)
            return missing;
        if (State is not PowerState.Published || ValidTo < today)
            return ListErrors.NotInUse(Code, State);
        (State, SuspendedFrom, Reason) = (PowerState.Suspended, today, reason!.Trim());
        Record(new PowerSuspended(Id, Code, today, Sha256.Of(Reason)));
        return null;
    }

    /// <summary>Lifts a suspension.</summary>
    public Error? Reinstate(string? reason, DateOnly today)
    {
        if (ReasonOf(reason).Error is { } missing)
            return missing;
        if (State is not PowerState.Suspended)
            return ListErrors.NotSuspended(Code, State);
        (State, SuspendedFrom, Reason) = (PowerState.Published, null, reason!.Trim());
        Record(new PowerReinstated(Id, Code, today, Sha256.Of(Reason)));
        return null;
    }

    /// <summary>Ends the power for good.</summary>
    /// <param name="lastDay">Yesterday at the earliest: what was done up to now stands.</param>
    public Error? End(DateOnly lastDay, string? reason, DateOnly today)
    {
        if (ReasonOf(reason).Error is { } missing)
            return missing;
        if (State is PowerState.Withdrawn || ValidTo < today)
            return ListErrors.AlreadyEnded(Code, ValidTo);
        if (lastDay < today.AddDays(-1) || lastDay > ValidTo)
            return ListErrors.LastDay(today.AddDays(-1), ValidTo);
        (State, ValidTo, Reason) = (PowerState.Withdrawn, lastDay, reason!.Trim());
        Record(new PowerEnded(Id, Code, lastDay, Sha256.Of(Reason)));
        return null;
    }

    private static Result<string> ReasonOf(string? reason)
    {
        var text = (reason ?? "").Trim();
        return text.Length is < 2 or > ReasonLength ? ListErrors.Reason(ReasonLength) : text;
    }

    private bool Says(PowerEntryData d) => (Category, ItemCode, NameZh, NameEn, Organ, LegalBasis, BasisMark) == (d.Category, d.ItemCode, d.NameZh, d.NameEn, d.Organ, d.LegalBasis, d.BasisMark)
        && (Level, ValidFrom, ValidTo, Designed) == (d.Level, d.ValidFrom, d.ValidTo, d.Status == "designed");

    private void Take(PowerEntryData d)
    {
        (Category, ItemCode, NameZh, NameEn, Organ, LegalBasis, BasisMark) = (d.Category, d.ItemCode, d.NameZh, d.NameEn, d.Organ, d.LegalBasis, d.BasisMark);
        (Level, ValidFrom, ValidTo, Designed) = (d.Level, d.ValidFrom, d.ValidTo, d.Status == "designed");
    }
}
