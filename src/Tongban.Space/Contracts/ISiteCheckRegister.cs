using Tongban.Foundation.People;

namespace Tongban.Space.Contracts;

/// <summary>A stored check as other rooms read it.</summary>
/// <param name="Subject">Whose site it was: <c>project:2611-360500-04-01-123456</c>; <see langword="null"/> when a person only tried a boundary.</param>
/// <param name="Title">What the site was called when it was checked.</param>
/// <param name="SiteDigest">SHA-256 of the boundary: a check says something about a subject only while its boundary is still this one.</param>
/// <param name="SetDigest">SHA-256 of the versions it was held against.</param>
/// <param name="FindingsDigest">SHA-256 of the findings; equal ones say the same.</param>
/// <param name="Class"><c>A</c> to <c>D</c>, as in <see cref="CheckResult"/>.</param>
/// <param name="IsComplete">Every layer of the catalogue was looked at wholly.</param>
public sealed record CheckSummary(
    Guid Id, string? Subject, string Title, DateTimeOffset CheckedAt, string SiteDigest, string SetDigest, string FindingsDigest, string? Class, bool IsComplete, IReadOnlyList<LayerResult> Layers);

/// <summary>A boundary held against the layers in force, and not kept.</summary>
public sealed record SiteLook(Site Site, PinnedSet Set, CheckResult Result);

/// <summary>A kept check without its findings, for lists.</summary>
public sealed record CheckLine(Guid Id, DateTimeOffset CheckedAt, string SiteDigest, string? Class, bool IsComplete);

/// <summary>The checks that were kept, by whose site it was. A check never changes: a new boundary or a new layer makes a new one, and the newest is the one that counts.</summary>
public interface ISiteCheckRegister
{
    /// <summary>Holds a boundary against the layers in force without keeping anything; to be called before the unit of work that keeps it. What could not be looked at is answered "not checked".</summary>
    /// <returns><see langword="null"/> while no layer has a version in force: nothing was looked at then, and there is nothing to keep.</returns>
    Task<SiteLook?> LookAsync(Site site, CancellationToken ct);

    /// <summary>Adds a check to the unit of work of the module that asks; it is stored, and told in the ledger, with the rest of it.</summary>
    /// <param name="subject">Whose site it is, at most 80 characters: a kind, a colon, a name that never changes.</param>
    /// <param name="title">At most 200 characters; what is longer is cut.</param>
    /// <returns>Id of the check.</returns>
    Guid Keep(Site site, CheckResult result, PinnedSet set, string subject, string title, Actor by);

    /// <summary>The newest check of a subject's site.</summary>
    Task<CheckSummary?> LatestAsync(string subject, CancellationToken ct);

    /// <summary>The newest check of each of these subjects that has one.</summary>
    Task<IReadOnlyDictionary<string, CheckSummary>> LatestAsync(IReadOnlyCollection<string> subjects, CancellationToken ct);

    /// <summary>The same without the findings: for lists of many subjects.</summary>
    Task<IReadOnlyDictionary<string, CheckLine>> LatestLinesAsync(IReadOnlyCollection<string> subjects, CancellationToken ct);

    /// <summary>Checks of a subject's site, newest first.</summary>
    Task<IReadOnlyList<CheckLine>> HistoryAsync(string subject, int count, CancellationToken ct);

    Task<CheckSummary?> FindAsync(Guid id, CancellationToken ct);
}

/// <summary>A site that a room above keeps and that can be checked again.</summary>
/// <param name="Subject">As in <see cref="CheckSummary.Subject"/>.</param>
/// <param name="Site">Canonical GeoJSON, as <see cref="Contracts.Site.FromStored"/> reads it.</param>
/// <param name="Organ">Organ that is told when the answer changes.</param>
/// <param name="Enterprise">Credit code of the unit that is told.</param>
public sealed record SubjectSite(string Subject, string Title, string Site, string? Organ, string? Enterprise);

/// <summary>Someone whose sites can be checked in bulk and again: a room above registers itself.</summary>
public interface ISiteSource
{
    /// <summary>What stands before the colon of its subjects: <c>project</c>.</summary>
    string Kind { get; }

    /// <summary>Subjects that have a site and still want an answer, by their name.</summary>
    /// <param name="after">The last subject of the page before.</param>
    Task<IReadOnlyList<SubjectSite>> PageAsync(string? after, int count, CancellationToken ct);

    /// <returns><see langword="null"/> when there is none, or it has no site, or nobody asks about it any more.</returns>
    Task<SubjectSite?> FindAsync(string subject, CancellationToken ct);
}

/// <summary>Says to whom the checks of a subject's site belong, besides the auditors: whoever may see the subject. A room above registers one as a scoped service.</summary>
public interface ISubjectAccess
{
    /// <summary>Whether subjects of this name are the room's: <c>project:…</c>.</summary>
    bool Handles(string subject);

    Task<bool> MayReadAsync(Actor actor, string subject, CancellationToken ct);
}
