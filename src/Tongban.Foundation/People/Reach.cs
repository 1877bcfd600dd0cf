namespace Tongban.Foundation.People;

/// <summary>A record of one project of one enterprise.</summary>
public interface IOfProject
{
    /// <summary>Credit code of the enterprise.</summary>
    string Owner { get; }

    Guid ProjectId { get; }
}

/// <summary>What an applicant sees and may touch: the records of the enterprise he stands for, and of these, when his mandate names projects, only theirs.
/// Every room asks here, so that list, page, search, export and count agree.</summary>
public static class Reach
{
    /// <summary>The records within the actor's reach as an applicant; none for anyone else.</summary>
    public static IQueryable<T> WithinReachOf<T>(this IQueryable<T> records, Actor actor) where T : class, IOfProject
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.Enterprise is not { } enterprise)
            return records.Where(r => false);
        if (actor.Projects is null)
            return records.Where(r => r.Owner == enterprise);
        List<Guid> named = [.. actor.Projects.Ids];
        return records.Where(r => r.Owner == enterprise && named.Contains(r.ProjectId));
    }

    /// <summary>The same for a record at hand.</summary>
    public static bool IsWithinReachOf(this IOfProject record, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(actor);
        return actor.StandsFor(record.Owner, record.ProjectId);
    }
}
