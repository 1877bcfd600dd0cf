using Tongban.Bench;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Registers.Contracts;
using Tongban.Registers.RegisterLegalPerson;
using Tongban.Server;
using Tongban.Server.City;

namespace Tongban.Drills.Support;

/// <summary>What has to be there before anyone can work: the city's catalogue, the enterprises, one person who acts for all of them and one officer of the lead.</summary>
internal static class Town
{
    public const string Applicant = "drill.applicant", Officer = "drill.officer", Password = "Quiet-Harbour-41";

    public static IReadOnlyList<string> Enterprises => [.. DemoPeople.Enterprises.Select(e => e.Code)];

    public static async Task FoundAsync(string folder, string? database, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var options = new ServerOptions { DataFolder = folder, Database = database, CatalogFolder = Path.Combine(Machine.Root, "catalog"), RunsSchedule = false };
        await Migration.RunAsync(options.Storage, Modules.All, ct);
        await using var app = Hosting.Build(options);
        await AsAsync<bool>(app, Actor.System, async s => await s.GetRequiredService<CityLoader>().LoadAsync(ct) is { } refusal ? (Result<bool>)refusal : true);
        await PersonAsync(app, Officer, ct);
        await AsAsync(app, Actor.System, s => s.GetRequiredService<Accounts>().GrantAsync(new GrantPost(Officer, "FGW@360500", Roles.Handler, new DateOnly(2026, 1, 1), null), s.GetRequiredService<Caller>(), ct));
        var person = await PersonAsync(app, Applicant, ct);
        foreach (var (code, name, division, industry) in DemoPeople.Enterprises)
        {
            await AsAsync(app, new Actor(person, name, Roles.Applicant), s => s.GetRequiredService<RegisterLegalPersonHandler>().HandleAsync(
                new(code, name, LegalPersonKind.Enterprise, "法定代表人", "新余市示范大道1号", division, "0790-6440001", industry), ct));
        }
    }

    private static Task<Guid> PersonAsync(WebApplication app, string userName, CancellationToken ct) => AsAsync(app, Actor.System, s =>
        s.GetRequiredService<Accounts>().RegisterAsync(new RegisterPerson(userName, "演练人员", null, Password), s.GetRequiredService<Caller>(), ct));

    private static async Task<T> AsAsync<T>(WebApplication app, Actor actor, Func<IServiceProvider, Task<Result<T>>> act)
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Actor = actor;
        return (await act(scope.ServiceProvider)).TryGet(out var value, out var refusal) ? value : throw new InvalidOperationException($"{refusal.Code}: {refusal.Text.En}");
    }
}
