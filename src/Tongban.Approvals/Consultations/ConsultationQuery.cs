using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Contracts;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Privacy.Reading;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Registers.Contracts;

namespace Tongban.Approvals.Consultations;

/// <summary>One line of a list of consultations.</summary>
internal sealed record ConsultationRow(Guid Id, string Number, string Topic, string? Item, string Organ, Words OrganName, ConsultationState State, DateTimeOffset AskedAt, DateOnly? DueOn, Light Light, int? DaysLeft, bool IsPublished);

/// <summary>A consultation as the enterprise that asked and the organ that answers see it.</summary>
internal sealed record ConsultationView(
    Guid Id, string Number, string Enterprise, string? EnterpriseName, string Topic, string Question, string? Item, Words? ItemName, string? Project, string Organ, Words OrganName, IReadOnlyList<ProvidedFile> Files,
    ConsultationState State, DateTimeOffset AskedAt, DateOnly? DueOn, Light Light, string? Answer, DateTimeOffset? AnsweredAt, string? FollowUp, DateTimeOffset? FollowUpAt, string? FollowUpAnswer, DateTimeOffset? FollowUpAnsweredAt,
    DateTimeOffset? PublishedAt, string? PublicTopic, string? PublicQuestion, string? PublicAnswer, long Version);

/// <summary>A published question and answer; nobody is named.</summary>
internal sealed record PublicAnswer(Guid Id, string Topic, string Question, string Answer, string? Item, Words OrganName, DateTimeOffset PublishedAt);

internal sealed class ConsultationQuery(TongbanDb db, FlowLibrary flows, OrganDirectory organs, Calendars calendars, CityClock clock, ILegalPersons legalPersons, ReadLog reads)
{
    private const int PageSize = 50;

    public async Task<KeyPage<ConsultationRow>> PageAsync(Actor actor, bool open, string? after, CancellationToken ct)
    {
        var all = VisibleTo(actor);
        if (open)
            all = all.Where(c => c.State == ConsultationState.Asked || c.State == ConsultationState.AskedAgain);
        var key = PageKey.Read<Guid>(after);
        if (key != Guid.Empty)
            all = all.Where(c => c.Id < key);
        var rows = await all.OrderByDescending(c => c.Id).Take(PageSize + 1).ToListAsync(ct);
        var next = rows.Count > PageSize ? PageKey.Write(rows[PageSize - 1].Id) : null;
        return new([.. rows.Take(PageSize).Select(Row)], next);
    }

    /// <summary>What the organ has to answer, the most urgent first.</summary>
    public async Task<IReadOnlyList<ConsultationRow>> ToAnswerAsync(Actor actor, int most, CancellationToken ct) => actor.Organ is not { } organ ? [] :
        [.. (await db.Set<Consultation>().AsNoTracking().Where(c => c.Organ == organ && (c.State == ConsultationState.Asked || c.State == ConsultationState.AskedAgain)).OrderBy(c => c.DueOn).Take(most).ToListAsync(ct)).Select(Row)];

    public async Task<ConsultationView?> FindAsync(Guid id, Actor actor, CancellationToken ct)
    {
        if (await VisibleTo(actor).SingleOrDefaultAsync(c => c.Id == id, ct) is not { } c)
            return null;
        await reads.NoteAsync(c.AskedBy, ReadKinds.Question, c.Number, ct, unmasked: true);
        return new(c.Id, c.Number, c.Enterprise, (await legalPersons.FindAsync(c.Enterprise, ct))?.Name, c.Topic, c.Question, c.Item, c.Item is null ? null : flows.Current.FindItem(c.Item)?.Name, c.Project, c.Organ, organs.NameOf(c.Organ),
            c.Files, c.State, c.AskedAt, c.DueOn, c.Limit.LightOn(clock.Today, calendars.Current), c.Answer, c.AnsweredAt, c.FollowUp, c.FollowUpAt, c.FollowUpAnswer, c.FollowUpAnsweredAt,
            c.PublishedAt, c.PublicTopic, c.PublicQuestion, c.PublicAnswer, c.Version);
    }

    /// <summary>Published questions and answers, newest first.</summary>
    public async Task<KeyPage<PublicAnswer>> PublishedAsync(string? search, string? after, CancellationToken ct)
    {
        var all = db.Set<Consultation>().AsNoTracking().Where(c => c.PublishedAt != null);
        if (!string.IsNullOrWhiteSpace(search))
        {
            var text = search.Trim();
            all = all.Where(c => c.PublicTopic!.Contains(text) || c.PublicQuestion!.Contains(text) || c.PublicAnswer!.Contains(text));
        }
        var key = PageKey.Read<Guid>(after);
        if (key != Guid.Empty)
            all = all.Where(c => c.Id < key);
        var rows = await all.OrderByDescending(c => c.Id).Take(PageSize + 1).Select(c => new { c.Id, c.PublicTopic, c.PublicQuestion, c.PublicAnswer, c.Item, c.Organ, c.PublishedAt }).ToListAsync(ct);
        var next = rows.Count > PageSize ? PageKey.Write(rows[PageSize - 1].Id) : null;
        return new([.. rows.Take(PageSize).Select(c => new PublicAnswer(c.Id, c.PublicTopic!, c.PublicQuestion!, c.PublicAnswer!, c.Item, organs.NameOf(c.Organ), c.PublishedAt!.Value))], next);
    }

    private IQueryable<Consultation> VisibleTo(Actor actor)
    {
        var all = db.Set<Consultation>().AsNoTracking();
        if (actor.Is(Roles.Auditor))
            return all;
        if (actor.Organ is { } organ)
            return all.Where(c => c.Organ == organ);
        // A consultation precedes the project: whoever stands for one project of the enterprise only has no part in it.
        return actor is { Enterprise: { } enterprise, Projects: null } ? all.Where(c => c.Enterprise == enterprise) : all.Where(c => false);
    }

    private ConsultationRow Row(Consultation c)
    {
        var (today, calendar) = (clock.Today, calendars.Current);
        return new(c.Id, c.Number, c.Topic, c.Item, c.Organ, organs.NameOf(c.Organ), c.State, c.AskedAt, c.DueOn, c.Limit.LightOn(today, calendar), c.IsOpen ? c.Limit.Remaining(today, calendar) : null, c.PublishedAt is not null);
    }
}
