using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Contracts;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Catalogue;

/// <summary>A published version in the list.</summary>
/// <param name="Version">Hash of its content.</param>
internal sealed record FlowVersionRow(string Version, DateTimeOffset PublishedAt);

/// <summary>The folder's present content beside what is published.</summary>
/// <param name="Version">Hash of the folder's content; <see langword="null"/> when it does not compile.</param>
/// <param name="PublishedAt">When this very content was published; <see langword="null"/> when it never was.</param>
internal sealed record FolderState(string? Version, DateTimeOffset? PublishedAt, IReadOnlyList<CatalogueFault> Faults, FlowDifference? Difference)
{
    public bool CanBePublished => Version is not null && PublishedAt is null;
}

/// <summary>Shows, compares and publishes versions of the flow.</summary>
internal sealed class FlowVersions(TongbanDb db, FlowLibrary library, CityClock clock, TimeProvider time, CatalogueFolder? folder = null)
{
    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<FlowVersionRow>> ListAsync(CancellationToken ct) => await db.Set<FlowVersion>().AsNoTracking()
        .OrderByDescending(v => v.PublishedAt).ThenByDescending(v => v.Version).Select(v => new FlowVersionRow(v.Version, v.PublishedAt)).ToListAsync(ct);

    public async Task<Result<FlowCatalogue>> FindAsync(string version, CancellationToken ct) =>
        await db.Set<FlowVersion>().AsNoTracking().AnyAsync(v => v.Version == version, ct) ? library.Of(version) : NoSuchVersion(version);

    public async Task<Result<FlowDifference>> CompareAsync(string from, string to, CancellationToken ct)
    {
        if (!(await FindAsync(from, ct)).TryGet(out var before, out var error) || !(await FindAsync(to, ct)).TryGet(out var after, out error))
            return error;
        return FlowDifference.Between(before, after);
    }

    /// <returns>Nothing where this installation has no catalogue folder.</returns>
    public async Task<FolderState?> FolderAsync(CancellationToken ct)
    {
        if (folder is null || !Directory.Exists(folder.Path))
            return null;
        var outcome = CatalogueCompiler.Compile(folder.Path, clock.Today);
        if (outcome.Value is not { } city)
            return new FolderState(null, null, outcome.Faults, null);
        var version = city.Flow.Version;
        var publishedAt = await db.Set<FlowVersion>().AsNoTracking().Where(v => v.Version == version).Select(v => (DateTimeOffset?)v.PublishedAt).SingleOrDefaultAsync(ct);
        return new FolderState(version, publishedAt, [], publishedAt is null && library.Find() is { } current ? FlowDifference.Between(current, city.Flow) : null);
    }

    /// <summary>Publishes the folder's content. New cases run under it; running ones keep theirs.</summary>
    public async Task<Result<FlowVersionRow>> PublishAsync(Caller caller, CancellationToken ct)
    {
        if (!caller.Actor.Is(Roles.Administrator))
            return PeopleErrors.RoleMissing(Roles.Administrator);
        if (await FolderAsync(ct) is not { } state)
            return new Error("approvals.no-catalogue-folder", ("本服务没有配置目录文件夹。", "This service has no catalogue folder."), ErrorKind.Conflict);
        if (state.PublishedAt is not null && caller.ActId is null)
            return new Error("approvals.flow-unchanged", new Words("目录内容与已发布的版本 {0} 相同。", "The folder's content is version {0}, which is published already.").With(state.Version), ErrorKind.Conflict);
        if (!(await library.PublishAsync(folder!.Path, caller, time, ct)).TryGet(out var flow, out var error))
            return error;
        return await db.Set<FlowVersion>().AsNoTracking().Where(v => v.Version == flow.Version).Select(v => new FlowVersionRow(v.Version, v.PublishedAt)).SingleAsync(ct);
    }

    internal static Error NoSuchVersion(string version) => new("approvals.no-such-flow-version", new Words("没有目录版本 {0}。", "There is no flow version {0}.").With(version), ErrorKind.NotFound);
}

/// <summary>One property of an item that two versions state differently.</summary>
internal sealed record ItemChange(Words What, string Before, string After);

/// <summary>An item that two versions state differently.</summary>
internal sealed record ChangedItem(string Code, string NameZh, string NameEn, IReadOnlyList<ItemChange> Changes);

/// <summary>What is different between two versions, item by item, and how the days move.</summary>
internal sealed record FlowDifference(string From, string To, IReadOnlyList<FlowItem> Added, IReadOnlyList<FlowItem> Removed, IReadOnlyList<ChangedItem> Changed, IReadOnlyList<(ProjectType Type, int Before, int After)> Days)
{
    public bool IsEmpty => Added.Count == 0 && Removed.Count == 0 && Changed.Count == 0;

    public static FlowDifference Between(FlowCatalogue before, FlowCatalogue after) => new(
        before.Version, after.Version,
        [.. after.Items.Where(i => before.FindItem(i.Code) is null)],
        [.. before.Items.Where(i => after.FindItem(i.Code) is null)],
        [.. after.Items.Select(i => before.FindItem(i.Code) is { } old ? Compare(old, i) : null).OfType<ChangedItem>()],
        [.. ProjectTypes.All.Select(t => (t, before.CriticalPath(t, FactSheet.Empty).Days, after.CriticalPath(t, FactSheet.Empty).Days))]);

    private static ChangedItem? Compare(FlowItem a, FlowItem b)
    {
        var changes = new List<ItemChange>();
        void Look(Words what, string? before, string? after)
        {
            if (!string.Equals(before, after, StringComparison.Ordinal))
                changes.Add(new(what, before ?? "—", after ?? "—"));
        }
        Look(("名称", "Name"), a.Name.Zh, b.Name.Zh);
        Look(("英文名称", "English name"), a.Name.En, b.Name.En);
        Look(("阶段", "Stage"), $"{a.Stage}", $"{b.Stage}");
        Look(("部门", "Department"), a.Department.Id, b.Department.Id);
        Look(("环节", "Role"), a.Role.ToString(), b.Role.ToString());
        Look(("办理层级", "Level"), a.Level.ToString(), b.Level.ToString());
        Look(("法定时限", "Statutory limit"), Limit(a.Statutory), Limit(b.Statutory));
        Look(("承诺时限", "Promised days"), $"{a.PromisedDays}", $"{b.PromisedDays}");
        Look(("改革前时限", "Days before"), $"{a.LegacyDays}", $"{b.LegacyDays}");
        Look(("适用类型", "Types"), Join(a.AppliesTo.Select(t => t.ShortName().ToString())), Join(b.AppliesTo.Select(t => t.ShortName().ToString())));
        Look(("必办类型", "Mandatory for"), Join(a.MandatoryFor.Select(t => t.ShortName().ToString())), Join(b.MandatoryFor.Select(t => t.ShortName().ToString())));
        Look(("条件", "Condition"), a.ConditionText, b.ConditionText);
        Look(("前置事项", "Depends on"), Join(a.DependsOn), Join(b.DependsOn));
        Look(("征求意见", "Consults"), Join(a.Consults.Select(d => d.Id)), Join(b.Consults.Select(d => d.Id)));
        Look(("特别程序", "Special procedures"), Join(a.ClockStops.Select(c => c.Id)), Join(b.ClockStops.Select(c => c.Id)));
        Look(("材料", "Materials"), Join(a.Materials.Select(m => $"{m.Material.Id} {m.Necessity}")), Join(b.Materials.Select(m => $"{m.Material.Id} {m.Necessity}")));
        Look(("容缺受理", "Tolerance"), $"{a.ToleranceAllowed}", $"{b.ToleranceAllowed}");
        Look(("告知承诺", "Commitment"), $"{a.CommitmentAllowed}", $"{b.CommitmentAllowed}");
        Look(("结果", "Result"), $"{a.Result.Name.Zh} {a.Result.DocumentMark}", $"{b.Result.Name.Zh} {b.Result.DocumentMark}");
        return changes.Count == 0 ? null : new(b.Code, b.Name.Zh, b.Name.En, changes);
    }

    internal static string? Limit(StatutoryLimit? limit) => limit switch
    {
        null => null,
        { AtOnce: true } => Words.T("即时", "at once"),
        _ => $"{limit.Length.Value} {(limit.Length.Unit is LimitUnit.WorkingDay ? Words.T("个工作日", "working days") : Words.T("日", "days"))}{(limit.Extension is { } more ? $" + {more.Value}" : "")}",
    };

    private static string Join(IEnumerable<string> parts) => string.Join(", ", parts);
}
