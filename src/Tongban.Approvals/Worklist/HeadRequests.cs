using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Model;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;

namespace Tongban.Approvals.Worklist;

/// <summary>What waits for the word of an organ's head: special procedures and extensions of its items, extensions of the stages it leads.</summary>
internal sealed class HeadRequests(TongbanDb db)
{
    private static readonly PerModel<Func<TongbanDb, string, Task<int>>> OfItems = new(() => EF.CompileAsyncQuery(
        (TongbanDb db, string organ) => db.Set<ItemCase>().Where(i => i.Organ == organ && i.HasRequest).Take(WorklistQuery.MostCounted).Count()));

    private static readonly PerModel<Func<TongbanDb, string, Task<int>>> OfStages = new(() => EF.CompileAsyncQuery(
        (TongbanDb db, string organ) => db.Set<StageCase>().Where(s => s.Lead == organ && s.State == StageState.InParallel && s.Request != null).Take(WorklistQuery.MostCounted).Count()));

    /// <summary>All of them: what the number beside a head's worklist counts besides yellow and red items.</summary>
    public async Task<int> CountAsync(Actor actor) =>
        actor.Is(Roles.Head) && actor.Organ is { } organ ? await OfItems.Of(db)(db, organ) + await OfStages.Of(db)(db, organ) : 0;
}
