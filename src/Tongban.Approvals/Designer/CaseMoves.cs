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

namespace Tongban.Approvals.Designer;

/// <summary>A running case with what the move would mean for it.</summary>
internal sealed record MoveRow(Guid StageCase, string ProjectCode, string ProjectName, int Stage, StageState State, MovePlan Plan);

/// <param name="Cases">Stage cases that were chosen one by one.</param>
/// <param name="LegalBasis">The law that demands it, where a promise gets worse.</param>
internal sealed record MoveCases(string Version, IReadOnlyList<Guid> Cases, string? LegalBasis);

/// <summary>What became of one chosen case.</summary>
internal sealed record MoveOutcome(Guid StageCase, bool Moved, Error? Refusal);

/// <summary>Running cases keep the version they began under, unless an administrator decides otherwise, case by case, having seen what it means.</summary>
internal sealed class CaseMoves(TongbanDb db, Caller caller, CaseDesk desk, FlowLibrary library, Calendars calendars, CityClock clock)
{
    public const int PageSize = 50, MostAtOnce = 200;

    /// <summary>Running cases under other versions than the one in force, each with the effect of a move.</summary>
    public async Task<Result<KeyPage<MoveRow>>> PreviewAsync(string version, string? after, CancellationToken ct)
    {
        if (Check(version) is { } refusal)
            return refusal;
        var (to, last) = (library.Of(version), PageKey.Read<Guid>(after));
        var stages = await db.Set<StageCase>().AsNoTracking().Include(s => s.Items).Include(s => s.Materials).AsSplitQuery()
            .Where(s => s.Flow != version && s.Id > last && (s.State == StageState.Preparing || s.State == StageState.PreCheck || s.State == StageState.AwaitingCorrection || s.State == StageState.InParallel))
            .OrderBy(s => s.Id).Take(PageSize + 1).ToListAsync(ct);
        var rows = stages.Take(PageSize).Select(s => new MoveRow(s.Id, s.ProjectCode, s.ProjectName, s.Stage, s.State, MovePlan.Of(s, library.Of(s.Flow), to, calendars.Current, clock.Today)));
        return new KeyPage<MoveRow>([.. rows], stages.Count > PageSize ? PageKey.Write(stages[PageSize - 1].Id) : null);
    }

    /// <summary>Moves the chosen cases, each in a unit of its own: one that cannot be moved keeps none of the others.</summary>
    public async Task<Result<IReadOnlyList<MoveOutcome>>> MoveAsync(MoveCases command, CancellationToken ct)
    {
        if (!caller.Actor.Is(Roles.Administrator))
            return PeopleErrors.RoleMissing(Roles.Administrator);
        if (Check(command.Version) is { } refusal)
            return refusal;
        if (command.Cases.Count is 0 or > MostAtOnce)
            return DesignerErrors.NothingChosenToMove(MostAtOnce);
        if (command.LegalBasis?.Length > 400)
            return ApprovalErrors.TextTooLong("legalBasis", 400);
        var (to, whole, outcomes) = (library.Of(command.Version), caller.ActId, new List<MoveOutcome>());
        foreach (var id in command.Cases.Distinct())
        {
            caller.ActId = whole?.Part(id.ToString("N"));
            var result = await desk.ActAsync((id, command.Version, command.LegalBasis), id, whole: true, stage => Task.FromResult(Move(stage, to, command.LegalBasis)), ct);
            outcomes.Add(new(id, result.Error is null, result.Error));
        }
        caller.ActId = whole;
        return outcomes;
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/admin/flow-versions/{version}/moves", async (string version, string? after, CaseMoves moves, CancellationToken ct) => (await moves.PreviewAsync(version, after, ct)).ToHttp(page =>
                Results.Json(new KeyPage<MoveAnswer>([.. page.Items.Select(Answer)], page.Next)))).Require(ApprovalPermissions.Design).WithTags("administration")
            .WithName("PreviewMoves").WithSummary("What it would mean for each running case to go on under the version in force").WithDescription("Items added and dropped, clocks and due days before and after, what cannot be moved and why. Paged by key.").Produces<KeyPage<MoveAnswer>>();

        api.MapPost("/admin/flow-versions/{version}/moves", async (string version, MoveBody body, CaseMoves moves, CancellationToken ct) => (await moves.MoveAsync(new(version, body.Cases ?? [], body.LegalBasis), ct)).ToHttp(outcomes =>
                Results.Json(outcomes.Select(o => new MoveOutcomeAnswer(o.StageCase, o.Moved, [.. (o.Refusal?.All ?? []).Select(e => new ProblemDetail(e.Code, e.Text.ToString(), e.Field, e.LegalBasis, e.WayOut?.ToString()))])).ToList()))).Require(ApprovalPermissions.Design).WithTags("administration")
            .WithName("MoveCases").WithSummary("Move chosen running cases to the version in force").WithDescription("Each case in an act of its own; the answer says of each whether it was moved. A promise to an applicant gets worse only with `legalBasis`. Body: `{ \"cases\": [\"…\"], \"legalBasis\": null }`.")
            .Produces<IReadOnlyList<MoveOutcomeAnswer>>();
    }

    private Error? Move(StageCase stage, FlowCatalogue to, string? legalBasis)
    {
        var setting = desk.Setting(stage);
        var plan = MovePlan.Of(stage, setting.Flow, to, setting.Calendar, setting.Today);
        if (stage.MoveTo(to, plan, legalBasis, setting) is { } refusal)
            return refusal;
        desk.TellOpened(stage, setting with { Flow = to });
        desk.TellApplicant(stage, $"moved.{to.Version}", plan.EndAfter == plan.EndBefore
            ? new Words($"{stage.ProjectName}：改按新的事项目录办理，预计办结日期不变", $"{stage.ProjectName}: it goes on under a new catalogue; its expected end stays the same")
            : ($"{stage.ProjectName}：改按新的事项目录办理，预计办结由 {plan.EndBefore:yyyy-MM-dd} 变为 {plan.EndAfter:yyyy-MM-dd}", $"{stage.ProjectName}: it goes on under a new catalogue; expected end {plan.EndAfter:yyyy-MM-dd} instead of {plan.EndBefore:yyyy-MM-dd}"));
        return null;
    }

    private Error? Check(string version) => library.Find() is not { } current ? DesignerErrors.NoFlowYet()
        : current.Version != version ? DesignerErrors.MoveNotInForce(version, current.Version) : null;

    private static MoveAnswer Answer(MoveRow row) => new(
        row.StageCase, row.ProjectCode, row.ProjectName, row.Stage, row.State, row.Plan.From, row.Plan.Added, row.Plan.Dropped,
        [.. row.Plan.Clocks.Select(c => new ClockMoveAnswer(c.Item, c.DaysBefore, c.DaysAfter, c.Before, c.After))], row.Plan.EndBefore, row.Plan.EndAfter,
        [.. row.Plan.Obstacles.Select(o => o.Why.ToString())], [.. row.Plan.Worse.Select(o => o.Why.ToString())]);
}

internal sealed record MoveBody(IReadOnlyList<Guid>? Cases, string? LegalBasis);

internal sealed record ClockMoveAnswer(string Item, int DaysBefore, int DaysAfter, DateOnly? DueBefore, DateOnly? DueAfter);

/// <summary>The effect of a move on one case.</summary>
/// <param name="Obstacles">Why it cannot be moved at all.</param>
/// <param name="Worse">Where the applicant's promise gets worse; then a legal basis is needed.</param>
internal sealed record MoveAnswer(
    Guid StageCase, string ProjectCode, string ProjectName, int Stage, StageState State, string From, IReadOnlyList<string> Added, IReadOnlyList<string> Dropped,
    IReadOnlyList<ClockMoveAnswer> Clocks, DateOnly EndBefore, DateOnly EndAfter, IReadOnlyList<string> Obstacles, IReadOnlyList<string> Worse);

internal sealed record MoveOutcomeAnswer(Guid StageCase, bool Moved, IReadOnlyList<ProblemDetail> Refusals);
