using Microsoft.EntityFrameworkCore;
using Tongban.Dispatch.Models;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Privacy.Reading;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;

namespace Tongban.Dispatch.Matters;

/// <summary>A matter in a list.</summary>
/// <param name="Light">Of the lead's clock.</param>
internal sealed record MatterRow(
    Guid Id, string Number, string ProjectCode, string ProjectName, string Model, Words ModelName, int Grade, MatterState State, string Lead, Words LeadName, DateTimeOffset ReportedAt, DateOnly? DueOn, Light? Light, int? DaysLeft);

/// <summary>A task in a unit's worklist.</summary>
internal sealed record TaskRow(
    Guid Matter, string Number, string ProjectCode, string ProjectName, string Model, Words ModelName, int Grade, bool IsLead, DispatchTaskState State, DateTimeOffset GivenAt, DateOnly ReceiveBy, DateOnly? DueOn, Light Light, int DaysLeft);

/// <summary>A task as the matter's page shows it.</summary>
internal sealed record TaskView(Guid Id, string Organ, Words OrganName, bool IsLead, bool IsBinding, DispatchTaskState State, DateTimeOffset GivenAt, DateOnly ReceiveBy, DateTimeOffset? ReceivedAt, DateTimeOffset? LastFeedbackAt, DateTimeOffset? EndedAt, DateOnly? DueOn, Light Light, int DaysLeft);

/// <summary>One step of the story.</summary>
internal sealed record EntryView(EntryKind Kind, DateTimeOffset At, Words? By, string? Text, Words? Detail, IReadOnlyList<MatterFile> Files);

/// <summary>A comparison as the page shows it.</summary>
internal sealed record ComparisonView(DateTimeOffset At, ComparisonOutcome Outcome, IReadOnlyList<ComparedCondition> Conditions);

/// <summary>A stated field with its name.</summary>
internal sealed record FieldView(string Name, Words Text, string Value, string? Unit);

/// <summary>A matter with everything a reader may see of it.</summary>
/// <param name="Contact">Only for its unit, the units that have a task in it and the dispatch office.</param>
internal sealed record MatterDetail(
    Guid Id, string Number, string ProjectCode, string ProjectName, string Owner, string Model, Words ModelName, Words Group, Words Content, int Grade, MatterState State, string Text, string? Contact, DateOnly OccurredOn, DateOnly? ExpectedOn,
    string? PlaceText, string? Place, IReadOnlyList<FieldView> Fields, IReadOnlyList<string> MissingFields, bool CrossDivision, bool KeyProject, Words? Why, DateTimeOffset ReportedAt, string? ReportedByOrgan, string Lead, Words LeadName, ComparisonOutcome Compared, bool DataAsked,
    int Returns, int Reopened, string? Answer, MatterOutcome? Outcome, DateTimeOffset? AnsweredAt, DateOnly? ConfirmBy, DateTimeOffset? ClosedAt, bool Confirmed, Guid? MergedInto, string? MergedIntoNumber, int Followers,
    IReadOnlyList<TaskView> Tasks, IReadOnlyList<EntryView> Entries, IReadOnlyList<ComparisonView> Comparisons, long Version);

/// <summary>What the register of the city is filtered by.</summary>
internal sealed record MatterFilter(string? Text = null, MatterState? State = null, string? Model = null, int? Grade = null, string? Division = null, bool Open = false);

/// <summary>Reads matters, always through <see cref="MatterVisibility.VisibleTo"/>.</summary>
internal sealed class MatterQuery(TongbanDb db, DispatchCatalogue catalogue, OrganDirectory organs, Calendars calendars, CityClock clock, ReadLog reads)
{
    private const int PageSize = 30, MostWork = 200;

    public async Task<KeyPage<MatterRow>> PageAsync(Actor actor, MatterFilter filter, string? after, CancellationToken ct)
    {
        var all = db.Set<DispatchMatter>().AsNoTracking().VisibleTo(actor);
        if (filter.State is { } state)
            all = all.Where(m => m.State == state);
        else if (filter.Open)
            all = all.Where(m => m.State != MatterState.Closed && m.State != MatterState.Merged && m.State != MatterState.Withdrawn);
        if (filter.Model is { Length: > 0 } model)
            all = all.Where(m => m.Model == model);
        if (filter.Grade is { } grade)
            all = all.Where(m => m.Grade == grade);
        if (filter.Division is { Length: > 0 } division)
            all = all.Where(m => m.Division == division);
        if (filter.Text?.Trim() is { Length: > 0 } text && text.ToUpperInvariant() is var number)
            all = all.Where(m => m.Number == number || m.ProjectCode == text || m.ProjectName.Contains(text));
        if (PageKey.Read<Guid>(after) is var last && last != Guid.Empty)
            all = all.Where(m => m.Id < last);
        var rows = await RowsAsync(all.OrderByDescending(m => m.Id).Take(PageSize + 1), ct);
        return new(rows.Count > PageSize ? rows[..PageSize] : rows, rows.Count > PageSize ? PageKey.Write(rows[PageSize - 1].Id) : null);
    }

    /// <summary>What waits for a unit, the most urgent first.</summary>
    public async Task<IReadOnlyList<TaskRow>> WorkOfAsync(Actor actor, CancellationToken ct)
    {
        if (actor.Organ is not { } organ)
            return [];
        var (today, calendar) = (clock.Today, calendars.Current);
        var rows = await (from t in db.Set<DispatchTask>().AsNoTracking()
                          join m in db.Set<DispatchMatter>() on t.MatterId equals m.Id
                          where t.Organ == organ && (t.State == DispatchTaskState.Given || t.State == DispatchTaskState.Received)
                          orderby t.DueOn, t.Id
                          select new { m.Id, m.Number, m.ProjectCode, m.ProjectName, m.Model, m.Grade, t.IsLead, t.State, t.GivenAt, t.ReceiveBy, t.Limit }).Take(MostWork).ToListAsync(ct);
        return [.. rows.Select(r => new TaskRow(r.Id, r.Number, r.ProjectCode, r.ProjectName, r.Model, NameOf(r.Model), r.Grade, r.IsLead, r.State, r.GivenAt, r.ReceiveBy, r.Limit.DueOn, r.Limit.LightOn(today, calendar), r.Limit.Remaining(today, calendar)))];
    }

    /// <summary>What waits for the dispatch office: what is insisted on and what was returned, oldest first.</summary>
    public async Task<IReadOnlyList<MatterRow>> ToDecideAsync(CancellationToken ct) =>
        await RowsAsync(db.Set<DispatchMatter>().AsNoTracking().Where(m => m.State == MatterState.Insisted || m.State == MatterState.Disputed).OrderBy(m => m.Id).Take(MostWork), ct);

    /// <summary>Open matters of the highest grade.</summary>
    public async Task<IReadOnlyList<MatterRow>> EscalatedAsync(CancellationToken ct) =>
        await RowsAsync(db.Set<DispatchMatter>().AsNoTracking().Where(m => m.Grade == 1 && (m.State == MatterState.Dispatched || m.State == MatterState.Handling || m.State == MatterState.Disputed)).OrderBy(m => m.Id).Take(MostWork), ct);

    /// <summary>Open matters of one model in one project: perhaps the same difficulty reported twice.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<MatterRow>>> DuplicatesAsync(CancellationToken ct)
    {
        var open = db.Set<DispatchMatter>().AsNoTracking().Where(m => m.State == MatterState.Dispatched || m.State == MatterState.Handling || m.State == MatterState.Disputed || m.State == MatterState.SentBack || m.State == MatterState.Insisted);
        var twice = await open.GroupBy(m => new { m.ProjectId, m.Model }).Where(g => g.Count() > 1).Select(g => new { g.Key.ProjectId, g.Key.Model }).Take(50).ToListAsync(ct);
        List<IReadOnlyList<MatterRow>> groups = [];
        foreach (var pair in twice)
            groups.Add(await RowsAsync(open.Where(m => m.ProjectId == pair.ProjectId && m.Model == pair.Model).OrderBy(m => m.Id), ct));
        return groups;
    }

    /// <summary>Open matters of the same model into which one can be merged, those of its own project first.</summary>
    public async Task<IReadOnlyList<MatterRow>> MergeableAsync(Guid id, string model, string project, CancellationToken ct) =>
        [.. (await RowsAsync(db.Set<DispatchMatter>().AsNoTracking().Where(m => m.Model == model && m.Id != id && m.State != MatterState.Closed && m.State != MatterState.Merged && m.State != MatterState.Withdrawn).OrderByDescending(m => m.Id).Take(MostWork), ct)).OrderByDescending(r => r.ProjectCode == project)];

    /// <summary>The matters of a project.</summary>
    public async Task<IReadOnlyList<MatterRow>> OfProjectAsync(Guid project, Actor actor, int most, CancellationToken ct) =>
        await RowsAsync(db.Set<DispatchMatter>().AsNoTracking().VisibleTo(actor).Where(m => m.ProjectId == project).OrderByDescending(m => m.Id).Take(most), ct);

    public async Task<MatterDetail?> FindAsync(Guid id, Actor actor, CancellationToken ct)
    {
        if (await db.Set<DispatchMatter>().AsNoTracking().Include(x => x.Tasks).Include(x => x.Entries).Include(x => x.Comparisons).AsSplitQuery().VisibleTo(actor).SingleOrDefaultAsync(x => x.Id == id, ct) is not { } m)
            return null;
        var (today, calendar) = (clock.Today, calendars.Current);
        var model = catalogue.Find(m.Model)?.Data;
        var mayCall = actor.Enterprise == m.Owner || actor.Organ == catalogue.Office || (actor.Organ is not null && m.Tasks.Any(t => t.Organ == actor.Organ));
        if (mayCall && m.Contact.Length > 0)
            await reads.NoteAsync(m.ReportedBy, ReadKinds.Dispatch, m.Number, ct, unmasked: true);
        // The number alone: who may not see the other matter learns nothing else of it.
        var into = m.MergedInto is { } other ? await db.Set<DispatchMatter>().AsNoTracking().Where(x => x.Id == other).Select(x => new { x.Number, x.Answer, x.State, x.Outcome, x.AnsweredAt }).SingleOrDefaultAsync(ct) : null;
        return new(
            m.Id, m.Number, m.ProjectCode, m.ProjectName, m.Owner, m.Model, NameOf(m.Model), model?.Group ?? default, model?.Content ?? default, m.Grade, m.State, m.Text, mayCall ? m.Contact : null, m.OccurredOn, m.ExpectedOn,
            m.PlaceText, m.Place, [.. m.Fields.Select(f => new FieldView(f.Key, catalogue.Field(f.Key)?.Text ?? (f.Key, f.Key), f.Value, catalogue.Field(f.Key)?.Unit))],
            [.. (model?.Fields ?? []).Where(f => !m.Fields.ContainsKey(f))], m.CrossDivision, m.KeyProject,
            m.WhyZh is null ? null : (m.WhyZh, m.WhyEn ?? ""), m.ReportedAt, m.ReportedByOrgan, m.Lead, organs.NameOf(m.Lead), m.Compared, m.DataAsked, m.Returns, m.Reopened, m.Answer ?? into?.Answer, m.Outcome ?? into?.Outcome, m.AnsweredAt ?? into?.AnsweredAt, m.ConfirmBy, m.ClosedAt, m.Confirmed,
            m.MergedInto, into?.Number, m.Followers,
            [.. m.Tasks.OrderByDescending(t => t.IsLead).ThenBy(t => t.GivenAt).ThenBy(t => t.Organ, StringComparer.Ordinal).Select(t => new TaskView(t.Id, t.Organ, organs.NameOf(t.Organ), t.IsLead, t.IsBinding, t.State, t.GivenAt, t.ReceiveBy, t.ReceivedAt, t.LastFeedbackAt, t.EndedAt, t.DueOn, t.Limit.LightOn(today, calendar), t.Limit.Remaining(today, calendar)))],
            [.. m.Entries.OrderBy(e => e.No).Select(e => new EntryView(e.Kind, e.At, e.ByReporter ? new Words("项目单位", "the project's unit") : e.Organ is null ? null : organs.NameOf(e.Organ), e.Text, DetailOf(e), e.Files))],
            [.. m.Comparisons.OrderByDescending(c => c.At).ThenByDescending(c => c.Id).Select(c => new ComparisonView(c.At, c.Outcome, c.Conditions))], m.Version);
    }

    /// <summary>A file of a matter the reader may see.</summary>
    public async Task<MatterFile?> FileAsync(Guid id, string digest, Actor actor, CancellationToken ct) =>
        await db.Set<DispatchMatter>().AsNoTracking().Include(m => m.Entries).VisibleTo(actor).SingleOrDefaultAsync(m => m.Id == id, ct) is { } matter ? matter.Entries.SelectMany(e => e.Files).FirstOrDefault(f => f.Digest == digest) : null;

    /// <summary>Open matters by state, for the head of the register.</summary>
    public async Task<IReadOnlyDictionary<MatterState, int>> CountsAsync(Actor actor, CancellationToken ct) =>
        (await db.Set<DispatchMatter>().AsNoTracking().VisibleTo(actor).GroupBy(m => m.State).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct)).ToDictionary(g => g.Key, g => g.Count);

    private Words NameOf(string model) => catalogue.Find(model)?.Data.Item ?? (model, model);

    private Words? DetailOf(MatterEntry entry)
    {
        var parts = entry.Detail?.Split('|') ?? [];
        return entry.Kind switch
        {
            EntryKind.Compared when Enum.TryParse<ComparisonOutcome>(entry.Detail, out var outcome) => outcome.Name(),
            EntryKind.Dispatched or EntryKind.Adjudicated => organs.NameOf(entry.Detail),
            EntryKind.Returned when Enum.TryParse<ReturnGround>(parts[0], out var ground) => ($"{ground.Name().Zh}（依据：{parts[^1]}）", $"{ground.Name().En} (basis: {parts[^1]})"),
            EntryKind.Answered when Enum.TryParse<MatterOutcome>(entry.Detail, out var outcome) => outcome.Name(),
            EntryKind.Escalated when parts is [var rule, _, var to] && Enum.TryParse<EscalationRule>(rule, out var known) && int.TryParse(to, out var grade) => ($"{known.Name().Zh}，升为{MatterWords.GradeName(grade).Zh}", $"{known.Name().En}: now {MatterWords.GradeName(grade).En}"),
            EntryKind.Urged when parts is [var rule, var organ] && Enum.TryParse<EscalationRule>(rule, out var known) => ($"{organs.NameOf(organ).Zh}：{known.Name().Zh}", $"{organs.NameOf(organ).En}: {known.Name().En}"),
            EntryKind.Closed when entry.Detail is nameof(EscalationRule.SilentReporter) => EscalationRule.SilentReporter.Name(),
            EntryKind.Merged or EntryKind.TookOver => (entry.Detail ?? "", entry.Detail ?? ""),
            EntryKind.DataSupplied when entry.Detail is { Length: > 0 } fields => NamesOf(fields),
            _ => null,
        };
    }

    private Words NamesOf(string fields)
    {
        var names = fields.Split(',').Select(f => catalogue.Field(f)?.Text ?? (f, f)).ToList();
        return (string.Join('、', names.Select(n => n.Zh)), string.Join(", ", names.Select(n => n.En)));
    }

    private async Task<List<MatterRow>> RowsAsync(IQueryable<DispatchMatter> matters, CancellationToken ct)
    {
        var (today, calendar) = (clock.Today, calendars.Current);
        var rows = await matters.Select(m => new
        {
            m.Id, m.Number, m.ProjectCode, m.ProjectName, m.Model, m.Grade, m.State, m.Lead, m.ReportedAt,
            Limit = m.Tasks.Where(t => t.IsLead && (t.State == DispatchTaskState.Given || t.State == DispatchTaskState.Received)).Select(t => t.Limit).FirstOrDefault(),
        }).ToListAsync(ct);
        return [.. rows.Select(r => new MatterRow(r.Id, r.Number, r.ProjectCode, r.ProjectName, r.Model, NameOf(r.Model), r.Grade, r.State, r.Lead, organs.NameOf(r.Lead), r.ReportedAt, r.Limit?.DueOn, r.Limit?.LightOn(today, calendar), r.Limit?.Remaining(today, calendar)))];
    }
}
