using Tongban.Foundation.People;
using Tongban.Foundation.Storage;

namespace Tongban.Registers.Model;

/// <summary>Who sees which legal persons; every list, page and endpoint of the room asks here.</summary>
internal static class LegalPersons
{
    /// <summary>Keys of those the person registered or holds a mandate of on that day, whatever its reach.</summary>
    /// <remarks>Two index ranges put together: as one condition with "or" it would look at every legal person of the city, at every page.</remarks>
    public static IQueryable<Guid> HeldBy(TongbanDb db, Guid personId, DateOnly today) => db.Set<LegalPerson>().Where(p => p.RegisteredBy == personId).Select(p => p.Id)
        .Union(db.Set<LegalPersonAgent>().Where(a => a.PersonId == personId && a.FirstDay <= today && today <= a.LastDay && (a.RevokedOn == null || today < a.RevokedOn)).Select(a => a.LegalPersonId));

    /// <summary>An officer sees every legal person, anyone else only their own.</summary>
    public static IQueryable<LegalPerson> VisibleTo(this IQueryable<LegalPerson> people, TongbanDb db, Actor actor, DateOnly today)
    {
        if (actor.IsOfficer || actor.IsStranger)
            return actor.IsOfficer ? people : people.Where(_ => false);
        var held = HeldBy(db, actor.PersonId, today);
        return people.Where(p => held.Contains(p.Id));
    }
}
