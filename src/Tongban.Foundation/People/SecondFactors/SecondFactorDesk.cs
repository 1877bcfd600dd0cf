using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.People.SignIns;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Foundation.People.SecondFactors;

/// <summary>How one's second factor stands.</summary>
/// <param name="Since"><see langword="null"/> without one.</param>
/// <param name="Demanded">It cannot be switched off.</param>
internal sealed record SecondFactorState(DateTimeOffset? Since, int RecoveryCodesLeft, bool Demanded);

/// <summary>What a person does with the own second factor. Each change asks for the password, and ends every other session and token.</summary>
internal sealed class SecondFactorDesk(TongbanDb db, Accounts accounts, SecondFactorKeys keys, SecondFactorRules rules, CityClock clock)
{
    public async Task<SecondFactorState> StateAsync(Guid person, CancellationToken ct)
    {
        var factor = await db.Set<SecondFactor>().AsNoTracking().SingleOrDefaultAsync(f => f.Id == person, ct);
        return new(factor?.EnrolledAt, factor?.RecoveryCodesLeft ?? 0, rules.DemandedOf(await HoldsPostAsync(person, ct)));
    }

    /// <summary>Whether somebody may not act in this capacity before he has a second factor.</summary>
    public async Task<bool> LacksAsync(Guid person, Capacity capacity, CancellationToken ct) =>
        rules.DemandedOf(capacity.Organ is not null) && !await db.Set<SecondFactor>().AnyAsync(f => f.Id == person, ct);

    /// <summary>Makes a secret. Nothing is kept before its first code comes back.</summary>
    public Task<Result<SecondFactorSetup>> BeginAsync(string? password, Caller caller, CancellationToken ct) => accounts.WithPasswordAsync(password, caller, async (person, _) =>
        await db.Set<SecondFactor>().AnyAsync(f => f.Id == person.Id, ct) ? PeopleErrors.SecondFactorThere() : (Result<SecondFactorSetup>)keys.Begin(person.Id, person.UserName), ct);

    /// <returns>The recovery codes, which are shown once.</returns>
    public async Task<Result<string[]>> ConfirmAsync(string? @sealed, string? code, Caller caller, CancellationToken ct)
    {
        var recovery = RecoveryCodes.New();
        return await db.ActAsync("set-up-second-factor", new Caller { Actor = caller.Actor }, async () =>
        {
            if (await db.Set<Person>().SingleOrDefaultAsync(p => p.Id == caller.Actor.PersonId, ct) is not { } person)
                return PeopleErrors.NoSuchPerson();
            if (await db.Set<SecondFactor>().AnyAsync(f => f.Id == person.Id, ct))
                return PeopleErrors.SecondFactorThere();
            if (keys.Setup(person.Id, person.UserName, @sealed) is not { } setup)
                return PeopleErrors.SetupEnded();
            if (Totp.Find(setup.Secret, RecoveryCodes.Plain(code ?? ""), clock.Now) is not { } step)
                return PeopleErrors.WrongCode();
            db.Add(SecondFactor.Enrol(person.Id, keys.Keep(person.Id, setup.Secret), step, recovery, clock.Now));
            person.EndSessions();
            return (Result<string[]>)recovery;
        }, ct);
    }

    /// <summary>What to show again after a first code that was wrong.</summary>
    public async Task<SecondFactorSetup?> AgainAsync(string? @sealed, Guid person, CancellationToken ct) =>
        await db.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == person, ct) is { } known ? keys.Setup(person, known.UserName, @sealed)?.Again : null;

    /// <returns>New recovery codes; the old ones open nothing any more.</returns>
    public Task<Result<string[]>> RenewAsync(string? password, string? code, Caller caller, CancellationToken ct)
    {
        var recovery = RecoveryCodes.New();
        return ChangeAsync(password, code, caller, (_, factor) =>
        {
            factor.Renew(recovery);
            return (Result<string[]>)recovery;
        }, ct);
    }

    public Task<Result<bool>> RemoveAsync(string? password, string? code, Caller caller, CancellationToken ct) => ChangeAsync(password, code, caller, (person, factor) =>
    {
        if (rules.DemandedOf(person.Posts.Any(p => p.Covers(clock.Today))))
            return PeopleErrors.SecondFactorDemanded();
        factor.Remove();
        db.Remove(factor);
        person.EndSessions();
        return (Result<bool>)true;
    }, ct);

    /// <summary>Takes the second factor of a person away, on the machine itself: an administrator who is the only one has nobody to ask.</summary>
    public Task<Result<bool>> ResetAsync(string userName, Caller caller, CancellationToken ct) => db.ActAsync($"reset-second-factor {userName}", caller, async () =>
        await db.Set<Person>().SingleOrDefaultAsync(p => p.UserName == userName, ct) is not { } person ? PeopleErrors.NoSuchPerson()
            : await db.ResetAsync(person, ct) is { } refusal ? refusal : (Result<bool>)true, ct);

    private Task<Result<T>> ChangeAsync<T>(string? password, string? code, Caller caller, Func<Person, SecondFactor, Result<T>> change, CancellationToken ct) =>
        accounts.WithPasswordAsync(password, caller, async (person, count) =>
        {
            if (await db.Set<SecondFactor>().SingleOrDefaultAsync(f => f.Id == person.Id, ct) is not { } factor)
                return PeopleErrors.NoSecondFactor();
            if (factor.Find(code, keys.Open(factor), clock.Now) is not { } found)
                return count(SignInOutcome.WrongCode, PeopleErrors.WrongCode());
            factor.Use(found);
            return change(person, factor);
        }, ct);

    private Task<bool> HoldsPostAsync(Guid person, CancellationToken ct)
    {
        var today = clock.Today;
        return db.Set<Post>().AnyAsync(p => p.PersonId == person && p.From <= today && (p.To == null || p.To >= today), ct);
    }
}

internal static class SecondFactorResetting
{
    /// <summary>Removes the second factor of a tracked person, inside the unit of work of whoever does it.</summary>
    public static async Task<Error?> ResetAsync(this TongbanDb db, Person person, CancellationToken ct)
    {
        if (await db.Set<SecondFactor>().SingleOrDefaultAsync(f => f.Id == person.Id, ct) is not { } factor)
            return PeopleErrors.NoSecondFactor();
        factor.Reset();
        db.Remove(factor);
        person.EndSessions();
        return null;
    }
}
