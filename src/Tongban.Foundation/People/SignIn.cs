using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation.People.SignIns;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Foundation.People;

/// <summary>A bearer token of the API. Only its SHA-256 is kept; it ends after eight hours, with the account's stamp, or when revoked.</summary>
public sealed class AccessToken
{
    private AccessToken() { }

    internal AccessToken(string digest, Guid personId, Guid stamp, Guid? postId, string? enterprise, DateTimeOffset expiresAt) =>
        (Digest, PersonId, Stamp, PostId, Enterprise, ExpiresAt) = (digest, personId, stamp, postId, enterprise, expiresAt);

    public string Digest { get; private set; } = "";

    public Guid PersonId { get; private set; }

    public Guid Stamp { get; private set; }

    public Guid? PostId { get; private set; }

    public string? Enterprise { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    internal void Revoke(DateTimeOffset now) => RevokedAt ??= now;
}

internal sealed class AccessTokenTable : IEntityTypeConfiguration<AccessToken>
{
    public void Configure(EntityTypeBuilder<AccessToken> table)
    {
        table.ToTable("foundation_access_tokens");
        table.HasKey(t => t.Digest);
        table.Property(t => t.Digest).HasMaxLength(64);
        table.Property(t => t.Enterprise).HasMaxLength(18);
        table.HasIndex(t => t.ExpiresAt);
    }
}

/// <summary>A session of pages that its person ended: a copy of its cookie opens nothing any more. Kept for a day, after which no cookie of it can live.</summary>
internal sealed class EndedSession
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary><see cref="Person.PageSession"/> of its beginning.</summary>
    public Guid Id { get; init; }

    public DateTimeOffset EndedAt { get; init; }
}

internal sealed class EndedSessionTable : IEntityTypeConfiguration<EndedSession>
{
    public void Configure(EntityTypeBuilder<EndedSession> table)
    {
        table.ToTable("foundation_ended_sessions").HasKey(s => s.Id);
        table.HasIndex(s => s.EndedAt);
    }
}

/// <summary>Whom a person may act for without holding a post: enterprises, through mandates. The registers module knows.</summary>
public interface IMandates
{
    /// <returns>Credit code and name of every enterprise the person may act for today.</returns>
    Task<IReadOnlyList<Mandate>> OfAsync(Guid personId, DateOnly today, CancellationToken ct);
}

/// <summary>One enterprise a person may act for.</summary>
/// <param name="Projects">The only projects the person may act in; <see langword="null"/> for every matter.</param>
public sealed record Mandate(string CreditCode, string Name, ProjectReach? Projects = null);

/// <summary>A way in which a signed-in person may act: a post in an organ, or for an enterprise, or only for himself.</summary>
/// <param name="Name">What the choice is called on the page.</param>
/// <param name="Projects">For an enterprise: the only projects the mandate covers; <see langword="null"/> for every matter.</param>
public sealed record Capacity(Guid? PostId, string? Organ, string? Enterprise, Roles Roles, Words Name, ProjectReach? Projects = null);

/// <summary>What somebody shows to come in.</summary>
/// <param name="Channel"><see cref="SignIn.PageChannel"/> or <see cref="SignIn.ApiChannel"/>.</param>
/// <param name="Address">Where from, for the log of sign-ins.</param>
public sealed record Credentials(string? UserName, string? Password, string Channel, string? Address)
{
    /// <summary>With a one-time password: the person's own, which takes its place.</summary>
    public string? Next { get; init; }
}

/// <summary>Whether a new sign-in to the pages ends the earlier session of the same account.</summary>
public sealed record SessionRules(bool OneForOfficers = true, bool OneForApplicants = false)
{
    internal bool OneFor(Capacity capacity) => capacity.Organ is null ? OneForApplicants : OneForOfficers;
}

/// <summary>What is left of a session.</summary>
/// <param name="Actor">Who acts in it; <see langword="null"/> when it has ended.</param>
/// <param name="Elsewhere">It ended because the account signed in elsewhere.</param>
public readonly record struct Resumed(Actor? Actor, bool Elsewhere = false);

/// <summary>Checks passwords, offers capacities, makes sessions and tokens.</summary>
public sealed class SignIn(TongbanDb db, Passwords passwords, OrganDirectory organs, IMandates mandates, CityClock clock, SessionRules rules)
{
    /// <summary>Signing in to the pages, which begins a session; the API issues tokens.</summary>
    public const string PageChannel = "page";

    public const string ApiChannel = "api";

    /// <summary>What a session alone may not do: the account page asks for the password again.</summary>
    public const string AccountChannel = "account";

    public static readonly TimeSpan TokenLife = TimeSpan.FromHours(8);

    /// <summary>Checks name and password, counts failures and enters the attempt in the log of sign-ins.</summary>
    /// <remarks>An unknown name, a wrong password, a locked and a disabled account are answered alike and cost alike, so that nobody learns who has an account,
    /// nor goes on guessing while it is locked; the log says which it was.</remarks>
    public async Task<Result<Person>> CheckAsync(Credentials given, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(given);
        var userName = (given.UserName ?? "").Trim().ToLowerInvariant();
        var known = await db.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.UserName == userName, ct);
        // Hashing takes longest, so it happens before the transaction and costs the single writer nothing.
        var matches = passwords.Verify(known, given.Password ?? "");
        var weak = string.IsNullOrEmpty(given.Next) ? PeopleErrors.OwnPasswordFirst()
            : given.Next == given.Password ? PeopleErrors.NotTheOneTimePassword() : Passwords.Weakness(given.Next, userName) is { } why ? why with { Field = "next" } : null;
        var own = matches && known!.OneTimeUntil is not null && weak is null ? passwords.Hash(given.Next!) : null;
        var outcome = SignInOutcome.UnknownName;
        var caller = new Caller { Actor = known is null ? Actor.Stranger : new Actor(known.Id, known.DisplayName, Roles.None) };
        var result = await db.ActAsync(given.Channel, caller, async () =>
        {
            var person = await db.Set<Person>().SingleOrDefaultAsync(p => p.UserName == userName, ct);
            outcome = person is null ? SignInOutcome.UnknownName : Decide(person, matches, own);
            if (outcome is SignInOutcome.SignedIn)
                person!.SignedIn(given.Channel);
            db.Add(new SignInAttempt(clock.Now, person?.Id, given.Channel, outcome, given.Address));
            return (Result<bool>)true;
        }, ct);
        if (result.Error is { } lost)
            return lost;
        return outcome switch
        {
            SignInOutcome.SignedIn => await db.Set<Person>().AsNoTracking().Include(p => p.Posts).SingleAsync(p => p.Id == known!.Id, ct),
            SignInOutcome.OneTimePasswordEnded => PeopleErrors.OneTimePasswordEnded(),
            SignInOutcome.OwnPasswordFirst => weak ?? PeopleErrors.OwnPasswordFirst(),
            _ => PeopleErrors.WrongPassword(),
        };
    }

    /// <param name="own">The hash of the password that takes the one-time password's place.</param>
    private SignInOutcome Decide(Person person, bool matches, string? own)
    {
        if (person.IsDisabled)
            return SignInOutcome.Disabled;
        if (person.LockedUntil > clock.Now)
            return SignInOutcome.Locked;
        if (!matches)
        {
            person.WrongPassword(clock.Now);
            return SignInOutcome.WrongPassword;
        }
        if (person.OneTimeUntil is null)
            return SignInOutcome.SignedIn;
        if (person.OneTimeUntil <= clock.Now)
            return SignInOutcome.OneTimePasswordEnded;
        if (own is null)
            return SignInOutcome.OwnPasswordFirst;
        person.ChangePassword(own);
        return SignInOutcome.SignedIn;
    }

    private static readonly Capacity Myself = new(null, null, null, Roles.Applicant, ("个人", "Myself"));

    /// <summary>Every capacity the person has today; posts first. Never empty: a person without any may still register an enterprise.</summary>
    public async Task<IReadOnlyList<Capacity>> CapacitiesAsync(Person person, CancellationToken ct)
    {
        var list = new List<Capacity>();
        foreach (var post in person.Posts.Where(p => p.Covers(clock.Today)))
        {
            var (organ, roles) = (organs.NameOf(post.Organ), RoleWords.Of(post.Roles));
            list.Add(new Capacity(post.Id, post.Organ, null, post.Roles, ($"{organ.Zh}（{roles.Zh}）", $"{organ.En} ({roles.En})")));
        }
        foreach (var mandate in await mandates.OfAsync(person.Id, clock.Today, ct))
            list.Add(new Capacity(null, null, mandate.CreditCode, Roles.Applicant, (mandate.Name, mandate.Name), mandate.Projects));
        if (list.Count == 0)
            list.Add(Myself);
        return list;
    }

    // Asked for the frame of every page.
    private static readonly PerModel<Func<TongbanDb, Guid, Task<Person?>>> WithPosts = new(() => EF.CompileAsyncQuery((TongbanDb db, Guid id) =>
        db.Set<Person>().AsNoTracking().Include(p => p.Posts).SingleOrDefault(p => p.Id == id)));

    /// <summary>The account with its posts.</summary>
    public Task<Person?> FindAsync(Guid personId) => WithPosts.Of(db)(db, personId);

    public static Actor ActorOf(Person person, Capacity capacity) => new(person.Id, person.DisplayName, capacity.Roles, capacity.Organ, capacity.Enterprise, capacity.Projects);

    /// <summary>What is left of a session of pages: nothing when account, post or mandate have ended, or when the account signed in elsewhere and may do so only once.</summary>
    public async Task<Resumed> ResumeAsync(Guid personId, Guid stamp, Guid? postId, string? enterprise, Guid? pageSession, CancellationToken ct)
    {
        var (person, capacity) = await FindAsync(personId, stamp, postId, enterprise, ct);
        if (person is null || capacity is null || (pageSession is { } session && await db.Set<EndedSession>().AnyAsync(e => e.Id == session, ct)))
            return default;
        return rules.OneFor(capacity) && person.PageSession is { } newest && newest != pageSession ? new Resumed(null, true) : new Resumed(ActorOf(person, capacity));
    }

    /// <summary>Ends a session of pages for good, on every machine that has its cookie.</summary>
    public Task EndAsync(Guid pageSession, Caller caller, CancellationToken ct) => db.ActAsync("sign-out", caller, async () =>
    {
        if (!await db.Set<EndedSession>().AsNoTracking().AnyAsync(e => e.Id == pageSession, ct))
            db.Add(new EndedSession { Id = pageSession, EndedAt = clock.Now });
        return (Result<bool>)true;
    }, ct);

    private async Task<(Person?, Capacity?)> FindAsync(Guid personId, Guid stamp, Guid? postId, string? enterprise, CancellationToken ct)
    {
        var person = await FindAsync(personId);
        if (person is null || person.Stamp != stamp || person.IsDisabled)
            return default;
        // Whoever registers a first enterprise began the session without any and keeps it.
        var capacity = postId is null && enterprise is null ? Myself : (await CapacitiesAsync(person, ct)).FirstOrDefault(c => c.PostId == postId && c.Enterprise == enterprise);
        return (person, capacity);
    }

    /// <summary>Makes a bearer token for one capacity.</summary>
    public async Task<Result<(string Token, DateTimeOffset ExpiresAt)>> IssueTokenAsync(Person person, Capacity capacity, CancellationToken ct)
    {
        var token = $"tb_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}";
        var expires = clock.Now + TokenLife;
        var result = await db.ActAsync(person.Id, new Caller { Actor = ActorOf(person, capacity) }, () =>
        {
            db.Add(new AccessToken(Sha256.Of(token), person.Id, person.Stamp, capacity.PostId, capacity.Enterprise, expires));
            return Task.FromResult((Result<bool>)true);
        }, ct);
        return result.Error is { } error ? error : (token, expires);
    }

    /// <returns>The actor behind a bearer token, or <see langword="null"/> when it is none of ours, has ended or was revoked.</returns>
    public async Task<Actor?> ByTokenAsync(string token, CancellationToken ct)
    {
        var digest = Sha256.Of(token);
        var known = await db.Set<AccessToken>().AsNoTracking().SingleOrDefaultAsync(t => t.Digest == digest, ct);
        if (known is null || known.RevokedAt is not null || known.ExpiresAt <= clock.Now)
            return null;
        var (person, capacity) = await FindAsync(known.PersonId, known.Stamp, known.PostId, known.Enterprise, ct);
        return person is null || capacity is null ? null : ActorOf(person, capacity);
    }

    public Task<Result<bool>> RevokeTokenAsync(string token, Caller caller, CancellationToken ct) => db.ActAsync("revoke-token", caller, async () =>
    {
        var digest = Sha256.Of(token);
        var known = await db.Set<AccessToken>().SingleOrDefaultAsync(t => t.Digest == digest, ct);
        known?.Revoke(clock.Now);
        return (Result<bool>)true;
    }, ct);
}
