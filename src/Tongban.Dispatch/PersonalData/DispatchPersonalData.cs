using Microsoft.EntityFrameworkCore;
using Tongban.Dispatch.Matters;
using Tongban.Dispatch.Open311.Model;
using Tongban.Foundation;
using Tongban.Foundation.Privacy.Erasure;
using Tongban.Foundation.Storage;

namespace Tongban.Dispatch.PersonalData;

/// <summary>What the dispatch holds of a natural person: who reported a difficulty or a request, and how to reach him.</summary>
internal sealed class DispatchPersonalData(TongbanDb db) : IPersonalData
{
    public const string Contacts = "dispatch.contacts", OpenMatters = "dispatch.open-matters", Requests = "dispatch.requests", OpenRequests = "dispatch.open-requests";

    public async Task<IReadOnlyList<Holding>> OfAsync(Guid person, CancellationToken ct)
    {
        List<Holding> held = [];
        var matters = await db.Set<DispatchMatter>().AsNoTracking().Where(m => m.ReportedBy == person && m.Contact != "").Select(m => m.State).ToListAsync(ct);
        if (matters.Count(s => !IsOver(s)) is > 0 and var open)
            held.Add(Holding.InUse(OpenMatters, ("在办协调事项的联系人", "Contact of difficulties being solved"), open, ("协调事项正在办理", "They are being worked on")));
        if (matters.Count(IsOver) is > 0 and var over)
            held.Add(Holding.Erasable(Contacts, ("已办结协调事项的联系人", "Contact of difficulties that are over"), over));
        var requests = await db.Set<ServiceRequest>().AsNoTracking().Where(r => r.ReportedBy == person).Select(r => r.IsOpen).ToListAsync(ct);
        if (requests.Count(o => o) is > 0 and var openRequests)
            held.Add(Holding.InUse(OpenRequests, ("在办诉求的反映人信息", "Who reported requests being worked on"), openRequests, ("诉求正在办理", "They are being worked on")));
        if (requests.Count(o => !o) is > 0 and var closed)
            held.Add(Holding.Erasable(Requests, ("已办结诉求的反映人信息和原文", "Who reported requests that are over, and the original words"), closed));
        return held;
    }

    public async Task EraseAsync(Guid person, IReadOnlySet<string> kinds, CancellationToken ct)
    {
        if (kinds.Contains(Contacts))
        {
            foreach (var matter in (await db.Set<DispatchMatter>().Where(m => m.ReportedBy == person && m.Contact != "").ToListAsync(ct)).Where(m => m.IsOver))
                matter.EraseContact();
        }
        if (kinds.Contains(Requests))
        {
            foreach (var request in await db.Set<ServiceRequest>().Where(r => r.ReportedBy == person && !r.IsOpen).ToListAsync(ct))
                request.EraseReporter();
        }
    }

    private static bool IsOver(MatterState state) => state is MatterState.Closed or MatterState.Merged or MatterState.Withdrawn;
}
