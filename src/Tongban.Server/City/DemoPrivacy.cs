using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.People;
using Tongban.Foundation.Privacy.Erasure;
using Tongban.Foundation.Privacy.Reading;
using Tongban.Foundation.Storage;
using Tongban.Projects.Model;

namespace Tongban.Server.City;

/// <summary>Personal data in the demonstration city: a request for erasure, a look at masked data.</summary>
internal sealed class DemoPrivacy(DemoActs acts, DemoPeople people, DemoClock clock, DateOnly today)
{
    public async Task TellAsync()
    {
        clock.GoTo(today.AddDays(-4));
        var former = await people.PersonAsync("former", "离职申报员", "13900000099");
        await acts.AsAsync(new Actor(former, "离职申报员", Roles.Applicant), s => s.GetRequiredService<ErasureHandlers>().HandleAsync(new AskForErasure(ErasureGround.PurposeOver, "已离职，不再使用本账户"), default));

        clock.GoTo(today.AddDays(-2));
        var enterprise = DemoPeople.Enterprises[0].Code;
        var code = await acts.ReadAsync(db => db.Set<Project>().Where(p => p.Owner == enterprise).OrderBy(p => p.Code).Select(p => p.Code).FirstAsync());
        await acts.AsAsync(people.Handler("FGW@360500"), s => s.GetRequiredService<Unmasking>().HandleAsync(new(ReadKinds.Contact, code, code, "电话核对申报信息"), default));
        clock.GoTo(today);
    }
}
