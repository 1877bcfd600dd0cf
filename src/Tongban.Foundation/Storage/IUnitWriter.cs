namespace Tongban.Foundation.Storage;

internal enum CommitOutcome
{
    Committed,

    /// <summary>A record had another version than the one loaded, or another unit took the same key; nothing was written.</summary>
    LostRace,

    /// <summary>The units of a group could not be written together; nothing was written. Known inside a writer only.</summary>
    Apart,
}

/// <summary>Writes units of work durably. An exception means a broken machine, and that nothing of the unit is known to be written.</summary>
internal interface IUnitWriter
{
    Task<CommitOutcome> CommitAsync(UnitOfWork unit);

    /// <summary>Waits until everything that can be read now is as durable as what is acknowledged.</summary>
    /// <remarks>On PostgreSQL a commit whose wait for the second machine was broken off can be read before that machine has it. The embedded database shows nothing that is not synced.</remarks>
    /// <exception cref="StorageUnavailableException">It is not, or nobody can say so.</exception>
    Task SettleAsync() => Task.CompletedTask;
}
