using System.Diagnostics;
using System.Globalization;
using System.Net;
using Npgsql;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Plans.Exchange;
using Tongban.Plans.Figures;
using Tongban.Plans.FundPools;
using Tongban.Plans.Warnings;
using Tongban.Server;
using Tongban.Server.City;

namespace Tongban.Bench.Plans;

/// <summary>What a city of a hundred thousand projects asks of the books, by the platform and by plain SQL in the same run. The two have to agree, or the run fails.</summary>
internal static class LedgerBench
{
    private const string UserName = "bench.finance", Password = "Quiet-Harbour-41";

    /// <summary>Amount of the payment <c>m</c>, here and in <see cref="Amount"/>.</summary>
    public const string AmountSql = "(100 + m % 900 + 0.01 * (m % 97))";

    private static decimal Amount(int m) => 100 + (m % 900) + (0.01m * (m % 97));

    public static async Task<int> RunAsync(int projects, int payments, bool journal, CancellationToken ct)
    {
        if (await PgServer.StartAsync("1GB") is not { } server)
        {
            Console.WriteLine("PostgreSQL is not installed");
            return 1;
        }
        await using var stopping = server;
        var folder = Directory.CreateTempSubdirectory("tongban-bench-").FullName;
        try
        {
            var options = new ServerOptions { DataFolder = folder, Database = await server.NewDatabaseAsync(), CatalogFolder = Path.Combine(Machine.Root, "catalog"), Urls = "http://127.0.0.1:0", RunsSchedule = false, SignInsPerMinute = 1000, RequestsPerMinute = 0 };
            await using (var schema = Migration.Open(options.Storage, Modules.All))
            {
                await schema.Database.EnsureCreatedAsync(ct);
            }
            await using var app = Hosting.Build(options);
            await using (var scope = app.Services.CreateAsyncScope())
            {
                if (await scope.ServiceProvider.GetRequiredService<CityLoader>().LoadAsync(ct) is { } refusal)
                    throw new InvalidOperationException(refusal.Text.En);
                var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
                var system = new Caller { Actor = Actor.System };
                await accounts.RegisterAsync(new RegisterPerson(UserName, "经办员", null, Password), system, ct);
                await accounts.GrantAsync(new GrantPost(UserName, "CZJ@360500", Roles.Handler, CityClock.DateOf(DateTimeOffset.UtcNow).AddDays(-1), null), system, ct);
            }
            await app.StartAsync(ct);

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Machine.Describe()}, PostgreSQL on the same machine; {projects} projects, {payments} payments{(journal ? " with their entries" : "")}"));
            await using var sql = new NpgsqlConnection(options.Storage.WriterConnectionString + ";Command Timeout=0;Pooling=false");
            await sql.OpenAsync(ct);
            var year = CityClock.DateOf(DateTimeOffset.UtcNow).Year;
            var filling = new LedgerFilling(sql, year);
            var clock = Stopwatch.StartNew();
            await filling.FillAsync(projects, payments, journal);
            var (seconds, returns, items, indicators, entries) = (clock.Elapsed.TotalSeconds, await filling.CountAsync("plans_progress_returns"), await filling.CountAsync("plans_plan_items"), await filling.CountAsync("plans_indicators"), await filling.CountAsync("plans_postings"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"filled in {seconds:0.0} s: {returns} returns, {items} plan items, {indicators} indicators, {entries} entries"));
            Console.WriteLine($"{"what",-24} {"by",-10} {"s",8} {"CPU s",8} {"memory +MB",11}  result");
            // A first small call of each: what is compiled once is not in the figures.
            await ScopeAsync(app, async s => await s.GetRequiredService<PlanFigures>().SheetAsync(2016, 1, DateTimeOffset.UtcNow, null, ct));
            var faults = await StatisticsAsync(app, sql, year, ct) + await ReconciliationAsync(app, sql, folder, year, payments, ct) + await SweepAsync(app, year, ct);
            if (journal)
                faults += await BooksAsync(app, sql, ct);
            await app.StopAsync(ct);
            return faults == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static async Task<int> StatisticsAsync(WebApplication app, NpgsqlConnection sql, int year, CancellationToken ct)
    {
        var sheet = await MeasureAsync("statistics of the year", "platform", () => ScopeAsync(app, s => s.GetRequiredService<PlanFigures>().SheetAsync(year, 10, DateTimeOffset.UtcNow, null, ct)), s => $"done {s.Done:0.00} of {s.Plan:0.00}, {s.Projects} projects");
        // The same from the rows themselves: the newest edition by its number, plans from their JSON, groups as on the page.
        var plain = $"""
            WITH known AS (SELECT DISTINCT ON (project_code, year, month) project_code, year, month, done_yuan FROM plans_progress_returns WHERE year IN ({year}, {year - 1}) AND month <= 10 AND recorded_at <= now() ORDER BY project_code, year, month, edition DESC),
            done AS (SELECT project_code, year, sum(done_yuan) AS yuan FROM known GROUP BY 1, 2),
            items AS (SELECT p.first_year, i.code, i.division, i.sector, s.source, s.yuan, sum(s.yuan) OVER (PARTITION BY p.first_year, i.code) AS plan FROM plans_plan_items i JOIN plans_plans p ON p.id = i.plan_id
              CROSS JOIN LATERAL jsonb_to_recordset(i.shares::jsonb) s(year int, source text, yuan numeric) WHERE p.kind = 'Annual' AND p.approved_at IS NOT NULL AND NOT i.removed AND s.year = p.first_year)
            SELECT first_year, division, sector, source, sum(items.yuan) AS plan, sum(done.yuan * items.yuan / items.plan) AS done FROM items LEFT JOIN done ON done.project_code = items.code AND done.year = items.first_year GROUP BY GROUPING SETS ((first_year), (first_year, division), (first_year, sector), (first_year, source))
            """;
        var (planned, done) = await MeasureAsync("statistics of the year", "plain SQL", async () =>
        {
            await using var command = new NpgsqlCommand(plain, sql);
            await using var reader = await command.ExecuteReaderAsync(ct);
            var (p, d) = (0m, 0m);
            while (await reader.ReadAsync(ct))
            {
                if (reader.GetInt32(0) == year && await reader.IsDBNullAsync(1, ct) && await reader.IsDBNullAsync(2, ct) && await reader.IsDBNullAsync(3, ct))
                    (p, d) = (reader.GetDecimal(4), decimal.Round(reader.GetDecimal(5), 2));
            }
            return (p, d);
        }, r => $"done {r.d:0.00} of {r.p:0.00}");
        var address = new Uri(app.Urls.Single());
        using var browser = await SignInAsync(address, ct);
        for (var view = 1; view <= 2; view++)
        {
            var at = new Uri($"/plans?year={year}&month=10&view={view}", UriKind.Relative);
            await MeasureAsync($"statistics page, view {view}", "HTTP", async () => (await browser.GetStringAsync(at, ct)).Length, bytes => $"{bytes} characters");
        }
        return Agree("statistics", (sheet.Plan, sheet.Done) == (planned, done));
    }

    private static async Task<int> ReconciliationAsync(WebApplication app, NpgsqlConnection sql, string folder, int year, int payments, CancellationToken ct)
    {
        var (from, to) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        var file = Path.Combine(folder, "statement.csv");
        await using (var writer = new StreamWriter(file))
        {
            await writer.WriteLineAsync("voucherNo,day,projectCode,yuan");
            var n = await ScalarAsync(sql, "SELECT count(*) FROM plans_projects");
            for (var m = payments; m >= 1; m--)
            {
                // One in ten thousand is missing there, one has another amount, one another day.
                if (m % 10_000 == 1)
                    continue;
                await writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"ZF-{m:000000000},{from.AddDays((m % 300) + (m % 10_000 == 3 ? 1 : 0)):yyyy-MM-dd},2601-360500-04-01-{((m - 1) % n) + 1:000000},{Amount(m) + (m % 10_000 == 2 ? 1 : 0):0.00}"));
            }
        }
        var ours = await MeasureAsync("reconciliation", "platform", () => ScopeAsync(app, async s =>
        {
            s.GetRequiredService<Caller>().Actor = Actor.System;
            await using var stream = File.OpenRead(file);
            return (await RowReading.StatementsAsync(stream, null, theirs => s.GetRequiredService<ReconciliationQuery>().CompareAsync(theirs, from, to, ct), ct)).Value;
        }), r => $"{r.Agree} agree, {r.Differing} differ, each explained");
        var plain = await MeasureAsync("reconciliation", "plain SQL", async () =>
        {
            await using (var create = new NpgsqlCommand("CREATE TEMP TABLE statement (voucher_no text, day date, project_code text, yuan numeric(18,4))", sql))
                await create.ExecuteNonQueryAsync(ct);
            await using (var copy = await sql.BeginTextImportAsync("COPY statement FROM STDIN (FORMAT csv, HEADER true)", ct))
            {
                using var reader = new StreamReader(file);
                var buffer = new char[65_536];
                for (var read = await reader.ReadAsync(buffer, ct); read > 0; read = await reader.ReadAsync(buffer, ct))
                    await copy.WriteAsync(buffer.AsMemory(0, read), ct);
            }
            return (Agree: await ScalarAsync(sql, $"SELECT count(*) FROM statement s JOIN plans_payments p USING (voucher_no) WHERE p.day BETWEEN '{from:yyyy-MM-dd}' AND '{to:yyyy-MM-dd}' AND (s.day, s.project_code, s.yuan) = (p.day, p.project_code, p.yuan)"),
                Differ: await ScalarAsync(sql, $"SELECT count(*) FROM statement s FULL JOIN (SELECT * FROM plans_payments WHERE day BETWEEN '{from:yyyy-MM-dd}' AND '{to:yyyy-MM-dd}') p USING (voucher_no) WHERE p.id IS NULL OR s.yuan IS NULL OR (s.day, s.project_code, s.yuan) <> (p.day, p.project_code, p.yuan)"));
        }, r => $"{r.Agree} agree, {r.Differ} differ, none explained");
        return Agree("reconciliation", (ours.Agree, ours.Differing) == (plain.Agree, plain.Differ));
    }

    private static async Task<int> SweepAsync(WebApplication app, int year, CancellationToken ct)
    {
        var today = new DateOnly(year, 11, 4);
        await MeasureAsync("warnings, all 16 rules", "platform", () => ScopeAsync(app, s => s.GetRequiredService<WarningSweep>().FindAsync(today, ct)), r => $"{r.Projects} projects, {r.Findings.Count} findings");
        return 0;
    }

    private static async Task<int> BooksAsync(WebApplication app, NpgsqlConnection sql, CancellationToken ct)
    {
        var check = await MeasureAsync("check of the books", "platform", () => ScopeAsync(app, async s =>
        {
            s.GetRequiredService<Caller>().Actor = Actor.System;
            return await s.GetRequiredService<FundQueries>().CheckAsync(ct);
        }), r => $"{r.Entries} entries of {r.Pools} pools, {r.Faults.Count + r.Negative.Count} faults");
        var wrong = await MeasureAsync("check of the books", "plain SQL", () => ScalarAsync(sql, """
            SELECT (SELECT count(*) FROM plans_indicators i LEFT JOIN (SELECT indicator_no, sum(yuan) FILTER (WHERE account = 'Allotted') AS allotted, sum(yuan) FILTER (WHERE account = 'Used') AS used FROM plans_postings WHERE indicator_no IS NOT NULL GROUP BY 1) s USING (indicator_no)
              WHERE s.allotted IS DISTINCT FROM i.yuan + i.adjustments - i.used OR s.used IS DISTINCT FROM i.used)
            + (SELECT count(*) FROM plans_fund_pools f JOIN (SELECT pool_id, sum(yuan) FILTER (WHERE account = 'Cash') AS cash, sum(yuan) FILTER (WHERE account = 'Free') AS free FROM plans_postings GROUP BY 1) s ON s.pool_id = f.id WHERE s.cash <> f.arrived - f.paid OR s.free <> f.yuan - f.allocated)
            """), r => $"{r} faults");
        return Agree("books", check.Faults.Count + check.Negative.Count == 0 && wrong == 0);
    }

    private static int Agree(string what, bool same)
    {
        if (!same)
            Console.WriteLine($"{what}: the platform and plain SQL do not agree");
        return same ? 0 : 1;
    }

    private static async Task<T> ScopeAsync<T>(WebApplication app, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    private static async Task<long> ScalarAsync(NpgsqlConnection sql, string query)
    {
        await using var command = new NpgsqlCommand(query, sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    // Memory is what the process grew by at most meanwhile; of plain SQL it is that of this client, which only waits.
    private static async Task<T> MeasureAsync<T>(string what, string by, Func<Task<T>> work, Func<T, string> tell)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var before = ResetPeak();
        var (clock, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var result = await work();
        var (seconds, used) = (clock.Elapsed.TotalSeconds, Environment.CpuUsage.TotalTime - cpu);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-24} {by,-10} {seconds,8:0.00} {used.TotalSeconds,8:0.00} {Math.Max(0, Machine.Memory("VmHWM") - before) / 1024.0,11:0}  {tell(result)}"));
        return result;
    }

    private static long ResetPeak()
    {
        if (File.Exists("/proc/self/clear_refs"))
            File.WriteAllText("/proc/self/clear_refs", "5");
        return Machine.Memory("VmRSS");
    }

    private static async Task<HttpClient> SignInAsync(Uri server, CancellationToken ct)
    {
        var cookies = await PageSession.SignInAsync(server, UserName, Password, ct);
        return new HttpClient(new HttpClientHandler { CookieContainer = cookies }) { BaseAddress = server, Timeout = TimeSpan.FromMinutes(10) };
    }
}
