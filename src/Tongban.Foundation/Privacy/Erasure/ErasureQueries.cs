using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.People;
using Tongban.Foundation.Privacy.Reading;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;

namespace Tongban.Foundation.Privacy.Erasure;

/// <summary>A kind of data as it is shown.</summary>
public sealed record HoldingAnswer(string Kind, Words Name, int Count, HoldingState State, string? Basis, Words? Reason)
{
    internal static HoldingAnswer Of(Holding h) => new(h.Kind, h.Name, h.Count, h.State, h.Basis, h.Reason);
}

/// <summary>A request in the administrators' list.</summary>
/// <param name="Person">Masked.</param>
internal sealed record ErasureRow(Guid Id, string Person, ErasureGround Ground, ErasureState State, DateTimeOffset AskedAt, DateOnly? DueOn, Light Light, int? DaysLeft, DateTimeOffset? ClosedAt);

/// <summary>A request whole.</summary>
/// <param name="Holdings">What is held today; empty once it is decided.</param>
public sealed record ErasureDetail(
    Guid Id, long Version, Guid PersonId, string Person, ErasureGround Ground, string? Reason, ErasureState State, DateTimeOffset AskedAt, ClockExplanation Clock, IReadOnlyList<HoldingAnswer> Holdings,
    IReadOnlyList<string> Erased, IReadOnlyList<KeptHolding> Kept, ErasureRefusal? Refusal, string? Answer, DateTimeOffset? ClosedAt, bool MayDecide);

/// <summary>What the person sees on the account page: what is held, and what became of the own requests.</summary>
internal sealed record MyData(IReadOnlyList<HoldingAnswer> Holdings, IReadOnlyList<ErasureDetail> Requests);

/// <summary>Reads requests: the person the own, administrators all.</summary>
internal sealed class ErasureQueries(TongbanDb db, Caller caller, PersonalDataDesk desk, ReadLog reads, Calendars calendars, CityClock clock)
{
    private const int PageSize = 30;

    public async Task<MyData> MineAsync(CancellationToken ct)
    {
        var me = caller.Actor.PersonId;
        var requests = await db.Set<ErasureRequest>().AsNoTracking().Where(r => r.PersonId == me).OrderByDescending(r => r.Id).Take(PageSize).ToListAsync(ct);
        return new([.. (await desk.HoldingsAsync(me, ct)).Select(HoldingAnswer.Of)], [.. requests.Select(r => DetailOf(r, caller.Actor.Name, []))]);
    }

    /// <summary>Open ones by due day come first, then the decided ones, newest first.</summary>
    public async Task<KeyPage<ErasureRow>> ListAsync(ErasureState? state, string? after, CancellationToken ct)
    {
        var requests = db.Set<ErasureRequest>().AsNoTracking();
        if (state is { } only)
            requests = requests.Where(r => r.State == only);
        if (PageKey.Read<Guid?>(after) is { } last)
            requests = requests.Where(r => r.Id < last);
        var rows = await requests.OrderByDescending(r => r.Id).Take(PageSize + 1).Join(db.Set<Person>().AsNoTracking(), r => r.PersonId, p => p.Id, (r, p) => new { r, p.DisplayName }).ToListAsync(ct);
        var page = rows.OrderByDescending(x => x.r.Id).Take(PageSize).Select(x => new ErasureRow(x.r.Id, ContactDetails.MaskedName(x.DisplayName), x.r.Ground, x.r.State, x.r.AskedAt, x.r.DueOn, x.r.Limit.LightOn(clock.Today, calendars.Current),
            x.r.IsOpen ? x.r.Limit.Remaining(clock.Today, calendars.Current) : null, x.r.ClosedAt)).ToList();
        return new(page, rows.Count > PageSize ? PageKey.Write<Guid?>(page[^1].Id) : null);
    }

    /// <summary>For the administrator who decides.</summary>
    public async Task<ErasureDetail?> FindAsync(Guid id, CancellationToken ct)
    {
        if (await db.Set<ErasureRequest>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) is not { } request)
            return null;
        await reads.NoteAsync(request.PersonId, ReadKinds.Holdings, null, ct);
        var name = await db.Set<Person>().AsNoTracking().Where(p => p.Id == request.PersonId).Select(p => p.DisplayName).SingleOrDefaultAsync(ct) ?? "";
        return DetailOf(request, ContactDetails.MaskedName(name), request.IsOpen ? [.. (await desk.HoldingsAsync(request.PersonId, ct)).Select(HoldingAnswer.Of)] : []);
    }

    private ErasureDetail DetailOf(ErasureRequest r, string person, IReadOnlyList<HoldingAnswer> holdings) => new(
        r.Id, r.Version, r.PersonId, person, r.Ground, r.Reason.Length == 0 ? null : r.Reason, r.State, r.AskedAt, ClockExplanation.Of(r.Limit, clock.Today, calendars.Current), holdings, r.Erased, r.Kept, r.Refusal, r.Answer, r.ClosedAt,
        r.IsOpen && caller.Actor.Is(Roles.Administrator) && r.PersonId != caller.Actor.PersonId);
}

/// <summary>Grounds, states and reasons in words.</summary>
internal static class ErasureWords
{
    public static Words Of(ErasureGround ground) => ground switch
    {
        ErasureGround.PurposeOver => ("处理目的已实现、无法实现或者不再必要（第一项）", "The purpose is achieved, cannot be achieved or no longer needs the data (item 1)"),
        ErasureGround.TimeOver => ("停止提供服务，或者保存期限已届满（第二项）", "The service has ended, or the time of keeping is over (item 2)"),
        ErasureGround.ConsentWithdrawn => ("撤回同意（第三项）", "Consent is withdrawn (item 3)"),
        ErasureGround.Unlawful => ("违反法律、行政法规或者约定处理（第四项）", "Processed against the law or an agreement (item 4)"),
        _ => ("法律、行政法规规定的其他情形（第五项）", "Another case named by law (item 5)"),
    };

    public static Words Of(ErasureState state) => state switch
    {
        ErasureState.Open => ("办理中", "To be decided"),
        ErasureState.Erased => ("已删除", "Erased"),
        ErasureState.Refused => ("不予删除", "Refused"),
        _ => ("已撤回", "Withdrawn"),
    };

    public static Ui.Tone Tone(ErasureState state) => state switch { ErasureState.Open => Ui.Tone.Info, ErasureState.Erased => Ui.Tone.Good, ErasureState.Refused => Ui.Tone.Bad, _ => Ui.Tone.Neutral };

    public static Words Of(ErasureRefusal refusal) => refusal switch
    {
        ErasureRefusal.MustBeKept => ("保存期限未届满，依法须保存（第四十七条第二款）", "The time of keeping is not over: a law demands it (art. 47 para. 2)"),
        ErasureRefusal.InUse => ("履行法定职责仍需使用：在办事项、岗位或者授权（第十三条第一款第三项）", "Still needed for a statutory duty: a running case, a post, a mandate (art. 13 para. 1 item 3)"),
        _ => ("申请人身份未核实", "It is not established that the person asked"),
    };

    public static Words Of(HoldingState state) => state switch { HoldingState.Erasable => ("可以删除", "Can be erased"), HoldingState.InUse => ("仍在使用", "In use"), _ => ("依法保存", "Kept by law") };

    public static Ui.Tone Tone(HoldingState state) => state switch { HoldingState.Erasable => Ui.Tone.Good, HoldingState.InUse => Ui.Tone.Warn, _ => Ui.Tone.Neutral };
}
