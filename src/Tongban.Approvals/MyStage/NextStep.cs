using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Approvals.PlaneView;
using Tongban.Foundation;
using Tongban.Foundation.Ui;

namespace Tongban.Approvals.MyStage;

/// <summary>What the enterprise has to do now, in one sentence.</summary>
/// <param name="Action">Words of the button; <see langword="null"/> when there is nothing to do but wait.</param>
/// <param name="Anchor">Where on the stage's page it is done.</param>
internal sealed record NextStep(Words Sentence, Words? Action, string Anchor, Tone Tone)
{
    public static NextStep Of(Plane plane)
    {
        var due = plane.DueOn is { } day ? CityTime.Write(day) : "";
        switch (plane.State)
        {
            case StageState.Preparing:
                if (plane.MissingFacts.Count > 0)
                    return new(($"请先填报 {plane.MissingFacts.Count} 项情况，它决定本阶段要办哪些事项。", $"Answer {plane.MissingFacts.Count} questions first: they decide which items this stage has."), ("去填报", "Answer"), "facts", Tone.Warn);
                var missing = plane.Missing().Count;
                return missing > 0
                    ? new(($"还缺 {missing} 份必要材料，请上传后提交。", $"{missing} required papers are missing; upload them, then submit."), ("去上传材料", "Upload the papers"), "materials", Tone.Warn)
                    : new(("必要材料已齐，可以提交。", "All required papers are there; you can submit."), ("去提交", "Go and submit"), "submit", Tone.Warn);
            case StageState.StartedEarly:
                return plane.Items.Any(i => i.State is ItemState.Waiting)
                    ? new(("请上传提前办理事项的材料并提交。", "Upload the papers of what begins early, then submit."), ("去上传材料", "Upload the papers"), "materials", Tone.Warn)
                    : new(("提前办理的事项正在办理；本阶段正式开启后，其余事项一并办理。", "What began early is in hand; the rest follows when the stage opens."), null, "plane", Tone.Info);
            case StageState.PreCheck:
                return new(
                    ($"{plane.LeadName.Zh}正在预审，{due} 前答复；逾期不告知即视为受理。您无需操作。", $"{plane.LeadName.En} is checking your papers and answers by {due}; without a word by then they count as accepted. Nothing to do for you."),
                    null, "plane", Tone.Info);
            case StageState.AwaitingCorrection:
                return new(
                    ($"请按清单补正 {plane.Demands.Count} 项，全部补好后一次提交。只会要求这一次。", $"Correct the {plane.Demands.Count} points of the list, then hand them in together. You are asked this once only."),
                    ("去补正", "Correct"), "correction", Tone.Warn);
            case StageState.InParallel:
                var working = plane.Items.Where(i => i.State is ItemState.Open or ItemState.Paused).Select(i => i.Organ).Distinct(StringComparer.Ordinal).Count();
                return new(
                    ($"{working} 个部门正在同时办理，本阶段法定期限为 {due}。您无需操作。", $"{working} departments are working at the same time; the legal limit of the stage is {due}. Nothing to do for you."),
                    null, "plane", Tone.Info);
            case StageState.Concluded:
                return new(("本阶段已办结，可以下载结果文书。", "This stage is concluded; download your results."), ("查看结果", "See the results"), "results", Tone.Good);
            case StageState.Refused:
                return new(("本阶段未获批准，理由和救济途径见决定书。", "This stage was refused; the decision states the reasons and the remedies."), ("查看决定", "See the decision"), "results", Tone.Bad);
            case StageState.NotAccepted:
                return new(($"申请未予受理：{plane.EndReason}", $"The application was not accepted: {plane.EndReason}"), null, "plane", Tone.Bad);
            case StageState.GroundLost:
                return new(($"提前办理已终止：{plane.EndReason}", $"What had begun early has ended: {plane.EndReason}"), null, "plane", Tone.Neutral);
            case StageState.ProjectEnded:
                return new(($"项目已终止，本阶段随之关闭。{plane.EndReason}", $"The project has ended, and this stage with it. {plane.EndReason}"), null, "plane", Tone.Neutral);
            default:
                return new(("您已撤回本阶段的申请。", "You took this stage back."), null, "plane", Tone.Neutral);
        }
    }
}

internal static class PlaneReading
{
    /// <summary>Required papers that the enterprise still has to upload.</summary>
    public static IReadOnlyList<PlaneMaterial> Missing(this Plane plane) =>
        [.. plane.Materials.Where(m => m is { Necessity: Necessity.Required, FileName: null } && m.Source is not MaterialSource.Issued)];

    public static bool IsClosed(this Plane plane) => plane.State.IsOver();

    public static Tone ToneOf(this StageState state) => state switch
    {
        StageState.Concluded => Tone.Good,
        StageState.Refused or StageState.NotAccepted => Tone.Bad,
        StageState.AwaitingCorrection => Tone.Warn,
        StageState.Withdrawn or StageState.ProjectEnded or StageState.GroundLost => Tone.Neutral,
        _ => Tone.Info,
    };

    public static Tone ToneOf(this PlaneItem item) => item switch
    {
        { Decision: ItemDecision.Refused } => Tone.Bad,
        { State: ItemState.Decided } => Tone.Good,
        { Role: ItemRole.PreCheck, State: ItemState.Paused } => Tone.Warn,
        { State: ItemState.Paused } => Tone.Paused,
        { State: ItemState.Open } => Tone.Info,
        _ => Tone.Neutral,
    };

    public static bool IsClosed(this PlaneItem item) => item.State is ItemState.Decided or ItemState.Dropped;

    /// <summary>The pre-check stands still because the applicant corrects: his own time, no special procedure of the authority.</summary>
    public static bool AwaitsCorrection(this PlaneItem item) => item is { Role: ItemRole.PreCheck, State: ItemState.Paused };

    public static Words StateWords(this PlaneItem item) => item.AwaitsCorrection() ? StageState.AwaitingCorrection.Name() : item.Decision?.Name() ?? item.State.Name();

    public static StepState StepOf(this Projects.Contracts.ProgressRow row) => row.State switch
    {
        Projects.Contracts.ProgressState.Done => StepState.Done,
        Projects.Contracts.ProgressState.Failed => StepState.Failed,
        Projects.Contracts.ProgressState.NotApplicable => StepState.Skipped,
        Projects.Contracts.ProgressState.Ahead => StepState.Ahead,
        _ => StepState.Current,
    };
}
