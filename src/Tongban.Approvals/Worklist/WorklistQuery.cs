using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Worklist;

/// <summary>Which part of an organ's work is asked for.</summary>
internal enum WorklistTab
{
    /// <summary>在办: by due day.</summary>
    Open,

    /// <summary>特别程序: standing still.</summary>
    Paused,

    /// <summary>待审批: requests that wait for the head.</summary>
    Requests,

    /// <summary>已办.</summary>
    Decided,
}

/// <summary>One line of a worklist.</summary>
/// <param name="DaysLeft">Working days to the due day, negative when overdue; <see langword="null"/> while paused without a planned end.</param>
internal sealed record WorkRow(
    Guid Id, Guid StageCase, string Item, Words ItemName, ItemRole Role, string ProjectCode, string ProjectName, ItemState State, Light Light,
    DateTimeOffset? OpenedAt, DateOnly? DueOn, int? DaysLeft, Guid? Handler, string? HandlerName, bool HasRequest, DateTimeOffset? DecidedAt, long Revision)
{
    /// <summary>Where it is worked on: the pre-check on the stage's page, everything else on the item's own.</summary>
    internal string Address => AddressOf(StageCase, Item, Role);

    internal static string AddressOf(Guid stageCase, string item, ItemRole role) =>
        role is ItemRole.PreCheck ? $"/approvals/stages/{stageCase}#pre-check" : $"/approvals/stages/{stageCase}/items/{item}";
}

/// <summary>One line of what other organs' leads ask for in a pre-check.</summary>
internal sealed record OpinionRow(Guid StageCase, string ProjectCode, string ProjectName, DateOnly DueOn, Light Light);

/// <summary>A lead's request for more time on a stage's clock.</summary>
internal sealed record StageRequestRow(Guid StageCase, string ProjectCode, string ProjectName, int Stage, DateOnly? DueOn);

/// <summary>How much waits in each tab; counted to <see cref="WorklistQuery.MostCounted"/> and no further.</summary>
internal sealed record WorkCounts(int Open, int Yellow, int Red, int Paused, int Requests, int Opinions);

/// <summary>The officer's worklist: his organ's items by due day, paged by key, one index range a page.</summary>
internal class WorklistQuery(TongbanDb db, FlowLibrary flows, Calendars calendars, CityClock clock, IProjects projects)
{
    public const int PageSize = 20;

    /// <summary>Whoever has this many waiting does not need the exact number, and the count stays as quick as the page.</summary>
    public const int MostCounted = 500;

    /// <summary>A search for words that are in very many names looks at this much of the desk at a time.</summary>
    public const int MostLookedAt = 400;

    private const int Block = 200;

    // Compiled once: a clerk opens this page a hundred times a day, and translating LINQ would cost more than the query.
    private static readonly PerModel<Func<TongbanDb, string, DateOnly, Guid, int, IAsyncEnumerable<Row>>> OpenPage = new(() => EF.CompileAsyncQuery(
        (TongbanDb db, string organ, DateOnly due, Guid id, int take) => db.Set<ItemCase>()
            .Where(i => i.Organ == organ && i.State == ItemState.Open && i.DueOn >= due && (i.DueOn > due || i.Id > id))
            .OrderBy(i => i.DueOn).ThenBy(i => i.Id).Take(take)
            .Join(db.Set<StageCase>(), i => i.StageCaseId, s => s.Id, (i, s) => new Row(i.Id, s.Id, s.Flow, i.Code, s.ProjectCode, s.ProjectName, i.State, i.OpenedAt, i.DueOn, i.YellowFrom, i.StatutoryDueOn, i.Handler,
                db.Set<Person>().Where(p => p.Id == i.Handler).Select(p => p.DisplayName).FirstOrDefault(), i.AskedHead != null, i.Revision, i.DecidedAt))));

    // Six counts, one statement: what each costs is an index range, what each question costs is more.
    private static readonly PerModel<Func<TongbanDb, string, DateOnly, Task<WorkCounts?>>> Counts = new(() => EF.CompileAsyncQuery(
        (TongbanDb db, string organ, DateOnly today) => db.Set<Organ>().Where(o => o.Key == organ).Select(o => new WorkCounts(
            db.Set<ItemCase>().Where(i => i.Organ == organ && i.State == ItemState.Open).Take(MostCounted).Count(),
            db.Set<ItemCase>().Where(i => i.Organ == organ && i.State == ItemState.Open && i.YellowFrom <= today && i.DueOn >= today).Take(MostCounted).Count(),
            db.Set<ItemCase>().Where(i => i.Organ == organ && i.State == ItemState.Open && i.DueOn < today).Take(MostCounted).Count(),
            db.Set<ItemCase>().Where(i => i.Organ == organ && i.State == ItemState.Paused).Take(MostCounted).Count(),
            db.Set<ItemCase>().Where(i => i.AskedHead == organ).Take(MostCounted).Count()
                + db.Set<StageCase>().Where(s => s.Lead == organ && s.State == StageState.InParallel && s.Request != null).Take(MostCounted).Count(),
            db.Set<PreCheckOpinion>().Where(o => o.Organ == organ && o.GivenAt == null)
                .Join(db.Set<StageCase>().Where(s => s.State == StageState.PreCheck), o => o.StageCaseId, s => s.Id, (o, s) => o.Id).Take(MostCounted).Count())).SingleOrDefault()));

    private static readonly PerModel<Func<TongbanDb, string, Guid, IAsyncEnumerable<NextRow>>> First = new(() => EF.CompileAsyncQuery(
        (TongbanDb db, string organ, Guid but) => db.Set<ItemCase>().Where(i => i.Organ == organ && i.State == ItemState.Open && i.Id != but)
            .OrderBy(i => i.DueOn).ThenBy(i => i.Id).Take(1).Select(i => new NextRow(i.StageCaseId, i.Code, i.Role))));

    public virtual async Task<KeyPage<WorkRow>> PageAsync(Actor actor, WorklistTab tab, string? after, CancellationToken ct, string? search = null, bool mine = false)
    {
        if (actor.Organ is not { } organ)
            return new([], null);
        List<Row> rows;
        string? stopped = null;
        if (tab is WorklistTab.Open && search is null && !mine)
        {
            var key = PageKey.Read<OpenKey>(after);
            rows = [];
            await foreach (var row in OpenPage.Of(db)(db, organ, key?.DueOn ?? DateOnly.MinValue, key?.Id ?? Guid.Empty, PageSize + 1).WithCancellation(ct))
                rows.Add(row);
        }
        else
        {
            (rows, stopped) = await OtherPageAsync(actor, tab, after, search?.Trim(), mine, ct);
        }
        var more = rows.Count > PageSize;
        if (more)
            rows.RemoveAt(PageSize);
        // The join does not promise to keep the order of the page.
        rows = tab is WorklistTab.Open ? [.. rows.OrderBy(r => r.DueOn).ThenBy(r => r.Id)] : [.. rows.OrderByDescending(r => r.Id)];
        var next = !more ? stopped : tab is WorklistTab.Open ? PageKey.Write(new OpenKey(rows[^1].DueOn!.Value, rows[^1].Id)) : PageKey.Write(rows[^1].Id);
        return new([.. rows.Select(Show)], next);
    }

    public async Task<IReadOnlyList<OpinionRow>> OpinionsAsync(Actor actor, CancellationToken ct)
    {
        if (actor.Organ is not { } organ)
            return [];
        var today = clock.Today;
        var rows = await (from o in db.Set<PreCheckOpinion>().AsNoTracking()
                          join s in db.Set<StageCase>() on o.StageCaseId equals s.Id
                          where o.Organ == organ && o.GivenAt == null && s.State == StageState.PreCheck
                          orderby o.DueOn
                          select new { s.Id, s.ProjectCode, s.ProjectName, o.DueOn }).Take(200).ToListAsync(ct);
        return [.. rows.Select(r => new OpinionRow(r.Id, r.ProjectCode, r.ProjectName, r.DueOn, r.DueOn < today ? Light.Red : r.DueOn == today ? Light.Yellow : Light.Green))];
    }

    public virtual async Task<WorkCounts> CountsAsync(Actor actor, CancellationToken ct) =>
        (actor.Organ is { } organ ? await Counts.Of(db)(db, organ, clock.Today) : null) ?? new(0, 0, 0, 0, 0, 0);

    /// <returns>Address of the item of the organ that is due first, another than this one; <see langword="null"/> when nothing else is open.</returns>
    public async Task<string?> NextAsync(Actor actor, Guid but, CancellationToken ct)
    {
        if (actor.Organ is not { } organ)
            return null;
        await foreach (var row in First.Of(db)(db, organ, but).WithCancellation(ct))
            return WorkRow.AddressOf(row.StageCase, row.Item, row.Role);
        return null;
    }

    /// <summary>Stages the organ leads whose clock an officer asked to extend.</summary>
    public async Task<IReadOnlyList<StageRequestRow>> StageRequestsAsync(Actor actor, CancellationToken ct) => actor.Organ is { } organ
        ? await db.Set<StageCase>().AsNoTracking().Where(s => s.Lead == organ && s.State == StageState.InParallel && s.Request != null)
            .OrderBy(s => s.DueOn).Take(200).Select(s => new StageRequestRow(s.Id, s.ProjectCode, s.ProjectName, s.Stage, s.DueOn)).ToListAsync(ct)
        : [];

    /// <returns>The rows, and where the search stopped when it looked at <see cref="MostLookedAt"/> without filling the page.</returns>
    private async Task<(List<Row> Rows, string? Stopped)> OtherPageAsync(Actor actor, WorklistTab tab, string? after, string? search, bool mine, CancellationToken ct)
    {
        var items = db.Set<ItemCase>().AsNoTracking().WorkOf(actor);
        items = tab switch
        {
            WorklistTab.Open => items.Where(i => i.State == ItemState.Open),
            WorklistTab.Paused => items.Where(i => i.State == ItemState.Paused),
            WorklistTab.Requests => items.Where(i => i.AskedHead == actor.Organ),
            _ => items.Where(i => i.State == ItemState.Decided),
        };
        if (mine)
            items = items.Where(i => i.Handler == actor.PersonId);
        if (string.IsNullOrEmpty(search))
            return (await Rows(Behind(items, tab, after).Take(PageSize + 1)).ToListAsync(ct), null);
        var few = !ProjectCode.TryParse(search, out var code) ? await projects.FindByNameAsync(search, ct) : await projects.FindByCodeAsync(code.Value, ct) is { } one ? [one.Id] : [];
        if (few is { Count: 0 })
            return ([], null);
        return few is null ? await LookThroughAsync(items, tab, after, search, ct)
            : (await Rows(Behind(items.Where(i => few.Contains(i.ProjectId)), tab, after).Take(PageSize + 1)).ToListAsync(ct), null);
    }

    // The words are in very many names, so on this desk too they are dense or not there: block by block in the order of the list.
    private async Task<(List<Row> Rows, string? Stopped)> LookThroughAsync(IQueryable<ItemCase> items, WorklistTab tab, string? after, string search, CancellationToken ct)
    {
        List<Guid> found = [];
        for (var looked = 0; ;)
        {
            var block = await Behind(items, tab, after).Take(Block).Join(db.Set<StageCase>(), i => i.StageCaseId, s => s.Id, (i, s) => new { i.Id, i.DueOn, s.ProjectName }).ToListAsync(ct);
            block = tab is WorklistTab.Open ? [.. block.OrderBy(b => b.DueOn).ThenBy(b => b.Id)] : [.. block.OrderByDescending(b => b.Id)];
            found.AddRange(block.Where(b => b.ProjectName.Contains(search, StringComparison.Ordinal)).Select(b => b.Id).Take(PageSize + 1 - found.Count));
            looked += block.Count;
            if (block.Count > 0)
                after = tab is WorklistTab.Open ? PageKey.Write(new OpenKey(block[^1].DueOn!.Value, block[^1].Id)) : PageKey.Write(block[^1].Id);
            if (found.Count <= PageSize && block.Count == Block && looked < MostLookedAt)
                continue;
            var rows = found.Count == 0 ? [] : await Rows(db.Set<ItemCase>().AsNoTracking().Where(i => found.Contains(i.Id))).ToListAsync(ct);
            return (rows, block.Count == Block ? after : null);
        }
    }

    // One index range a page: where the list goes on is compared first by what the index is ordered by.
    private static IQueryable<ItemCase> Behind(IQueryable<ItemCase> items, WorklistTab tab, string? after)
    {
        if (tab is WorklistTab.Open)
        {
            var key = PageKey.Read<OpenKey>(after) ?? new OpenKey(DateOnly.MinValue, Guid.Empty);
            return items.Where(i => i.DueOn >= key.DueOn && (i.DueOn > key.DueOn || i.Id > key.Id)).OrderBy(i => i.DueOn).ThenBy(i => i.Id);
        }
        var last = PageKey.Read<Guid>(after);
        return (last == Guid.Empty ? items : items.Where(i => i.Id < last)).OrderByDescending(i => i.Id);
    }

    private IQueryable<Row> Rows(IQueryable<ItemCase> items) => items.Join(db.Set<StageCase>(), i => i.StageCaseId, s => s.Id, (i, s) => new Row(i.Id, s.Id, s.Flow, i.Code, s.ProjectCode, s.ProjectName, i.State, i.OpenedAt, i.DueOn, i.YellowFrom, i.StatutoryDueOn, i.Handler,
        db.Set<Person>().Where(p => p.Id == i.Handler).Select(p => p.DisplayName).FirstOrDefault(), i.AskedHead != null, i.Revision, i.DecidedAt));

    private WorkRow Show(Row row)
    {
        var (today, calendar) = (clock.Today, calendars.Current);
        var light = row.State switch
        {
            ItemState.Decided or ItemState.Dropped => Light.Ended,
            ItemState.Paused => Light.Blue,
            _ => row.StatutoryDueOn < today ? Light.DoubleRed : row.DueOn < today ? Light.Red : row.YellowFrom <= today ? Light.Yellow : Light.Green,
        };
        int? left = row.State is ItemState.Open && row.DueOn is { } due
            ? due >= today ? calendar.WorkingDaysBetween(today, due) : -calendar.WorkingDaysBetween(due, today) : null;
        var item = flows.Of(row.Flow).Item(row.Item);
        return new WorkRow(row.Id, row.StageCase, row.Item, item.Name, item.Role, row.ProjectCode, row.ProjectName, row.State, light, row.OpenedAt, row.DueOn, left, row.Handler, row.HandlerName, row.HasRequest, row.DecidedAt, row.Revision);
    }

    private sealed record NextRow(Guid StageCase, string Item, ItemRole Role);

    private sealed record OpenKey(DateOnly DueOn, Guid Id);

    private sealed record Row(
        Guid Id, Guid StageCase, string Flow, string Item, string ProjectCode, string ProjectName, ItemState State, DateTimeOffset? OpenedAt,
        DateOnly? DueOn, DateOnly? YellowFrom, DateOnly? StatutoryDueOn, Guid? Handler, string? HandlerName, bool HasRequest, long Revision, DateTimeOffset? DecidedAt);
}
