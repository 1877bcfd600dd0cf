using System.Security.Cryptography;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Lists.Contracts;

namespace Tongban.Lists.Model;

/// <summary>Where a version of an entry stands on its way to publication.</summary>
internal enum ListVersionState
{
    /// <summary>起草中.</summary>
    Draft,

    /// <summary>合法性审核中.</summary>
    InReview,

    /// <summary>审核退回: to be improved and submitted again, or withdrawn.</summary>
    Returned,

    /// <summary>审核通过，待公布.</summary>
    Cleared,

    /// <summary>已公布: it never changes again.</summary>
    Published,

    /// <summary>已撤回.</summary>
    Withdrawn,
}

/// <summary>One entry of one of the three lists, with all its versions (清单条目).</summary>
/// <remarks>A published version is immutable; a change is a new version with a coded reason, drafted, reviewed for legality by somebody else, and published:
/// each an act of its own officer (国办发〔2018〕115号: 合法性审核; 政府信息公开条例第二十条).</remarks>
internal sealed class ListEntry : Aggregate
{
    public const int NoteLength = 1000;

    private readonly List<ListVersion> _versions = [];

    private ListEntry()
    {
    }

    public override string Matter => MatterOf(List, Code);

    public ListKind List { get; private set; }

    /// <summary>Stable for the entry's whole life: <c>360500-N-FGW-01-0001-00</c>.</summary>
    public string Code { get; private set; } = "";

    // The newest published version once more, as columns to search by; before the first publication the draft's.

    public string Class { get; private set; } = "";

    public string NameZh { get; private set; } = "";

    public string NameEn { get; private set; } = "";

    public string Organ { get; private set; } = "";

    public string Department { get; private set; } = "";

    public OrganLevel Level { get; private set; }

    public string LegalBasis { get; private set; } = "";

    public bool Demonstration { get; private set; }

    public DateOnly ValidFrom { get; private set; }

    public DateOnly? ValidTo { get; private set; }

    /// <summary>Number of the newest published version; 0 before the first.</summary>
    public int Published { get; private set; }

    /// <summary>State of the version that is being prepared, if there is one.</summary>
    public ListVersionState? Pending { get; private set; }

    public bool IsEnded { get; private set; }

    public IReadOnlyList<ListVersion> Versions => _versions;

    public static string MatterOf(ListKind list, string code) => $"list-{list.ToString().ToLowerInvariant()}:{code}";

    public ListVersion? Open => _versions.SingleOrDefault(v => v.IsOpen);

    /// <summary>The newest published version that says something of the entry; a suspension leaves its words alone.</summary>
    public ListVersion? Current => _versions.Where(v => v is { State: ListVersionState.Published, IsDecision: false }).MaxBy(v => v.Number);

    /// <summary>It stands on the list, but may not be used for the time being.</summary>
    public bool IsSuspended => !IsEnded && _versions.Where(v => v.IsDecision).MaxBy(v => v.Number) is { Reason: ListChangeReason.Suspended };

    /// <summary>Takes an entry over from the city's catalogue, published as it stands there; the list's own act names the whole.</summary>
    public static ListEntry TakeOver(ListKind list, ListEntryData data, int edition, DateTimeOffset now)
    {
        var entry = new ListEntry { Id = NewId.At(now), List = list, Code = data.Code };
        entry.AddFromCatalogue(data.Content, ListChangeReason.Added, edition, now);
        return entry;
    }

    /// <summary>Takes a changed line of the catalogue over as a new version.</summary>
    /// <returns>Whether anything changed. An entry ended by decision is not brought back by a catalogue that still carries it.</returns>
    public bool TakeOverChange(ListContent content, int edition, DateTimeOffset now)
    {
        if (IsEnded || Open is not null || Current is not { IsFromCatalogue: true } current || ListColumns.Same(current.Content, content))
            return false;
        AddFromCatalogue(content, ListChangeReason.LawChanged, edition, now);
        return true;
    }

    /// <summary>An officer draws up an entry that is not on the list yet.</summary>
    public static Result<ListEntry> Draft(ListKind list, string code, ListContent content, string? note, Actor officer, DateTimeOffset now)
    {
        var entry = new ListEntry { Id = NewId.At(now), List = list, Code = code };
        entry.Show(content);
        return entry.Amend(content, ListChangeReason.Added, false, note, officer, now) is { } refusal ? refusal : entry;
    }

    /// <summary>An officer draws up a new version. The draft that is already there is improved instead, by whoever drew it up.</summary>
    /// <param name="ends">The entry ends on the day before the content's first day: cancelled, delegated or merged into another.</param>
    public Error? Amend(ListContent content, ListChangeReason reason, bool ends, string? note, Actor officer, DateTimeOffset now)
    {
        if (IsEnded)
            return ListErrors.EntryEnded(Code);
        if (ends && Published == 0)
            return ListErrors.ReasonCode();
        // Who holds the power behind an approval item is what every running case was opened with.
        if (Current?.Content is { Power.ItemCode: { } item } current && (content.Organ != current.Organ || content.Power?.ItemCode != item))
            return ListErrors.HolderFixed(Code);
        if (ListRules.Check(List, Code, content, isNew: Published == 0) is { } unsound)
            return unsound;
        if ((Published > 0) == (reason is ListChangeReason.Added) || !Enum.IsDefined(reason) || reason is ListChangeReason.Suspended or ListChangeReason.Reinstated || (reason is ListChangeReason.Cancelled && !ends))
            return ListErrors.ReasonCode();
        if ((note?.Trim() ?? "").Length > NoteLength)
            return ListErrors.Note("note", NoteLength);
        if (Open is { } open)
        {
            if (open.State is not (ListVersionState.Draft or ListVersionState.Returned))
                return ListErrors.ChangePending(Code, open.State);
            if (open.DraftedBy != officer.PersonId)
                return ListErrors.NotYourDraft(Code);
            open.Improve(content, reason, ends, note, now);
        }
        else
        {
            _versions.Add(ListVersion.Draft(this, NextNumber, content, reason, ends, note, officer, now));
        }
        if (Published == 0)
            Show(content);
        Pending = ListVersionState.Draft;
        Record(new ListEntryDrafted(List, Code, Open!.Number, reason, ListColumns.Digest(content)));
        return null;
    }

    /// <summary>The drafter hands the draft to the legality review.</summary>
    public Error? Submit(Actor officer, DateTimeOffset now)
    {
        if (Open is not { State: ListVersionState.Draft } draft)
            return ListErrors.NothingPending(Code, ListVersionState.Draft);
        if (draft.DraftedBy != officer.PersonId)
            return ListErrors.NotYourDraft(Code);
        draft.Submit(now);
        Pending = ListVersionState.InReview;
        Record(new ListEntrySubmitted(List, Code, draft.Number));
        return null;
    }

    /// <summary>Somebody else looks whether it is lawful. Nobody reviews his own draft, nor one of his own organ in the same role, nor a power of his own organ.</summary>
    /// <param name="opinion">Required when it is sent back: the reasons.</param>
    public Error? Review(bool lawful, string? opinion, Actor officer, DateTimeOffset now)
    {
        if (Open is not { State: ListVersionState.InReview } draft)
            return ListErrors.NothingPending(Code, ListVersionState.InReview);
        if (draft.DraftedBy == officer.PersonId || (draft.DraftedByOrgan == officer.Organ && (draft.DraftedByRoles & officer.Roles) is not Roles.None))
            return ListErrors.ReviewerIsDrafter(Code);
        if (draft.Content.Organ == officer.Organ)
            return ListErrors.ReviewerIsInterested(Code);
        var text = opinion?.Trim() ?? "";
        if (text.Length > NoteLength || (!lawful && text.Length < 4))
            return ListErrors.Note("opinion", NoteLength);
        // A law may have changed while the draft lay: what may not be published may not be cleared either.
        if (lawful && ListRules.Check(List, Code, draft.Content, isNew: Published == 0) is { } unsound)
            return unsound;
        draft.Review(lawful, text, officer, now);
        Pending = draft.State;
        Record(lawful ? new ListEntryCleared(List, Code, draft.Number, Sha256.Of(text)) : new ListEntryReturned(List, Code, draft.Number, Sha256.Of(text)));
        return null;
    }

    /// <summary>The administrator publishes what was cleared, by a numbered document. Who reviewed it does not publish it.</summary>
    public Error? Publish(string? document, int edition, Actor officer, DateTimeOffset now, DateOnly today)
    {
        if (Open is not { State: ListVersionState.Cleared } draft)
            return ListErrors.NothingPending(Code, ListVersionState.Cleared);
        if (draft.ReviewedBy == officer.PersonId)
            return ListErrors.PublisherIsReviewer(Code);
        var number = document?.Trim() ?? "";
        if (number.Length is < 4 or > 100)
            return ListErrors.Document();
        if (ListRules.Check(List, Code, draft.Content, isNew: Published == 0) is { } unsound)
            return unsound;
        // What has been done under the older version stands; a new one cannot reach back.
        if (Published > 0 && draft.Content.ValidFrom < today)
            return ListErrors.ReachesBack(today);
        draft.Publish(number, edition, officer, now);
        Pending = null;
        Published = draft.Number;
        if (draft.Ends)
        {
            IsEnded = true;
            ValidTo = draft.ValidFrom.AddDays(-1);
            Record(new ListEntryEnded(List, Code, draft.Number, edition, draft.Reason, ValidTo.Value, number));
        }
        else
        {
            Show(draft.Content);
            Record(new ListEntryPublished(List, Code, draft.Number, edition, draft.Reason, draft.ValidFrom, draft.ValidTo, number, ListColumns.Digest(draft.Content)));
        }
        return null;
    }

    /// <summary>The administrator suspends a power, lifts the suspension or ends it, from a day on: a version without draft and review, because it stops acts of the same day (decision 0019).</summary>
    /// <param name="ended">Last day of a power that ends.</param>
    public void DecideAtOnce(ListChangeReason reason, DateOnly from, DateOnly? ended, string why, int edition, Actor officer, DateTimeOffset now)
    {
        var decided = ListVersion.Decided(this, NextNumber, Current!.Content, reason, ended is null ? from : ended.Value.AddDays(1), ended is not null, why, edition, officer, now);
        _versions.Add(decided);
        switch (reason)
        {
            case ListChangeReason.Suspended:
                Record(new ListEntrySuspended(List, Code, decided.Number, edition, from, Sha256.Of(why)));
                break;
            case ListChangeReason.Reinstated:
                Record(new ListEntryReinstated(List, Code, decided.Number, edition, from, Sha256.Of(why)));
                break;
            default:
                (IsEnded, ValidTo, Published) = (true, ended, decided.Number);
                if (Open is { } overtaken)
                {
                    overtaken.Withdraw();
                    Pending = null;
                    Record(new ListDraftWithdrawn(List, Code, overtaken.Number));
                }
                Record(new ListEntryEnded(List, Code, decided.Number, edition, reason, ended!.Value, ""));
                break;
        }
    }

    /// <summary>The drafter gives the draft up.</summary>
    public Error? WithdrawDraft(Actor officer)
    {
        if (Open is not { } draft)
            return ListErrors.NothingPending(Code, ListVersionState.Draft);
        if (draft.DraftedBy != officer.PersonId)
            return ListErrors.NotYourDraft(Code);
        draft.Withdraw();
        Pending = null;
        Record(new ListDraftWithdrawn(List, Code, draft.Number));
        return null;
    }

    private int NextNumber => _versions.Count == 0 ? 1 : _versions.Max(v => v.Number) + 1;

    private void AddFromCatalogue(ListContent content, ListChangeReason reason, int edition, DateTimeOffset now)
    {
        _versions.Add(ListVersion.FromCatalogue(this, NextNumber, content, reason, edition, now));
        Published = _versions[^1].Number;
        Show(content);
    }

    private void Show(ListContent c)
    {
        (Class, NameZh, NameEn, Organ, Department, Level) = (c.Class, c.NameZh, c.NameEn, c.Organ, c.Department, c.Level);
        (LegalBasis, Demonstration, ValidFrom, ValidTo) = (c.LegalBasis, c.Demonstration, c.ValidFrom, c.ValidTo);
    }
}

/// <summary>One version of an entry.</summary>
internal sealed class ListVersion
{
    private ListVersion()
    {
    }

    public Guid Id { get; private set; }

    public Guid EntryId { get; private set; }

    public ListKind List { get; private set; }

    public string Code { get; private set; } = "";

    public int Number { get; private set; }

    public ListVersionState State { get; private set; }

    public ListContent Content { get; private set; } = default!;

    public ListChangeReason Reason { get; private set; }

    /// <summary>From its first day on the entry is no longer on the list.</summary>
    public bool Ends { get; private set; }

    /// <summary>What changed and why, in the drafter's words.</summary>
    public string? Note { get; private set; }

    /// <summary>First day on which this version counts; of a cancelling version the first day without the entry.</summary>
    public DateOnly ValidFrom { get; private set; }

    public DateOnly? ValidTo { get; private set; }

    /// <summary>Edition of the list in which it was published.</summary>
    public int? Edition { get; private set; }

    /// <summary>Number of the document by which it was published; empty when it came with the catalogue.</summary>
    public string? Document { get; private set; }

    public Guid? DraftedBy { get; private set; }

    public string? DraftedByOrgan { get; private set; }

    public Roles DraftedByRoles { get; private set; }

    public DateTimeOffset DraftedAt { get; private set; }

    public DateTimeOffset? SubmittedAt { get; private set; }

    public Guid? ReviewedBy { get; private set; }

    public string? ReviewedByOrgan { get; private set; }

    public DateTimeOffset? ReviewedAt { get; private set; }

    public string? ReviewOpinion { get; private set; }

    public Guid? PublishedBy { get; private set; }

    public string? PublishedByOrgan { get; private set; }

    public DateTimeOffset? PublishedAt { get; private set; }

    public bool IsOpen => State is not (ListVersionState.Published or ListVersionState.Withdrawn);

    /// <summary>Suspends the entry or lifts that, and says nothing else of it.</summary>
    public bool IsDecision => Reason is ListChangeReason.Suspended or ListChangeReason.Reinstated;

    public bool IsFromCatalogue => State is ListVersionState.Published && PublishedBy is null;

    internal static ListVersion Draft(ListEntry entry, int number, ListContent content, ListChangeReason reason, bool ends, string? note, Actor officer, DateTimeOffset now)
    {
        var version = New(entry, number, content, reason, now);
        (version.Ends, version.Note, version.DraftedBy, version.DraftedByOrgan, version.DraftedByRoles) = (ends, Text(note), officer.PersonId, officer.Organ, officer.Roles);
        return version;
    }

    internal static ListVersion FromCatalogue(ListEntry entry, int number, ListContent content, ListChangeReason reason, int edition, DateTimeOffset now)
    {
        var version = New(entry, number, content, reason, now);
        (version.State, version.Edition, version.PublishedAt) = (ListVersionState.Published, edition, now);
        return version;
    }

    internal void Improve(ListContent content, ListChangeReason reason, bool ends, string? note, DateTimeOffset now)
    {
        (Content, Reason, Ends, Note, DraftedAt, State) = (content, reason, ends, Text(note), now, ListVersionState.Draft);
        (ValidFrom, ValidTo, SubmittedAt) = (content.ValidFrom, content.ValidTo, null);
    }

    internal void Submit(DateTimeOffset now) => (State, SubmittedAt) = (ListVersionState.InReview, now);

    internal void Review(bool lawful, string opinion, Actor officer, DateTimeOffset now)
    {
        State = lawful ? ListVersionState.Cleared : ListVersionState.Returned;
        (ReviewedBy, ReviewedByOrgan, ReviewedAt, ReviewOpinion) = (officer.PersonId, officer.Organ, now, Text(opinion));
    }

    /// <summary>Published with itself, without draft and review. Its words are those of the version before.</summary>
    internal static ListVersion Decided(ListEntry entry, int number, ListContent content, ListChangeReason reason, DateOnly from, bool ends, string why, int edition, Actor officer, DateTimeOffset now)
    {
        var version = Draft(entry, number, content, reason, ends, why, officer, now);
        (version.State, version.Edition, version.ValidFrom) = (ListVersionState.Published, edition, from);
        (version.PublishedBy, version.PublishedByOrgan, version.PublishedAt) = (officer.PersonId, officer.Organ, now);
        return version;
    }

    internal void Publish(string document, int edition, Actor officer, DateTimeOffset now)
    {
        (State, Document, Edition) = (ListVersionState.Published, document, edition);
        (PublishedBy, PublishedByOrgan, PublishedAt) = (officer.PersonId, officer.Organ, now);
    }

    internal void Withdraw() => State = ListVersionState.Withdrawn;

    private static ListVersion New(ListEntry entry, int number, ListContent content, ListChangeReason reason, DateTimeOffset now) => new()
    {
        Id = NewId.At(now),
        EntryId = entry.Id,
        List = entry.List,
        Code = entry.Code,
        Number = number,
        State = ListVersionState.Draft,
        Content = content,
        Reason = reason,
        ValidFrom = content.ValidFrom,
        ValidTo = content.ValidTo,
        DraftedAt = now,
    };

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>How often a list was published. A row of its own, so that two publications at one moment get two editions.</summary>
internal sealed class ListHead : Aggregate
{
    private ListHead()
    {
    }

    public override string Matter => $"list:{List.ToString().ToLowerInvariant()}";

    public ListKind List { get; private set; }

    public int Edition { get; private set; }

    public DateTimeOffset PublishedAt { get; private set; }

    /// <summary>SHA-256 of the catalogue file that was taken over last.</summary>
    public string? CatalogueDigest { get; private set; }

    public static ListHead Begin(ListKind list, DateTimeOffset now) => new() { Id = NewId.At(now), List = list };

    public int Next(DateTimeOffset now)
    {
        PublishedAt = now;
        return ++Edition;
    }

    public void TakenOver(string digest, int entries)
    {
        CatalogueDigest = digest;
        Record(new ListPublished(List, Edition, entries, digest));
    }

    /// <summary>The catalogue says what is published already.</summary>
    public void SawUnchanged(string digest) => CatalogueDigest = digest;
}
