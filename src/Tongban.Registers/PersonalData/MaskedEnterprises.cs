using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Privacy.Reading;
using Tongban.Foundation.Storage;
using Tongban.Registers.Contracts;
using Tongban.Registers.Model;

namespace Tongban.Registers.PersonalData;

/// <summary>The legal representative's name and the telephone of an enterprise: whole for officers who name one of its projects.</summary>
internal sealed class MaskedEnterprises(TongbanDb db, IEnumerable<IProjectChoices> projects) : IMaskedData
{
    public string Kind => ReadKinds.Enterprise;

    public async Task<Result<ClearData>> RevealAsync(string key, string purpose, Actor actor, CancellationToken ct)
    {
        if (!actor.IsOfficer || !actor.Is(Roles.Handler | Roles.Head))
            return PeopleErrors.RoleMissing(Roles.Handler);
        if (await db.Set<LegalPerson>().AsNoTracking().SingleOrDefaultAsync(p => p.CreditCode == key, ct) is not { } person)
            return ReadErrors.NothingThere();
        foreach (var source in projects)
        {
            if ((await source.OfAsync(key, ct)).Any(p => p.Code == purpose))
                return new ClearData(person.RegisteredBy, [new("representative", ("法定代表人", "Representative"), person.Representative), new("phone", ("联系电话", "Telephone"), person.Phone)]);
        }
        return ReadErrors.PurposeUnrelated();
    }
}
