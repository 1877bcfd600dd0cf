using System.Text.RegularExpressions;
using Tongban.Approvals.Catalogue;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;

namespace Tongban.Approvals.Designer;

/// <content>What items are made of: papers, facts, and the procedures that stop the clock.</content>
internal sealed partial class FlowDrafts
{
    /// <param name="code">Code of the paper that is changed; <see langword="null"/> adds one.</param>
    public Task<Result<DraftRow>> SaveMaterialAsync(Guid draft, string? code, MaterialRow material, CancellationToken ct) =>
        SavePartAsync(draft, "materials", code, material, f => f.Materials, m => m.Id, (f, all) => f with { Materials = all }, ct);

    /// <param name="name">Name of the fact that is changed; <see langword="null"/> adds one.</param>
    public Task<Result<DraftRow>> SaveFactAsync(Guid draft, string? name, FactRow fact, CancellationToken ct) =>
        SavePartAsync(draft, "facts", name, fact, f => f.Facts, x => x.Name, (f, all) => f with { Facts = all }, ct);

    /// <param name="id">Id of the type that is changed; <see langword="null"/> adds one.</param>
    public Task<Result<DraftRow>> SaveClockStopAsync(Guid draft, string? id, ClockStopRow stop, CancellationToken ct) =>
        SavePartAsync(draft, "clockStopTypes", id, stop, f => f.ClockStopTypes, s => s.Id, (f, all) => f with { ClockStopTypes = all }, ct);

    /// <summary>Takes a paper, a fact or a procedure out; whatever still names it becomes a fault of the draft.</summary>
    /// <param name="list"><c>materials</c>, <c>facts</c> or <c>clockStopTypes</c>.</param>
    public Task<Result<DraftRow>> RemovePartAsync(Guid draft, string list, string id, CancellationToken ct) => ChangeAsync((draft, list, id, "remove"), draft, $"{list}/{id}", flow => list switch
    {
        "materials" when flow.Materials.Any(m => m.Id == id) => flow with { Materials = [.. flow.Materials.Where(m => m.Id != id)] },
        "facts" when flow.Facts.Any(f => f.Name == id) => flow with { Facts = [.. flow.Facts.Where(f => f.Name != id)] },
        "clockStopTypes" when flow.ClockStopTypes.Any(s => s.Id == id) => flow with { ClockStopTypes = [.. flow.ClockStopTypes.Where(s => s.Id != id)] },
        _ => DesignerErrors.NoSuchDraftPart(id),
    }, ct);

    private Task<Result<DraftRow>> SavePartAsync<TPart>(
        Guid draft, string list, string? id, TPart part, Func<FlowFile, IReadOnlyList<TPart>> all, Func<TPart, string> idOf, Func<FlowFile, IReadOnlyList<TPart>, FlowFile> with, CancellationToken ct) where TPart : class =>
        ChangeAsync((draft, list, id, CatalogueFile.Write(part)), draft, $"{list}/{idOf(part)}", flow =>
        {
            var (parts, own) = (all(flow), idOf(part));
            if (!PartId().IsMatch(own))
                return DesignerErrors.PartIdForm(own);
            if (id is not null && parts.All(p => idOf(p) != id))
                return DesignerErrors.NoSuchDraftPart(id);
            if (own != id && parts.Any(p => idOf(p) == own))
                return DesignerErrors.PartExists(own);
            return with(flow, id is null ? [.. parts, part] : [.. parts.Select(p => idOf(p) == id ? part : p)]);
        }, ct);

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9-]{1,39}\\z", RegexOptions.None, 1000)]
    private static partial Regex PartId();
}
