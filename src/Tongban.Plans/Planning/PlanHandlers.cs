using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Plans.FundPools;
using Tongban.Plans.Model;

namespace Tongban.Plans.Planning;

/// <summary>Begin the first version of a plan.</summary>
internal sealed record DraftPlanCommand(PlanKind Kind, int FirstYear, string? Title);

/// <summary>Begin a new version of an approved plan.</summary>
internal sealed record AmendPlanCommand(Guid Plan, string? Reason);

/// <summary>Turn the year over: the first year of a rolling plan becomes the annual plan, the others move up.</summary>
internal sealed record RollOverCommand(Guid Plan);

/// <summary>Enter a project, or change development's fields of one that is there.</summary>
internal sealed record EnterItemCommand(Guid Plan, string Code, DevelopmentFields Fields);

internal sealed record FillSectorCommand(Guid Plan, string Code, SectorFields Fields);

internal sealed record FillFinanceCommand(Guid Plan, string Code, FinanceFields Fields);

internal sealed record RemoveItemCommand(Guid Plan, string Code, string? Reason);

/// <param name="Code">One item, or all that the part can confirm.</param>
internal sealed record ConfirmItemsCommand(Guid Plan, string? Code, PlanPart Part);

internal sealed record ApprovePlanCommand(Guid Plan, string? Document);

internal sealed record WithdrawPlanCommand(Guid Plan);

/// <summary>What the turn of the year made.</summary>
internal sealed record RolledOver(Guid Annual, Guid Next);

/// <summary>The three departments at one plan: each its own fields, all three for every item, the head of development for the whole.</summary>
internal sealed class PlanHandlers(TongbanDb db, Caller caller, PlanOrgans organs, FundQueries funds, CityClock clock)
{
    public Task<Result<Guid>> DraftAsync(DraftPlanCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        var level = organs.LevelOf(caller.Actor);
        if (PlanOrgans.Owns(caller.Actor, PlanPart.Development, level) is { } foreign)
            return (Result<Guid>)foreign;
        if (command.FirstYear is < 2015 or > 2060)
            return PlanErrors.Year(command.FirstYear);
        var others = await OthersAsync(command.Kind, level, command.FirstYear, ct);
        if (others.FirstOrDefault(p => p.IsOpen) is { } open)
            return PlanErrors.PlanOpen(open.Title);
        if (others.FirstOrDefault(p => p.State is PlanState.Approved) is { } there)
            return PlanErrors.PlanThere(there.Title);
        var plan = InvestmentPlan.Draft(command.Kind, level, command.FirstYear, Next(others), TitleOf(command, level), clock.Now);
        db.Add(plan);
        return plan.Id;
    }, ct);

    public Task<Result<Guid>> AmendAsync(AmendPlanCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (await LoadAsync(command.Plan, ct) is not { } plan)
            return (Result<Guid>)PlanErrors.NoSuchPlan();
        if (PlanOrgans.Owns(caller.Actor, PlanPart.Development, plan.Division) is { } foreign)
            return foreign;
        var others = await OthersAsync(plan.Kind, plan.Division, plan.FirstYear, ct);
        if (others.FirstOrDefault(p => p.IsOpen) is { } open)
            return PlanErrors.PlanOpen(open.Title);
        if (!plan.Amend(Next(others), command.Reason, clock.Now).TryGet(out var next, out var refusal))
            return refusal;
        db.Add(next);
        return next.Id;
    }, ct);

    public Task<Result<RolledOver>> RollOverAsync(RollOverCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (await LoadAsync(command.Plan, ct) is not { } plan)
            return (Result<RolledOver>)PlanErrors.NoSuchPlan();
        if (PlanOrgans.Owns(caller.Actor, PlanPart.Development, plan.Division) is { } foreign)
            return foreign;
        var (annuals, rollings) = (await OthersAsync(PlanKind.Annual, plan.Division, plan.FirstYear, ct), await OthersAsync(PlanKind.Rolling, plan.Division, plan.FirstYear + 1, ct));
        if (annuals.Concat(rollings).FirstOrDefault(p => p.State is PlanState.Drafting or PlanState.Approved) is { } there)
            return there.IsOpen ? PlanErrors.PlanOpen(there.Title) : PlanErrors.PlanThere(there.Title);
        var done = await DoneBeforeAsync([.. plan.Items.Select(i => i.Code)], plan.FirstYear + 1, ct);
        if (!plan.RollOver(Next(annuals), Next(rollings), done, clock.Now, PlaceOf(plan.Division)).TryGet(out var rolled, out var refusal))
            return refusal;
        db.AddRange(rolled.Annual, rolled.Next);
        return new RolledOver(rolled.Annual.Id, rolled.Next.Id);
    }, ct);

    public Task<Result<long>> EnterAsync(EnterItemCommand command, CancellationToken ct) => OnAsync(command, command.Plan, async plan =>
    {
        if (PlanOrgans.Owns(caller.Actor, PlanPart.Development, plan.Division) is { } foreign)
            return foreign;
        if (await db.Set<PlanProject>().AsNoTracking().SingleOrDefaultAsync(p => p.Code == command.Code, ct) is not { } project)
            return PlanErrors.NoSuchProject(command.Code);
        var done = (await DoneBeforeAsync([project.Code], plan.FirstYear, ct)).GetValueOrDefault(project.Code);
        return plan.Enter(project, Math.Min(done, project.TotalInvestment), command.Fields, clock.Now);
    }, ct);

    public Task<Result<long>> FillAsync(FillSectorCommand command, CancellationToken ct) => OnAsync(command, command.Plan, plan =>
        Task.FromResult(Owns(plan, command.Code, PlanPart.Sector) ?? plan.Fill(command.Code, command.Fields)), ct);

    public Task<Result<long>> FillAsync(FillFinanceCommand command, CancellationToken ct) => OnAsync(command, command.Plan, plan =>
        Task.FromResult(Owns(plan, command.Code, PlanPart.Finance) ?? plan.Fill(command.Code, command.Fields)), ct);

    public Task<Result<long>> RemoveAsync(RemoveItemCommand command, CancellationToken ct) => OnAsync(command, command.Plan, plan =>
        Task.FromResult(Owns(plan, command.Code, PlanPart.Development) ?? plan.Remove(command.Code, command.Reason)), ct);

    public Task<Result<long>> ConfirmAsync(ConfirmItemsCommand command, CancellationToken ct) => OnAsync(command, command.Plan, plan =>
    {
        if (command.Code is { } code)
            return Task.FromResult(Owns(plan, code, command.Part) ?? plan.Confirm(code, command.Part));
        // All at once: whatever is the part's own and filled in; what is not stays for a closer look.
        List<Error> faults = [];
        var any = false;
        foreach (var item in plan.Items.Where(i => PlanOrgans.Owns(caller.Actor, command.Part, plan.Division, i.SectorOrgan) is null && !i.IsConfirmed(command.Part)))
        {
            if (plan.Confirm(item.Code, command.Part) is { } fault)
                faults.Add(fault);
            else
                any = true;
        }
        return Task.FromResult(any ? null : plan.IsOpen ? Error.Combine(faults) ?? (plan.Items.Any(i => PlanOrgans.Owns(caller.Actor, command.Part, plan.Division, i.SectorOrgan) is null) ? null : PlanErrors.NotYourPart(command.Part)) : PlanErrors.Frozen(plan.Title, plan.State));
    }, ct);

    public Task<Result<long>> ApproveAsync(ApprovePlanCommand command, CancellationToken ct) => OnAsync(command, command.Plan, async plan =>
    {
        if (!PlanOrgans.IsDevelopment(caller.Actor, plan.Division) || !caller.Actor.Is(Roles.Head))
            return PlanErrors.NotYourPart(PlanPart.Development);
        var before = await BaseOfAsync(plan, ct);
        var codes = plan.Items.Select(i => i.Code).ToList();
        var projects = await db.Set<PlanProject>().Where(p => codes.Contains(p.Code)).ToDictionaryAsync(p => p.Code, StringComparer.Ordinal, ct);
        if (plan.Approve(command.Document, before, projects, await funds.CapacitiesAsync(plan.Division, plan.Years, ct), clock.Now) is { } refusal)
            return refusal;
        foreach (var other in await db.Set<InvestmentPlan>().Where(p => p.Kind == plan.Kind && p.Division == plan.Division && p.FirstYear == plan.FirstYear && p.State == PlanState.Approved && p.Id != plan.Id).ToListAsync(ct))
            other.Supersede(clock.Now);
        return plan.Kind is PlanKind.Rolling ? null : Error.Combine([.. plan.Items.Where(i => !i.Removed && projects.ContainsKey(i.Code)).Select(i => projects[i.Code].EnterPlan()).OfType<Error>()]);
    }, ct);

    public Task<Result<long>> WithdrawAsync(WithdrawPlanCommand command, CancellationToken ct) => OnAsync(command, command.Plan, plan =>
        Task.FromResult(PlanOrgans.Owns(caller.Actor, PlanPart.Development, plan.Division) ?? plan.Withdraw()), ct);

    /// <summary>The version a plan changes: for a rolled-over one, the rolling plan it came from.</summary>
    public async Task<InvestmentPlan?> BaseOfAsync(InvestmentPlan plan, CancellationToken ct) =>
        plan.BaseId is { } id ? await db.Set<InvestmentPlan>().AsNoTracking().Include(p => p.Items).SingleOrDefaultAsync(p => p.Id == id, ct) : null;

    /// <summary>Investment done before a year, by the newest returns.</summary>
    public async Task<Dictionary<string, decimal>> DoneBeforeAsync(IReadOnlyList<string> codes, int year, CancellationToken ct)
    {
        var done = await db.Set<ProgressReturn>().AsNoTracking().Where(r => codes.Contains(r.ProjectCode) && r.Year < year && r.SupersededAt == null).GroupBy(r => r.ProjectCode).Select(g => new { Code = g.Key, Yuan = g.Sum(r => r.DoneYuan) }).ToListAsync(ct);
        return done.ToDictionary(d => d.Code, d => d.Yuan, StringComparer.Ordinal);
    }

    private Error? Owns(InvestmentPlan plan, string code, PlanPart part) => plan.Find(code) is not { } item ? PlanErrors.NoSuchItem(code) : PlanOrgans.Owns(caller.Actor, part, plan.Division, item.SectorOrgan);

    private Task<Result<long>> OnAsync<TCommand>(TCommand command, Guid id, Func<InvestmentPlan, Task<Error?>> change, CancellationToken ct) where TCommand : notnull => db.ActAsync(command, caller, async () =>
    {
        if (await LoadAsync(id, ct) is not { } plan)
            return (Result<long>)PlanErrors.NoSuchPlan();
        return (caller.Expects(plan) ?? await change(plan)) is { } refusal ? refusal : plan.Version + 1;
    }, ct);

    // What an officer does not see is not there for him.
    private Task<InvestmentPlan?> LoadAsync(Guid id, CancellationToken ct) => PlanQueries.VisibleTo(db.Set<InvestmentPlan>(), caller.Actor).Include(p => p.Items).SingleOrDefaultAsync(p => p.Id == id, ct);

    private string? TitleOf(DraftPlanCommand command, string level) => command.Title?.Trim() is { Length: > 0 } given ? given[..Math.Min(given.Length, 120)]
        : PlaceOf(level) + InvestmentPlan.TitleOf(command.Kind, command.FirstYear);

    private string PlaceOf(string level) => PlanLevels.IsCity(level) ? "" : organs.NameOf(level).Zh;

    private Task<List<InvestmentPlan>> OthersAsync(PlanKind kind, string level, int year, CancellationToken ct) => db.Set<InvestmentPlan>().AsNoTracking().Where(p => p.Kind == kind && p.Division == level && p.FirstYear == year).ToListAsync(ct);

    private static int Next(IEnumerable<InvestmentPlan> others) => others.Select(p => p.Edition).DefaultIfEmpty(0).Max() + 1;
}
