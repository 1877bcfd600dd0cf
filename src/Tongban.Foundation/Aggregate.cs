namespace Tongban.Foundation;

/// <summary>A record that guards its rules and states what it did as acts.</summary>
public abstract class Aggregate
{
    private readonly List<IAct> _acts = [];

    /// <summary>Key, made by whoever creates the record (time-ordered, RFC 9562 version 7).</summary>
    public Guid Id { get; protected init; }

    /// <summary>Raised by every commit that changes the record; the concurrency token, and the ETag of its resource.</summary>
    public long Version { get; internal set; }

    /// <summary>The matter whose ledger chain its acts join, for example <c>project:0198…</c>.</summary>
    public abstract string Matter { get; }

    /// <summary>Acts performed since the record was loaded, in order.</summary>
    public IReadOnlyList<IAct> Acts => _acts;

    protected void Record(IAct act) => _acts.Add(act);
}
