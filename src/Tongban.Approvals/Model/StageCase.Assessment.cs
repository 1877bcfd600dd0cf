using Tongban.Approvals.AreaAssessments;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Joint;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Time;

namespace Tongban.Approvals.Model;

/// <content>Area assessment (区域评估): the zone's published assessment stands in for an item.</content>
internal sealed partial class StageCase
{
    /// <summary>The item is decided as satisfied by the assessment, which the caller found to hold for this project.</summary>
    public Error? SatisfyBy(AreaAssessment assessment, string code, CaseSetting setting)
    {
        if (IsClosed)
            return ApprovalErrors.StageClosed(State);
        if (Find(code) is not { } item)
            return ApprovalErrors.NoSuchItem(code);
        if (!setting.Flow.Linkage.IsAssessable(code))
            return AssessmentErrors.NotAssessable(code);
        if (item.IsClosed)
            return ApprovalErrors.ItemClosed(item);
        if (item.Joint is not null)
            return JointErrors.DecidedJointly(code);
        var ended = item.Limit is { IsEnded: false } running ? running.End(setting.Today, setting.Calendar) : default(Result<TimeLimit>?);
        if (ended?.Error is { } error)
            return error;
        item.Satisfy(assessment.Number);
        item.Decide(ItemDecision.Approved, $"以区域评估成果代替：{assessment.Number}，有效期至 {assessment.ValidTo:yyyy-MM-dd}（优化营商环境条例第四十二条）", Actor.System, setting.Now, ended?.Value);
        Record(new ItemSatisfied(Id, code, assessment.Id, assessment.Number, assessment.ValidTo));
        if (State is StageState.InParallel)
            ConcludeOrGoOn(setting);
        return null;
    }
}
