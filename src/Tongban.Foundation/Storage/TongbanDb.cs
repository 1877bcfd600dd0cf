using System.Diagnostics;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Time;

namespace Tongban.Foundation.Storage;

/// <summary>The city's records: one model built from the modules' tables, on SQLite or PostgreSQL.</summary>
/// <remarks>Reads are LINQ. Writes go through <see cref="ActAsync"/> and nothing else: state, acts, ledger entries, numbers and notices
/// in one transaction.</remarks>
public sealed class TongbanDb : DbContext
{
    private const int Attempts = 8;
    private static readonly ConcurrentDictionary<IModel, IReadOnlyDictionary<IEntityType, RowMap>> Maps = new(ReferenceEqualityComparer.Instance as IEqualityComparer<IModel>);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { IncludeFields = true };
    private static readonly PerModel<Func<TongbanDb, Guid, Task<Answer?>>> KnownAnswer = new(() => EF.CompileAsyncQuery((TongbanDb db, Guid key) =>
        db.Set<Answer>().AsNoTracking().SingleOrDefault(a => a.ActId == key)));

    private readonly ModuleSet _modules;
    private readonly IUnitWriter _writer;
    private readonly TimeProvider _clock;
    private readonly List<(string Matter, IAct Act)> _looseActs = [];
    private readonly List<(string Series, Action<long> Use)> _numbers = [];

    internal TongbanDb(DbContextOptions<TongbanDb> options, ModuleSet modules, IUnitWriter writer, TimeProvider clock) : base(options)
    {
        (_modules, _writer, _clock) = (modules, writer, clock);
        // The unit of work looks for changes once, when it is built; looking at every step would cost as much as the work.
        ChangeTracker.AutoDetectChangesEnabled = false;
    }

    internal IReadOnlyList<(string Matter, IAct Act)> LooseActs => _looseActs;

    internal ModuleSet Modules => _modules;

    /// <summary>Runs one use case and commits what it changed; the only way to write.</summary>
    /// <param name="command">What is asked; a repeat with the same <see cref="Caller.ActId"/> must be the same command.</param>
    /// <param name="work">Loads, decides, changes. It runs again from the start when someone else committed first, so it has no side effects of its own.</param>
    /// <returns>The work's value after it is durable, or its refusal, or the refusal of a lost race.</returns>
    /// <exception cref="StorageUnavailableException">The database could not write.</exception>
    public async Task<Result<T>> ActAsync<TCommand, T>(TCommand command, Caller caller, Func<Task<Result<T>>> work, CancellationToken ct = default)
        where TCommand : notnull
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(work);
        var name = Instruments.NameOf(command);
        using var activity = Instruments.Source.StartActivity(name);
        var began = Stopwatch.GetTimestamp();
        Result<T> Ended(Result<T> answer, string outcome)
        {
            activity?.SetTag("tongban.outcome", outcome);
            Instruments.Units.Add(1, new("tongban.command", name), new("tongban.outcome", outcome));
            Instruments.UnitDuration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, new KeyValuePair<string, object?>("tongban.outcome", outcome));
            return answer;
        }

        // Nobody looks for an answer before there is a reason to: an act that was done before meets its own key when it is written again, or is refused.
        var digest = caller.ActId is null ? [] : Digest(command);

        for (var attempt = 1; ; attempt++)
        {
            Forget();
            var result = await work();
            if (!result.TryGet(out var value, out _))
            {
                Forget();
                // What is refused may be the repeat of an act that was done.
                return caller.ActId is { } key && await FirstAnswerAsync<T>(key, caller, digest, ct) is { } first ? Ended(first, "repeated") : Ended(result, "refused");
            }
            var unit = new UnitOfWork(this, MapsOf(Model), caller, LedgerEntry.Truncate(_clock.GetUtcNow()), again: attempt > 1);
            foreach (var (series, use) in _numbers)
                unit.TakeNumber(series, use);
            if (caller.ActId is { } id)
                unit.AnswerWith(() => new Answer { ActId = id, PersonId = caller.Actor.PersonId, CommandDigest = digest, Value = JsonSerializer.Serialize(value, Json), RecordedAt = unit.Now });

            // Not cancellable: the caller must learn whether the act happened.
            if (await _writer.CommitAsync(unit) is CommitOutcome.Committed)
            {
                Forget();
                return Ended(value, "committed");
            }
            Forget();
            if (caller.ActId is { } repeated && await FirstAnswerAsync<T>(repeated, caller, digest, ct) is { } answered)
                return Ended(answered, "repeated");
            if (attempt == Attempts)
                return Ended(StorageErrors.LostRace(), "lost");
            Instruments.LostRaces.Add(1);
            await Task.Delay(Random.Shared.Next(1, 1 << attempt), ct);
        }
    }

    /// <summary>Enters an act that belongs to no aggregate, for example a catalogue's publication.</summary>
    public void Record(string matter, IAct act) => _looseActs.Add((matter, act));

    /// <summary>Takes the next number of a series inside the transaction; a unit that fails takes none.</summary>
    /// <param name="use">Receives the number before the rows are written; it may change tracked records and record acts.</param>
    public void TakeNumber(string series, Action<long> use) => _numbers.Add((series, use));

    /// <inheritdoc/>
    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw new NotSupportedException("write through ActAsync");

    /// <inheritdoc/>
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default) => throw new NotSupportedException("write through ActAsync");

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
        configurationBuilder.Properties<decimal>().HavePrecision(18, 4);
        configurationBuilder.Properties<TimeLimit>().HaveConversion<TimeLimitConverter, ImmutableComparer<TimeLimit>>();
        configurationBuilder.IgnoreAny<Words>();
        configurationBuilder.IgnoreAny<IAct>();
        if (Database.IsSqlite())
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
        else
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<ToUtcConverter>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        foreach (var module in _modules)
            module.ConfigureModel(modelBuilder);
        foreach (var entity in modelBuilder.Model.GetEntityTypes().ToList())
        {
            // Keys are made by whoever creates the record; a new child of a loaded aggregate is then seen as new.
            // (A type without a key was met on the way to a property kept as JSON; the finished model is without it.)
            foreach (var property in entity.FindPrimaryKey()?.Properties ?? [])
                property.ValueGenerated = ValueGenerated.Never;
            if (typeof(Aggregate).IsAssignableFrom(entity.ClrType))
                modelBuilder.Entity(entity.ClrType).Property<long>(nameof(Aggregate.Version)).IsConcurrencyToken();
        }
        Naming.UseSnakeCaseColumns(modelBuilder);
    }

    internal static IReadOnlyDictionary<IEntityType, RowMap> MapsOf(IModel model, bool postgres) => Maps.GetOrAdd(model, m => RowMap.Of(m, postgres));

    private static byte[] Digest<TCommand>(TCommand command) =>
        SHA256.HashData([.. System.Text.Encoding.UTF8.GetBytes(typeof(TCommand).Name), .. JsonSerializer.SerializeToUtf8Bytes(command, Json)]);

    private IReadOnlyDictionary<IEntityType, RowMap> MapsOf(IModel model) => MapsOf(model, Database.IsNpgsql());

    private async Task<Result<T>?> FirstAnswerAsync<T>(Guid key, Caller caller, byte[] digest, CancellationToken ct)
    {
        var answer = await KnownAnswer.Of(this)(this, key);
        if (answer is null)
            return null;
        // Answered from what was read, not from what was just committed.
        await _writer.SettleAsync();
        return answer.PersonId == caller.Actor.PersonId && answer.CommandDigest.AsSpan().SequenceEqual(digest)
            ? JsonSerializer.Deserialize<T>(answer.Value, Json)!
            : (Result<T>)StorageErrors.KeyReused();
    }

    private void Forget()
    {
        ChangeTracker.Clear();
        _looseActs.Clear();
        _numbers.Clear();
    }
}
