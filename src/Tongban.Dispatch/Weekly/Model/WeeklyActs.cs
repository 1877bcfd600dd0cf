using Tongban.Foundation;

namespace Tongban.Dispatch.Weekly.Model;

/// <summary>A project was put on the list of major projects and returns every week from then on.</summary>
[Act("dispatch.major-project-listed", "列入重大项目调度清单", "Put on the list of major projects")]
internal sealed record MajorProjectListed(Guid ProjectId, string Code, KeyClass Class, string FromWeek, string Organ, string ReasonDigest) : IAct;

/// <summary>Class, planned amount or day of resumption were changed.</summary>
[Act("dispatch.major-project-changed", "变更重大项目调度信息", "Terms on the list of major projects changed")]
internal sealed record MajorProjectChanged(Guid ProjectId, string Code, KeyClass Class, string FromWeek, string Organ, string ReasonDigest) : IAct;

/// <summary>A project was taken off the list.</summary>
[Act("dispatch.major-project-removed", "移出重大项目调度清单", "Taken off the list of major projects")]
internal sealed record MajorProjectRemoved(Guid ProjectId, string Code, string FromWeek, string Organ, string ReasonDigest) : IAct;

/// <summary>The return of a week, or a correction of it.</summary>
/// <param name="Digest">SHA-256 of everything that was returned.</param>
[Act("dispatch.week-returned", "报送周调度", "Week returned")]
internal sealed record WeekReturned(Guid ProjectId, string Code, string Week, int Revision, bool Late, string Digest) : IAct;
