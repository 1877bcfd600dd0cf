using Tongban.Foundation;

namespace Tongban.Approvals.Model;

/// <summary>Where a stage case stands.</summary>
internal enum StageState
{
    /// <summary>待提交: open, the enterprise is putting its materials together. No clock runs.</summary>
    Preparing,

    /// <summary>预审: submitted; the lead and the consulted organs look whether everything is there.</summary>
    PreCheck,

    /// <summary>待补正: everything missing was asked for, once; the applicant's time.</summary>
    AwaitingCorrection,

    /// <summary>不予受理.</summary>
    NotAccepted,

    /// <summary>并联办理: the departments work at the same time.</summary>
    InParallel,

    /// <summary>办结.</summary>
    Concluded,

    /// <summary>不予批准: the lead refused.</summary>
    Refused,

    /// <summary>撤回.</summary>
    Withdrawn,

    /// <summary>项目终止: the project itself was withdrawn or its code invalidated.</summary>
    ProjectEnded,

    /// <summary>提前办理: single items run before the stage opens.</summary>
    StartedEarly,

    /// <summary>提前办理终止: what had begun early ended when an earlier stage was refused, not accepted or withdrawn.</summary>
    GroundLost,
}

/// <summary>Where one item of a stage stands.</summary>
internal enum ItemState
{
    /// <summary>待前置: waits for items it depends on.</summary>
    Waiting,

    /// <summary>办理中.</summary>
    Open,

    /// <summary>特别程序: the clock stands still on a legal basis.</summary>
    Paused,

    /// <summary>已办结.</summary>
    Decided,

    /// <summary>无需办理: the lead found that the project does not need it, or the case ended before it began.</summary>
    Dropped,
}

/// <summary>What was decided on an item.</summary>
internal enum ItemDecision
{
    /// <summary>同意.</summary>
    Approved,

    /// <summary>告知承诺后同意: decided at once on the applicant's signed commitment, checked afterwards.</summary>
    ApprovedOnCommitment,

    /// <summary>不同意.</summary>
    Refused,
}

/// <summary>Why a case is not accepted (行政许可法第三十二条).</summary>
internal enum NotAcceptedGround
{
    /// <summary>依法不需要取得行政许可.</summary>
    NoLicenceNeeded,

    /// <summary>依法不属于本机关职权范围.</summary>
    OtherAuthority,

    /// <summary>经一次补正仍不符合要求.</summary>
    StillIncomplete,

    /// <summary>禁止投资的项目.</summary>
    Prohibited,
}

/// <summary>What the states are called.</summary>
internal static class StateWords
{
    /// <summary>Nothing more happens in it, unless it is taken up again.</summary>
    public static bool IsOver(this StageState state) => state is StageState.Concluded || state.HasFailed();

    /// <summary>It ended without what it is for.</summary>
    public static bool HasFailed(this StageState state) => state is StageState.Refused or StageState.NotAccepted or StageState.Withdrawn or StageState.ProjectEnded or StageState.GroundLost;

    public static Words Name(this StageState state) => state switch
    {
        StageState.Preparing => ("待提交", "Being prepared"),
        StageState.PreCheck => ("预审中", "Pre-check"),
        StageState.AwaitingCorrection => ("待补正", "Awaiting correction"),
        StageState.NotAccepted => ("不予受理", "Not accepted"),
        StageState.InParallel => ("并联办理", "In parallel handling"),
        StageState.Concluded => ("已办结", "Concluded"),
        StageState.Refused => ("不予批准", "Refused"),
        StageState.ProjectEnded => ("项目已终止", "Project ended"),
        StageState.StartedEarly => ("提前办理", "Started early"),
        StageState.GroundLost => ("提前办理终止", "Early start ended"),
        _ => ("已撤回", "Withdrawn"),
    };

    public static Words Name(this ItemState state) => state switch
    {
        ItemState.Waiting => ("待前置", "Waiting"),
        ItemState.Open => ("办理中", "In progress"),
        ItemState.Paused => ("特别程序", "Paused"),
        ItemState.Decided => ("已办结", "Decided"),
        _ => ("无需办理", "Not needed"),
    };

    public static Words Name(this ItemDecision decision) => decision switch
    {
        ItemDecision.Approved => ("同意", "Approved"),
        ItemDecision.ApprovedOnCommitment => ("告知承诺后同意", "Approved on commitment"),
        _ => ("不同意", "Refused"),
    };

    public static Words Name(this NotAcceptedGround ground) => ground switch
    {
        NotAcceptedGround.NoLicenceNeeded => ("依法不需要取得许可", "No licence is needed"),
        NotAcceptedGround.OtherAuthority => ("不属于本机关职权范围", "Another authority is competent"),
        NotAcceptedGround.StillIncomplete => ("补正后仍不符合要求", "Still incomplete after the correction"),
        _ => ("属于禁止投资的项目", "The project is prohibited"),
    };

    public static Words Name(this ReopenGround ground) => ground switch
    {
        ReopenGround.DecisionWrong => ("原决定违法或者不当", "The decision was unlawful or wrong"),
        ReopenGround.ReviewOrdered => ("行政复议决定或者生效判决要求重新办理", "A review or a judgment demands it"),
        _ => ("据以决定的客观情况发生重大变化", "The circumstances changed substantially"),
    };

    public static string Basis(this ReopenGround ground) => ground switch
    {
        ReopenGround.DecisionWrong => "行政许可法第六十九条",
        ReopenGround.ReviewOrdered => "行政复议法第六十四条；行政诉讼法第七十条",
        _ => "行政许可法第八条第二款",
    };

    public static string Basis(this NotAcceptedGround ground) => ground switch
    {
        NotAcceptedGround.NoLicenceNeeded => "行政许可法第三十二条第一款第一项",
        NotAcceptedGround.OtherAuthority => "行政许可法第三十二条第一款第二项",
        NotAcceptedGround.StillIncomplete => "行政许可法第三十二条第一款第五项",
        _ => "企业投资项目核准和备案管理条例第十五条",
    };
}
