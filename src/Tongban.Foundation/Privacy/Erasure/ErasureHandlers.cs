using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Foundation.Privacy.Erasure;

/// <summary>The person asks for the erasure of what is held of him.</summary>
internal sealed record AskForErasure(ErasureGround? Ground, string? Reason);

/// <summary>An administrator erases what can be erased, or refuses.</summary>
internal sealed record DecideErasure(Guid Request, bool? Erase, ErasureRefusal? Refusal, string? Answer);

/// <summary>Acts on requests for erasure. A person acts on the own, an administrator on others'.</summary>
internal sealed class ErasureHandlers(TongbanDb db, Caller caller, PersonalDataDesk desk, Calendars calendars, CityClock clock)
{
    public Task<Result<Guid>> HandleAsync(AskForErasure command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        var me = caller.Actor.PersonId;
        if (await db.Set<ErasureRequest>().AnyAsync(r => r.PersonId == me && r.State == ErasureState.Open, ct))
            return (Result<Guid>)PrivacyErrors.AlreadyAsked();
        if (!ErasureRequest.Ask(me, command.Ground, command.Reason, clock.Now, calendars.Current).TryGet(out var request, out var refusal))
            return refusal;
        // Two windows at once: the account's version lets one of them win.
        (await db.Set<Person>().SingleAsync(p => p.Id == me, ct)).AskErasure();
        db.Add(request);
        return request.Id;
    }, ct);

    public Task<Result<long>> WithdrawAsync(Guid id, CancellationToken ct) => db.ActAsync(("withdraw-erasure", id), caller, async () =>
    {
        if (await db.Set<ErasureRequest>().SingleOrDefaultAsync(r => r.Id == id && r.PersonId == caller.Actor.PersonId, ct) is not { } request)
            return (Result<long>)PrivacyErrors.NoSuchRequest();
        return request.Withdraw(clock.Now, calendars.Current) is { } refusal ? refusal : request.Version + 1;
    }, ct);

    public async Task<Result<long>> HandleAsync(DecideErasure command, CancellationToken ct)
    {
        if (!caller.Actor.Is(Roles.Administrator))
            return PeopleErrors.RoleMissing(Roles.Administrator);
        return await db.ActAsync(command, caller, async () =>
        {
            if (await db.Set<ErasureRequest>().SingleOrDefaultAsync(r => r.Id == command.Request, ct) is not { } request)
                return (Result<long>)PrivacyErrors.NoSuchRequest();
            if (command.Erase is not { } erase)
                return PrivacyErrors.DecisionMissing();
            var held = await desk.HoldingsAsync(request.PersonId, ct);
            var refusal = caller.Expects(request) ?? (erase
                ? request.Grant(held, command.Answer, caller.Actor.PersonId, clock.Now, calendars.Current)
                : request.Refuse(command.Refusal, held, command.Answer, caller.Actor.PersonId, clock.Now, calendars.Current));
            if (refusal is not null)
                return refusal;
            if (erase)
                await desk.EraseAsync(request.Id, request.PersonId, request.Erased, reapplied: false, clock.Now, ct);
            // Whoever keeps an account reads the answer there; whose account is gone was told what stays when asking.
            if (!request.Erased.Contains(AccountData.Account))
            {
                db.Notify(Notice.To(Notice.Person(request.PersonId), $"privacy.erasure:{request.Id:N}", erase ? ("您的删除个人信息申请已办结", "Your request for erasure was granted") : ("您的删除个人信息申请未获同意，理由见详情", "Your request for erasure was refused; the reasons are stated"),
                    "/account/data", clock.Now));
            }
            return request.Version + 1;
        }, ct);
    }
}

/// <summary>A republished calendar: open requests follow it.</summary>
internal sealed class RecomputeErasures(IServiceScopeFactory scopes) : IOpenLimits
{
    public async Task<int> RecomputeAsync(WorkCalendar calendar, CancellationToken ct)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<TongbanDb>();
        var result = await db.ActAsync((calendar.Version, "erasures"), new Caller { Actor = Actor.System }, async () =>
            (Result<int>)(await db.Set<ErasureRequest>().Where(r => r.State == ErasureState.Open).ToListAsync(ct)).Count(r => r.Recompute(calendar)), ct);
        return result.Error is null ? result.Value : 0;
    }
}
