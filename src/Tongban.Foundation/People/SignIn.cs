using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People.SecondFactors;
using Tongban.Foundation.People.SignIns;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Foundation.People;

/// <summary>A bearer token of the API. Only its SHA-256 is kept; it ends after eight hours, with the account's stamp, or when revoked.</summary>
public sealed class AccessToken
{
    private AccessToken() { }

    internal AccessToken(string digest, Guid personId, Guid stamp, Guid? postId, string? enterprise, DateTimeOffset issuedAt, DateTimeOffset expiresAt) =>
        (Digest, Id, PersonId, Stamp, PostId, Enterprise, IssuedAt, ExpiresAt) = (digest, NewId.At(issuedAt), personId, stamp, postId, enterprise, issuedAt, expiresAt);

    public string Digest { get; private set; } = "";

    /// <summary>What its owner calls it by when he ends it; it opens nothing.</summary>
    public Guid Id { get; private set; }

    public Guid PersonId { get; private set; }

    public Guid Stamp { get; private set; }

    public Guid? PostId { get; private set; }

    public string? Enterprise { get; private set; }

    public DateTimeOffset IssuedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    internal void Revoke(DateTimeOffset now) => RevokedAt ??= now;
}

/// <summary>A token as its owner sees it.</summary>
public sealed record OwnToken(Guid Id, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, Guid? Post, string? Enterprise);

internal sealed class AccessTokenTable : IEntityTypeConfiguration<AccessToken>
{
    public void Configure(EntityTypeBuilder<AccessToken> table)
    {
        table.ToTable("foundation_access_tokens");
        table.HasKey(t => t.Digest);
        table.Property(t => t.Digest).HasMaxLength(64);
        table.Property(t => t.Enterprise).HasMaxLength(18);
        table.HasIndex(t => t.ExpiresAt);
        table.HasIndex(t => t.PersonId);
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

    /// <summary>Of the second factor: the app's, or a recovery code.</summary>
    public string? Code { get; init; }

    /// <summary>Of <see cref="SignInAnswer.Ticket"/>: instead of name and password, which were right before.</summary>
    public string? Ticket { get; init; }

    /// <summary>Of <see cref="SignInAnswer.Setup"/>: the secret whose first code <see cref="Code"/> is.</summary>
    public string? Sealed { get; init; }
}

/// <summary>What comes of an attempt to sign in: a person, or a refusal and perhaps the next step.</summary>
/// <param name="Ticket">The password was right; for five minutes this stands for it.</param>
/// <param name="Setup">A second factor is demanded and there is none: the secret for an app.</param>
public sealed record SignInAnswer(Person? Person, Error? Refusal, string? Ticket = null, SecondFactorSetup? Setup = null)
{
    /// <summary>Of a second factor that was set up by this attempt; shown once.</summary>
    public IReadOnlyList<string> RecoveryCodes { get; init; } = [];
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
public sealed class SignIn(TongbanDb db, Passwords passwords, PasswordRules rule, OrganDirectory organs, IMandates mandates, CityClock clock, SessionRules rules, SecondFactorKeys keys, SecondFactorRules factors)
{
    /// <summary>Signing in to the pages, which begins a session; the API issues tokens.</summary>
    public const string PageChannel = "page";

    public const string ApiChannel = "api";

    /// <summary>What a session alone may not do: the account page asks for the password again.</summary>
    public const string AccountChannel = "account";

    public static readonly TimeSpan TokenLife = TimeSpan.FromHours(8);

    /// <summary>Checks name, password and second factor, counts failures and enters the attempt in the log of sign-ins.</summary>
    /// <remarks>An unknown name, a wrong password, a locked and a disabled account are answered alike and cost alike, so that nobody learns who has an account,
    /// nor goes on guessing while it is locked; the log says which it was. What is asked for after the password is told to those who knew it.</remarks>
    public async Task<SignInAnswer> CheckAsync(Credentials given, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(given);
        var (known, matches) = await KnownAsync(given, ct);
        if (given.Ticket is not null && known is null)
            return new(null, PeopleErrors.SignInAgain());
        // Hashing takes longest, so it happens before the transaction and costs the single writer nothing.
        var setsOwn = matches && known!.OneTimeUntil is not null;
        var weak = setsOwn ? WeaknessOf(given.Next, known!) : null;
        var own = setsOwn && weak is null ? passwords.Hash(given.Next!) : null;
        var (id, outcome, enrolled) = (known?.Id ?? Guid.Empty, SignInOutcome.UnknownName, (string[])[]);
        var caller = new Caller { Actor = known is null ? Actor.Stranger : new Actor(known.Id, known.DisplayName, Roles.None) };
        var result = await db.ActAsync(given.Channel, caller, async () =>
        {
            // Asked in vain as well: an unknown name costs what a known one does.
            var person = await db.Set<Person>().Include(p => p.Posts).SingleOrDefaultAsync(p => p.Id == id, ct);
            var factor = await db.Set<SecondFactor>().SingleOrDefaultAsync(f => f.Id == id, ct);
            (outcome, enrolled) = person is null ? (SignInOutcome.UnknownName, []) : Decide(person, factor, matches, own, given);
            db.Add(new SignInAttempt(clock.Now, person?.Id, given.Channel, outcome, given.Address));
            return (Result<bool>)true;
        }, ct);
        if (result.Error is { } lost)
            return new(null, lost);
        SignInAnswer Ask(Error refusal, bool setup = false) => new(null, refusal, keys.Ticket(known!), setup ? keys.Setup(id, known!.UserName, given.Sealed)?.Again ?? keys.Begin(id, known.UserName) : null);
        return outcome switch
        {
            SignInOutcome.SignedIn => new(await db.Set<Person>().AsNoTracking().Include(p => p.Posts).SingleAsync(p => p.Id == id, ct), null) { RecoveryCodes = enrolled },
            SignInOutcome.OneTimePasswordEnded => new(null, PeopleErrors.OneTimePasswordEnded()),
            // Whoever showed a code need not type the password again; whoever did not, types both.
            SignInOutcome.OwnPasswordFirst when given.Code is not null => Ask(weak!, given.Sealed is not null),
            SignInOutcome.OwnPasswordFirst => new(null, weak!),
            SignInOutcome.CodeNeeded => Ask(PeopleErrors.CodeNeeded()),
            SignInOutcome.WrongCode => Ask(PeopleErrors.WrongCode(), given.Sealed is not null),
            SignInOutcome.SecondFactorFirst => Ask(PeopleErrors.SecondFactorFirst(), setup: true),
            _ => new(null, PeopleErrors.WrongPassword()),
        };
    }

    private async Task<(Person? Known, bool Matches)> KnownAsync(Credentials given, CancellationToken ct)
    {
        var people = db.Set<Person>().AsNoTracking();
        if (given.Ticket is not null)
        {
            var ticket = keys.Read(given.Ticket);
            var holder = ticket is { } read ? await people.SingleOrDefaultAsync(p => p.Id == read.Person && p.Stamp == read.Stamp, ct) : null;
            return (holder, holder is not null);
        }
        var userName = (given.UserName ?? "").Trim().ToLowerInvariant();
        var known = await people.SingleOrDefaultAsync(p => p.UserName == userName, ct);
        return (known, passwords.Verify(known, given.Password ?? ""));
    }

    private Error? WeaknessOf(string? next, Person person) =>
        string.IsNullOrEmpty(next) ? PeopleErrors.OwnPasswordFirst()
        : passwords.Verify(person, next) ? PeopleErrors.NotTheOneTimePassword()
        : rule.Weakness(next, person.UserName, person.DisplayName, person.Phone) is { } weak ? weak with { Field = "next" } : null;

    /// <param name="own">The hash of the password that takes the one-time password's place.</param>
    /// <returns>How it ended, and the recovery codes of a second factor that was set up on the way.</returns>
    private (SignInOutcome Outcome, string[] RecoveryCodes) Decide(Person person, SecondFactor? factor, bool matches, string? own, Credentials given)
    {
        if (person.IsDisabled)
            return (SignInOutcome.Disabled, []);
        if (person.LockedUntil > clock.Now)
            return (SignInOutcome.Locked, []);
        if (!matches)
        {
            person.WrongPassword(clock.Now);
            return (SignInOutcome.WrongPassword, []);
        }
        if (person.OneTimeUntil <= clock.Now)
            return (SignInOutcome.OneTimePasswordEnded, []);
        var (found, first) = (default(FoundCode?), default(SecondFactor));
        string[] recovery = [];
        if (factor is not null)
        {
            if (string.IsNullOrWhiteSpace(given.Code))
                return (SignInOutcome.CodeNeeded, []);
            found = factor.Find(given.Code, keys.Open(factor), clock.Now);
            if (found is null)
            {
                person.WrongPassword(clock.Now);
                return (SignInOutcome.WrongCode, []);
            }
        }
        else if (factors.DemandedOf(person.Posts.Any(p => p.Covers(clock.Today))))
        {
            if (keys.Setup(person.Id, person.UserName, given.Sealed) is not { } setup)
                return (SignInOutcome.SecondFactorFirst, []);
            if (Totp.Find(setup.Secret, RecoveryCodes.Plain(given.Code ?? ""), clock.Now) is not { } step)
                return (SignInOutcome.WrongCode, []);
            recovery = RecoveryCodes.New();
            first = SecondFactor.Enrol(person.Id, keys.Keep(person.Id, setup.Secret), step, recovery, clock.Now);
        }
        if (person.OneTimeUntil is not null && own is null)
            return (SignInOutcome.OwnPasswordFirst, []);
        // All is there: only now is a code used up.
        if (own is not null)
            person.ChangePassword(own);
        if (found is { } code)
            factor!.Use(code);
        if (first is not null)
            db.Add(first);
        person.SignedIn(given.Channel);
        return (SignInOutcome.SignedIn, recovery);
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
        var (issued, expires) = (clock.Now, clock.Now + TokenLife);
        var result = await db.ActAsync(person.Id, new Caller { Actor = ActorOf(person, capacity) }, () =>
        {
            db.Add(new AccessToken(Sha256.Of(token), person.Id, person.Stamp, capacity.PostId, capacity.Enterprise, issued, expires));
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

    /// <summary>The tokens of a person that still open something, newest first.</summary>
    public async Task<IReadOnlyList<OwnToken>> TokensOfAsync(Guid person, CancellationToken ct)
    {
        var now = clock.Now;
        return await db.Set<AccessToken>().AsNoTracking().Where(t => t.PersonId == person && t.RevokedAt == null && t.ExpiresAt > now && db.Set<Person>().Any(p => p.Id == person && p.Stamp == t.Stamp))
            .OrderByDescending(t => t.IssuedAt).Select(t => new OwnToken(t.Id, t.IssuedAt, t.ExpiresAt, t.PostId, t.Enterprise)).ToListAsync(ct);
    }

    /// <summary>Ends one of the caller's own tokens.</summary>
    public Task<Result<bool>> EndTokenAsync(Guid id, Caller caller, CancellationToken ct) => db.ActAsync($"end-token {id}", caller, async () =>
    {
        if (await db.Set<AccessToken>().SingleOrDefaultAsync(t => t.Id == id && t.PersonId == caller.Actor.PersonId, ct) is not { } token)
            return (Result<bool>)PeopleErrors.NoSuchToken();
        token.Revoke(clock.Now);
        return true;
    }, ct);

    public Task<Result<bool>> RevokeTokenAsync(string token, Caller caller, CancellationToken ct) => db.ActAsync("revoke-token", caller, async () =>
    {
        var digest = Sha256.Of(token);
        var known = await db.Set<AccessToken>().SingleOrDefaultAsync(t => t.Digest == digest, ct);
        known?.Revoke(clock.Now);
        return (Result<bool>)true;
    }, ct);
}
