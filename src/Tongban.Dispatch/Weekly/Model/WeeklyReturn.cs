using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Projects.Contracts;

namespace Tongban.Dispatch.Weekly.Model;

/// <summary>One revision of the return of one project for one week. It is never changed: a correction is the next revision, with its reason.</summary>
internal sealed class WeeklyReturn : Aggregate, IOfProject
{
    private WeeklyReturn() { }

    /// <summary>Its act joins the project's chain.</summary>
    public override string Matter => ProjectRecord.MatterOf(ProjectId);

    public Guid ProjectId { get; private set; }

    public string Code { get; private set; } = "";

    public string Owner { get; private set; } = "";

    /// <summary><see cref="IsoWeek.Key"/>.</summary>
    public int Week { get; private set; }

    /// <summary>1 for the first.</summary>
    public int Revision { get; private set; }

    public WeekFields Fields { get; private set; } = WeekFields.Empty;

    /// <summary>Why it was corrected; <see langword="null"/> for the first.</summary>
    public string? Reason { get; private set; }

    public DateTimeOffset SubmittedAt { get; private set; }

    public Guid SubmittedBy { get; private set; }

    /// <summary>The organ that entered it for the unit, if one did.</summary>
    public string? Organ { get; private set; }

    /// <summary>The first return came after it was due.</summary>
    public bool Late { get; private set; }

    public IsoWeek IsoWeek => IsoWeek.OfKey(Week);

    /// <param name="before">The newest revision of the week, if there is one.</param>
    public static Result<WeeklyReturn> Submit(MajorProject major, IsoWeek week, WeekFields fields, WeeklyReturn? before, string? reason, Actor by, WeeklyRules rules, DateTimeOffset now)
    {
        List<Error> no = [];
        if (fields.Check(week) is { } wrong)
            no.AddRange(wrong.All);
        if (before is not null && reason?.Trim() is not { Length: >= 2 and <= 400 })
            no.Add(WeeklyErrors.CorrectionReason());
        if (Error.Combine(no.ConvertAll(e => e with { Also = [] })) is { } refusal)
            return refusal;
        var submitted = new WeeklyReturn
        {
            Id = NewId.At(now), ProjectId = major.ProjectId, Code = major.Code, Owner = major.Owner, Week = week.Key, Revision = (before?.Revision ?? 0) + 1, Fields = fields, Reason = before is null ? null : reason!.Trim(),
            SubmittedAt = now, SubmittedBy = by.PersonId, Organ = by.Organ, Late = before?.Late ?? now > week.DueAt(rules),
        };
        submitted.Record(new WeekReturned(major.ProjectId, major.Code, week.ToString(), submitted.Revision, submitted.Late, fields.Digest));
        return submitted;
    }
}
