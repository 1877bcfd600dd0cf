using System.Globalization;
using Npgsql;

namespace Tongban.Bench.Plans;

/// <summary>A city's pool, plans, returns, indicators, payments and entries, made inside the database: nothing crosses a connection, and indexes are built once at the end.</summary>
internal sealed class LedgerFilling(NpgsqlConnection connection, int year)
{
    private static readonly string[] Tables = ["plans_projects", "plans_payments", "plans_indicators", "plans_fund_pools", "plans_progress_returns", "plans_plans", "plans_plan_items", "plans_postings"];

    public async Task FillAsync(int projects, int payments, bool journal)
    {
        await ExecuteAsync("SET session_replication_role = replica; SET maintenance_work_mem = '512MB'; SET synchronous_commit = off; SET work_mem = '256MB'");
        var indexes = await IndexesAsync();
        foreach (var (name, _) in indexes)
            await ExecuteAsync($"DROP INDEX {name}");
        var y = year.ToString(CultureInfo.InvariantCulture);
        const string Sectors = "(ARRAY['transport','water','municipal','housing','environment','agriculture','culture','industry','energy','digital'])[1 + n % 10]";
        const string Divisions = "(ARRAY['360500','360502','360521'])[1 + n % 3]";
        const string Code = "'2601-360500-04-01-' || lpad(n::text, 6, '0')";
        await ExecuteAsync($"""
            INSERT INTO plans_projects (id, version, code, name, owner, division, sector, sector_organ, mode, content, "from", "to", total_investment, priority, sources, milestones, state, admitted_at)
            SELECT gen_random_uuid(), 1, {Code}, '工程' || n, '91360502MA0001050N', {Divisions}, {Sectors}, 'JTJ@360500', 'Direct', '主体工程及配套设施', date '{y}-01-01' - 400, date '{y}-12-31' + 365, 20000000, 1 + n % 100,
              '[{"{"}"source":"05","yuan":12000000{"}"},{"{"}"source":"09","yuan":8000000{"}"}]',
              '[{"{"}"kind":"Proposal","on":"{year - 2}-03-01","document":"建议书1号","yuan":null{"}"},{"{"}"kind":"Feasibility","on":"{year - 2}-06-01","document":"可研1号","yuan":20000000{"}"},{"{"}"kind":"ConstructionPermit","on":"{year - 1}-01-05","document":"许可1号","yuan":null{"}"},{"{"}"kind":"StartReport","on":"{year - 1}-01-08","document":"开工1号","yuan":null{"}"}]',
              'UnderConstruction', timestamptz '{year - 2}-01-05'
            FROM generate_series(1, {projects}) n
            """);
        foreach (var of in new[] { year - 1, year })
        {
            await ExecuteAsync($"""
                WITH plan AS (INSERT INTO plans_plans (id, version, kind, division, first_year, edition, state, title, document, drafted_at, approved_at)
                  VALUES (gen_random_uuid(), 1, 'Annual', '360500', {of}, 1, 'Approved', '{of}年度政府投资计划', '府字1号', timestamptz '{of - 1}-12-01', timestamptz '{of}-01-10') RETURNING id)
                INSERT INTO plans_plan_items (id, plan_id, code, name, owner, division, sector, sector_organ, nature, content, "from", "to", total, done_before, shares, goal, indicators, targets, responsibility, budget, removed)
                SELECT gen_random_uuid(), plan.id, {Code}, '工程' || n, '91360502MA0001050N', {Divisions}, {Sectors}, 'JTJ@360500', 'Continuing', '主体工程及配套设施', date '{of}-01-01', date '{of}-12-31', 20000000, 0,
                  '[{"{"}"year":{of},"source":"05","yuan":' || (3000000 + n % 1000) || '.37{"}"},{"{"}"year":{of},"source":"09","yuan":' || (2000000 + n % 700) || '.11{"}"}]', '完成年度工程量', '按标准建设', '完成年度形象进度', '市级财政', '[]', false
                FROM generate_series(1, {projects}) n, plan
                """);
        }
        // A month in a hundred was put right a week later.
        await ExecuteAsync($"""
            INSERT INTO plans_progress_returns (id, project_code, year, month, edition, done_yuan, physical_percent, advance_funding, recorded_at, superseded_at, reported_by)
            SELECT gen_random_uuid(), {Code}, y, m, e, 400000 + (n * 7 + m * 13) % 20000 + 0.01 * ((n + m) % 100) + e, least(100, (y - {year - 1}) * 45 + m * 4), false,
              make_timestamptz(y, m, 1, 0, 0, 0) + interval '35 days' + (e - 1) * interval '7 days', CASE WHEN e = 1 AND (n + m) % 100 = 0 THEN make_timestamptz(y, m, 1, 0, 0, 0) + interval '42 days' END, gen_random_uuid()
            FROM generate_series(1, {projects}) n, (VALUES ({year - 1}), ({year})) years(y), generate_series(1, 12) m, generate_series(1, 2) e
            WHERE (y < {year} OR m <= 10) AND (e = 1 OR (n + m) % 100 = 0)
            """);
        await ExecuteAsync($"CREATE TEMP TABLE pool_of AS SELECT k, gen_random_uuid() AS id FROM generate_series(0, 39) k");
        await ExecuteAsync($"""
            INSERT INTO plans_payments (id, voucher_no, day, indicator_no, pool_id, source, project_code, yuan, late_by, recorded_at, batch_id)
            SELECT gen_random_uuid(), 'ZF-' || lpad(m::text, 9, '0'), date '{y}-01-01' + m % 300, 'IND-' || n, p.id, (ARRAY['05','09'])[1 + n % 2], {Code}, {LedgerBench.AmountSql}, CASE WHEN m % 5000 = 0 THEN 5 END, now() - interval '20 days', '00000000-0000-7000-8000-000000000001'
            FROM generate_series(1, {payments}) m CROSS JOIN LATERAL (SELECT (m - 1) % {projects} + 1 AS n) x JOIN pool_of p ON p.k = n % 40
            """);
        await ExecuteAsync($"""
            INSERT INTO plans_indicators (id, version, indicator_no, pool_id, source, year, project_code, unit, yuan, adjustments, used, issued_on, recorded_at)
            SELECT gen_random_uuid(), 1, indicator_no, min(pool_id::text)::uuid, min(source), {y}, project_code, '项目单位', sum(yuan) * 1.25, 0, sum(yuan), date '{y}-01-01', now() - interval '30 days' FROM plans_payments GROUP BY indicator_no, project_code
            """);
        await ExecuteAsync($"""
            INSERT INTO plans_fund_pools (id, version, pool, name, division, source, year, level, window_from, window_to, yuan, arrived, allocated, paid)
            SELECT p.id, 1, '{y}-' || lpad(p.k::text, 2, '0'), '资金池' || p.k, '360500', (ARRAY['05','09'])[1 + p.k % 2], {y}, 'Municipal', date '{y}-01-01', date '{y}-12-31', coalesce(sum(i.yuan), 0) + 1, coalesce(sum(i.used), 0) + 1, coalesce(sum(i.yuan), 0), coalesce(sum(i.used), 0)
            FROM pool_of p LEFT JOIN plans_indicators i ON i.pool_id = p.id GROUP BY p.id, p.k
            """);
        if (journal)
        {
            const string Line = "INSERT INTO plans_postings (id, voucher, line, pool_id, account, indicator_no, project_code, yuan, day, recorded_at, batch_id) SELECT gen_random_uuid(), ";
            const string Rest = ", now(), '00000000-0000-7000-8000-000000000001' FROM ";
            await ExecuteAsync($"{Line}'P:' || p.voucher_no, l.line, p.pool_id, l.account, CASE WHEN l.line < 4 THEN p.indicator_no END, CASE WHEN l.line < 4 THEN p.project_code END, l.sign * p.yuan, p.day{Rest}plans_payments p, (VALUES (1, 'Used', 1), (2, 'Allotted', -1), (3, 'Spent', 1), (4, 'Cash', -1)) l(line, account, sign)");
            await ExecuteAsync($"{Line}'I:' || i.indicator_no, l.line, i.pool_id, l.account, CASE WHEN l.line = 1 THEN i.indicator_no END, CASE WHEN l.line = 1 THEN i.project_code END, l.sign * i.yuan, i.issued_on{Rest}plans_indicators i, (VALUES (1, 'Allotted', 1), (2, 'Free', -1)) l(line, account, sign)");
            await ExecuteAsync($"{Line}l.kind || f.pool, l.line, f.id, l.account, NULL, NULL, l.sign * CASE WHEN l.kind = 'G:' THEN f.yuan ELSE f.arrived END, f.window_from{Rest}plans_fund_pools f, (VALUES ('G:', 1, 'Free', 1), ('G:', 2, 'Grant', -1), ('A:', 1, 'Cash', 1), ('A:', 2, 'Inflow', -1)) l(kind, line, account, sign)");
        }
        foreach (var (_, definition) in indexes)
            await ExecuteAsync(definition);
        await ExecuteAsync($"VACUUM ANALYZE {string.Join(", ", Tables)}");
        await ExecuteAsync("RESET ALL");
    }

    public async Task<long> CountAsync(string table)
    {
        await using var count = new NpgsqlCommand($"SELECT count(*) FROM {table}", connection) { CommandTimeout = 0 };
        return (long)(await count.ExecuteScalarAsync())!;
    }

    private async Task<List<(string Name, string Definition)>> IndexesAsync()
    {
        await using var command = new NpgsqlCommand($"SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename IN ({string.Join(',', Tables.Select(t => $"'{t}'"))}) AND indexname NOT IN (SELECT conname FROM pg_constraint)", connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<(string, string)> found = [];
        while (await reader.ReadAsync())
            found.Add((reader.GetString(0), reader.GetString(1)));
        return found;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
