using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Privacy.Erasure;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Registers.Model;

namespace Tongban.Registers.PersonalData;

/// <summary>What the register holds of a natural person: mandates, and what he entered as representative account of a legal person.</summary>
internal sealed class RegisterPersonalData(TongbanDb db, CityClock clock) : IPersonalData
{
    public const string Mandates = "registers.mandates", Registered = "registers.registered-by", Phone = "registers.phone";

    public async Task<IReadOnlyList<Holding>> OfAsync(Guid person, CancellationToken ct)
    {
        List<Holding> held = [];
        var today = clock.Today;
        var mandates = await db.Set<LegalPersonAgent>().AsNoTracking().CountAsync(a => a.PersonId == person && a.RevokedOn == null && a.LastDay >= today, ct);
        if (mandates > 0)
            held.Add(Holding.Erasable(Mandates, ("代办授权（删除即放弃）", "Mandates (laid down with the erasure)"), mandates));
        var registered = await db.Set<LegalPerson>().AsNoTracking().Where(p => p.RegisteredBy == person).Select(p => p.Phone).ToListAsync(ct);
        if (registered.Count > 0)
        {
            held.Add(Holding.Kept(Registered, ("所登记单位的法定代表人姓名、住所", "Legal representative's name and address of the enterprises registered"), registered.Count, "市场主体登记管理条例第八条",
                ("登记事项依法公示，随市场主体存续", "Registration data are public by law as long as the enterprise exists")));
            if (registered.Count(p => p.Length > 0) is > 0 and var phones)
                held.Add(Holding.Erasable(Phone, ("所登记单位的联系电话", "Telephone of the enterprises registered"), phones));
        }
        return held;
    }

    public async Task EraseAsync(Guid person, IReadOnlySet<string> kinds, CancellationToken ct)
    {
        var today = clock.Today;
        if (kinds.Contains(Mandates))
        {
            foreach (var enterprise in await db.Set<LegalPerson>().Include(p => p.Agents).Where(p => p.Agents.Any(a => a.PersonId == person && a.RevokedOn == null && a.LastDay >= today)).ToListAsync(ct))
            {
                foreach (var mandate in enterprise.Agents.Where(a => a.PersonId == person && a.RevokedOn is null && a.LastDay >= today).ToList())
                    enterprise.Revoke(person, mandate.Id, today);
            }
        }
        if (kinds.Contains(Phone))
        {
            foreach (var enterprise in await db.Set<LegalPerson>().Where(p => p.RegisteredBy == person).ToListAsync(ct))
                enterprise.ErasePhone();
        }
    }
}
