using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation.Identifiers;

namespace Tongban.Foundation.People;

[Act("people.registered", "开通账户", "Account opened")]
internal sealed record PersonRegistered(Guid PersonId) : IAct;

[Act("people.signed-in", "登录", "Signed in")]
internal sealed record PersonSignedIn(Guid PersonId, string Channel) : IAct;

[Act("people.locked", "账户锁定", "Account locked")]
internal sealed record PersonLocked(Guid PersonId, int FailedAttempts, DateTimeOffset Until) : IAct;

[Act("people.unlocked", "解除账户锁定", "Account unlocked")]
internal sealed record PersonUnlocked(Guid PersonId) : IAct;

[Act("people.password-changed", "修改密码", "Password changed")]
internal sealed record PasswordChanged(Guid PersonId) : IAct;

[Act("people.password-reset", "重置密码", "Password reset by an administrator")]
internal sealed record PasswordReset(Guid PersonId, DateTimeOffset Until) : IAct;

[Act("people.sessions-ended", "退出所有会话", "All sessions ended")]
internal sealed record SessionsEnded(Guid PersonId) : IAct;

[Act("people.disabled", "停用账户", "Account disabled")]
internal sealed record PersonDisabled(Guid PersonId) : IAct;

[Act("people.post-granted", "任命岗位", "Post granted")]
internal sealed record PostGranted(Guid PersonId, Guid PostId, string Organ, Roles Roles, DateOnly From, DateOnly? To) : IAct;

[Act("people.post-ended", "解除岗位", "Post ended")]
internal sealed record PostEnded(Guid PersonId, Guid PostId, DateOnly On) : IAct;

/// <summary>One human being with one account (账户). What the person may do comes from posts in organs or mandates of enterprises.</summary>
/// <remarks>Locked for 30 minutes after 5 wrong passwords in a row (GB/T 22239-2019, 8.1.4.1).</remarks>
public sealed class Person : Aggregate
{
    public const int AttemptsBeforeLock = 5;
    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(30);

    private readonly List<Post> _posts = [];

    private Person() { }

    public override string Matter => $"person:{Id}";

    /// <summary>Sign-in name, lower case, unique.</summary>
    public string UserName { get; private set; } = "";

    public string DisplayName { get; private set; } = "";

    public string? Phone { get; private set; }

    public string PasswordHash { get; private set; } = "";

    /// <summary>Changes with every change of password or second factor and with disablement; sessions and tokens made before it end.</summary>
    public Guid Stamp { get; private set; }

    /// <summary>The session of pages begun last. Where only one may run, an earlier one ends with it.</summary>
    public Guid? PageSession { get; private set; }

    /// <summary>Until when a one-time password from an administrator opens the door to setting one's own; <see langword="null"/> with a password of one's own.</summary>
    public DateTimeOffset? OneTimeUntil { get; private set; }

    public int FailedAttempts { get; private set; }

    public DateTimeOffset? LockedUntil { get; private set; }

    public bool IsDisabled { get; private set; }

    public DateTimeOffset RegisteredAt { get; private set; }

    /// <summary>When name, user name, telephone and password were erased at the person's request; the id stays as a pseudonym in the ledger.</summary>
    public DateTimeOffset? ErasedAt { get; private set; }

    public IReadOnlyList<Post> Posts => _posts;

    public static Person Register(string userName, string displayName, string? phone, DateTimeOffset now)
    {
        var person = new Person { Id = NewId.At(now), UserName = userName, DisplayName = displayName, Phone = phone, Stamp = Guid.NewGuid(), RegisteredAt = now };
        person.Record(new PersonRegistered(person.Id));
        return person;
    }

    /// <summary>Sets the first password: part of the registration, no act of its own.</summary>
    public void SetFirstPassword(string hash, DateTimeOffset? oneTimeUntil = null) => (PasswordHash, OneTimeUntil) = (hash, oneTimeUntil);

    public void ChangePassword(string hash)
    {
        (PasswordHash, Stamp, OneTimeUntil) = (hash, Guid.NewGuid(), null);
        Record(new PasswordChanged(Id));
    }

    /// <summary>An administrator gives a one-time password: every session and token ends, a lock is lifted, and the first sign-in sets a password of one's own.</summary>
    public void ResetPassword(string hash, DateTimeOffset until)
    {
        (PasswordHash, Stamp, OneTimeUntil, FailedAttempts, LockedUntil) = (hash, Guid.NewGuid(), until, 0, null);
        Record(new PasswordReset(Id, until));
    }

    /// <returns>The refusal while the account is locked or disabled.</returns>
    public Error? MaySignIn(DateTimeOffset now) =>
        IsDisabled ? PeopleErrors.Disabled() :
        LockedUntil > now ? PeopleErrors.Locked(LockedUntil.Value - now) : null;

    public void SignedIn(string channel)
    {
        (FailedAttempts, LockedUntil) = (0, null);
        if (channel == SignIn.PageChannel)
            PageSession = Guid.NewGuid();
        Record(new PersonSignedIn(Id, channel));
    }

    public void WrongPassword(DateTimeOffset now)
    {
        FailedAttempts++;
        if (FailedAttempts < AttemptsBeforeLock)
            return;
        LockedUntil = now + LockedFor;
        Record(new PersonLocked(Id, FailedAttempts, LockedUntil.Value));
        FailedAttempts = 0;
    }

    /// <summary>Lifts the lock before its time, after the person was identified another way.</summary>
    public Error? Unlock(DateTimeOffset now)
    {
        if (!(LockedUntil > now) && FailedAttempts == 0)
            return PeopleErrors.NotLocked();
        (FailedAttempts, LockedUntil) = (0, null);
        Record(new PersonUnlocked(Id));
        return null;
    }

    /// <summary>Every session and token made before ends. The act that asks for it says why.</summary>
    internal void EndSessions() => Stamp = Guid.NewGuid();

    /// <summary>The owner, or an administrator for him, ends every session and token.</summary>
    public void EndAllSessions()
    {
        EndSessions();
        Record(new SessionsEnded(Id));
    }

    public void Disable()
    {
        (IsDisabled, Stamp) = (true, Guid.NewGuid());
        Record(new PersonDisabled(Id));
    }

    /// <summary>What is shown where the name of an erased account stood.</summary>
    public const string ErasedName = "已注销用户";

    /// <summary>The person asks for erasure: of two windows at once one wins.</summary>
    internal void AskErasure() => ErasureAskedTimes++;

    /// <summary>How often the person asked for erasure.</summary>
    public int ErasureAskedTimes { get; private set; }

    /// <summary>Nothing of the person is left but the id; every session and token ends.</summary>
    internal void Erase(DateTimeOffset now) =>
        (UserName, DisplayName, Phone, PasswordHash, Stamp, PageSession, OneTimeUntil, FailedAttempts, LockedUntil, IsDisabled, ErasedAt) = ($"erased:{Id:N}", ErasedName, null, "", Guid.NewGuid(), null, null, 0, null, true, ErasedAt ?? now);

    internal void ErasePhone() => Phone = null;

    public Result<Post> Grant(Organ organ, Roles roles, DateOnly from, DateOnly? to)
    {
        if (roles is Roles.None || (roles & Roles.Applicant) is not Roles.None)
            return PeopleErrors.PostNeedsRole();
        if (to < from)
            return PeopleErrors.PostEndsBeforeItBegins();
        if (_posts.Any(p => p.Organ == organ.Key && p.CoversAnyOf(from, to)))
            return PeopleErrors.AlreadyPosted(organ);
        var post = new Post(NewId.Random(), Id, organ.Key, roles, from, to);
        _posts.Add(post);
        Record(new PostGranted(Id, post.Id, organ.Key, roles, from, to));
        return post;
    }

    public Error? EndPost(Guid postId, DateOnly on)
    {
        if (_posts.SingleOrDefault(p => p.Id == postId && (p.To is null || p.To > on)) is not { } post)
            return PeopleErrors.NoSuchPost();
        post.End(on);
        Record(new PostEnded(Id, postId, on));
        return null;
    }
}

/// <summary>A person's post (岗位) in one organ. A session acts in exactly one.</summary>
public sealed class Post
{
    private Post() { }

    internal Post(Guid id, Guid personId, string organ, Roles roles, DateOnly from, DateOnly? to) =>
        (Id, PersonId, Organ, Roles, From, To) = (id, personId, organ, roles, from, to);

    public Guid Id { get; private set; }

    public Guid PersonId { get; private set; }

    /// <summary>Key of the organ: <c>FGW@360500</c>.</summary>
    public string Organ { get; private set; } = "";

    public Roles Roles { get; private set; }

    public DateOnly From { get; private set; }

    /// <summary>Last day of the post; <see langword="null"/> while open.</summary>
    public DateOnly? To { get; private set; }

    public bool Covers(DateOnly day) => From <= day && (To is null || day <= To);

    internal bool CoversAnyOf(DateOnly from, DateOnly? to) => (To is null || from <= To) && (to is null || From <= to);

    internal void End(DateOnly on) => To = on;
}

internal sealed class PersonTable : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> table)
    {
        table.ToTable("foundation_people");
        table.HasKey(p => p.Id);
        table.Property(p => p.UserName).HasMaxLength(64);
        table.Property(p => p.DisplayName).HasMaxLength(64);
        table.Property(p => p.Phone).HasMaxLength(32);
        table.Property(p => p.PasswordHash).HasMaxLength(200);
        table.HasIndex(p => p.UserName).IsUnique();
        table.HasMany(p => p.Posts).WithOne().HasForeignKey(p => p.PersonId);
        table.Navigation(p => p.Posts).UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}

internal sealed class PostTable : IEntityTypeConfiguration<Post>
{
    public void Configure(EntityTypeBuilder<Post> table)
    {
        table.ToTable("foundation_posts");
        table.HasKey(p => p.Id);
        table.Property(p => p.Organ).HasMaxLength(40);
        table.HasIndex(p => p.Organ);
    }
}
