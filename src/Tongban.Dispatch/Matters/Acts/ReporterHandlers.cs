using Tongban.Dispatch.Models;
using Tongban.Foundation;
using Tongban.Projects.Contracts;

namespace Tongban.Dispatch.Matters;

internal sealed record InsistCommand(Guid Matter, string? Text)
{
    public IReadOnlyList<string> Files { get; init; } = [];
}

internal sealed record SupplyDataCommand(Guid Matter, IReadOnlyDictionary<string, string>? Fields, string? Text)
{
    public IReadOnlyList<string> Files { get; init; } = [];
}

internal sealed record ConfirmAnswerCommand(Guid Matter, string? Text);

internal sealed record ReopenMatterCommand(Guid Matter, string? Reason);

internal sealed record WithdrawMatterCommand(Guid Matter, string? Reason);

/// <summary>What whoever reported does: insist, supply data, confirm, have it opened again, take it back.</summary>
internal sealed class ReporterHandlers(MatterDesk desk, FactDesk facts, IProjects projects)
{
    public Task<Result<long>> InsistAsync(InsistCommand command, IReadOnlyList<IncomingFile> files, CancellationToken ct) => desk.ActAsync(command with { Files = MatterDesk.Digests(files) }, command.Matter, async matter =>
    {
        if (!await desk.IsReporterAsync(matter, ct))
            return MatterErrors.NotTheUnit();
        if (!(await desk.KeepAsync(files, ct)).TryGet(out var kept, out var refused))
            return refused;
        if (matter.Insist(command.Text, kept, desk.Setting) is { } refusal)
            return refusal;
        desk.TellOrgan(desk.Catalogue.Office, matter, "insisted", ($"{matter.Number} 申报单位坚持申报，请研判", $"{matter.Number}: the unit insists; please decide"));
        return null;
    }, ct);

    public Task<Result<long>> SupplyAsync(SupplyDataCommand command, IReadOnlyList<IncomingFile> files, CancellationToken ct) => desk.ActAsync(command with { Files = MatterDesk.Digests(files) }, command.Matter, async matter =>
    {
        if (!await desk.IsReporterAsync(matter, ct))
            return MatterErrors.NotTheUnit();
        if (desk.Catalogue.Find(matter.Model) is not { } model || await projects.FindAsync(matter.ProjectId, ct) is not { } project)
            return MatterErrors.NoSuchModel(matter.Model);
        if (!MatterRules.Fields(desk.Catalogue, model.Data, command.Fields, all: false).TryGet(out var fields, out var wrong))
            return wrong;
        if (!(await desk.KeepAsync(files, ct)).TryGet(out var kept, out var refused))
            return refused;
        var setting = desk.Setting;
        var stated = new Dictionary<string, string>(matter.Fields, StringComparer.Ordinal);
        foreach (var (name, value) in fields)
            stated[name] = value;
        var compared = (await facts.AskAsync(project, [model], stated, setting.Today, ct)).Compare(model);
        if (matter.Supply(fields, command.Text, kept, compared, setting) is { } refusal)
            return refusal;
        desk.TellGiven(matter, setting.Now);
        if (matter.LeadTask is { } task && task.GivenAt != setting.Now)
            desk.TellOrgan(task.Organ, matter, $"supplied.{setting.Now.UtcTicks:x}", ($"{matter.Number} 申报单位已补充数据", $"{matter.Number}: the unit supplied data"));
        return null;
    }, ct);

    public Task<Result<long>> ConfirmAsync(ConfirmAnswerCommand command, CancellationToken ct) => desk.ActAsync(command, command.Matter, async matter =>
    {
        if (!await desk.IsReporterAsync(matter, ct))
            return MatterErrors.NotTheUnit();
        if (matter.Confirm(command.Text, desk.Setting) is { } refusal)
            return refusal;
        desk.TellOrgan(matter.Lead, matter, "confirmed", ($"{matter.Number} 申报单位已确认解决", $"{matter.Number}: the unit confirmed that it is solved"));
        await desk.TellFollowersAsync(matter, "closed", ("已办结", "closed"), ct);
        return null;
    }, ct);

    public Task<Result<long>> ReopenAsync(ReopenMatterCommand command, CancellationToken ct) => desk.ActAsync(command, command.Matter, async matter =>
    {
        if (!await desk.IsReporterAsync(matter, ct))
            return MatterErrors.NotTheUnit();
        var setting = desk.Setting;
        if (matter.Reopen(command.Reason, setting) is { } refusal)
            return refusal;
        desk.TellGiven(matter, setting.Now);
        await desk.TellFollowersAsync(matter, $"reopened.{matter.Reopened}", ("未解决，重新办理", "not solved, opened again"), ct);
        return null;
    }, ct);

    public Task<Result<long>> WithdrawAsync(WithdrawMatterCommand command, CancellationToken ct) => desk.ActAsync(command, command.Matter, async matter =>
    {
        if (!await desk.IsReporterAsync(matter, ct))
            return MatterErrors.NotTheUnit();
        var units = matter.Tasks.Where(t => t.IsOpen).Select(t => t.Organ).ToList();
        if (matter.Withdraw(command.Reason, desk.Setting) is { } refusal)
            return refusal;
        foreach (var organ in units)
            desk.TellOrgan(organ, matter, $"withdrawn.{organ}", ($"{matter.Number} 已由申报单位撤回", $"{matter.Number} was taken back"));
        return null;
    }, ct);
}
