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
public sealed partial class Accounts(TongbanDb db, Passwords passwords, CityClock clock)
{
    public async Task<Result<Guid>> RegisterAsync(RegisterPerson command, Caller caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(command);
        var (userName, displayName) = ((command.UserName ?? "").Trim().ToLowerInvariant(), (command.DisplayName ?? "").Trim());
        var phone = string.IsNullOrWhiteSpace(command.Phone) ? null : command.Phone.Trim();
        List<Error> errors = [];
        if (!UserNameForm().IsMatch(userName))
            errors.Add(PeopleErrors.UserNameInvalid());
        if (displayName.Length is 0 or > 64)
            errors.Add(PeopleErrors.DisplayNameMissing());
        if (phone is not null && !PhoneForm().IsMatch(phone))
            errors.Add(PeopleErrors.PhoneInvalid());
        if (Passwords.Weakness(command.Password, userName) is { } weak)
            errors.Add(weak);
        if (Error.Combine(errors) is { } refusal)
            return refusal;
        var hash = passwords.Hash(command.Password!);
        // The password is no part of the command that is remembered for repeats.
        return await db.ActAsync(command with { Password = null }, caller, async () =>
        {
            if (await db.Set<Person>().AnyAsync(p => p.UserName == userName, ct))
                return (Result<Guid>)PeopleErrors.UserNameTaken();
            var person = Person.Register(userName, displayName, phone, clock.Now);
            person.SetFirstPassword(hash);
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
        if (Passwords.Weakness(command.Next, known.UserName) is { } weak)
            return weak with { Field = "next" };
        // Hashing takes long, so it happens before the transaction.
        var hash = passwords.Hash(command.Next!);
        return await WithPasswordAsync(command.Current, caller, (person, _) =>
        {
            person.ChangePassword(hash);
            return Task.FromResult((Result<bool>)true);
        }, ct);
    }

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
