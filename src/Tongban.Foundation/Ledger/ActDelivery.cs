using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Storage;

namespace Tongban.Foundation.Ledger;

/// <summary>Hears of acts after they are committed, at least once each and in commit order: a handler bears being called twice.</summary>
public interface IActHandler
{
    /// <summary>Stable name of the subscription; it has a cursor of its own.</summary>
    string Name { get; }

    /// <summary>Names of the acts it wants to hear of.</summary>
    IReadOnlySet<string> Acts { get; }

    Task HandleAsync(LedgerEntry entry, CancellationToken ct);
}

/// <summary>How far a subscription has read.</summary>
internal sealed class ActCursor : Aggregate
{
    private ActCursor() { }

    public override string Matter => $"subscription:{Name}";

    public string Name { get; private set; } = "";

    public long Position { get; private set; }

    public static ActCursor Begin(string name) => new() { Id = NewId.Random(), Name = name };

    public void MoveTo(long position) => Position = position;
}

internal sealed class ActCursorTable : IEntityTypeConfiguration<ActCursor>
{
    public void Configure(EntityTypeBuilder<ActCursor> table)
    {
        table.ToTable("foundation_act_cursors").HasKey(c => c.Id);
        table.Property(c => c.Name).HasMaxLength(60);
        table.HasIndex(c => c.Name).IsUnique();
    }
}

/// <summary>Reads the ledger behind the subscribers and hands them their acts.</summary>
internal sealed partial class ActDelivery(IServiceScopeFactory scopes, LedgerSequencer sequencer, TimeProvider clock, ILogger<ActDelivery> log) : RepeatedWork(TimeSpan.FromMilliseconds(500), clock)
{
    private const int Batch = 500;
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Delivers everything committed so far; what a test or a command line waits for.</summary>
    public async Task DrainAsync(CancellationToken ct)
    {
        // Two at once in one process would only hand the same acts over twice.
        await _turn.WaitAsync(ct);
        try
        {
            await sequencer.PlaceAsync(ct);
            while (await DeliverAsync(ct))
            {
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    protected override Task DoAsync(CancellationToken ct) => DrainAsync(ct);

    protected override void Failed(Exception fault) => DeliveryFailed(fault);

    private async Task<bool> DeliverAsync(CancellationToken ct)
    {
        var more = false;
        using var names = scopes.CreateScope();
        foreach (var name in names.ServiceProvider.GetServices<IActHandler>().Select(h => h.Name).ToList())
        {
            using var scope = scopes.CreateScope();
            var handler = scope.ServiceProvider.GetServices<IActHandler>().Single(h => h.Name == name);
            var db = scope.ServiceProvider.GetRequiredService<TongbanDb>();
            var from = await db.Set<ActCursor>().AsNoTracking().Where(c => c.Name == name).Select(c => c.Position).SingleOrDefaultAsync(ct);
            var entries = await db.Set<LedgerEntry>().AsNoTracking().Where(e => e.Position > from).OrderBy(e => e.Position).Take(Batch).ToListAsync(ct);
            if (entries.Count == 0)
                continue;
            foreach (var entry in entries.Where(e => handler.Acts.Contains(e.Act)))
            {
                await handler.HandleAsync(entry, ct);
                Instruments.ActsDelivered.Add(1, new KeyValuePair<string, object?>("tongban.subscriber", name));
            }
            var caller = new Caller { Actor = People.Actor.System };
            await db.ActAsync(name, caller, async () =>
            {
                var cursor = await db.Set<ActCursor>().SingleOrDefaultAsync(c => c.Name == name, ct);
                if (cursor is null)
                    db.Add(cursor = ActCursor.Begin(name));
                cursor.MoveTo(Math.Max(cursor.Position, entries[^1].Position!.Value));
                return (Result<bool>)true;
            }, ct);
            more |= entries.Count == Batch;
        }
        return more;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Acts could not be delivered to a subscriber; trying again")]
    private partial void DeliveryFailed(Exception fault);
}
