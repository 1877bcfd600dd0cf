using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Plans.Model;

namespace Tongban.Plans.Warnings;

/// <summary>Order the responsible unit to answer.</summary>
internal sealed record OrderAnswerCommand(Guid Warning, string? Text, DateOnly DueOn);

internal sealed record AnswerWarningCommand(Guid Warning, string? Text);

internal sealed record AcceptAnswerCommand(Guid Warning);

internal sealed record WarningRow(Guid Id, string Rule, string Subject, string Division, WarningLevel Level, WarningState State, DateOnly RaisedOn, DateOnly? DueOn, string FactsZh, string FactsEn)
{
    /// <summary>Name of the project or pool, where the subject is one.</summary>
    public string? Name { get; init; }

    public string Facts => ((Words)(FactsZh, FactsEn)).ToString();

    public WarningRule About => WarningRules.Of(Rule);
}

/// <param name="Level">Whose officers may order an answer: the level at which the project is planned, or whose money it is.</param>
internal sealed record WarningAnswer(WarningRow Warning, long Version, string? Owner, string Level, string Title, string Basis, DateOnly SeenOn, DateOnly? ClearedOn, string? Order, string? OrderedByOrgan, string? Answer, DateOnly? AnsweredOn);

/// <summary>Orders and answers to warnings, and reading them.</summary>
internal sealed class WarningHandlers(TongbanDb db, Caller caller, CityClock clock)
{
    private const int PageSize = 50;

    /// <summary>By the development commission or the finance bureau.</summary>
    public Task<Result<long>> OrderAsync(OrderAnswerCommand command, CancellationToken ct) => OnAsync(command, command.Warning, (w, project) =>
    {
        var level = project?.Level ?? w.Division;
        if (!PlanOrgans.IsDevelopment(caller.Actor, level) && !PlanOrgans.IsFinance(caller.Actor, level))
            return PlanErrors.NotYourPart(PlanPart.Development);
        if (w.OrderAnswer(command.Text, command.DueOn, caller.Actor.Organ!, clock.Today) is { } refusal)
            return refusal;
        if (w.Owner is { } owner)
            db.Add(Notice.To(Notice.Enterprise(owner), $"plan-order:{w.Id}:{command.DueOn:yyyyMMdd}", new Words("请于 {0:yyyy-MM-dd} 前说明：{1}", "Please answer by {0:yyyy-MM-dd}: {2}").With(command.DueOn, WarningRules.Of(w.Rule).Title.Zh, WarningRules.Of(w.Rule).Title.En), $"/plans/warnings/{w.Id}", clock.Now));
        return null;
    }, ct);

    /// <summary>By the project unit; a warning of a source is answered by the finance bureau.</summary>
    public Task<Result<long>> AnswerAsync(AnswerWarningCommand command, CancellationToken ct) => OnAsync(command, command.Warning, (w, project) =>
        (project is null ? PlanOrgans.Owns(caller.Actor, PlanPart.Finance, w.Division) : PlanOrgans.SpeaksFor(caller.Actor, project)) ?? w.GiveAnswer(command.Text, clock.Today), ct);

    public Task<Result<long>> AcceptAsync(AcceptAnswerCommand command, CancellationToken ct) => OnAsync(command, command.Warning, (w, _) =>
        caller.Actor.Organ == w.OrderedByOrgan ? w.Accept(clock.Today) : PlanErrors.NotYourPart(w.OrderedByOrgan?.StartsWith("CZJ@", StringComparison.Ordinal) is true ? PlanPart.Finance : PlanPart.Development), ct);

    public async Task<KeyPage<WarningRow>> ListAsync(string? rule, WarningLevel? level, string? state, string? after, CancellationToken ct)
    {
        var query = VisibleTo(caller.Actor);
        if (rule is { Length: > 0 })
            query = query.Where(w => w.Rule == rule);
        if (level is { } l)
            query = query.Where(w => w.Level == l);
        query = state switch
        {
            "all" => query,
            "cleared" => query.Where(w => w.State == WarningState.Cleared),
            "ordered" => query.Where(w => w.State == WarningState.Ordered || w.State == WarningState.Answered),
            _ => query.Where(w => w.State != WarningState.Cleared),
        };
        if (Guid.TryParse(PageKey.Read<string>(after), out var last))
            query = query.Where(w => w.Id.CompareTo(last) < 0);
        var rows = await query.OrderByDescending(w => w.Id).Take(PageSize + 1).Select(w => new WarningRow(w.Id, w.Rule, w.Subject, w.Division, w.Level, w.State, w.RaisedOn, w.DueOn, w.FactsZh, w.FactsEn)).ToListAsync(ct);
        var subjects = rows.Select(r => r.Subject).Distinct().ToList();
        var names = (await db.Set<PlanProject>().AsNoTracking().Where(p => subjects.Contains(p.Code)).Select(p => new { Key = p.Code, p.Name }).ToListAsync(ct))
            .Concat(await db.Set<FundPool>().AsNoTracking().Where(p => subjects.Contains(p.Pool)).Select(p => new { Key = p.Pool, p.Name }).ToListAsync(ct)).ToDictionary(n => n.Key, n => n.Name, StringComparer.Ordinal);
        rows = rows.ConvertAll(r => r with { Name = names.GetValueOrDefault(r.Subject) });
        return new(rows.Count > PageSize ? rows[..PageSize] : rows, rows.Count > PageSize ? PageKey.Write(rows[PageSize - 1].Id.ToString()) : null);
    }

    public async Task<WarningAnswer?> FindAsync(Guid id, CancellationToken ct) => await VisibleTo(caller.Actor).SingleOrDefaultAsync(w => w.Id == id, ct) is { } w
        ? new(new(w.Id, w.Rule, w.Subject, w.Division, w.Level, w.State, w.RaisedOn, w.DueOn, w.FactsZh, w.FactsEn), w.Version, w.Owner, await db.Set<PlanProject>().Where(p => p.Code == w.Subject).Select(p => p.SectorOrgan).SingleOrDefaultAsync(ct) is { } organ ? PlanLevels.Of(organ) : w.Division, WarningRules.Of(w.Rule).Title.ToString(), WarningRules.Of(w.Rule).Basis, w.SeenOn, w.ClearedOn, w.Order, w.OrderedByOrgan, w.Answer, w.AnsweredOn) : null;

    private IQueryable<PlanWarning> VisibleTo(Actor actor)
    {
        var all = db.Set<PlanWarning>().AsNoTracking();
        if (actor.Is(PlanPermissions.Read.HeldBy))
            return PlanLevels.CountyOf(actor) is { } county ? all.Where(w => w.Division == county) : all;
        var mine = ProjectPool.PoolQueries.VisibleTo(db.Set<PlanProject>().AsNoTracking(), actor);
        return all.Where(w => mine.Any(p => p.Code == w.Subject));
    }

    private Task<Result<long>> OnAsync<TCommand>(TCommand command, Guid id, Func<PlanWarning, PlanProject?, Error?> change, CancellationToken ct) where TCommand : notnull => db.ActAsync(command, caller, async () =>
    {
        if (!await VisibleTo(caller.Actor).AnyAsync(w => w.Id == id, ct) || await db.Set<PlanWarning>().SingleOrDefaultAsync(w => w.Id == id, ct) is not { } warning)
            return (Result<long>)PlanErrors.NoSuchWarning();
        var project = await db.Set<PlanProject>().AsNoTracking().SingleOrDefaultAsync(p => p.Code == warning.Subject, ct);
        return (caller.Expects(warning) ?? change(warning, project)) is { } refusal ? refusal : warning.Version + 1;
    }, ct);
}
