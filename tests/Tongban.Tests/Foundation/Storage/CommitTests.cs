using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Tests.Support;

namespace Tongban.Tests.Foundation.Storage;

public class CommitTests
{
    private static readonly Actor Clerk = new(Guid.CreateVersion7(), "经办人甲", Roles.Handler, "FGW@360500");

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task Every_kind_of_value_comes_back_as_it_was_written(Database database)
    {
        await using var storage = await StartAsync(database);
        var calendar = WorkCalendar.Create("test", [new CalendarYear(2026, [])]);
        var limit = TimeLimit.Start(new DateOnly(2026, 3, 2), new LimitLength(20), "行政许可法第四十二条", calendar);
        var id = Guid.CreateVersion7();
        var at = new DateTimeOffset(2026, 3, 2, 9, 30, 15, 123, 456, TimeSpan.Zero);

        var written = await ActAsync(storage, "open", null, db =>
        {
            var notebook = Notebook.Open(id, "甲", at);
            (notebook.Kind, notebook.DueOn, notebook.Limit, notebook.Mark) = (NotebookKind.Ruled, new DateOnly(2026, 3, 30), limit, [1, 2, 3]);
            notebook.Write("一", 898.1m);
            db.Add(notebook);
            return Task.FromResult((Result<int>)1);
        });
        Assert.Null(written.Error);

        var read = await storage.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<Notebook>().AsNoTracking().Include(n => n.Notes).SingleAsync());
        Assert.Equal((id, "甲", NotebookKind.Ruled, 898.1m, at, 1L), (read.Id, read.Title, read.Kind, read.Total, read.OpenedAt, read.Version));
        Assert.Equal(new DateOnly(2026, 3, 30), read.DueOn);
        Assert.Equal(limit, read.Limit);
        Assert.Equal([1, 2, 3], read.Mark);
        Assert.Null(read.Number);
        Assert.Equal("一", Assert.Single(read.Notes).Text);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Acts_form_one_sound_chain_per_matter_and_get_a_place_in_commit_order(Database database)
    {
        await using var storage = await StartAsync(database);
        var ids = Enumerable.Range(0, 4).Select(_ => Guid.CreateVersion7()).ToList();
        foreach (var id in ids)
            await OpenAsync(storage, id, id.ToString());
        await Parallel.ForAsync(0, 60, async (i, _) => Assert.Null((await WriteAsync(storage, ids[i % 4], null, $"{i}")).Error));

        var sequencer = storage.Services.GetRequiredService<LedgerSequencer>();
        await sequencer.PlaceAsync(default);
        var entries = await storage.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<LedgerEntry>().AsNoTracking().OrderBy(e => e.Position).ToListAsync());
        Assert.Equal(64, entries.Count);
        Assert.Equal(Enumerable.Range(1, 64).Select(i => (long?)i), entries.Select(e => e.Position));
        Assert.All(entries, e => Assert.True(e.Verify()));
        foreach (var chain in entries.GroupBy(e => e.Matter))
        {
            var previous = LedgerEntry.Nothing;
            var sequence = 0L;
            foreach (var entry in chain)
            {
                Assert.Equal((++sequence, Convert.ToHexString(previous)), (entry.Sequence, Convert.ToHexString(entry.PreviousHash)));
                previous = entry.Hash;
            }
        }
        var totals = await storage.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<Notebook>().AsNoTracking().Include(n => n.Notes).ToListAsync());
        Assert.All(totals, n => Assert.Equal((16, 16m, 16L), (n.Notes.Count, n.Total, n.Version)));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_repeat_with_the_same_key_gets_the_first_answer_and_acts_once(Database database)
    {
        await using var storage = await StartAsync(database);
        var (id, key) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await OpenAsync(storage, id, "甲");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => WriteAsync(storage, id, key, "一")));
        Assert.All(answers, a => Assert.Equal(2, a.Value));
        Assert.Equal(2, await storage.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<LedgerEntry>().CountAsync()));

        var other = await WriteAsync(storage, id, key, "二");
        Assert.Equal("storage.key-reused", other.Error?.Code);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_refused_unit_leaves_nothing_behind_and_its_neighbours_in_the_group_are_kept(Database database)
    {
        await using var storage = await StartAsync(database);
        await OpenAsync(storage, Guid.CreateVersion7(), "甲");
        var results = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => OpenAsync(storage, Guid.CreateVersion7(), i % 3 == 0 ? "甲" : $"乙{i}")));
        Assert.Equal(10, results.Count(r => r.Error?.Code == "storage.lost-race"));
        Assert.Equal(21, await storage.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<LedgerEntry>().CountAsync()));
        Assert.Equal(21, await storage.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<Notebook>().CountAsync()));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Numbers_of_a_series_have_no_gaps_and_no_doubles(Database database)
    {
        await using var storage = await StartAsync(database);
        await OpenAsync(storage, Guid.CreateVersion7(), "taken");
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => ActAsync(storage, $"number {i}", null, db =>
        {
            var notebook = Notebook.Open(Guid.CreateVersion7(), i % 4 == 0 ? "taken" : $"n{i}", DateTimeOffset.UnixEpoch);
            db.Add(notebook);
            db.TakeNumber("余发改备〔2026〕", n => notebook.Number = $"余发改备〔2026〕{n}号");
            return Task.FromResult((Result<int>)1);
        })));
        var numbers = await storage.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<Notebook>().Where(n => n.Number != null).Select(n => n.Number!).ToListAsync());
        Assert.Equal(Enumerable.Range(1, 30).Select(i => $"余发改备〔2026〕{i}号").Order(), numbers.Order());
    }

    [Fact]
    public async Task Units_finished_at_the_same_moment_share_a_transaction_on_PostgreSQL()
    {
        await using var storage = await StartAsync(Database.Postgres);
        await OpenAsync(storage, Guid.CreateVersion7(), "甲");
        // Nothing is awaited before a unit waits for the writer: all stand in the queue before the first is on the disk.
        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => OpenAsync(storage, Guid.CreateVersion7(), $"乙{i}")).ToList());
        Assert.All(results, r => Assert.Null(r.Error));
        Assert.InRange(await TransactionsAsync(storage), 2, 20);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_guilty_unit_costs_its_group_neither_acts_nor_numbers(Database database)
    {
        await using var storage = await StartAsync(database);
        await OpenAsync(storage, Guid.CreateVersion7(), "甲");
        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => ActAsync(storage, $"open {i}", null, db =>
        {
            var notebook = Notebook.Open(Guid.CreateVersion7(), i == 5 ? "甲" : $"乙{i}", DateTimeOffset.UnixEpoch);
            notebook.Write("start", 1m);
            db.Add(notebook);
            if (i % 2 == 1)
                db.TakeNumber("余发改备〔2026〕", n => notebook.Number = $"{n}号");
            return Task.FromResult((Result<int>)i);
        })).ToList());
        Assert.Equal("storage.lost-race", results[5].Error?.Code);
        Assert.Equal(Enumerable.Range(0, 12).Where(i => i != 5), results.Where(r => r.Error is null).Select(r => r.Value));
        var numbers = await storage.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<Notebook>().Where(n => n.Number != null).Select(n => n.Number!).ToListAsync());
        Assert.Equal(Enumerable.Range(1, 5).Select(n => $"{n}号"), numbers.Order());
        Assert.Equal(12, await storage.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<LedgerEntry>().CountAsync()));
    }

    [Fact]
    public async Task Somebody_elses_lock_is_waited_for_only_by_those_whom_it_concerns()
    {
        await using var storage = await StartAsync(Database.Postgres);
        var (locked, free) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await OpenAsync(storage, locked, "甲");
        await OpenAsync(storage, free, "乙");
        await using var other = new Npgsql.NpgsqlConnection(storage.Options.ConnectionString);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var hold = new Npgsql.NpgsqlCommand($"SELECT 1 FROM foundation_ledger_heads WHERE matter = 'notebook:{locked}' FOR UPDATE", other))
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var waiting = WriteAsync(storage, locked, null, "一");
        Assert.Null((await WriteAsync(storage, free, null, "一")).Error);
        Assert.Null((await WriteAsync(storage, free, null, "二")).Error);
        Assert.False(waiting.IsCompleted);
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        Assert.Null((await waiting).Error);
    }

    [Fact]
    public async Task A_reader_of_the_embedded_database_cannot_write()
    {
        await using var storage = await StartAsync(Database.Sqlite);
        await OpenAsync(storage, Guid.CreateVersion7(), "甲");
        var refused = await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => storage.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Database.ExecuteSqlRawAsync("DELETE FROM notebook_notebooks")));
        Assert.Equal(8, refused.SqliteErrorCode);
        await Assert.ThrowsAsync<NotSupportedException>(() => storage.InScopeAsync(s => s.GetRequiredService<TongbanDb>().SaveChangesAsync()));
    }

    private static Task<int> TransactionsAsync(TestStorage storage) => storage.InScopeAsync(s =>
        s.GetRequiredService<TongbanDb>().Database.SqlQueryRaw<int>("SELECT count(DISTINCT xmin::text)::int AS \"Value\" FROM foundation_ledger").SingleAsync());

    private static Task<TestStorage> StartAsync(Database database) => TestStorage.StartAsync(database, TimeProvider.System, new FoundationModule(), new NotebookModule());

    private static Task<Result<int>> OpenAsync(TestStorage storage, Guid id, string title) => ActAsync(storage, $"open {id}", null, db =>
    {
        var notebook = Notebook.Open(id, title, DateTimeOffset.UnixEpoch);
        notebook.Write("start", 1m);
        db.Add(notebook);
        return Task.FromResult((Result<int>)1);
    });

    private static Task<Result<int>> WriteAsync(TestStorage storage, Guid id, Guid? key, string text) => ActAsync(storage, $"write {id} {text}", key, async db =>
    {
        var notebook = await db.Set<Notebook>().Include(n => n.Notes).SingleAsync(n => n.Id == id);
        notebook.Write(text, 1m);
        return notebook.Notes.Count;
    });

    private static Task<Result<int>> ActAsync(TestStorage storage, string command, Guid? key, Func<TongbanDb, Task<Result<int>>> work) => storage.InScopeAsync(s =>
    {
        var db = s.GetRequiredService<TongbanDb>();
        return db.ActAsync(command, new Caller { Actor = Clerk, ActId = key }, () => work(db));
    });
}
