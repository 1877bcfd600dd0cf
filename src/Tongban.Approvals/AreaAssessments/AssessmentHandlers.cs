using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Approvals.OpenStage;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;
using Tongban.Space.Contracts;

namespace Tongban.Approvals.AreaAssessments;

/// <param name="Site">GeoJSON of the zone, or nothing when it is known by name only.</param>
internal sealed record PublishAssessmentCommand(string? Zone, IReadOnlyList<string>? Items, string? Site, string? Conclusion, DateOnly? ValidTo);

/// <summary>An organ publishes a zone's assessment for items it holds the power for.</summary>
internal sealed class PublishAssessmentHandler(TongbanDb db, Caller caller, Authority authority, FlowLibrary flows, CityClock clock, CityCatalogue city)
{
    public Task<Result<Guid>> HandleAsync(PublishAssessmentCommand command, CancellationToken ct) => db.ActAsync(command, caller, () => Task.FromResult(Publish(command)));

    private Result<Guid> Publish(PublishAssessmentCommand command)
    {
        List<Error> errors = [];
        if (string.IsNullOrWhiteSpace(command.Zone) || command.Zone.Length > 100)
            errors.Add(AssessmentErrors.Missing("zone", ("请填写区域名称，不超过 100 字。", "Name the zone, in at most 100 characters.")));
        if (string.IsNullOrWhiteSpace(command.Conclusion) || command.Conclusion.Length > Limits.Opinion)
            errors.Add(AssessmentErrors.Missing("conclusion", ("请填写评估结论，不超过 4000 字。", "State the conclusion, in at most 4000 characters.")));
        if (command.ValidTo is not { } validTo || validTo < clock.Today)
            errors.Add(AssessmentErrors.Missing("validTo", ("请填写不早于今天的有效期。", "Give a last day not before today.")));
        if (command.Items is not { Count: > 0 } items)
            errors.Add(AssessmentErrors.Missing("items", ("请选择可代替的事项。", "Choose the items it stands in for.")));
        else
            errors.AddRange(items.Where(i => !flows.Current.Linkage.IsAssessable(i)).Select(AssessmentErrors.NotAssessable));
        string? site = null;
        if (!string.IsNullOrWhiteSpace(command.Site))
        {
            if (Site.FromText(command.Site, "site").TryGet(out var read, out var unreadable))
                site = read.Site.GeoJson;
            else
                errors.Add(unreadable);
        }
        if (Error.Combine(errors) is { } refusal)
            return refusal;
        var organ = caller.Actor.Organ ?? "";
        foreach (var item in command.Items!)
        {
            if (!authority.Check(caller.Actor, Roles.Handler, organ, item).TryGet(out _, out var without))
                return without;
        }
        var division = Linkage.DivisionOf(organ);
        var assessment = AreaAssessment.Publish(command.Zone!, division, command.Items!, site, command.Conclusion!, organ, command.ValidTo!.Value, clock.Now);
        db.Add(assessment);
        var mark = $"{city.Division(division)?.DocumentPrefix}区评〔{clock.Today.Year}〕";
        db.TakeNumber(mark, serial => assessment.Publish($"{mark}{serial}号"));
        return assessment.Id;
    }
}

internal sealed record WithdrawAssessmentCommand(Guid Assessment, string Reason);

/// <summary>The organ that published an assessment stops its use.</summary>
internal sealed class WithdrawAssessmentHandler(TongbanDb db, Caller caller, OrganDirectory organs, CityClock clock)
{
    public Task<Result<long>> HandleAsync(WithdrawAssessmentCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (TextRules.Reason(command.Reason) is { } tooLong)
            return (Result<long>)tooLong;
        if (await db.Set<AreaAssessment>().SingleOrDefaultAsync(a => a.Id == command.Assessment, ct) is not { } assessment)
            return AssessmentErrors.NoSuch();
        if (caller.Actor.Organ != assessment.Organ || !caller.Actor.Is(Roles.Handler))
            return PeopleErrors.NotYourOrgan(organs.NameOf(assessment.Organ));
        return assessment.Withdraw(command.Reason, clock.Now) is { } refusal ? refusal : assessment.Version + 1;
    }, ct);
}

internal sealed record UseAssessmentCommand(Guid StageCase, string Item, Guid Assessment);

/// <summary>The applicant has an item of his stage satisfied by the assessment of the zone in which the project lies.</summary>
internal sealed class UseAssessmentHandler(TongbanDb db, CaseDesk desk, OpenNextStage next, IProjects projects)
{
    public Task<Result<long>> HandleAsync(UseAssessmentCommand command, CancellationToken ct) =>
        desk.AsApplicantAsync(command, command.StageCase, async (stage, setting) =>
        {
            if (await db.Set<AreaAssessment>().SingleOrDefaultAsync(a => a.Id == command.Assessment, ct) is not { } assessment)
                return AssessmentErrors.NoSuch();
            var site = await projects.FindSiteAsync(stage.ProjectId, ct);
            if ((assessment.Refuses(command.Item, stage.Division, setting.Flow.City.City.Division, site, setting.Today) ?? stage.SatisfyBy(assessment, command.Item, setting)) is { } refusal)
                return refusal;
            var name = setting.Flow.Item(command.Item).Name;
            desk.TellOrgan(stage.Find(command.Item)!.Organ, stage, $"satisfied.{command.Item}.{stage.Find(command.Item)!.Returned}", ($"{stage.ProjectName}：{name.Zh}以{assessment.Number}代替", $"{stage.ProjectName}: {name.En} is satisfied by {assessment.Number}"), command.Item);
            desk.TellOpened(stage, setting);
            // It may have been the last item of its stage.
            return await next.AfterAsync(stage, setting, ct);
        }, ct, command.Item);
}
