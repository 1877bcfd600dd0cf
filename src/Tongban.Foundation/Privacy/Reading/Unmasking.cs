using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Foundation.Privacy.Reading;

/// <summary>One value shown whole.</summary>
public sealed record ClearValue(string Field, Words Label, string Value);

/// <summary>What a room gives out whole, and whose it is.</summary>
public sealed record ClearData(Guid Subject, IReadOnlyList<ClearValue> Values);

/// <summary>Personal data that a room shows masked, and whole for a purpose. A room registers one as a scoped service.</summary>
public interface IMaskedData
{
    /// <summary>One of <see cref="ReadKinds"/>.</summary>
    string Kind { get; }

    /// <param name="key">Which record: a credit code, a project code, the id of an account.</param>
    /// <param name="purpose">Number of the case it is wanted for; the room says whether it has to do with the record.</param>
    /// <returns>The values, or why this caller does not get them.</returns>
    Task<Result<ClearData>> RevealAsync(string key, string purpose, Actor actor, CancellationToken ct);
}

/// <summary>An officer asks for masked data whole, for a named case.</summary>
public sealed record RevealData(string? Kind, string? Key, string? Purpose, string? Reason);

/// <summary>Shows masked data whole against a purpose: act in the person's chain, record of reading, then the values.</summary>
public sealed class Unmasking
{
    public const int LongestPurpose = 60, LongestReason = 200;

    private readonly TongbanDb _db;
    private readonly Caller _caller;
    private readonly IEnumerable<IMaskedData> _rooms;
    private readonly CityClock _clock;

    internal Unmasking(TongbanDb db, Caller caller, IEnumerable<IMaskedData> rooms, CityClock clock) => (_db, _caller, _rooms, _clock) = (db, caller, rooms, clock);

    public async Task<Result<IReadOnlyList<ClearValue>>> HandleAsync(RevealData command, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(command);
        var (purpose, reason, actor) = (command.Purpose?.Trim() ?? "", command.Reason?.Trim() ?? "", _caller.Actor);
        List<Error> wrong = [];
        if (purpose.Length is 0 or > LongestPurpose)
            wrong.Add(ReadErrors.PurposeMissing());
        if (reason.Length is < 2 or > LongestReason)
            wrong.Add(ReadErrors.ReasonMissing());
        if (Error.Combine(wrong) is { } refusal)
            return refusal;
        if (_rooms.FirstOrDefault(r => r.Kind == command.Kind) is not { } room)
            return ReadErrors.NothingThere();
        if (!(await room.RevealAsync(command.Key ?? "", purpose, actor, ct)).TryGet(out var clear, out var no))
            return no;
        // The values are no part of what is kept for repeats.
        var noted = await _db.ActAsync(("unmask", command.Kind), new Caller { Actor = actor }, () =>
        {
            _db.Add(new PersonalRead(NewId.At(_clock.Now), clear.Subject, actor, room.Kind, purpose, true, reason, _clock.Now));
            _db.Record($"person:{clear.Subject}", new PersonalDataUnmasked(clear.Subject, room.Kind, purpose, Sha256.Of(reason)));
            return Task.FromResult((Result<bool>)true);
        }, ct);
        return noted.Error is { } lost ? lost : (Result<IReadOnlyList<ClearValue>>)clear.Values.ToList();
    }
}

/// <summary>Masked personal data were shown whole, for a named case.</summary>
/// <param name="Kind">What was shown, not the values.</param>
[Act("privacy.unmasked", "查看未隐去的个人信息", "Personal data shown unmasked")]
internal sealed record PersonalDataUnmasked(Guid PersonId, string Kind, string Purpose, string ReasonDigest) : IAct;

/// <summary>An account's telephone, for administrators.</summary>
internal sealed class MaskedAccounts(TongbanDb db) : IMaskedData
{
    public string Kind => ReadKinds.Account;

    public async Task<Result<ClearData>> RevealAsync(string key, string purpose, Actor actor, CancellationToken ct)
    {
        if (!actor.Is(Roles.Administrator))
            return PeopleErrors.RoleMissing(Roles.Administrator);
        if (!Guid.TryParse(key, out var id) || await db.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is not { } person)
            return ReadErrors.NothingThere();
        return new ClearData(id, [new("displayName", ("姓名", "Name"), person.DisplayName), new("phone", ("电话", "Phone"), person.Phone ?? "—")]);
    }
}

/// <summary>Refusals of reading.</summary>
public static class ReadErrors
{
    private const string Basis = "个人信息保护法第六条、第三十四条";

    public static Error PurposeMissing() => new("privacy.purpose-missing", ("请填写办件或项目编号。", "Name the case or project it is for.")) { Field = "purpose", LegalBasis = Basis };

    public static Error ReasonMissing() => new("privacy.reason-missing", ("请用 2 至 200 字说明为何需要。", "Say in 2 to 200 characters why it is needed.")) { Field = "reason", LegalBasis = Basis };

    public static Error PurposeUnrelated() => new("privacy.purpose-unrelated", ("该编号与此信息无关。", "That number has nothing to do with these data.")) { Field = "purpose", LegalBasis = Basis };

    public static Error NothingThere() => new("privacy.nothing-masked", ("没有这项信息。", "There are no such data."), ErrorKind.NotFound);
}
