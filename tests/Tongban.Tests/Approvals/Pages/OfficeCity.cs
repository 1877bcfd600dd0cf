using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Approvals.PassPreCheck;
using Tongban.Approvals.PlaneView;
using Tongban.Approvals.ProvideMaterial;
using Tongban.Approvals.SubmitStage;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Projects.Declare;
using Tongban.Registers.Contracts;
using Tongban.Registers.RegisterLegalPerson;
using Tongban.Server.City;
using Tongban.Tests.Projects;
using Tongban.Tests.Support;

namespace Tongban.Tests.Approvals.Pages;

/// <summary>The furnished city with one enterprise, for pages of officers: cases come about by the real use cases.</summary>
internal sealed class OfficeCity : IAsyncDisposable
{
    public const string Enterprise = "91360502MA0000015T";
    private static readonly byte[] Paper = Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
    private Actor _applicant = Actor.Stranger;

    private OfficeCity(TestApp app) => App = app;

    public TestApp App { get; }

    public static async Task<OfficeCity> StartAsync(Database database)
    {
        var city = new OfficeCity(await TestApp.StartAsync(database));
        Assert.Null(await city.App.InScopeAsync(s => s.GetRequiredService<CityLoader>().LoadAsync(default)));
        city._applicant = new Actor(await city.App.PersonAsync("owner", "李某"), "李某", Roles.Applicant, Enterprise: Enterprise);
        var registered = await city.AsAsync(city._applicant, s => s.GetRequiredService<RegisterLegalPersonHandler>().HandleAsync(
            new(Enterprise, "新余示范新材料有限公司", LegalPersonKind.Enterprise, "李某某", "新余市渝水区高新大道1号", "360502", "13800000000"), default));
        Assert.Null(registered.Error);
        return city;
    }

    public Task<T> AsAsync<T>(Actor actor, Func<IServiceProvider, Task<T>> work) => App.InScopeAsync(s =>
    {
        s.GetRequiredService<Caller>().Actor = actor;
        return work(s);
    });

    /// <summary>A declared project whose stage was handed in.</summary>
    public async Task<Guid> SubmittedAsync(string name)
    {
        var declared = await AsAsync(_applicant, s => s.GetRequiredService<DeclareProjectHandler>().HandleAsync(new(Declarations.Filing with { Name = name }), default));
        Assert.Null(declared.Error);
        var stage = (await AsAsync(_applicant, s => s.GetRequiredService<PlaneQuery>().OfProjectAsync(declared.Value.Id, _applicant, default))).Single();
        foreach (var material in stage.Materials.Where(m => m.Necessity is Necessity.Required && m.Source is not MaterialSource.Issued))
            Assert.Null((await AsAsync(_applicant, s => s.GetRequiredService<ProvideMaterialHandler>().HandleAsync(stage.StageCase, material.Code, $"{material.Code}.pdf", Paper, default))).Error);
        Assert.Null((await AsAsync(_applicant, s => s.GetRequiredService<SubmitStageHandler>().HandleAsync(new(stage.StageCase), default))).Error);
        return stage.StageCase;
    }

    /// <summary>A stage on which all departments work.</summary>
    public async Task<Guid> AcceptedAsync(string name)
    {
        var id = await SubmittedAsync(name);
        var lead = new Actor(Guid.CreateVersion7(), "预审员", Roles.Handler, (await StageAsync(id)).Lead);
        Assert.Null((await AsAsync(lead, s => s.GetRequiredService<PassPreCheckHandler>().HandleAsync(new(id, [], null), default))).Error);
        App.Clock.Advance(TimeSpan.FromMinutes(10));
        return id;
    }

    public Task<StageCase> StageAsync(Guid id) => App.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<StageCase>().AsNoTracking().Include(c => c.Items).Include(c => c.Opinions).SingleAsync(c => c.Id == id));

    /// <summary>A browser of a new officer of the organ.</summary>
    public async Task<Browser> OfficerAsync(string userName, string organ, Roles roles = Roles.Handler, string name = "王某")
    {
        await App.PersonAsync(userName, name);
        await App.PostAsync(userName, organ, roles);
        return await App.BrowserOfAsync(userName);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
