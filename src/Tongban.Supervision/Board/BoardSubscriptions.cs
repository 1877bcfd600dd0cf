using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Notices;
using Tongban.Foundation.Notices.Channels;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Supervision.Cards;
using Tongban.Supervision.Findings;

namespace Tongban.Supervision.Board;

/// <summary>How often the board is told.</summary>
internal enum BoardRhythm
{
    /// <summary>每个工作日.</summary>
    Daily,

    /// <summary>每周第一个工作日.</summary>
    Weekly,
}

/// <summary>What of the board somebody wants to be told of.</summary>
[Flags]
internal enum BoardSigns
{
    None = 0,

    /// <summary>黄灯: clocks about to run out.</summary>
    Yellow = 1,

    /// <summary>红灯: clocks beyond the promise.</summary>
    Red = 2,

    /// <summary>双红灯: clocks beyond the law's own limit.</summary>
    DoubleRed = 4,

    /// <summary>停表过长: standing still beyond the day the applicant was told.</summary>
    Paused = 8,

    /// <summary>反复退回.</summary>
    Returned = 16,

    /// <summary>新发现: what the rules found since the last telling.</summary>
    Found = 32,
}

/// <summary>Someone wants to be told of the board (看板订阅). A wish of a person in his post, and no act of office.</summary>
internal sealed class BoardSubscription
{
    public Guid Id { get; internal set; }

    public Guid PersonId { get; internal set; }

    /// <summary>The post's organ: what the board shows follows from it.</summary>
    public string Organ { get; internal set; } = "";

    public BoardRhythm Rhythm { get; internal set; }

    public BoardSigns Signs { get; internal set; }

    /// <summary>Also to the organ's own e-mail address, where it has one and the installation a mail server.</summary>
    public bool ByEmail { get; internal set; }

    /// <summary>The last day on which it was looked at for this person.</summary>
    public DateOnly LookedOn { get; internal set; }
}

/// <param name="Rhythm"><see langword="null"/> ends the subscription.</param>
internal sealed record SubscribeToBoardCommand(BoardRhythm? Rhythm, IReadOnlyList<BoardSigns>? Signs, bool ByEmail);

/// <summary>What somebody has subscribed to.</summary>
/// <param name="Signs">Chosen signs.</param>
/// <param name="MayEmail">The organ has an address and the installation a mail server.</param>
internal sealed record BoardSubscribed(BoardRhythm? Rhythm, IReadOnlyList<BoardSigns> Signs, bool ByEmail, bool MayEmail);

/// <summary>Subscribing to the board, and telling of it in the morning.</summary>
internal sealed class BoardSubscriptions(TongbanDb db, Caller caller, BoardQuery board, FindingQueries findings, Ways ways, Calendars calendars, CityClock clock)
{
    private const string Mail = "email";

    /// <summary>All signs, in the order of the page.</summary>
    public static IReadOnlyList<BoardSigns> AllSigns { get; } = [BoardSigns.Yellow, BoardSigns.Red, BoardSigns.DoubleRed, BoardSigns.Paused, BoardSigns.Returned, BoardSigns.Found];

    public async Task<BoardSubscribed> MineAsync(CancellationToken ct) =>
        await AnswerAsync(await db.Set<BoardSubscription>().AsNoTracking().SingleOrDefaultAsync(s => s.PersonId == caller.Actor.PersonId, ct), ct);

    public async Task<Result<BoardSubscribed>> SubscribeAsync(SubscribeToBoardCommand command, CancellationToken ct)
    {
        var signs = (command.Signs ?? []).Aggregate(BoardSigns.None, (all, s) => all | s);
        if (command.Rhythm is not null && (signs is BoardSigns.None || (signs & ~AllSigns.Aggregate((a, b) => a | b)) is not BoardSigns.None))
            return SupervisionErrors.NoSigns();
        var done = await db.ActAsync(command, caller, async () =>
        {
            var mine = await db.Set<BoardSubscription>().SingleOrDefaultAsync(s => s.PersonId == caller.Actor.PersonId, ct);
            if (command.Rhythm is not { } rhythm)
            {
                if (mine is not null)
                    db.Remove(mine);
                return (Result<bool>)true;
            }
            if (mine is null)
                db.Add(mine = new BoardSubscription { Id = NewId.At(clock.Now), PersonId = caller.Actor.PersonId, LookedOn = clock.Today });
            (mine.Organ, mine.Rhythm, mine.Signs, mine.ByEmail) = (caller.Actor.Organ ?? "", rhythm, signs, command.ByEmail);
            return true;
        }, ct);
        return done.TryGet(out _, out var refusal) ? await MineAsync(ct) : refusal;
    }

    /// <summary>On a working day, or on the first of a week (or the first after it on which this runs), everyone who wants it is told what of the board he chose, once; where nothing shows, nobody is disturbed.</summary>
    /// <returns>How many were told.</returns>
    public async Task<int> TellAsync(CancellationToken ct)
    {
        var (today, calendar) = (clock.Today, calendars.Current);
        if (!calendar.IsWorkingDay(today))
            return 0;
        var first = calendar.WorkingDayFrom(today.AddDays(-(((int)today.DayOfWeek + 6) % 7)));
        var due = await db.Set<BoardSubscription>().AsNoTracking().Where(s => s.Rhythm == BoardRhythm.Daily ? s.LookedOn < today : s.LookedOn < first).OrderBy(s => s.Id).ToListAsync(ct);
        var told = 0;
        foreach (var subscription in due)
        {
            var actor = await ActorAsync(subscription, today, ct);
            var text = actor is null ? null : await TextAsync(subscription, actor, today, ct);
            var done = await db.ActAsync($"tell-board {subscription.Id:N} {today:yyyyMMdd}", new Caller { Actor = Actor.System }, async () =>
            {
                if (await db.Set<BoardSubscription>().SingleOrDefaultAsync(s => s.Id == subscription.Id, ct) is not { } mine || mine.LookedOn >= today)
                    return (Result<bool>)false;
                // Who has left the post is not told what it shows any more.
                if (actor is null)
                {
                    db.Remove(mine);
                    return false;
                }
                mine.LookedOn = today;
                if (text is not { } words)
                    return false;
                var notice = Notice.To(Notice.Person(mine.PersonId), $"supervision-board:{today:yyyyMMdd}", words, "/supervision", clock.Now);
                db.Notify(notice);
                if (mine.ByEmail && await AddressAsync(mine.Organ, ct) is { } address)
                    db.NotifyThrough(notice, Mail, address, clock.Now);
                return true;
            }, ct);
            told += done is { Error: null, Value: true } ? 1 : 0;
        }
        return told;
    }

    private async Task<Words?> TextAsync(BoardSubscription s, Actor actor, DateOnly today, CancellationToken ct)
    {
        var b = await board.BoardAsync(actor, nameless: false, ct);
        List<(BoardSigns Sign, int Count)> all =
        [
            (BoardSigns.DoubleRed, b.All.DoubleRed), (BoardSigns.Red, b.All.Red), (BoardSigns.Yellow, b.All.Yellow), (BoardSigns.Paused, b.PausedTooLong), (BoardSigns.Returned, b.ReturnedTooOften),
            (BoardSigns.Found, s.Signs.HasFlag(BoardSigns.Found) ? await findings.VisibleTo(actor).Where(f => f.FoundOn >= s.LookedOn && f.FoundOn <= today && !f.Dismissed).Take(1000).CountAsync(ct) : 0),
        ];
        var shown = all.Where(x => x.Count > 0 && s.Signs.HasFlag(x.Sign)).ToList();
        return shown.Count == 0 ? null : ($"电子监察看板 {today:yyyy-MM-dd}：{string.Join('，', shown.Select(x => $"{BoardWords.Name(x.Sign).Zh} {x.Count}"))}", $"Supervision board {today:yyyy-MM-dd}: {string.Join(", ", shown.Select(x => $"{BoardWords.Name(x.Sign).En} {x.Count}"))}");
    }

    // As whom the person reads today: his post in that organ, while he has it.
    private async Task<Actor?> ActorAsync(BoardSubscription s, DateOnly today, CancellationToken ct)
    {
        var person = await db.Set<Person>().AsNoTracking().Include(p => p.Posts).SingleOrDefaultAsync(p => p.Id == s.PersonId && !p.IsDisabled, ct);
        var roles = person?.Posts.Where(p => p.Organ == s.Organ && p.Covers(today)).Aggregate(Roles.None, (all, p) => all | p.Roles) ?? Roles.None;
        return person is not null && (roles & SupervisionPermissions.Read.HeldBy) is not Roles.None ? new Actor(person.Id, person.DisplayName, roles, s.Organ) : null;
    }

    private async Task<BoardSubscribed> AnswerAsync(BoardSubscription? s, CancellationToken ct) =>
        new(s?.Rhythm, s is null ? [] : [.. AllSigns.Where(x => s.Signs.HasFlag(x))], s?.ByEmail ?? false, await AddressAsync(caller.Actor.Organ ?? "", ct) is not null);

    private async Task<string?> AddressAsync(string organ, CancellationToken ct) =>
        ways.Names.Contains(Mail) ? await db.Set<Organ>().AsNoTracking().Where(o => o.Key == organ).Select(o => o.ContactEmail).SingleOrDefaultAsync(ct) : null;
}

internal static class BoardWords
{
    public static Words Name(BoardRhythm rhythm) => rhythm is BoardRhythm.Daily ? ("每个工作日", "Each working day") : ("每周第一个工作日", "The first working day of each week");

    public static Words Name(BoardSigns sign) => sign switch
    {
        BoardSigns.Yellow => ("黄灯", "Yellow"), BoardSigns.Red => ("红灯", "Red"), BoardSigns.DoubleRed => ("双红灯", "Double red"), BoardSigns.Paused => ("停表过长", "Paused too long"), BoardSigns.Returned => ("反复退回", "Returned too often"), _ => ("新的监察发现", "New findings"),
    };
}
