using Tongban.Foundation.People;
using Tongban.Foundation.Storage;

namespace Tongban.Server.Security;

/// <summary>The capacities of the signed-in person, and how a form names one.</summary>
internal sealed class Capacities(SignIn signIn, Caller caller)
{
    private (Person Person, IReadOnlyList<Capacity> All)? _known;

    /// <summary><c>post:{id}</c>, <c>enterprise:{credit code}</c> or <c>self</c>.</summary>
    public static string KeyOf(Capacity capacity) => capacity.PostId is { } post ? $"post:{post}" : capacity.Enterprise is { } enterprise ? $"enterprise:{enterprise}" : "self";

    /// <summary>A person has at most one post in an organ at a time, so organ and enterprise say which capacity it is.</summary>
    public static bool IsCurrent(Capacity capacity, Actor actor) => capacity.Organ == actor.Organ && capacity.Enterprise == actor.Enterprise;

    public async Task<IReadOnlyList<Capacity>> OfCallerAsync(CancellationToken ct) => await LoadAsync(ct) is { } known ? known.All : [];

    /// <returns>The account and the capacity with that key, or <see langword="null"/> when the caller has none such.</returns>
    public async Task<(Person Person, Capacity Capacity)?> FindAsync(string? key, CancellationToken ct) =>
        await LoadAsync(ct) is { } known && known.All.FirstOrDefault(c => KeyOf(c) == key) is { } capacity ? (known.Person, capacity) : null;

    private async Task<(Person Person, IReadOnlyList<Capacity> All)?> LoadAsync(CancellationToken ct)
    {
        if (_known is null && await signIn.FindAsync(caller.Actor.PersonId) is { } person)
            _known = (person, await signIn.CapacitiesAsync(person, ct));
        return _known;
    }
}
