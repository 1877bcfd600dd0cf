using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Tongban.Approvals;
using Tongban.Approvals.Model;
using Tongban.Approvals.DecideItem;
using Tongban.Foundation.Storage;
using Tongban.Registers.Contracts;
using Tongban.Foundation.Time;

namespace Tongban.Bench.Approvals;

internal static class Sections
{
    public static async Task RunAsync(PgServer? server)
    {
        await using var city = await BenchCity.StartAsync(server is null ? null : await server.NewDatabaseAsync());
        var stage = await city.RunCaseAsync(0);
        await city.RunCaseAsync(1);
        async Task Time(string what, Func<IServiceProvider, Task> work)
        {
            for (var pass = 0; pass < 2; pass++)
            {
                var cpu = Machine.OwnCpu(); var t = Stopwatch.GetTimestamp(); const int N = 300;
                for (var i = 0; i < N; i++) { await using var scope = city.Services.CreateAsyncScope(); await work(scope.ServiceProvider); }
                if (pass == 1) Console.WriteLine($"{what,-40} {Stopwatch.GetElapsedTime(t).TotalMicroseconds / N,8:0} µs  cpu {(Machine.OwnCpu() - cpu).TotalMicroseconds / N,8:0}");
            }
        }
        await Time("scope", s => Task.CompletedTask);
        await Time("db", s => { s.GetRequiredService<TongbanDb>(); return Task.CompletedTask; });
        await Time("db.Model", s => { _ = s.GetRequiredService<TongbanDb>().Model; return Task.CompletedTask; });
        await Time("handler", s => { s.GetRequiredService<DecideItemHandler>(); return Task.CompletedTask; });
        await Time("open connection", async s => { await s.GetRequiredService<TongbanDb>().Database.OpenConnectionAsync(); });
        await Time("answer query", async s => { var k = Guid.NewGuid(); await s.GetRequiredService<TongbanDb>().Set<Answer>().AsNoTracking().SingleOrDefaultAsync(a => a.ActId == k); });
        await Time("load items", async s => { await s.GetRequiredService<CaseDesk>().LoadAsync(stage, false, default); });
        await Time("load whole", async s => { await s.GetRequiredService<CaseDesk>().LoadAsync(stage, true, default); });
        await Time("load whole + detect", async s => { await s.GetRequiredService<CaseDesk>().LoadAsync(stage, true, default); s.GetRequiredService<TongbanDb>().ChangeTracker.DetectChanges(); });
        await Time("setting", async s => { var d = s.GetRequiredService<CaseDesk>(); var st = await d.LoadAsync(stage, false, default); for (var i = 0; i < 10; i++) d.Setting(st!); });
        await Time("may act", async s => { await s.GetRequiredService<ILegalPersons>().MayActForAsync(Guid.NewGuid(), "91360502MA0001018B", new DateOnly(2026, 5, 5), stage, default); });
    }
}
