using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.Storage;

namespace Tongban.Foundation.Notices;

/// <summary>How many unread notices the caller has, for the bell and the side bar: asked once a request, counted to <see cref="Most"/> and no further.</summary>
internal sealed class UnreadCount(TongbanDb db, Caller caller)
{
    /// <summary>Whoever has this many does not need the exact number.</summary>
    public const int Most = 100;

    // On every page of everyone who is signed in. The same recipient twice counts once.
    private static readonly PerModel<Func<TongbanDb, string, string, string, Task<int>>> Unread = new(() => EF.CompileAsyncQuery((TongbanDb db, string person, string organ, string enterprise) =>
        db.Set<Notice>().Where(n => (n.Recipient == person || n.Recipient == organ || n.Recipient == enterprise) && n.ReadAt == null).Take(Most).Count()));

    private Task<int>? _known;

    public Task<int> OfCallerAsync() => _known ??= AskAsync();

    private async Task<int> AskAsync()
    {
        if (caller.Actor.IsStranger)
            return 0;
        var person = Notice.Person(caller.Actor.PersonId);
        return await Unread.Of(db)(db, person, caller.Actor.Organ is { } organ ? Notice.Organ(organ) : person, caller.Actor.Enterprise is { } enterprise ? Notice.Enterprise(enterprise) : person);
    }
}
