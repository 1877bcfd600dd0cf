using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tongban.Dispatch.Models;
using Tongban.Foundation;
using Tongban.Foundation.Files;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Registers.Contracts;

namespace Tongban.Dispatch.Matters;

/// <summary>A file as it comes in.</summary>
internal sealed record IncomingFile(string Name, byte[] Content);

/// <summary>Where every act on a matter begins: it is loaded whole, who may act is asked, and those concerned are told.</summary>
internal sealed class MatterDesk(TongbanDb db, Caller caller, DispatchCatalogue catalogue, Calendars calendars, CityClock clock, OrganDirectory organs, ILegalPersons legalPersons, FileStore files)
{
    public Actor Actor => caller.Actor;

    public DispatchCatalogue Catalogue => catalogue;

    public MatterSetting Setting => new(catalogue.File, calendars.Current, clock.Now);

    /// <summary>An officer of the dispatch office.</summary>
    public bool IsOffice => IsOfficer && Actor.Organ == catalogue.Office;

    public bool IsOfficer => Actor.IsOfficer && Actor.Is(Roles.Handler | Roles.Head);

    /// <summary>Runs one act on a matter, whoever acts; the work checks who may.</summary>
    /// <returns>The matter's new version.</returns>
    public Task<Result<long>> ActAsync<TCommand>(TCommand command, Guid matter, Func<DispatchMatter, Task<Error?>> work, CancellationToken ct) where TCommand : notnull => db.ActAsync(command, caller, async () =>
    {
        if (await LoadAsync(matter, ct) is not { } found || !IsVisible(found))
            return (Result<long>)MatterErrors.NoSuchMatter();
        return (caller.Expects(found) ?? await work(found)) is { } refusal ? refusal : found.Version + 1;
    }, ct);

    public Task<DispatchMatter?> LoadAsync(Guid id, CancellationToken ct) =>
        db.Set<DispatchMatter>().Include(m => m.Tasks).Include(m => m.Entries).Include(m => m.Comparisons).AsSplitQuery().SingleOrDefaultAsync(m => m.Id == id, ct);

    /// <summary>Whether the actor may do for the matter what its reporter may do: the project's unit, or the organ that reported for it.</summary>
    public async Task<bool> IsReporterAsync(DispatchMatter matter, CancellationToken ct) => Actor.IsOfficer
        ? IsOfficer && Actor.Organ == matter.ReportedByOrgan
        : Actor.Is(Roles.Applicant) && await legalPersons.StandsForAsync(Actor, matter.Owner, matter.ProjectId, clock.Today, ct);

    /// <summary>Whether there is such an organ to give a task to.</summary>
    public bool Exists(string? organ) => organ is not null && organs.Find(organ) is not null;

    /// <summary>Keeps what came with an act, inside its unit of work.</summary>
    public async Task<Result<IReadOnlyList<MatterFile>>> KeepAsync(IReadOnlyList<IncomingFile> incoming, CancellationToken ct)
    {
        if (incoming.Count > MatterRules.MostFiles)
            return MatterErrors.TooManyFiles(MatterRules.MostFiles);
        List<MatterFile> kept = [];
        foreach (var file in incoming)
        {
            var name = Path.GetFileName(file.Name.Replace('\\', '/'));
            if (name.Length is 0 or > MatterRules.LongestField)
                return MatterErrors.TooLong("files", MatterRules.LongestField);
            if (!(await files.UploadAsync(file.Content, "files", ct)).TryGet(out var stored, out var refused))
                return refused;
            kept.Add(new(name, stored.Digest, stored.MediaType, stored.Length));
        }
        return kept;
    }

    /// <summary>SHA-256 of what came with an act: a repeat is the same only with the same files.</summary>
    public static IReadOnlyList<string> Digests(IReadOnlyList<IncomingFile> files) => [.. files.Select(f => Sha256.Of(Convert.ToBase64String(f.Content)))];

    /// <summary>Tells every unit that has just been given a task.</summary>
    public void TellGiven(DispatchMatter matter, DateTimeOffset now)
    {
        foreach (var task in matter.Tasks.Where(t => t.IsOpen && t.GivenAt == now))
        {
            TellOrgan(task.Organ, matter, $"given.{task.Id:N}", task.IsLead
                ? ($"新任务 {matter.Number}：{matter.ProjectName}，请于 {task.ReceiveBy:yyyy-MM-dd} 前签收，{task.DueOn:yyyy-MM-dd} 前答复", $"New task {matter.Number}: {matter.ProjectName}; receive it by {task.ReceiveBy:yyyy-MM-dd}, answer by {task.DueOn:yyyy-MM-dd}")
                : ($"协办任务 {matter.Number}：{matter.ProjectName}，请于 {task.DueOn:yyyy-MM-dd} 前答复", $"Assist with {matter.Number}: {matter.ProjectName}; answer by {task.DueOn:yyyy-MM-dd}"));
        }
    }

    public void TellOrgan(string organ, DispatchMatter matter, string occasion, Words text) =>
        db.Notify(Notice.To(Notice.Organ(organ), $"dispatch.{occasion}:{matter.Id:N}", Short(text), LinkOf(matter.Id), clock.Now, matter.ProjectId));

    public void TellOwner(DispatchMatter matter, string occasion, Words text)
    {
        db.Notify(Notice.To(Notice.Enterprise(matter.Owner), $"dispatch.{occasion}:{matter.Id:N}", Short(text), LinkOf(matter.Id), clock.Now, matter.ProjectId));
        if (matter.ReportedByOrgan is { } organ)
            TellOrgan(organ, matter, $"{occasion}.for", text);
    }

    /// <summary>Tells those whose difficulty was merged into this one; each reads it under its own number.</summary>
    public async Task TellFollowersAsync(DispatchMatter matter, string occasion, Words text, CancellationToken ct)
    {
        if (matter.Followers == 0)
            return;
        foreach (var follower in await db.Set<DispatchMatter>().AsNoTracking().Where(m => m.MergedInto == matter.Id).ToListAsync(ct))
            TellOwner(follower, $"{occasion}.{matter.Id:N}"[..Math.Min(70, occasion.Length + 33)], ($"{follower.Number}（已并入 {matter.Number}）：{text.Zh}", $"{follower.Number} (merged into {matter.Number}): {text.En}"));
    }

    /// <summary>Tells of what the clock, or a return, did.</summary>
    public void TellEscalated(DispatchMatter matter, Escalation escalation)
    {
        var day = clock.Today.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var rule = escalation.Rule.Name();
        var occasion = $"{escalation.Rule}.{escalation.Organ}.{day}";
        if (escalation.Rule is EscalationRule.SilentReporter)
        {
            TellOwner(matter, occasion, ($"{matter.Number} 确认期满未确认，已按答复办结", $"{matter.Number}: not confirmed in time, closed as answered"));
            return;
        }
        if (escalation.To == escalation.From)
        {
            Words urged = ($"催办 {matter.Number}：{rule.Zh}", $"{matter.Number}: {rule.En}");
            TellOrgan(escalation.Organ!, matter, occasion, urged);
            if (escalation.Organ != catalogue.Office)
                TellOrgan(catalogue.Office, matter, $"{occasion}.office", urged);
            return;
        }
        Words raised = ($"{matter.Number} 升为{MatterWords.GradeName(escalation.To).Zh}：{rule.Zh}", $"{matter.Number} is now {MatterWords.GradeName(escalation.To).En}: {rule.En}");
        foreach (var organ in new[] { catalogue.Office, matter.Lead, escalation.To == 1 ? catalogue.Leaders : null }.OfType<string>().Distinct(StringComparer.Ordinal))
            TellOrgan(organ, matter, occasion, raised);
        TellOwner(matter, occasion, raised);
    }

    public static string LinkOf(Guid matter) => $"/dispatch/matters/{matter}";

    private bool IsVisible(DispatchMatter matter) => Actor.IsOfficer || matter.IsWithinReachOf(Actor);

    private static Words Short(Words text) => (text.Zh.Length > 400 ? text.Zh[..400] : text.Zh, text.En.Length > 600 ? text.En[..600] : text.En);
}

/// <summary>Who sees which matters: officers and auditors all, as they see all projects; an applicant those within his reach.</summary>
internal static class MatterVisibility
{
    public static IQueryable<DispatchMatter> VisibleTo(this IQueryable<DispatchMatter> matters, Actor actor) => actor.IsOfficer || actor.Is(Roles.Auditor) ? matters : matters.WithinReachOf(actor);
}
