using Tongban.Foundation;

namespace Tongban.Dispatch.Matters;

internal sealed record DecideInsistenceCommand(Guid Matter, bool? Accepted, string? Reason);

/// <param name="Organ">Who has to do it.</param>
internal sealed record AdjudicateCommand(Guid Matter, string? Organ, string? Reason);

/// <param name="Into">Number of the matter it goes on in: <c>XT-2026-000123</c>.</param>
internal sealed record MergeMatterCommand(Guid Matter, string? Into);

/// <summary>What the dispatch office decides: what is insisted on, who has to do what was returned, what is the same.</summary>
internal sealed class OfficeHandlers(MatterDesk desk, MatterNumbers numbers)
{
    public Task<Result<long>> DecideInsistenceAsync(DecideInsistenceCommand command, CancellationToken ct) => desk.ActAsync(command, command.Matter, matter =>
    {
        if (!desk.IsOffice)
            return Task.FromResult<Error?>(MatterErrors.NotTheOffice());
        if (command.Accepted is not { } accepted)
            return Task.FromResult<Error?>(MatterErrors.DecisionMissing());
        var setting = desk.Setting;
        if (matter.DecideInsistence(accepted, command.Reason, desk.Catalogue.Office, setting) is { } refusal)
            return Task.FromResult<Error?>(refusal);
        desk.TellGiven(matter, setting.Now);
        desk.TellOwner(matter, "insistence-decided", accepted ? ($"{matter.Number} 经研判予以受理并派单", $"{matter.Number} was accepted and dispatched") : ($"{matter.Number} 经研判不予受理，理由见事项页", $"{matter.Number} was not accepted; its page says why"));
        return Task.FromResult<Error?>(null);
    }, ct);

    public Task<Result<long>> AdjudicateAsync(AdjudicateCommand command, CancellationToken ct) => desk.ActAsync(command, command.Matter, matter =>
    {
        if (!desk.IsOffice)
            return Task.FromResult<Error?>(MatterErrors.NotTheOffice());
        var organ = command.Organ?.Trim();
        if (!desk.Exists(organ))
            return Task.FromResult<Error?>(MatterErrors.NoSuchOrgan(organ));
        var setting = desk.Setting;
        if (matter.Adjudicate(organ!, command.Reason, desk.Catalogue.Office, setting) is { } refusal)
            return Task.FromResult<Error?>(refusal);
        desk.TellGiven(matter, setting.Now);
        desk.TellOwner(matter, $"adjudicated.{matter.Returns}", ($"{matter.Number} 责任单位已裁定，{matter.LeadTask?.DueOn:yyyy-MM-dd} 前答复", $"{matter.Number}: the responsible unit was decided; an answer is due by {matter.LeadTask?.DueOn:yyyy-MM-dd}"));
        return Task.FromResult<Error?>(null);
    }, ct);

    public Task<Result<long>> MergeAsync(MergeMatterCommand command, CancellationToken ct) => desk.ActAsync(command, command.Matter, async matter =>
    {
        if (!desk.IsOffice)
            return MatterErrors.NotTheOffice();
        if (await numbers.FindAsync(command.Into, ct) is not { } into || into == matter.Id || await desk.LoadAsync(into, ct) is not { } other)
            return MatterErrors.CannotMerge();
        var units = matter.Tasks.Where(t => t.IsOpen).Select(t => t.Organ).ToList();
        if (matter.MergeInto(other, desk.Catalogue.Office, desk.Setting) is { } refusal)
            return refusal;
        desk.TellOwner(matter, "merged", ($"{matter.Number} 与 {other.Number} 为同一问题，并案办理，进展将继续告知", $"{matter.Number} is the same as {other.Number} and goes on there; you will be told"));
        foreach (var organ in units.Append(other.Lead).Distinct(StringComparer.Ordinal))
            desk.TellOrgan(organ, matter, $"merged.{organ}", ($"{matter.Number} 已并入 {other.Number}", $"{matter.Number} was merged into {other.Number}"));
        return null;
    }, ct);
}
