using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.DeclarationScreening;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Lists.Contracts;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.SupervisionDuties;

/// <summary>Each permit brings the duties that the supervision list links to the power it was given by; a permit taken back takes its open duties with it.</summary>
internal sealed class MakeDuties(TongbanDb db, Caller caller, IListRegister lists, IPowerRegister powers, OrganDirectory organs, Calendars calendars, CityClock clock, IProjects projects) : IActHandler
{
    private const string Commitment = "告知承诺核查";
    private static readonly string Decided = ActNames.Of(typeof(ItemDecided)).Name, Returned = ActNames.Of(typeof(ItemReturned)).Name;

    public string Name => "approvals.supervision-duties";

    public IReadOnlySet<string> Acts { get; } = new HashSet<string>(StringComparer.Ordinal) { Decided, Returned };

    public async Task HandleAsync(LedgerEntry entry, CancellationToken ct)
    {
        using var payload = JsonDocument.Parse(entry.Payload);
        var (stageCase, code) = (payload.RootElement.GetProperty("stageCase").GetGuid(), payload.RootElement.GetProperty("item").GetString()!);
        caller.Actor = Actor.System;
        var result = entry.Act == Returned
            ? await db.ActAsync((Name, entry.Id), caller, () => VoidAsync(stageCase, code, ct), ct)
            : await db.ActAsync((Name, entry.Id), caller, () => MakeAsync(entry, stageCase, code, payload.RootElement, ct), ct);
        if (result.Error is { } refusal)
            throw new InvalidOperationException($"{refusal.Code}: {refusal.Text.En}");
    }

    private async Task<Result<int>> MakeAsync(LedgerEntry entry, Guid stageCase, string code, JsonElement act, CancellationToken ct)
    {
        // Sent twice, or decided by an older program: what is there stays.
        if (await db.Set<SupervisionDuty>().AnyAsync(d => d.Cause == entry.Id, ct))
            return 0;
        if (await db.Set<StageCase>().AsNoTracking().Include(s => s.Items).SingleOrDefaultAsync(s => s.Id == stageCase, ct) is not { } stage || stage.Find(code) is not { } item)
            return 0;
        if (!item.IsGranted || item.Role is not (ItemRole.Parallel or ItemRole.Conclusion or ItemRole.FilingOnReceipt) || await ReturnedSinceAsync(entry, stage, code, ct))
            return 0;
        var on = DateOnly.Parse(act.GetProperty("on").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        var power = act.GetProperty("power").GetString()!;
        // What takes effect on receipt is no officer's act; its power stands on the list all the same.
        if (powers.Find(item.Organ, code, on).Power is { } known)
            power = known.Code;
        var kept = (await projects.FindAsync(stage.ProjectId, ct))?.Screening;
        var edition = kept?.EditionOf(CompareWithNegativeList.Key(ListKind.Supervision));
        var made = 0;
        foreach (var duty in lists.DutiesOf(power, kept?.On > on ? kept.On : on, edition))
        {
            if (duty.Content.Supervision!.Method == Commitment && item.Decision is not ItemDecision.ApprovedOnCommitment)
                continue;
            var made1 = SupervisionDuty.Create(stage, item, power, entry.Id, duty, OrganOf(duty, item), on, calendars.Current, clock.Now);
            db.Add(made1);
            made++;
        }
        return made;
    }

    private async Task<bool> ReturnedSinceAsync(LedgerEntry entry, StageCase stage, string code, CancellationToken ct) =>
        await db.Set<LedgerEntry>().AsNoTracking().Where(e => e.Matter == entry.Matter && e.Sequence > entry.Sequence && e.Act == Returned).Select(e => e.Payload).ToListAsync(ct) is { Count: > 0 } later
        && later.Any(p => p.Contains($"\"{code}\"", StringComparison.Ordinal) && p.Contains(stage.Id.ToString(), StringComparison.OrdinalIgnoreCase));

    private async Task<Result<int>> VoidAsync(Guid stageCase, string code, CancellationToken ct)
    {
        var open = await db.Set<SupervisionDuty>().Where(d => d.StageCaseId == stageCase && d.Item == code && d.State == DutyState.Open).ToListAsync(ct);
        foreach (var duty in open)
            duty.MakeVoid();
        return open.Count;
    }

    /// <summary>谁审批谁监管: the organ that permitted it; of another department, that department's organ in the same division, if there is one.</summary>
    private string OrganOf(ListedEntry duty, ItemCase item)
    {
        var there = OrganData.KeyOf(duty.Content.Department, item.Organ.Split('@')[1]);
        return organs.Find(there) is null ? duty.Content.Organ : there;
    }
}
