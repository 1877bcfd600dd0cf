using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Files;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.OutsidePermits;

internal sealed record ReceivePermitCommand(PermitFields Fields);

/// <param name="File">CSV, as it was sent.</param>
internal sealed record ReceivePermitsCommand(byte[] File);

/// <param name="ProjectCode"><see langword="null"/> takes the proposed project.</param>
internal sealed record AttachPermitCommand(Guid Permit, string? ProjectCode, string? Reason);

internal sealed record RejectPermitCommand(Guid Permit, string? Reason);

/// <summary>What became of a permit that was sent.</summary>
/// <param name="Already">It was known before; nothing was changed.</param>
internal sealed record ReceivedPermit(Guid Id, OutsidePermitState State, string? ProjectCode, string? Proposed, bool Already);

/// <summary>Why a row was not taken.</summary>
/// <param name="Row">Line of the file; the header is line 1.</param>
/// <param name="Rule">Code of the refusal.</param>
internal sealed record RejectedPermitRow(int Row, string? Number, string? Field, string Rule, Words Text, Words? WayOut);

/// <summary>What became of a file.</summary>
/// <param name="Rows">Rows of the file without its header.</param>
/// <param name="Already">Known before, unchanged.</param>
internal sealed record PermitReport(int Rows, int Attached, int Waiting, int Already, IReadOnlyList<RejectedPermitRow> Rejected);

/// <summary>Takes permits of other systems in and puts them where they belong. By the project's code the platform attaches; everything else is an officer's decision.</summary>
internal sealed class OutsidePermitHandlers(
    TongbanDb db, Caller caller, IProjects projects, IProjectArchive archive, FileStore files, FlowLibrary flows, OrganDirectory organs, CityClock clock)
{
    private const int MostOfUnit = 200, MostOfDivision = 500;

    public Task<Result<ReceivedPermit>> HandleAsync(ReceivePermitCommand command, CancellationToken ct) => db.ActAsync(command, caller, () => ReceiveAsync(command.Fields, ct), ct);

    /// <summary>All rows in one transaction: what is sound is taken, what is not is reported.</summary>
    public Task<Result<PermitReport>> HandleAsync(ReceivePermitsCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (!OutsidePermitReader.Rows(command.File).TryGet(out var rows, out var unreadable))
            return (Result<PermitReport>)unreadable;
        var (attached, waiting, already) = (0, 0, 0);
        List<RejectedPermitRow> rejected = [];
        foreach (var (row, fields) in rows)
        {
            if (!(await ReceiveAsync(fields, ct)).TryGet(out var received, out var refusal))
                rejected.AddRange(refusal.All.Select(e => new RejectedPermitRow(row, fields.Number, e.Field, e.Code, e.Text, e.WayOut)));
            else if (received.Already)
                already++;
            else if (received.State is OutsidePermitState.Attached)
                attached++;
            else
                waiting++;
        }
        return new PermitReport(rows.Count, attached, waiting, already, rejected);
    }, ct);

    public Task<Result<long>> HandleAsync(AttachPermitCommand command, CancellationToken ct) => DecideAsync(command, command.Permit, async permit =>
    {
        var code = string.IsNullOrWhiteSpace(command.ProjectCode) ? permit.Proposed : command.ProjectCode.Trim();
        if (code is null || await projects.FindByCodeAsync(code, ct) is not { } project)
            return OutsidePermitErrors.NoSuchProject(code);
        if (project.HasEnded)
            return OutsidePermitErrors.ProjectOver();
        var reason = string.IsNullOrWhiteSpace(command.Reason) ? null : command.Reason.Trim();
        if (reason is null && (project.Code != permit.Proposed || (permit.CreditCode is { } unit && unit != project.Owner)))
            return OutsidePermitErrors.SayWhy();
        if (reason is not null && TextRules.Reason(reason) is { } tooLong)
            return tooLong;
        return await AttachAsync(permit, project, reason, ct);
    }, ct);

    public Task<Result<long>> HandleAsync(RejectPermitCommand command, CancellationToken ct) => DecideAsync(command, command.Permit, permit =>
    {
        if ((TextRules.Reason(command.Reason) ?? permit.Reject(command.Reason!, clock.Now)) is { } refusal)
            return Task.FromResult<Error?>(refusal);
        db.Notify(Notice.To(Notice.Organ(permit.From), $"outside-permit.rejected:{permit.Id:N}", ($"证照未归集：{permit.Number}", $"The permit was not attached: {permit.Number}"), $"/approvals/outside-permits/{permit.Id}", clock.Now));
        return Task.FromResult<Error?>(null);
    }, ct);

    private Task<Result<long>> DecideAsync<TCommand>(TCommand command, Guid id, Func<OutsidePermit, Task<Error?>> act, CancellationToken ct) where TCommand : notnull => db.ActAsync(command, caller, async () =>
    {
        if (await db.Set<OutsidePermit>().VisibleTo(caller.Actor).SingleOrDefaultAsync(p => p.Id == id, ct) is not { } permit)
            return (Result<long>)OutsidePermitErrors.NoSuchPermit();
        if (!permit.MayBeDecidedBy(caller.Actor))
            return OutsidePermitErrors.NotYours();
        if (permit.State is not OutsidePermitState.Waiting)
            return OutsidePermitErrors.NotWaiting(permit.State);
        return (caller.Expects(permit) ?? await act(permit)) is { } refusal ? refusal : permit.Version + 1;
    }, ct);

    private async Task<Result<ReceivedPermit>> ReceiveAsync(PermitFields fields, CancellationToken ct)
    {
        var flow = flows.Current;
        if (!OutsidePermitReader.Read(fields, flow, organs, clock.Today).TryGet(out var stated, out var faulty))
            return faulty;
        var lead = flow.LeadOrgan(1, stated.Division);
        var from = caller.Actor.Organ ?? "";
        // Nobody states another organ's permits but the lead department: of the division, or of the city.
        if (from != stated.Issuer && from != lead && from != flow.LeadOrgan(1, flow.City.City.Division))
            return OutsidePermitErrors.NotYourIssuer(organs.NameOf(stated.Issuer));

        var known = db.Set<OutsidePermit>().Local.FirstOrDefault(p => p.Issuer == stated.Issuer && p.Number == stated.Number)
            ?? await db.Set<OutsidePermit>().AsNoTracking().SingleOrDefaultAsync(p => p.Issuer == stated.Issuer && p.Number == stated.Number, ct);
        if (known is not null)
            return known.Is(stated) ? new ReceivedPermit(known.Id, known.State, known.ProjectCode, known.Proposed, Already: true) : OutsidePermitErrors.NumberTaken(stated.Number);

        var project = stated.ProjectCode is { } code ? await projects.FindByCodeAsync(code, ct) : null;
        // A code that belongs to another unit than the permit names is a slip in one of the two: a person looks.
        var certain = project is { HasEnded: false } && (stated.CreditCode is null || stated.CreditCode == project.Owner);
        if (certain && (await archive.ListAsync(project!.Id, ArchiveAudience.Organs, ct)).Any(d => d.Number == stated.Number && d.Organ == stated.Issuer))
            return OutsidePermitErrors.InTheArchive(stated.Number);
        var permit = OutsidePermit.Receive(stated, from, lead, certain ? [] : await CandidatesAsync(stated, project, ct), clock.Now);
        db.Add(permit);
        if (certain)
        {
            if (await AttachAsync(permit, project!, null, ct) is { } refusal)
                return refusal;
        }
        else
            db.Notify(Notice.To(Notice.Organ(lead), $"outside-permit.waiting:{permit.Id:N}", ($"有外部系统证照待归集：{permit.Number}", $"A permit of another system is waiting for its project: {permit.Number}"), $"/approvals/outside-permits/{permit.Id}", clock.Now));
        return new ReceivedPermit(permit.Id, permit.State, permit.ProjectCode, permit.Proposed, Already: false);
    }

    private async Task<Error?> AttachAsync(OutsidePermit permit, ProjectRecord project, string? reason, CancellationToken ct)
    {
        var item = permit.Item is { } code ? flows.Current.FindItem(code) : null;
        var sheet = await files.KeepAsync(Encoding.UTF8.GetBytes(Sheet(permit, project)), "text/html", ct);
        var name = item?.Result.Name ?? (permit.Name, permit.Name);
        var kind = item?.Result.Type is ResultType.Certificate ? ArchiveKind.Certificate : ArchiveKind.Result;
        if (!(await archive.AddAsync(new ArchiveEntry(project.Id, kind, item?.Stage, item?.Code, name, permit.Number, permit.IssuedOn, sheet.Digest, sheet.MediaType, sheet.Length, permit.Issuer, ArchiveAudience.Applicant), ct)).TryGet(out var document, out var refusal))
            return refusal;
        if (permit.Attach(project, document, reason, clock.Now) is { } tooLate)
            return tooLate;
        db.Record(project.Matter, new OutsidePermitAttached(permit.Id, permit.Issuer, permit.Number, permit.Item, document, permit.IsAutomatic, reason is null ? null : Sha256.Of(reason)));
        db.Notify(Notice.To(Notice.Enterprise(project.Owner), $"outside-permit.attached:{permit.Id:N}",
            ($"{permit.Number}（{permit.Name}）已归入项目档案：{project.Name}", $"{permit.Number} ({name.En}) has joined the archive of {project.Name}"), $"/projects/{project.Code}", clock.Now, project.Id));
        await TellItemAsync(permit, project, name, ct);
        return null;
    }

    // Whoever works on the item may rest it on the permit instead of examining it again.
    private async Task TellItemAsync(OutsidePermit permit, ProjectRecord project, Words name, CancellationToken ct)
    {
        if (permit.Item is not { } code || await db.Set<ItemCase>().AsNoTracking().Where(i => i.ProjectId == project.Id && i.Code == code && (i.State == ItemState.Open || i.State == ItemState.Paused)).FirstOrDefaultAsync(ct) is not { } open)
            return;
        db.Notify(Notice.To(Notice.Organ(open.Organ), $"outside-permit.usable:{permit.Id:N}", ($"{project.Name}：收到外部证照 {permit.Number}（{name.Zh}），可以据此办结", $"{project.Name}: permit {permit.Number} ({name.En}) has come from another system; the item may rest on it"),
            $"/approvals/stages/{open.StageCaseId}/items/{code}", clock.Now, project.Id));
    }

    // Those of the unit, and the newest of the division when there is a name to compare: a score never looks at the whole city.
    private async Task<IReadOnlyList<PermitCandidate>> CandidatesAsync(StatedPermit stated, ProjectRecord? coded, CancellationToken ct)
    {
        var first = db.Set<StageCase>().AsNoTracking().Where(s => s.Stage == 1 && s.State != StageState.ProjectEnded);
        List<Row> rows = [];
        if (stated.CreditCode is { } unit)
            rows.AddRange(await first.Where(s => s.Owner == unit).OrderByDescending(s => s.Id).Take(MostOfUnit).Select(s => new Row(s.ProjectId, s.ProjectCode, s.ProjectName, s.Owner, s.Division, s.OpenedAt)).ToListAsync(ct));
        if (stated.ProjectName is not null)
            rows.AddRange(await first.Where(s => s.Division == stated.Division).OrderByDescending(s => s.Id).Take(MostOfDivision).Select(s => new Row(s.ProjectId, s.ProjectCode, s.ProjectName, s.Owner, s.Division, s.OpenedAt)).ToListAsync(ct));
        if (coded is { HasEnded: false })
            rows.AddRange(await first.Where(s => s.ProjectId == coded.Id).Select(s => new Row(s.ProjectId, s.ProjectCode, s.ProjectName, s.Owner, s.Division, s.OpenedAt)).ToListAsync(ct));
        return [.. rows.DistinctBy(r => r.ProjectId).Select(r => PermitMatching.Score(stated, r.ProjectId, r.ProjectCode, r.ProjectName, r.Owner, r.Division, CityClock.DateOf(r.OpenedAt)))
            .Where(c => c.ByCreditCode > 0 || c.ByName > 0 || c.ProjectId == coded?.Id)
            .OrderByDescending(c => c.Score).ThenBy(c => c.Code, StringComparer.Ordinal).Take(PermitMatching.Most)];
    }

    // What the archive keeps: a record of what the issuer stated, as the permit itself stays in the other system.
    private string Sheet(OutsidePermit permit, ProjectRecord project)
    {
        static string H(string? text) => WebUtility.HtmlEncode(text ?? "—");
        var rows = new (string Zh, string En, string? Value)[]
        {
            ("文号", "Number", permit.Number), ("发证机关", "Issuer", organs.NameOf(permit.Issuer).Zh), ("统一社会信用代码", "Credit code", permit.CreditCode),
            ("发证日期", "Issued on", $"{permit.IssuedOn:yyyy-MM-dd}"), ("有效期至", "Valid to", permit.ValidTo is { } to ? $"{to:yyyy-MM-dd}" : null),
            ("文件摘要（SHA-256）", "Digest of the file", permit.FileDigest), ("项目代码", "Project code", project.Code), ("项目名称", "Project", project.Name), ("报送机关", "Sent by", organs.NameOf(permit.From).Zh),
        };
        var page = new StringBuilder(2048);
        page.Append("<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>").Append(H(permit.Number)).Append(' ').Append(H(permit.Name))
            .Append("</title><style>@page{size:A4;margin:30mm}body{font:12pt/1.7 \"FangSong\",\"Noto Serif CJK SC\",serif;max-width:156mm;margin:20mm auto}th{text-align:left;padding-right:8mm;font-weight:normal;color:#444}td{overflow-wrap:anywhere}</style></head><body><h1>")
            .Append(H(permit.Name)).Append("</h1><p>外部系统证照登记 · Record of a permit of another system</p><table>");
        foreach (var (zh, en, value) in rows)
            page.Append("<tr><th scope=\"row\">").Append(zh).Append(' ').Append(en).Append("</th><td>").Append(H(value)).Append("</td></tr>");
        return page.Append("</table></body></html>\n").ToString();
    }

    private sealed record Row(Guid ProjectId, string ProjectCode, string ProjectName, string Owner, string Division, DateTimeOffset OpenedAt);
}
