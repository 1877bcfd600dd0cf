using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Contracts;
using Tongban.Approvals.DecideItem;
using Tongban.Approvals.ExtendLimit;
using Tongban.Approvals.GiveOpinion;
using Tongban.Approvals.Model;
using Tongban.Approvals.PassPreCheck;
using Tongban.Approvals.ProvideMaterial;
using Tongban.Approvals.RequestCorrection;
using Tongban.Approvals.SpecialProcedure;
using Tongban.Approvals.SubmitStage;
using Tongban.Approvals.TakeItem;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Projects.Declare;
using Tongban.Projects.Model;

namespace Tongban.Server.City;

/// <summary>The steps of a case, each through the real use case in a scope of its own: sample data cannot break a rule.</summary>
internal sealed class DemoActs(IServiceProvider services)
{
    /// <exception cref="InvalidOperationException">The use case refused: the story is wrong.</exception>
    public async Task<T> AsAsync<T>(Actor actor, Func<IServiceProvider, Task<Result<T>>> act)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Actor = actor;
        var result = await act(scope.ServiceProvider);
        return result.TryGet(out var value, out var refusal) ? value : throw new InvalidOperationException($"{refusal.Code}: {refusal.Text.En} {string.Join("; ", refusal.Also.Select(e => $"{e.Field}: {e.Text.En}"))}");
    }

    /// <returns>The first stage of the declared project.</returns>
    public async Task<Guid> DeclareAsync(Actor applicant, ProjectDeclaration declaration)
    {
        var project = await AsAsync(applicant, s => s.GetRequiredService<DeclareProjectHandler>().HandleAsync(new(declaration), default));
        return await ReadAsync(db => db.Set<StageCase>().Where(c => c.ProjectId == project.Id).Select(c => c.Id).SingleAsync());
    }

    /// <summary>Uploads every required paper that is not there yet, then hands the stage in.</summary>
    public async Task SubmitAsync(Actor applicant, Guid stage)
    {
        foreach (var material in await MissingAsync(stage))
            await ProvideAsync(applicant, stage, material);
        await AsAsync(applicant, s => s.GetRequiredService<SubmitStageHandler>().HandleAsync(new(stage), default));
    }

    public Task<long> ProvideAsync(Actor applicant, Guid stage, string material, string edition = "") =>
        AsAsync(applicant, s => s.GetRequiredService<ProvideMaterialHandler>().HandleAsync(stage, material, $"{material}{edition}.pdf", DemoPaper.Pdf($"{material} {edition} {stage}"), default));

    public Task<long> OpinionAsync(Actor officer, Guid stage, params MaterialDemand[] demands) =>
        AsAsync(officer, s => s.GetRequiredService<GiveOpinionHandler>().HandleAsync(new(stage, demands), default));

    public Task<long> CorrectAsync(Actor lead, Guid stage, params MaterialDemand[] demands) =>
        AsAsync(lead, s => s.GetRequiredService<RequestCorrectionHandler>().HandleAsync(new(stage, demands), default));

    public Task<long> PassAsync(Actor lead, Guid stage) =>
        AsAsync(lead, s => s.GetRequiredService<PassPreCheckHandler>().HandleAsync(new(stage, null, null), default));

    public Task<long> TakeAsync(Actor officer, Guid stage, string item) =>
        AsAsync(officer, s => s.GetRequiredService<TakeItemHandler>().HandleAsync(new(stage, item), default));

    public Task<long> DecideAsync(Actor officer, Guid stage, string item, ItemDecision decision, string opinion) =>
        AsAsync(officer, s => s.GetRequiredService<DecideItemHandler>().HandleAsync(new(stage, item, decision, opinion), default));

    public Task<long> RequestPauseAsync(Actor officer, Guid stage, string item, string type, DateOnly plannedTo, string reason) =>
        AsAsync(officer, s => s.GetRequiredService<RequestSpecialProcedureHandler>().HandleAsync(new(stage, item, type, plannedTo, reason), default));

    public Task<long> RequestExtensionAsync(Actor officer, Guid stage, string item, string reason) =>
        AsAsync(officer, s => s.GetRequiredService<RequestExtensionHandler>().HandleAsync(new(stage, item, reason), default));

    public Task<long> GrantAsync(Actor head, Guid stage, string item) =>
        AsAsync(head, s => s.GetRequiredService<AnswerRequestHandler>().HandleAsync(new(stage, item, true, null), default));

    /// <summary>Open items of a stage with the organ that handles each.</summary>
    public Task<List<(string Code, string Organ)>> OpenItemsAsync(Guid stage) => ReadAsync(async db =>
        (await db.Set<ItemCase>().Where(i => i.StageCaseId == stage && i.State == ItemState.Open).OrderBy(i => i.Code).Select(i => new { i.Code, i.Organ }).ToListAsync()).ConvertAll(i => (i.Code, i.Organ)));

    /// <summary>The stage in which the project of this first stage is now.</summary>
    public Task<(int No, Guid Id, StageState State)> StageOfAsync(Guid first) => ReadAsync(async db =>
    {
        var project = await db.Set<StageCase>().Where(s => s.Id == first).Select(s => s.ProjectId).SingleAsync();
        var now = await db.Set<StageCase>().Where(s => s.ProjectId == project).OrderByDescending(s => s.Stage).Select(s => new { s.Stage, s.Id, s.State }).FirstAsync();
        return (now.Stage, now.Id, now.State);
    });

    /// <summary>The joint handling of a stage.</summary>
    public Task<Guid> JointOfAsync(Guid stage) => ReadAsync(db => db.Set<Tongban.Approvals.Joint.JointHandling>().Where(j => j.StageCaseId == stage).Select(j => j.Id).SingleAsync());

    /// <summary>The questions of a stage that are still open, answered from these answers.</summary>
    public async Task<IReadOnlyDictionary<string, string?>> AskedAsync(Guid stage, IReadOnlyDictionary<string, string> answers)
    {
        await using var scope = services.CreateAsyncScope();
        var desk = scope.ServiceProvider.GetRequiredService<Tongban.Approvals.CaseDesk>();
        var loaded = (await desk.LoadAsync(stage, whole: true, default))!;
        return StageCase.FactsAsked(loaded.Stage, loaded.Facts, desk.Setting(loaded).Flow).Where(f => !loaded.Facts.ContainsKey(f.Name)).ToDictionary(f => f.Name, f => answers.GetValueOrDefault(f.Name), StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<string>> MissingAsync(Guid stage)
    {
        await using var scope = services.CreateAsyncScope();
        var desk = scope.ServiceProvider.GetRequiredService<Tongban.Approvals.CaseDesk>();
        var loaded = (await desk.LoadAsync(stage, whole: true, default))!;
        return [.. loaded.MissingMaterials(desk.Setting(loaded).Flow).Select(m => m.Id)];
    }

    /// <summary>Lets a service do what the platform does by itself.</summary>
    public async Task WithAsync<TService>(Func<TService, Task> work) where TService : notnull
    {
        await using var scope = services.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public async Task<T> ReadAsync<T>(Func<TongbanDb, Task<T>> read)
    {
        await using var scope = services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<TongbanDb>());
    }
}
