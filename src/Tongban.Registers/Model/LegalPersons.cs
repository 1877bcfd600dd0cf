using System.Linq.Expressions;
using Tongban.Foundation.People;

namespace Tongban.Registers.Model;

/// <summary>Who sees which legal persons; every list, page and endpoint of the room asks here.</summary>
internal static class LegalPersons
{
    /// <summary>Those the person registered or holds a mandate of on that day, whatever its reach.</summary>
    public static Expression<Func<LegalPerson, bool>> HeldBy(Guid personId, DateOnly today) => p =>
        p.RegisteredBy == personId
        || p.Agents.Any(a => a.PersonId == personId && a.FirstDay <= today && today <= a.LastDay && (a.RevokedOn == null || today < a.RevokedOn));

    /// <summary>An officer sees every legal person, anyone else only their own.</summary>
    public static IQueryable<LegalPerson> VisibleTo(this IQueryable<LegalPerson> people, Actor actor, DateOnly today) =>
        actor.IsOfficer ? people : actor.IsStranger ? people.Where(_ => false) : people.Where(HeldBy(actor.PersonId, today));
}
