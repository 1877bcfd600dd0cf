using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Files;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Access;
using Tongban.Projects.ChangeProject;
using Tongban.Projects.Contracts;
using Tongban.Projects.Declare;
using Tongban.Projects.Model;

namespace Tongban.Projects.ChangeRequests;

/// <param name="Changes">Only what was approved; anything else the unit changes itself.</param>
internal sealed record AskForChangeCommand(string Code, ProjectChanges Changes, string? Reason);

internal sealed record WithdrawChangeRequestCommand(Guid Request);

internal sealed record DecideChangeRequestCommand(Guid Request, bool? Agreed, string? Opinion);

/// <summary>Asking the authority for a change, taking the request back, and the answer. What is agreed to is in effect with the answer.</summary>
internal sealed class ChangeRequestHandlers(
    TongbanDb db, Caller caller, ProjectAccess access, ProjectAuthority authority, DeclarationSetting setting, DeclarationScreen screen, SiteLooking looking,
    IProjectArchive archive, FileStore files, OrganDirectory organs, Calendars calendars, CityClock clock)
{
    /// <returns>Id of the request.</returns>
    public Task<Result<Guid>> HandleAsync(AskForChangeCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (await db.Set<Project>().VisibleTo(access.Scope).SingleOrDefaultAsync(p => p.Code == command.Code, ct) is not { } project)
            return (Result<Guid>)ProjectErrors.NotFound(command.Code);
        if (await access.MayActForOwnerAsync(project, ct) is { } forbidden)
            return forbidden;
        if ((caller.Expects(project) ?? project.RefusesRequest(command.Changes, command.Reason, setting.Rules, clock.Today, d => screen.Of(looking.Known(d, project.SiteFindings)))) is { } refusal)
            return refusal;
        var earlier = await db.Set<ChangeRequest>().AsNoTracking().Where(r => r.ProjectId == project.Id).OrderBy(r => r.Serial).ToListAsync(ct);
        if (earlier.Find(r => r.IsOpen) is { } pending)
            return ProjectErrors.RequestPending(pending.Code);
        var organ = authority.KeyOf(project.Division);
        var request = ChangeRequest.Ask(project, command.Changes, project.Differs(command.Changes), command.Reason!, organ, earlier.Count + 1, clock.Now, calendars.Current);
        db.Add(request);
        db.Notify(Notice.To(Notice.Organ(organ), $"change-request.asked:{request.Id:N}", ($"变更申请：{project.Name}，{request.DueOn:yyyy-MM-dd} 前作出决定", $"A change is asked for: {project.Name}, decide by {request.DueOn:yyyy-MM-dd}"), LinkTo(request), clock.Now, project.Id));
        return request.Id;
    }, ct);

    public Task<Result<long>> HandleAsync(WithdrawChangeRequestCommand command, CancellationToken ct) => OnRequestAsync(command, command.Request, async (request, project) =>
    {
        if (await access.MayActForOwnerAsync(project, ct) is { } forbidden)
            return forbidden;
        if (request.Withdraw(clock.Now, calendars.Current) is { } refusal)
            return refusal;
        db.Notify(Notice.To(Notice.Organ(request.Organ), $"change-request.withdrawn:{request.Id:N}", ($"变更申请已撤回：{project.Name}", $"The request for a change was withdrawn: {project.Name}"), LinkTo(request), clock.Now, project.Id));
        return null;
    }, ct);

    public Task<Result<long>> HandleAsync(DecideChangeRequestCommand command, CancellationToken ct) => OnRequestAsync(command, command.Request, (request, project) => Task.FromResult(Decide(command, request, project)), ct);

    private Error? Decide(DecideChangeRequestCommand command, ChangeRequest request, Project project)
    {
        if (!authority.IsOf(caller.Actor, project.Division))
            return ProjectErrors.NotYourRequest(organs.NameOf(request.Organ));
        if (command.Agreed is not { } agreed)
            return ProjectErrors.AnswerMissing;
        if (request.Decide(agreed, command.Opinion, caller.Actor.PersonId, clock.Now, calendars.Current) is { } refusal)
            return refusal;
        // The project may have changed since, and the negative list too: it is asked again, and takes the change only as a whole.
        if (agreed && project.Change(request.Wanted, byAuthority: true, $"变更申请 {request.Code}", setting.Rules, clock.Today, d => screen.Of(looking.Known(d, project.SiteFindings))) is { } impossible)
            return impossible;
        Issue(request, project);
        db.Notify(Notice.To(Notice.Enterprise(request.Owner), $"change-request.decided:{request.Id:N}", agreed
            ? ($"{project.Name}：同意变更，项目信息已更新", $"{project.Name}: the change is agreed to and in effect")
            : ($"{project.Name}：不同意变更，理由见决定", $"{project.Name}: the change is refused; the decision says why"), LinkTo(request), clock.Now, project.Id));
        return null;
    }

    // The answer is given in writing, numbered, and joins the archive.
    private void Issue(ChangeRequest request, Project project)
    {
        var mark = $"{setting.City.Division(caller.Actor.Organ!.Split('@')[1])?.DocumentPrefix}发改变更〔{clock.Today.Year}〕";
        var organ = caller.Actor.Organ;
        db.TakeNumber(mark, serial =>
        {
            var number = $"{mark}{serial}号";
            var file = files.KeepNew(Encoding.UTF8.GetBytes(Sheet(request, project, number, organs.NameOf(organ))), "text/html");
            request.Issue(number, file.Digest);
            Words name = request.State is ChangeRequestState.Agreed ? ("同意项目变更的决定", "Decision to agree to a change of the project") : ("不同意项目变更的决定", "Decision to refuse a change of the project");
            archive.Add(new ArchiveEntry(project.Id, ArchiveKind.Result, null, null, name, number, clock.Today, file.Digest, file.MediaType, file.Length, organ, ArchiveAudience.Applicant));
        });
    }

    private static string Sheet(ChangeRequest request, Project project, string number, Words organ)
    {
        static string H(string? text) => WebUtility.HtmlEncode(text ?? "—");
        var agreed = request.State is ChangeRequestState.Agreed;
        var page = new StringBuilder(4096);
        page.Append(CultureInfo.InvariantCulture, $$"""
            <!DOCTYPE html>
            <html lang="zh-CN"><head><meta charset="utf-8"><title>{{H(number)}}</title>
            <style>@page{size:A4;margin:37mm 26mm 35mm 28mm}body{font:16pt/1.75 "FangSong","仿宋","Noto Serif CJK SC",serif;max-width:156mm;margin:20mm auto;color:#000}h1{font-size:22pt;text-align:center}p{overflow-wrap:anywhere}table{border-collapse:collapse;width:100%;font-size:12pt}th,td{border:1px solid #000;padding:2mm;text-align:left;vertical-align:top;overflow-wrap:anywhere}.no{text-align:center}.sign{text-align:right;margin-top:16mm}</style></head><body>
            <h1>{{(agreed ? "关于同意项目变更的决定" : "关于不同意项目变更的决定")}}</h1><div class="no">{{H(number)}}</div>
            <p>统一社会信用代码 {{H(request.Owner)}}：</p>
            <p>贵单位{{DayOf(request.AskedAt)}}提出的{{H(project.Name)}}（项目代码 {{H(project.Code)}}）变更申请收悉。依据{{H(ChangeRequest.BasisOf(request.Type).Split('；')[0])}}，{{(agreed ? "同意下列变更，项目代码不变：" : "不同意下列变更：")}}</p>
            <table><tr><th>内容</th><th>原核准、审批内容</th><th>{{(agreed ? "变更后" : "申请变更为")}}</th></tr>
            """);
        foreach (var row in ChangedValue.Of(request))
            page.Append("<tr><td>").Append(H(row.Name.Zh)).Append("</td><td>").Append(H(row.Before)).Append("</td><td>").Append(H(row.After)).Append("</td></tr>");
        page.Append("</table>");
        if (request.Opinion is { } opinion)
            page.Append(agreed ? "<p>意见：" : "<p>理由：").Append(H(opinion)).Append("</p>");
        if (!agreed && request.Type is ProjectType.Verification)
            page.Append("<p>不服本决定的，可以自收到之日起六十日内申请行政复议，或者六个月内提起行政诉讼（行政复议法第二十条、行政诉讼法第四十六条）。</p>");
        return page.Append("<p class=\"sign\">").Append(H(organ.Zh)).Append("</p></body></html>\n").ToString();
    }

    private static string DayOf(DateTimeOffset at) => CityClock.DateOf(at).ToString("yyyy年M月d日", CultureInfo.InvariantCulture);

    private static string LinkTo(ChangeRequest request) => $"/change-requests/{request.Id}";

    private Task<Result<long>> OnRequestAsync<TCommand>(TCommand command, Guid id, Func<ChangeRequest, Project, Task<Error?>> act, CancellationToken ct) where TCommand : notnull => db.ActAsync(command, caller, async () =>
    {
        if (await db.Set<ChangeRequest>().VisibleTo(caller.Actor).SingleOrDefaultAsync(r => r.Id == id, ct) is not { } request)
            return (Result<long>)ProjectErrors.NoSuchRequest;
        var project = await db.Set<Project>().SingleAsync(p => p.Id == request.ProjectId, ct);
        return (caller.Expects(request) ?? await act(request, project)) is { } refusal ? refusal : request.Version + 1;
    }, ct);
}
