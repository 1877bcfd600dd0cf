using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Registers.Contracts;

namespace Tongban.Approvals.Hearings;

internal sealed record AnnounceHearingCommand(Guid StageCase, string Item, HearingCause? Cause, string? Reason, string? ThirdParties);

internal sealed record RequestHearingCommand(Guid Hearing, string? Text);

internal sealed record WaiveHearingCommand(Guid Hearing);

internal sealed record HearingPeriodOverCommand(Guid Hearing);

internal sealed record ScheduleHearingCommand(Guid Hearing, DateTimeOffset? At, string? Place, string? Presider);

internal sealed record HoldHearingCommand(Guid Hearing, DateOnly? On, string? Minutes);

/// <summary>The organ announces the right to a hearing; the item's clock stands still from then on.</summary>
internal sealed class AnnounceHearingHandler(CaseDesk desk, TongbanDb db)
{
    public Task<Result<long>> HandleAsync(AnnounceHearingCommand command, CancellationToken ct) => desk.OnItemAsync(command, command.StageCase, command.Item, Roles.Handler, async (stage, _, setting) =>
    {
        if (command.Cause is not { } cause)
            return HearingErrors.CauseMissing();
        if (command.ThirdParties?.Length > Limits.Reason)
            return ApprovalErrors.TextTooLong("thirdParties", Limits.Reason);
        if (TextRules.Reason(command.Reason) is { } unsaid)
            return unsaid;
        var before = await db.Set<Hearing>().Where(h => h.StageCaseId == stage.Id && h.Item == command.Item).OrderByDescending(h => h.Id).FirstOrDefaultAsync(ct);
        if (before is { IsPending: true })
            return HearingErrors.AlreadyPending(before.AnnouncedOn);
        var item = stage.Find(command.Item)!;
        var name = setting.Flow.Item(item.Code).Name;
        if (!Hearing.Announce(stage, item, name, cause, command.Reason!, command.ThirdParties, setting).TryGet(out var hearing, out var refusal))
            return refusal;
        if (stage.PauseForHearing(command.Item, hearing.HoldBy ?? hearing.RequestUntil!.Value, setting) is { } stopped)
            return stopped;
        db.Add(hearing);
        db.Notify(Notice.To(Notice.Enterprise(stage.Owner), $"hearing.right:{hearing.Id:N}", ($"{stage.ProjectName}：{name.Zh}，您有权在 {hearing.RequestUntil:yyyy-MM-dd} 前要求听证（不收费用）", $"{stage.ProjectName}: {name.En}: you may ask for a hearing until {hearing.RequestUntil:yyyy-MM-dd}, free of charge"), $"/approvals/hearings/{hearing.Id}", setting.Now, hearing.ProjectId));
        return null;
    }, ct);
}

/// <summary>What happens with a hearing after it was announced.</summary>
internal sealed class HearingHandlers(TongbanDb db, Caller caller, CaseDesk desk, Authority authority, ILegalPersons legalPersons)
{
    /// <summary>The applicant asks; for others who came forward the organ enters it.</summary>
    public Task<Result<long>> RequestAsync(RequestHearingCommand command, CancellationToken ct) => ActAsync(command, command.Hearing, async (hearing, stage, setting) =>
    {
        var party = caller.Actor.Organ is null ? HearingParty.Applicant : HearingParty.ThirdParty;
        if (await MayAsync(hearing, party is HearingParty.Applicant, ct) is { } forbidden)
            return forbidden;
        if ((TextRules.Reason(command.Text, "text") ?? hearing.Request(party, command.Text!, setting)) is { } refusal)
            return refusal;
        Tell(hearing, Notice.Organ(hearing.Organ), "asked", ($"{hearing.ProjectName}：{hearing.ItemZh}已申请听证，应于 {hearing.HoldBy:yyyy-MM-dd} 前举行", $"{hearing.ProjectName}: a hearing on {hearing.ItemEn} was asked for, to be held by {hearing.HoldBy:yyyy-MM-dd}"), setting);
        return stage.PauseForHearing(hearing.Item, hearing.HoldBy!.Value, setting);
    }, ct);

    public Task<Result<long>> WaiveAsync(WaiveHearingCommand command, CancellationToken ct) => ActAsync(command, command.Hearing, async (hearing, stage, setting) =>
    {
        if ((await MayAsync(hearing, true, ct) ?? hearing.Waive(setting)) is { } refusal)
            return refusal;
        stage.ResumeAfterHearing(hearing.Item, setting);
        Tell(hearing, Notice.Organ(hearing.Organ), "waived", ($"{hearing.ProjectName}：{hearing.ItemZh}，申请人放弃听证", $"{hearing.ProjectName}: {hearing.ItemEn}: no hearing is wanted"), setting);
        return null;
    }, ct);

    /// <summary>The five days are over and nobody asked; the platform does this by itself.</summary>
    public Task<Result<long>> PeriodOverAsync(HearingPeriodOverCommand command, CancellationToken ct) => ActAsync(command, command.Hearing, (hearing, stage, setting) =>
    {
        if (hearing.PeriodOver(setting) is { } refusal)
            return Task.FromResult<Error?>(refusal);
        stage.ResumeAfterHearing(hearing.Item, setting);
        Tell(hearing, Notice.Organ(hearing.Organ), "over", ($"{hearing.ProjectName}：{hearing.ItemZh}，听证申请期满，无人申请，恢复计时", $"{hearing.ProjectName}: {hearing.ItemEn}: nobody asked for a hearing, the clock goes on"), setting);
        return Task.FromResult<Error?>(null);
    }, ct);

    public Task<Result<long>> ScheduleAsync(ScheduleHearingCommand command, CancellationToken ct) => ActAsync(command, command.Hearing, async (hearing, stage, setting) =>
    {
        if (await MayAsync(hearing, false, ct) is { } forbidden)
            return forbidden;
        if (command.At is not { } at)
            return HearingErrors.TimeMissing();
        if (command.Place?.Length > 200)
            return ApprovalErrors.TextTooLong("place", 200);
        var name = command.Presider?.Trim() ?? "";
        if (await db.Set<Person>().Where(p => p.UserName == name).Select(p => (Guid?)p.Id).SingleOrDefaultAsync(ct) is not { } presider)
            return HearingErrors.PresiderUnknown();
        if (hearing.Schedule(at, command.Place, presider, stage.Find(hearing.Item)?.Handler ?? caller.Actor.PersonId, setting) is { } refusal)
            return refusal;
        var when = CityClock.Local(at);
        Tell(hearing, Notice.Enterprise(hearing.Owner), $"noticed.{hearing.Version}", ($"听证通知：{hearing.ItemZh}，{when:yyyy-MM-dd HH:mm}，{hearing.Place}", $"Hearing on {hearing.ItemEn}: {when:yyyy-MM-dd HH:mm}, {hearing.Place}"), setting);
        return stage.PauseForHearing(hearing.Item, CityClock.DateOf(at), setting);
    }, ct);

    public Task<Result<long>> HoldAsync(HoldHearingCommand command, CancellationToken ct) => ActAsync(command, command.Hearing, async (hearing, stage, setting) =>
    {
        if (await MayAsync(hearing, false, ct) is { } forbidden)
            return forbidden;
        if (command.Minutes?.Length > HearingTable.MinutesLength)
            return ApprovalErrors.TextTooLong("minutes", HearingTable.MinutesLength);
        if (hearing.Hold(command.On ?? setting.Today, command.Minutes, setting) is { } refusal)
            return refusal;
        stage.ResumeAfterHearing(hearing.Item, setting);
        return null;
    }, ct);

    private Task<Result<long>> ActAsync<TCommand>(TCommand command, Guid id, Func<Hearing, StageCase, CaseSetting, Task<Error?>> act, CancellationToken ct) where TCommand : notnull => db.ActAsync(command, caller, async () =>
    {
        if (await db.Set<Hearing>().VisibleTo(caller.Actor).SingleOrDefaultAsync(h => h.Id == id, ct) is not { } hearing || await desk.LoadAsync(hearing.StageCaseId, whole: false, ct) is not { } stage)
            return (Result<long>)HearingErrors.NotFound();
        return await act(hearing, stage, desk.Setting(stage)) is { } refusal ? refusal : hearing.Version + 1;
    }, ct);

    private async Task<Error?> MayAsync(Hearing hearing, bool asApplicant, CancellationToken ct)
    {
        if (asApplicant)
            return await legalPersons.StandsForAsync(caller.Actor, hearing.Owner, hearing.ProjectId, CityClock.DateOf(desk.Now), ct) ? null : ApprovalErrors.NotYourProject();
        return authority.Check(caller.Actor, Roles.Handler, hearing.Organ, hearing.Item).Error;
    }

    private void Tell(Hearing hearing, string whom, string occasion, Words text, CaseSetting setting) =>
        db.Notify(Notice.To(whom, $"hearing.{occasion}:{hearing.Id:N}", text, $"/approvals/hearings/{hearing.Id}", setting.Now, hearing.ProjectId));
}

internal static class HearingVisibility
{
    public static IQueryable<Hearing> VisibleTo(this IQueryable<Hearing> hearings, Actor actor)
    {
        if (actor.Is(Roles.Auditor) || actor == Actor.System)
            return hearings;
        if (actor.Organ is { } organ)
            return hearings.Where(h => h.Organ == organ);
        return hearings.WithinReachOf(actor);
    }
}
