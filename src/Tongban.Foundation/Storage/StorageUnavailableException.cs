namespace Tongban.Foundation.Storage;

/// <summary>The database could not write: disk full, connection lost. Whether the unit was written is settled by reading its act id.</summary>
public sealed class StorageUnavailableException : Exception
{
    public StorageUnavailableException(Exception inner) : base("the database could not write", inner) { }

    public StorageUnavailableException() { }

    public StorageUnavailableException(string message) : base(message) { }

    public StorageUnavailableException(string message, Exception inner) : base(message, inner) { }
}
