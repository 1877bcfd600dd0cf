using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.People.SignIns;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Foundation.People;

/// <summary>A new account.</summary>
public sealed record RegisterPerson(string? UserName, string? DisplayName, string? Phone, string? Password);

/// <summary>A new password for the caller's own account.</summary>
public sealed record ChangePassword(string? Current, string? Next);

/// <summary>A post for a person in an organ.</summary>
public sealed record GrantPost(string? UserName, string? Organ, Roles Roles, DateOnly From, DateOnly? To);

/// <summary>Opens accounts and grants posts.</summary>
public sealed partial class Accounts(TongbanDb db, Passwords passwords, PasswordRules rules, CityClock clock)
{
    /// <param name="oneTimeUntil">Somebody else chose the password: until then it opens the door to setting one's own, and nothing besides.</param>
    public async Task<Result<Guid>> RegisterAsync(RegisterPerson command, Caller caller, CancellationToken ct, DateTimeOffset? oneTimeUntil = null)
    {
        ArgumentNullException.ThrowIfNull(command);
        command = command with { UserName = (command.UserName ?? "").Trim().ToLowerInvariant(), DisplayName = (command.DisplayName ?? "").Trim(), Phone = string.IsNullOrWhiteSpace(command.Phone) ? null : command.Phone.Trim() };
        List<Error> errors = [];
        if (!UserNameForm().IsMatch(command.UserName))
            errors.Add(PeopleErrors.UserNameInvalid());
        if (command.DisplayName.Length is 0 or > 64)
            errors.Add(PeopleErrors.DisplayNameMissing());
        if (command.Phone is not null && !PhoneForm().IsMatch(command.Phone))
            errors.Add(PeopleErrors.PhoneInvalid());
        if (rules.Weakness(command.Password, command.UserName, command.DisplayName, command.Phone) is { } weak)
            errors.Add(weak);
        return Error.Combine(errors) is { } refusal ? refusal : await OpenAsync(command, passwords.Hash(command.Password!), caller, ct, oneTimeUntil);
    }

    /// <summary>Opens an account whose names were checked before and whose password nobody judges: it is published with the demonstration city.</summary>
    internal Task<Result<Guid>> OpenAsync(RegisterPerson command, string hash, Caller caller, CancellationToken ct, DateTimeOffset? oneTimeUntil = null)
    {
        // The password is no part of the command that is remembered for repeats.
        command = command with { Password = null };
        return db.ActAsync(command, caller, async () =>
        {
            if (await db.Set<Person>().AnyAsync(p => p.UserName == command.UserName, ct))
                return (Result<Guid>)PeopleErrors.UserNameTaken();
            var person = Person.Register(command.UserName!, command.DisplayName!, command.Phone, clock.Now);
            person.SetFirstPassword(hash, oneTimeUntil);
            db.Add(person);
            return person.Id;
        }, ct);
    }

    /// <summary>Changes a person's own password; every session and token made before ends. Wrong current passwords count towards the lock.</summary>
    public async Task<Result<bool>> ChangePasswordAsync(ChangePassword command, Caller caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(caller);
        var me = caller.Actor.PersonId;
        if (await db.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == me, ct) is not { } known)
            return PeopleErrors.NoSuchPerson();
        if (rules.Weakness(command.Next, known.UserName, known.DisplayName, known.Phone) is { } weak)
            return weak with { Field = "next" };
        // Hashing takes long, so it happens before the transaction.
        var hash = passwords.Hash(command.Next!);
        return await WithPasswordAsync(command.Current, caller, (person, _) =>
        {
            person.ChangePassword(hash);
            return Task.FromResult((Result<bool>)true);
        }, ct);
    }

    /// <summary>Ends every session and token of the caller, this one too.</summary>
    public Task<Result<bool>> EndSessionsAsync(string? password, Caller caller, CancellationToken ct) => WithPasswordAsync(password, caller, (person, _) =>
    {
        person.EndAllSessions();
        return Task.FromResult((Result<bool>)true);
    }, ct);

    private static Error WrongCurrentPassword() => PeopleErrors.WrongPassword() with { Field = "current", Text = ("现密码不正确。", "This is not your current password.") };

    /// <summary>Does what a session alone may not: the caller's password is asked for, and a wrong one is counted and logged as at the door.</summary>
    /// <param name="work">Gets the person, and a way to refuse that is counted and logged like a wrong password; a refusal of any other kind leaves no trace.</param>
    internal async Task<Result<T>> WithPasswordAsync<T>(string? password, Caller caller, Func<Person, Func<SignInOutcome, Error, Error>, Task<Result<T>>> work, CancellationToken ct)
    {
        var me = caller.Actor.PersonId;
        if (await db.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == me, ct) is not { } known)
            return PeopleErrors.NoSuchPerson();
        var matches = passwords.Verify(known, password ?? "");
        var (answer, counted) = (default(Result<T>), false);
        // Without the key of the act: an answer that is remembered for repeats could carry what is shown once.
        var done = await db.ActAsync("with-password", new Caller { Actor = caller.Actor }, async () =>
        {
            counted = false;
            var person = await db.Set<Person>().Include(p => p.Posts).SingleAsync(p => p.Id == me, ct);
            Error Count(SignInOutcome outcome, Error refusal)
            {
                person.WrongPassword(clock.Now);
                db.Add(new SignInAttempt(clock.Now, me, SignIn.AccountChannel, outcome, caller.Address));
                counted = true;
                return refusal;
            }
            answer = person.MaySignIn(clock.Now) is { } locked ? locked : matches ? await work(person, Count) : Count(SignInOutcome.WrongPassword, WrongCurrentPassword());
            return answer.Error is { } refused && !counted ? refused : (Result<bool>)true;
        }, ct);
        return done.Error is { } lost ? lost : answer;
    }

    public Task<Result<Guid>> GrantAsync(GrantPost command, Caller caller, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        var userName = (command.UserName ?? "").Trim().ToLowerInvariant();
        var person = await db.Set<Person>().Include(p => p.Posts).SingleOrDefaultAsync(p => p.UserName == userName, ct);
        if (person is null)
            return (Result<Guid>)(PeopleErrors.NoSuchPerson() with { Field = "userName" });
        var organ = await db.Set<Organ>().SingleOrDefaultAsync(o => o.Key == command.Organ, ct);
        if (organ is null)
            return PeopleErrors.NoSuchOrgan(command.Organ ?? "");
        return person.Grant(organ, command.Roles, command.From, command.To).TryGet(out var post, out var refusal) ? post.Id : refusal;
    }, ct);

    /// <summary>Ends a post from the next day on; sessions in it end at once when the last day has passed.</summary>
    public Task<Result<bool>> EndPostAsync(Guid personId, Guid postId, DateOnly on, Caller caller, CancellationToken ct) => db.ActAsync((personId, postId, on), caller, async () =>
    {
        var person = await db.Set<Person>().Include(p => p.Posts).SingleOrDefaultAsync(p => p.Id == personId, ct);
        return person is null ? PeopleErrors.NoSuchPerson() : person.EndPost(postId, on) is { } refusal ? refusal : (Result<bool>)true;
    }, ct);

    /// <summary>Disables an account for good: sessions and tokens end at once.</summary>
    public Task<Result<bool>> DisableAsync(Guid personId, Caller caller, CancellationToken ct) => db.ActAsync(personId, caller, async () =>
    {
        if (await db.Set<Person>().SingleOrDefaultAsync(p => p.Id == personId, ct) is not { } person)
            return (Result<bool>)PeopleErrors.NoSuchPerson();
        person.Disable();
        return true;
    }, ct);

    [GeneratedRegex("^[a-z0-9._-]{3,64}$", RegexOptions.None, 1000)]
    private static partial Regex UserNameForm();

    [GeneratedRegex(@"^\+?[0-9 -]{6,20}$", RegexOptions.None, 1000)]
    private static partial Regex PhoneForm();
}
