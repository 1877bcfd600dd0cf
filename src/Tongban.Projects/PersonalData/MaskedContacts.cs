using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Privacy.Reading;
using Tongban.Foundation.Storage;
using Tongban.Projects.Model;

namespace Tongban.Projects.PersonalData;

/// <summary>The contact person of a project: whole for officers, for this very project.</summary>
internal sealed class MaskedContacts(TongbanDb db) : IMaskedData
{
    public string Kind => ReadKinds.Contact;

    public async Task<Result<ClearData>> RevealAsync(string key, string purpose, Actor actor, CancellationToken ct)
    {
        if (!actor.IsOfficer || !actor.Is(Roles.Handler | Roles.Head))
            return PeopleErrors.RoleMissing(Roles.Handler);
        if (await db.Set<Project>().AsNoTracking().SingleOrDefaultAsync(p => p.Code == key, ct) is not { } project)
            return ReadErrors.NothingThere();
        return purpose == project.Code
            ? new ClearData(project.DeclaredBy, [new("contactName", ("联系人", "Contact person"), project.ContactName), new("contactPhone", ("联系电话", "Telephone"), project.ContactPhone)])
            : ReadErrors.PurposeUnrelated();
    }
}
