using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Projects.Contracts;
using Tongban.Registers.Contracts;

namespace Tongban.Approvals.EarlyStarts;

internal sealed record StartEarlyCommand(string Project, string? Item);

/// <summary>The stage case in which the item runs.</summary>
internal sealed record StartedEarly(Guid StageCase);

/// <summary>The applicant begins an item of a later stage before its stage opens (提前办理).</summary>
internal sealed class StartEarlyHandler(TongbanDb db, Caller caller, IProjects projects, ILegalPersons legalPersons, FlowLibrary flows, Calendars calendars, CityClock clock)
{
    public Task<Result<StartedEarly>> HandleAsync(StartEarlyCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (await projects.FindByCodeAsync(command.Project, ct) is not { } project)
            return (Result<StartedEarly>)ApprovalErrors.NoSuchCase();
        if (!await legalPersons.StandsForAsync(caller.Actor, project.Owner, project.Id, clock.Today, ct))
            return ApprovalErrors.NotYourProject();
        var stages = await db.Set<StageCase>().Include(s => s.Items).Where(s => s.ProjectId == project.Id).OrderBy(s => s.Stage).ToListAsync(ct);
        if (stages.LastOrDefault(s => !s.AwaitsItsStage) is not { } current)
            return ApprovalErrors.NoSuchCase();
        var setting = new CaseSetting(flows.Of(current.Flow), calendars.Current, clock.Now);
        if (current.State.HasFailed())
            return ApprovalErrors.EarlyGroundLost(setting.Flow.Stage(current.Stage).Name, current.State);
        if (setting.Flow.Linkage.EarlyStart(command.Item ?? "") is not { } early)
            return ApprovalErrors.NotForEarlyStart(command.Item ?? "");
        var stage = stages.SingleOrDefault(s => s.Stage == early.Item.Stage);
        var missing = EarlyOffer.MissingFor(early, stages);
        if (stage is null)
        {
            stage = StageCase.OpenEarly(project, early.Item.Stage, current.FactsUnder(setting.Flow), setting);
            // Refused is refused: a case that holds nothing is not opened.
            if (stage.StartEarly(early, missing, setting) is { } no)
                return no;
            db.Add(stage);
        }
        else if (stage.StartEarly(early, missing, setting) is { } refusal)
        {
            return refusal;
        }
        return new StartedEarly(stage.Id);
    }, ct);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{code}/early-starts", async (string code, EarlyStartQuery query, Caller caller, CancellationToken ct) => await query.OfProjectAsync(code, caller.Actor, ct) is { } offers ? Results.Ok(offers) : ApprovalErrors.NoSuchCase().ToHttp())
            .Require(ApprovalPermissions.Read).WithTags("Approvals").WithName("ListEarlyStarts").Produces<IReadOnlyList<EarlyOffer>>().WithSummary("Items of later stages that may begin early, with what each still lacks");
        api.MapPost("/projects/{code}/early-starts", async (string code, EarlyStartBody body, StartEarlyHandler start, CancellationToken ct) => (await start.HandleAsync(new(code, body.Item), ct)).ToHttp(s => Results.Ok(s)))
            .Require(ApprovalPermissions.Apply).WithTags("Approvals").WithName("StartEarly").Produces<StartedEarly>().WithSummary("Begin an item before its stage opens")
            .WithDescription("Its papers are then provided and submitted in the returned stage case. Refused with the missing prerequisite named. Body: `{ \"item\": \"S2-02\" }`.");
    }
}

internal sealed record EarlyStartBody(string? Item);

/// <summary>An item of a later stage that the flow lets begin early.</summary>
/// <param name="Missing">Results that are not there yet; empty when it may begin now.</param>
internal sealed record EarlyOffer(string Item, Words Name, int Stage, Words StageName, string Basis, IReadOnlyList<MissingResult> Missing)
{
    public static IReadOnlyList<FlowItem> MissingFor(EarlyStart early, IReadOnlyList<StageCase> stages) =>
    [
        .. early.After.Where(needed => stages.SingleOrDefault(s => s.Stage == needed.Stage) is not { } stage
            || (stage.Find(needed.Code) is { } item ? item is not ({ State: ItemState.Decided, IsGranted: true } or { State: ItemState.Dropped, StoppedByEnd: false }) : stage.AwaitsItsStage)),
    ];
}

internal sealed record MissingResult(string Item, Words Name);

internal sealed class EarlyStartQuery(TongbanDb db, IProjects projects, FlowLibrary flows)
{
    public async Task<IReadOnlyList<EarlyOffer>?> OfProjectAsync(string code, Actor actor, CancellationToken ct) =>
        await projects.FindByCodeAsync(code, ct) is { } project ? await OfProjectAsync(project.Id, actor, ct) : null;

    /// <returns>What may begin early; <see langword="null"/> when the reader sees nothing of the project.</returns>
    public async Task<IReadOnlyList<EarlyOffer>?> OfProjectAsync(Guid projectId, Actor actor, CancellationToken ct)
    {
        var stages = await db.Set<StageCase>().AsNoTracking().Include(s => s.Items).Where(s => s.ProjectId == projectId).VisibleTo(actor).OrderBy(s => s.Stage).ToListAsync(ct);
        if (stages.LastOrDefault(s => !s.AwaitsItsStage) is not { } current)
            return null;
        if (current.State.HasFailed())
            return [];
        var flow = flows.Of(current.Flow);
        var facts = current.FactsUnder(flow);
        return [.. from early in flow.Linkage.EarlyStarts
                   let stage = stages.SingleOrDefault(s => s.Stage == early.Item.Stage)
                   where early.Item.Stage > current.Stage && (stage is null || stage.AwaitsItsStage) && stage?.Find(early.Item.Code) is null or { State: ItemState.Dropped }
                       && early.Item.AppliesWhen(current.Type, facts).Applies is not Truth.No
                   select new EarlyOffer(early.Item.Code, early.Item.Name, early.Item.Stage, flow.Stage(early.Item.Stage).Name, early.Basis, [.. EarlyOffer.MissingFor(early, stages).Select(m => new MissingResult(m.Code, m.Name))])];
    }
}
