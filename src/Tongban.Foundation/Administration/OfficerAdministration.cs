using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.People;
using Tongban.Foundation.People.SecondFactors;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Foundation.Administration;

/// <summary>A post for a person, granted by an administrator.</summary>
internal sealed record GrantOfficerPost(Guid PersonId, string? Organ, Roles Roles, DateOnly From, DateOnly? To);

/// <summary>The end of a post; <paramref name="On"/> is its last day, yesterday ends it at once.</summary>
internal sealed record EndOfficerPost(Guid PersonId, Guid PostId, DateOnly On);

/// <summary>A password that opens the door once, to setting one's own.</summary>
internal sealed record OneTimePassword(string Password, DateTimeOffset Until);

/// <summary>Where messages to an organ go; what is left out is taken away.</summary>
internal sealed record OrganContact(string Key, string? Phone, string? Email);

/// <summary>What administrators do with accounts and posts.</summary>
/// <remarks>Nobody raises or frees himself, administrator and auditor are different persons, and one administrator always remains
/// (GB/T 22239-2019, 8.1.5).</remarks>
internal sealed class OfficerAdministration(TongbanDb db, Accounts accounts, Passwords passwords, OrganDirectory organs, CityClock clock)
{
    /// <summary>Three days: over a weekend.</summary>
    private static readonly TimeSpan OneTimeLife = TimeSpan.FromDays(3);

    // Roles are stored by name, so the combinations that contain one are listed.
    private static readonly Roles[] WithAdministrator = [.. Enumerable.Range(1, 31).Select(r => (Roles)r).Where(r => (r & Roles.Administrator) is not Roles.None)];

    /// <summary>Opens an account. The password that the administrator typed counts once: its owner sets another at the first sign-in, within three days.</summary>
    public async Task<Result<Guid>> OpenAccountAsync(RegisterPerson command, Caller caller, CancellationToken ct) =>
        Refused(caller) is { } refusal ? refusal : await accounts.RegisterAsync(command, caller, ct, clock.Now + OneTimeLife);

    public Task<Result<Guid>> GrantAsync(GrantOfficerPost command, Caller caller, CancellationToken ct) => ActOnAsync(command, command.PersonId, caller, notOneself: true, async person =>
    {
        if (person.IsDisabled)
            return PeopleErrors.Disabled();
        var organ = await db.Set<Organ>().AsNoTracking().SingleOrDefaultAsync(o => o.Key == command.Organ, ct);
        if (organ is null)
            return (Result<Guid>)PeopleErrors.NoSuchOrgan(command.Organ ?? "");
        var together = person.Posts.Where(p => p.CoversAnyOf(command.From, command.To)).Aggregate(command.Roles, (all, p) => all | p.Roles);
        if ((together & (Roles.Administrator | Roles.Auditor)) == (Roles.Administrator | Roles.Auditor))
            return PeopleErrors.AuditorApart();
        return person.Grant(organ, command.Roles, command.From, command.To).TryGet(out var post, out var refusal) ? post.Id : refusal;
    }, ct);

    public Task<Result<bool>> EndPostAsync(EndOfficerPost command, Caller caller, CancellationToken ct) => ActOnAsync(command, command.PersonId, caller, notOneself: false, async person =>
    {
        var earliest = clock.Today.AddDays(-1);
        if (command.On < earliest)
            return PeopleErrors.EndsInThePast(earliest);
        if (person.Posts.SingleOrDefault(p => p.Id == command.PostId) is { } post && (post.Roles & Roles.Administrator) is not Roles.None && !person.IsDisabled
            && !await AnotherRemainsAsync(person, command.PostId, command.On.AddDays(1), ct))
            return PeopleErrors.LastAdministrator();
        return person.EndPost(command.PostId, command.On) is { } refusal ? refusal : (Result<bool>)true;
    }, ct);

    public Task<Result<bool>> DisableAsync(Guid personId, Caller caller, CancellationToken ct) => ActOnAsync($"disable {personId}", personId, caller, notOneself: true, async person =>
    {
        if (person.IsDisabled)
            return PeopleErrors.AlreadyDisabled();
        if (person.Posts.Any(p => p.Covers(clock.Today) && (p.Roles & Roles.Administrator) is not Roles.None) && !await AnotherRemainsAsync(person, null, clock.Today, ct))
            return PeopleErrors.LastAdministrator();
        person.Disable();
        return (Result<bool>)true;
    }, ct);

    public Task<Result<bool>> UnlockAsync(Guid personId, Caller caller, CancellationToken ct) => ActOnAsync($"unlock {personId}", personId, caller, notOneself: true,
        person => Task.FromResult(person.Unlock(clock.Now) is { } refusal ? refusal : (Result<bool>)true), ct);

    /// <summary>Gives an officer a one-time password, after the person was identified another way. It is shown once and kept nowhere.</summary>
    public async Task<Result<OneTimePassword>> ResetPasswordAsync(Guid personId, Caller caller, CancellationToken ct)
    {
        var (password, until) = (Passwords.OneTime(), clock.Now + OneTimeLife);
        var hash = passwords.Hash(password);
        // A repeat is a new reset: an answer that is remembered for repeats would keep the password.
        var once = new Caller { Actor = caller.Actor, IfVersion = caller.IfVersion };
        var reset = await ActOnAsync($"reset-password {personId}", personId, once, notOneself: true, person =>
        {
            if (person.IsDisabled)
                return Task.FromResult((Result<bool>)PeopleErrors.Disabled());
            if (person.Posts.Count == 0)
                return Task.FromResult((Result<bool>)PeopleErrors.NotAnOfficer());
            person.ResetPassword(hash, until);
            return Task.FromResult((Result<bool>)true);
        }, ct);
        return reset.Error is { } refusal ? refusal : new OneTimePassword(password, until);
    }

    /// <summary>Ends every session and token of a person.</summary>
    public Task<Result<bool>> EndSessionsAsync(Guid personId, Caller caller, CancellationToken ct) => ActOnAsync($"end-sessions {personId}", personId, caller, notOneself: false, person =>
    {
        person.EndAllSessions();
        return Task.FromResult((Result<bool>)true);
    }, ct);

    /// <summary>Takes a second factor away that its owner has lost, after the person was identified another way; every session and token ends.</summary>
    public Task<Result<bool>> ResetSecondFactorAsync(Guid personId, Caller caller, CancellationToken ct) => ActOnAsync($"reset-second-factor {personId}", personId, caller, notOneself: true, async person =>
        await db.ResetAsync(person, ct) is { } refusal ? refusal : (Result<bool>)true, ct);

    public async Task<Result<bool>> RenameOrganAsync(string key, Words name, Caller caller, CancellationToken ct)
    {
        if (Refused(caller) is { } refusal)
            return refusal;
        name = ((name.Zh ?? "").Trim(), (name.En ?? "").Trim());
        var renamed = await db.ActAsync($"rename {key} {name.Zh} {name.En}", caller, async () =>
        {
            var organ = await db.Set<Organ>().SingleOrDefaultAsync(o => o.Key == key, ct);
            if (organ is null)
                return PeopleErrors.NoSuchOrgan(key);
            var no = caller.Expects(organ) ?? (organ.Name == name ? null : organ.Rename(name));
            return no is null ? (Result<bool>)true : no;
        }, ct);
        organs.Refresh();
        return renamed;
    }

    /// <summary>Where messages to the organ go.</summary>
    public async Task<Result<bool>> ReachOrganAtAsync(string key, string? phone, string? email, Caller caller, CancellationToken ct)
    {
        if (Refused(caller) is { } refusal)
            return refusal;
        return await db.ActAsync(new OrganContact(key, phone, email), caller, async () =>
        {
            if (await db.Set<Organ>().SingleOrDefaultAsync(o => o.Key == key, ct) is not { } organ)
                return (Result<bool>)PeopleErrors.NoSuchOrgan(key);
            return (caller.Expects(organ) ?? organ.ReachAt(phone, email)) is { } no ? no : true;
        }, ct);
    }

    private static Error? Refused(Caller caller) => caller.Actor.Is(Roles.Administrator) ? null : PeopleErrors.RoleMissing(Roles.Administrator);

    private async Task<Result<T>> ActOnAsync<TCommand, T>(TCommand command, Guid personId, Caller caller, bool notOneself, Func<Person, Task<Result<T>>> work, CancellationToken ct) where TCommand : notnull
    {
        if (Refused(caller) is { } refusal)
            return refusal;
        if (notOneself && personId == caller.Actor.PersonId)
            return PeopleErrors.NotOneself();
        return await db.ActAsync(command, caller, async () =>
        {
            var person = await db.Set<Person>().Include(p => p.Posts).SingleOrDefaultAsync(p => p.Id == personId, ct);
            if (person is null)
                return PeopleErrors.NoSuchPerson();
            return caller.Expects(person) is { } stale ? stale : await work(person);
        }, ct);
    }

    /// <summary>Whether someone else, or this person by another post, is still administrator on a day.</summary>
    private async Task<bool> AnotherRemainsAsync(Person leaving, Guid? endedPost, DateOnly day, CancellationToken ct)
    {
        if (endedPost is not null && leaving.Posts.Any(p => p.Id != endedPost && p.Covers(day) && (p.Roles & Roles.Administrator) is not Roles.None))
            return true;
        var remaining = await db.Set<Person>().Where(p => p.Id != leaving.Id && !p.IsDisabled
            && p.Posts.Any(x => WithAdministrator.Contains(x.Roles) && x.From <= day && (x.To == null || x.To >= day))).OrderBy(p => p.Id).FirstOrDefaultAsync(ct);
        if (remaining is null)
            return false;
        // The one who remains is written too: two administrators who end each other at the same moment meet here, and one of them loses.
        db.Entry(remaining).State = EntityState.Modified;
        return true;
    }
}
