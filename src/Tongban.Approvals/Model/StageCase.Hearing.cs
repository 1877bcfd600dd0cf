using Tongban.Foundation;
using Tongban.Foundation.Time;

namespace Tongban.Approvals.Model;

/// <content>The clock of an item while a hearing is pending (行政许可法第四十五条).</content>
internal sealed partial class StageCase
{
    private const string HearingStopBasis = "行政许可法第四十五条";

    /// <summary>Stops the item's clock for a hearing, or moves the planned end of that stop.</summary>
    public Error? PauseForHearing(string code, DateOnly plannedTo, CaseSetting setting)
    {
        if (Working(code) is { Error: { } refusal })
            return refusal;
        var item = Find(code)!;
        var limit = item.Limit!;
        if (limit.Pauses.Any(p => p is { To: null, Type: PauseTypes.Hearing }))
            limit = limit.Resume(setting.Today, setting.Calendar, PauseTypes.Hearing).Value;
        if (!limit.Pause(PauseTypes.Hearing, HearingStopBasis, setting.Today, plannedTo, setting.Calendar).TryGet(out var paused, out var error))
            return error;
        item.Follow(paused, ItemState.Paused);
        Record(new SpecialProcedureBegun(Id, code, PauseTypes.Hearing, HearingStopBasis, setting.Today, plannedTo));
        return null;
    }

    /// <summary>The hearing is over, or will not take place: the clock goes on, unless something else still stops it.</summary>
    public void ResumeAfterHearing(string code, CaseSetting setting)
    {
        if (Find(code) is not { State: ItemState.Paused, Limit: { } limit } item || limit.Resume(setting.Today, setting.Calendar, PauseTypes.Hearing) is not { Error: null } resumed)
            return;
        item.Follow(resumed.Value, resumed.Value.IsPaused ? ItemState.Paused : ItemState.Open);
        Record(new SpecialProcedureEnded(Id, code, setting.Today, resumed.Value.DueOn));
    }
}
