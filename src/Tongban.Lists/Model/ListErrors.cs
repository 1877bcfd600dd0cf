using Tongban.Foundation;

namespace Tongban.Lists.Model;

/// <summary>Refusals of the lists.</summary>
internal static class ListErrors
{
    public static Error NotFound(string code) => new("lists.no-such-power", new Words("权力清单中没有“{0}”。", "The power list has no entry {0}.").With(code), ErrorKind.NotFound)
    { WayOut = ("请在权力清单中按机关或事项查找。", "Look for it in the power list by organ or item.") };

    public static Error Reason(int most) => new("lists.reason-missing", new Words("请写明理由（2 至 {0} 字）。", "State the reason in 2 to {0} characters.").With(most))
    { Field = "reason", WayOut = ("写明依据的法律或决定及其文号。", "Name the law or decision it rests on, with its number.") };

    public static Error NotInUse(string code, PowerState state) => new("lists.power-not-in-use",
        new Words("“{0}”现为{1}，不能暂停。", "{0} cannot be suspended: it is {2}.").With(code, Name(state).Zh, Name(state).En), ErrorKind.Conflict)
    { WayOut = ("请刷新查看该事项的现状。", "Reload to see how the entry stands now.") };

    public static Error NotSuspended(string code, PowerState state) => new("lists.power-not-suspended",
        new Words("“{0}”现为{1}，无需恢复。", "{0} is {2}; only a suspended power can be reinstated.").With(code, Name(state).Zh, Name(state).En), ErrorKind.Conflict)
    { WayOut = ("已取消的权力须以新的条目重新公布。", "A power that was ended comes back as a new entry of the list.") };

    public static Error AlreadyEnded(string code, DateOnly? on) => new("lists.power-already-ended",
        new Words("“{0}”已于 {1:yyyy-MM-dd} 终止。", "{0} already ends on {1:yyyy-MM-dd}.").With(code, on), ErrorKind.Conflict);

    public static Error LastDay(DateOnly earliest, DateOnly? latest) => new("lists.last-day", latest is null
        ? new Words("最后有效日不得早于 {0:yyyy-MM-dd}。", "The last day is {0:yyyy-MM-dd} or later.").With(earliest)
        : new Words("最后有效日应在 {0:yyyy-MM-dd} 至 {1:yyyy-MM-dd} 之间。", "The last day lies between {0:yyyy-MM-dd} and {1:yyyy-MM-dd}.").With(earliest, latest))
    { Field = "lastDay", WayOut = ("已作出的行政行为不受影响；填写昨日即从今日起不得再行使。", "What was done stands. Give yesterday to end its use from today on.") };

    public static Error LastDayMissing() => new("lists.last-day-missing", ("请填写最后有效日。", "Give the last day.")) { Field = "lastDay" };

    public static Error CatalogueUnsound(string fault) => new("lists.catalogue-unsound", (fault, fault)) { WayOut = ("请先用 tongban catalog check 检查。", "Check it with tongban catalog check first.") };

    public static Words Name(PowerState state) => state switch
    {
        PowerState.Suspended => ("已暂停", "suspended"),
        PowerState.Withdrawn => ("已取消", "withdrawn"),
        _ => ("已公布", "published"),
    };
}
