using Tongban.Foundation;
using Tongban.Foundation.Ui;
using Tongban.Projects.Contracts;

namespace Tongban.Projects.Pages;

/// <summary>How states are shown.</summary>
internal static class StatusWords
{
    public static Words Of(ProjectStatus status) => status switch
    {
        ProjectStatus.Draft => ("草稿", "Draft"),
        ProjectStatus.Declared => ("已申报", "Declared"),
        ProjectStatus.InApproval => ("审批中", "In approval"),
        ProjectStatus.Withdrawn => ("已撤回", "Withdrawn"),
        ProjectStatus.Lapsed => ("已失效", "Lapsed"),
        _ => ("代码已作废", "Code invalidated"),
    };

    public static Tone ToneOf(ProjectStatus status) => status switch
    {
        ProjectStatus.InApproval => Tone.Info,
        ProjectStatus.Declared => Tone.Good,
        ProjectStatus.Invalidated or ProjectStatus.Lapsed => Tone.Bad,
        _ => Tone.Neutral,
    };

    public static Words Of(ProgressState state) => state switch
    {
        ProgressState.Ahead => ("未开始", "Not begun"),
        ProgressState.Current => ("办理中", "Under way"),
        ProgressState.Paused => ("暂停计时", "Clock paused"),
        ProgressState.Done => ("已办结", "Done"),
        ProgressState.Failed => ("未通过", "Not passed"),
        _ => ("不适用", "Not applicable"),
    };

    public static Tone ToneOf(ProgressState state) => state switch
    {
        ProgressState.Current => Tone.Info,
        ProgressState.Paused => Tone.Paused,
        ProgressState.Done => Tone.Good,
        ProgressState.Failed => Tone.Bad,
        _ => Tone.Neutral,
    };

    public static Words Of(ArchiveKind kind) => kind switch
    {
        ArchiveKind.Material => ("申请材料", "Application material"),
        ArchiveKind.Result => ("审批结果", "Decision"),
        _ => ("证照", "Certificate"),
    };
}
