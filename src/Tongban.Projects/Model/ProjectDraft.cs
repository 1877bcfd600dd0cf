using Tongban.Foundation;
using Tongban.Foundation.Identifiers;

namespace Tongban.Projects.Model;

/// <summary>A declaration being filled in (草稿): the raw fields exactly as typed, complete or not, right or wrong.</summary>
/// <remarks>Input is never lost: who saves on top of an older state than the stored one (a second window) gets a draft of its own beside it.
/// Unused drafts are deleted after 90 days (domain 09 § 14.3).</remarks>
internal sealed class ProjectDraft : Aggregate
{
    private const int MaxFields = 300;
    private const int MaxCharacters = 4 * 1024 * 1024;

    private ProjectDraft()
    {
    }

    public override string Matter => $"draft:{Id}";

    /// <summary>The account that fills it in.</summary>
    public Guid PersonId { get; private set; }

    /// <summary>Credit code it is filled in for, once known.</summary>
    public string? Owner { get; private set; }

    public IReadOnlyDictionary<string, string> Fields { get; private set; } = new Dictionary<string, string>();

    public DateTimeOffset SavedAt { get; private set; }

    /// <summary>Counts the savings; the form carries it back.</summary>
    public int Revision { get; private set; }

    /// <summary>The browser window that saved last.</summary>
    public Guid? Window { get; private set; }

    /// <summary>The draft this one branched off when two windows were open.</summary>
    public Guid? BranchOf { get; private set; }

    public static Result<ProjectDraft> Begin(Guid person, string? owner, IReadOnlyDictionary<string, string> fields, DateTimeOffset now) =>
        Fits(fields)
            ? new ProjectDraft { Id = NewId.At(now), PersonId = person, Owner = Known(owner), Fields = Copy(fields), SavedAt = now, Revision = 1 }
            : ProjectErrors.DraftTooLarge;

    /// <param name="basedOn">The revision the window began with.</param>
    /// <param name="window">The window that saves; it may save again and again without knowing the newer revisions it made itself.</param>
    /// <returns>This draft, or a new one to be added when another window has saved since.</returns>
    public Result<ProjectDraft> Save(IReadOnlyDictionary<string, string> fields, string? owner, int basedOn, Guid? window, DateTimeOffset now)
    {
        if (!Fits(fields))
            return ProjectErrors.DraftTooLarge;
        if (!IsSeenBy(basedOn, window))
            return new ProjectDraft { Id = NewId.At(now), PersonId = PersonId, Owner = Known(owner), Fields = Copy(fields), SavedAt = now, Revision = 1, Window = window, BranchOf = Id };
        (Owner, Fields, SavedAt, Revision, Window) = (Known(owner), Copy(fields), now, Revision + 1, window);
        return this;
    }

    /// <summary>Whether nobody else has saved since this window last knew the draft.</summary>
    public bool IsSeenBy(int basedOn, Guid? window) => basedOn == Revision || (window is not null && window == Window);

    // Only for finding the draft again; what was typed stands in the fields.
    private static string? Known(string? owner) => owner is { Length: 18 } ? owner : null;

    private static bool Fits(IReadOnlyDictionary<string, string> fields) =>
        fields.Count <= MaxFields && fields.Sum(f => (long)f.Key.Length + f.Value.Length) <= MaxCharacters;

    private static SortedDictionary<string, string> Copy(IReadOnlyDictionary<string, string> fields) => new(fields.ToDictionary(), StringComparer.Ordinal);
}
