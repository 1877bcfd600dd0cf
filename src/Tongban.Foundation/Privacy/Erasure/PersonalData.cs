namespace Tongban.Foundation.Privacy.Erasure;

/// <summary>What can be done with a kind of personal data today.</summary>
public enum HoldingState
{
    /// <summary>可以删除: nothing demands that it is kept.</summary>
    Erasable,

    /// <summary>仍在使用: a case, a post or a mandate needs it (个人信息保护法第十三条第一款第三项); it can be asked for again afterwards.</summary>
    InUse,

    /// <summary>依法保存: a law demands it; kept, and used for nothing else (第四十七条第二款).</summary>
    Kept,
}

/// <summary>One kind of personal data that the platform holds of one person.</summary>
/// <param name="Kind">Stable name, dotted, with its room: <c>projects.drafts</c>.</param>
/// <param name="Count">How many records.</param>
/// <param name="Basis">Law and article by which it is kept or in use.</param>
/// <param name="Reason">The same in words: which case, until when.</param>
public sealed record Holding(string Kind, Words Name, int Count, HoldingState State, string? Basis = null, Words? Reason = null)
{
    public static Holding Erasable(string kind, Words name, int count) => new(kind, name, count, HoldingState.Erasable);

    public static Holding InUse(string kind, Words name, int count, Words reason, string basis = "个人信息保护法第十三条第一款第三项") => new(kind, name, count, HoldingState.InUse, basis, reason);

    public static Holding Kept(string kind, Words name, int count, string basis, Words reason) => new(kind, name, count, HoldingState.Kept, basis, reason);
}

/// <summary>Says what a room holds of a natural person and erases it. A room registers one as a scoped service; a room that keeps personal data and registers none is a fault.</summary>
public interface IPersonalData
{
    /// <summary>What there is today, each kind once; kinds without a record are left out.</summary>
    Task<IReadOnlyList<Holding>> OfAsync(Guid person, CancellationToken ct);

    /// <summary>Erases the named kinds, of this room or of none, in the unit of work that runs. It may be called again: what is gone stays gone.</summary>
    Task EraseAsync(Guid person, IReadOnlySet<string> kinds, CancellationToken ct);
}
