using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Approvals.IssueResult;
using Tongban.Foundation;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;
using Tongban.Registers.Contracts;

namespace Tongban.Approvals;

/// <summary>Where every act on a case begins: loads it, asks who may act, knows its flow and the day. Used inside <see cref="TongbanDb.ActAsync"/>.</summary>
internal sealed class CaseDesk(
    TongbanDb db, Caller caller, Authority authority, FlowLibrary flows, Calendars calendars, CityClock clock,
    OrganDirectory organs, ILegalPersons legalPersons, ResultDocuments results)
{
    private static readonly PerModel<Func<TongbanDb, Guid, IAsyncEnumerable<StageCase>>> WithItems = new(() => EF.CompileAsyncQuery((TongbanDb db, Guid id) =>
        db.Set<StageCase>().Include(s => s.Items).Where(s => s.Id == id)));

    private static readonly PerModel<Func<TongbanDb, Guid, IAsyncEnumerable<StageCase>>> Whole = new(() => EF.CompileAsyncQuery((TongbanDb db, Guid id) =>
        db.Set<StageCase>().Include(s => s.Items).Include(s => s.Materials).Include(s => s.Opinions).AsSplitQuery().Where(s => s.Id == id)));

    // Roles are stored by name, so the combinations that contain one are listed.
    private static readonly Roles[] WithHead = [.. Enumerable.Range(1, 31).Select(r => (Roles)r).Where(r => (r & Roles.Head) is not Roles.None)];

    public Actor Actor => caller.Actor;

    public DateTimeOffset Now => clock.Now;

    public CaseSetting Setting(StageCase stage) => new(flows.Of(stage.Flow), calendars.Current, clock.Now);

    /// <summary>Whether the caller saw an older version than the present one: of the item, when the act is about one.</summary>
    public Error? Seen(StageCase stage, string? item = null) => item is null || stage.Find(item) is not { } found ? caller.Expects(stage)
        : caller.IfVersion is { } seen && seen != found.Revision ? ApprovalErrors.ItemChanged(found, seen) : null;

    /// <summary>The project of a stage; <see langword="null"/> when there is no such stage.</summary>
    public Task<Guid?> ProjectOfAsync(Guid stageCase, CancellationToken ct) => db.Set<StageCase>().Where(s => s.Id == stageCase).Select(s => (Guid?)s.ProjectId).SingleOrDefaultAsync(ct);

    /// <summary>Runs one act of the applicant on a stage.</summary>
    /// <param name="item">The item of the stage that it is about.</param>
    public Task<Result<long>> AsApplicantAsync<TCommand>(TCommand command, Guid stageCase, Func<StageCase, CaseSetting, Error?> act, CancellationToken ct, string? item = null) where TCommand : notnull =>
        AsApplicantAsync(command, stageCase, (stage, setting) => Task.FromResult(act(stage, setting)), ct, item);

    /// <inheritdoc cref="AsApplicantAsync{TCommand}(TCommand, Guid, Func{StageCase, CaseSetting, Error}, CancellationToken, string)"/>
    public Task<Result<long>> AsApplicantAsync<TCommand>(TCommand command, Guid stageCase, Func<StageCase, CaseSetting, Task<Error?>> act, CancellationToken ct, string? item = null) where TCommand : notnull =>
        ActAsync(command, stageCase, whole: true, async stage =>
        {
            if (!await legalPersons.StandsForAsync(Actor, stage.Owner, stage.ProjectId, clock.Today, ct))
                return ApprovalErrors.NotYourProject();
            return Seen(stage, item) ?? await act(stage, Setting(stage));
        }, ct);

    /// <summary>Runs one act of an officer of the lead organ, which must hold the power for the given item of the stage.</summary>
    /// <param name="by">The item whose power it acts by.</param>
    /// <param name="item">The item of the stage that it is about.</param>
    public Task<Result<long>> AsLeadAsync<TCommand>(TCommand command, Guid stageCase, Roles role, Func<StageCase, FlowCatalogue, string> by, Func<StageCase, PowerInForce, CaseSetting, Error?> act, CancellationToken ct, string? item = null) where TCommand : notnull =>
        AsLeadAsync(command, stageCase, role, by, (stage, power, setting) => Task.FromResult(act(stage, power, setting)), ct, item);

    /// <inheritdoc cref="AsLeadAsync{TCommand}(TCommand, Guid, Roles, Func{StageCase, FlowCatalogue, string}, Func{StageCase, PowerInForce, CaseSetting, Error}, CancellationToken, string)"/>
    public Task<Result<long>> AsLeadAsync<TCommand>(TCommand command, Guid stageCase, Roles role, Func<StageCase, FlowCatalogue, string> by, Func<StageCase, PowerInForce, CaseSetting, Task<Error?>> act, CancellationToken ct, string? item = null) where TCommand : notnull =>
        ActAsync(command, stageCase, whole: true, async stage =>
        {
            var setting = Setting(stage);
            if (Actor.Organ != stage.Lead)
                return ApprovalErrors.NotTheLead(organs.NameOf(stage.Lead));
            if (!authority.Check(Actor, role, stage.Lead, by(stage, setting.Flow)).TryGet(out var power, out var refusal))
                return refusal;
            return Seen(stage, item) ?? await act(stage, power, setting);
        }, ct);

    /// <summary>Runs one act of an officer on an item of his organ, which must hold the power for it.</summary>
    public Task<Result<long>> OnItemAsync<TCommand>(TCommand command, Guid stageCase, string code, Roles role, Func<StageCase, PowerInForce, CaseSetting, Error?> act, CancellationToken ct) where TCommand : notnull =>
        OnItemAsync(command, stageCase, code, role, (stage, power, setting) => Task.FromResult(act(stage, power, setting)), ct);

    /// <inheritdoc cref="OnItemAsync{TCommand}(TCommand, Guid, string, Roles, Func{StageCase, PowerInForce, CaseSetting, Error}, CancellationToken)"/>
    public Task<Result<long>> OnItemAsync<TCommand>(TCommand command, Guid stageCase, string code, Roles role, Func<StageCase, PowerInForce, CaseSetting, Task<Error?>> act, CancellationToken ct) where TCommand : notnull =>
        ActAsync(command, stageCase, whole: false, async stage =>
        {
            if (stage.Find(code) is not { } item)
                return ApprovalErrors.NoSuchItem(code);
            if (!authority.Check(Actor, role, item.Organ, code).TryGet(out var power, out var refusal))
                return refusal;
            return Seen(stage, code) ?? await act(stage, power, Setting(stage));
        }, ct);

    /// <summary>Runs one act on a stage, whoever acts; the work checks who may.</summary>
    public Task<Result<long>> ActAsync<TCommand>(TCommand command, Guid stageCase, bool whole, Func<StageCase, Task<Error?>> work, CancellationToken ct) where TCommand : notnull =>
        db.ActAsync(command, caller, async () =>
        {
            if (await LoadAsync(stageCase, whole, ct) is not { } stage)
                return (Result<long>)ApprovalErrors.NoSuchCase();
            return await work(stage) is { } refusal ? refusal : stage.Version + 1;
        }, ct);

    public async Task<StageCase?> LoadAsync(Guid stageCase, bool whole, CancellationToken ct)
    {
        await foreach (var stage in (whole ? Whole : WithItems).Of(db)(db, stageCase).WithCancellation(ct))
            return stage;
        return null;
    }

    /// <summary>Issues the document of a decided item: number, paper, archive, all with the decision itself.</summary>
    /// <param name="settled">Conditions settled elsewhere that the paper carries.</param>
    public void IssueResult(StageCase stage, ItemCase item, CaseSetting setting, IReadOnlyList<ProjectCondition>? settled = null) => results.Issue(stage, item, setting, settled ?? []);

    /// <summary>What was made out for a decision that no longer stands is void, and a permit of another system on which it rested is free again.</summary>
    public async Task VoidResultAsync(StageCase stage, string item, CaseSetting setting, CancellationToken ct)
    {
        await foreach (var result in db.Set<IssuedResult>().Where(r => r.StageCaseId == stage.Id && r.Item == item && (r.State == ResultState.AwaitingService || r.State == ResultState.InForce)).AsAsyncEnumerable().WithCancellation(ct))
            result.Void(setting.Today, setting.Calendar);
        await foreach (var permit in db.Set<OutsidePermits.OutsidePermit>().Where(p => p.ProjectId == stage.ProjectId && p.UsedInStage == stage.Id && p.UsedForItem == item).AsAsyncEnumerable().WithCancellation(ct))
            permit.Release();
    }

    public void TellOrgan(string organ, StageCase stage, string occasion, Words text, string? item = null) => Tell(Notice.Organ(organ), stage, occasion, text, item);

    /// <summary>Tells the organ's heads in person, so that an officer who reads it first does not take it away from them; the organ, when it has no head in office but the caller.</summary>
    public async Task TellHeadsAsync(string organ, StageCase stage, string occasion, Words text, string? item, CancellationToken ct)
    {
        var (today, caller) = (clock.Today, Actor.PersonId);
        var heads = await db.Set<Post>().Where(p => p.Organ == organ && WithHead.Contains(p.Roles) && p.PersonId != caller && p.From <= today && (p.To == null || p.To >= today))
            .Select(p => p.PersonId).Distinct().ToListAsync(ct);
        if (heads.Count == 0)
            TellOrgan(organ, stage, occasion, text, item);
        foreach (var head in heads)
            Tell(Notice.Person(head), stage, occasion, text, item);
    }

    public void TellApplicant(StageCase stage, string occasion, Words text) =>
        db.Notify(Notice.To(Notice.Enterprise(stage.Owner), $"{occasion}:{stage.Id:N}", text, $"/projects/{stage.ProjectCode}", clock.Now, stage.ProjectId));

    private void Tell(string recipient, StageCase stage, string occasion, Words text, string? item) =>
        db.Notify(Notice.To(recipient, $"{occasion}:{stage.Id:N}:{item}", text, item is null ? $"/approvals/stages/{stage.Id}" : $"/approvals/stages/{stage.Id}/items/{item}", clock.Now, stage.ProjectId));

    /// <summary>Tells every organ whose item has just been opened.</summary>
    public void TellOpened(StageCase stage, CaseSetting setting)
    {
        // The acts of this unit say what was opened now; a clock may show the same instant twice.
        foreach (var opened in stage.Acts.OfType<ItemsOpened>().SelectMany(o => o.Items))
        {
            var item = stage.Find(opened.Item)!;
            var name = setting.Flow.Item(item.Code).Name;
            TellOrgan(item.Organ, stage, $"opened.{item.Revision}", ($"新办件：{stage.ProjectName}，{name.Zh}，{item.DueOn:yyyy-MM-dd} 前办结", $"New item: {stage.ProjectName}, {name.En}, due {item.DueOn:yyyy-MM-dd}"), item.Code);
        }
    }
}
