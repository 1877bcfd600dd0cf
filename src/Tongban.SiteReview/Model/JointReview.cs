using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;
using Tongban.Space.Contracts;

namespace Tongban.SiteReview.Model;

/// <summary>The departments review a project's site together (多部门联审): one review of a project for life, one round for each boundary.</summary>
/// <remarks>
/// It opens by itself when the check of the site finds a conflict. Every organ that answers for a layer is asked once, on the same map, with five working days of its own; a disputed hit is decided by the layer's
/// authority; the lead concludes, within five working days of the last opinion. Nothing that was not looked at is concluded upon, and no forbidden layer is concluded away: a hit in one has to be dismissed first, with ground and law.
/// </remarks>
internal sealed partial class JointReview : Aggregate, IOfProject
{
    private readonly List<ReviewFinding> _findings = [];
    private readonly List<OpinionTask> _tasks = [];
    private readonly List<FindingOpinion> _opinions = [];
    private readonly List<RoundConclusion> _conclusions = [];
    private readonly List<OpinionTask> _asked = [];

    private JointReview()
    {
    }

    public override string Matter => ProjectRecord.MatterOf(ProjectId);

    public Guid ProjectId { get; private set; }

    public string ProjectCode { get; private set; } = "";

    public string ProjectName { get; private set; } = "";

    public string Owner { get; private set; } = "";

    /// <summary>The organ that concludes.</summary>
    public string Lead { get; private set; } = "";

    public ReviewState State { get; private set; }

    public int Round { get; private set; }

    /// <summary>The boundary of the present round.</summary>
    public string SiteDigest { get; private set; } = "";

    /// <summary>The check that counts.</summary>
    public Guid CheckId { get; private set; }

    public DateTimeOffset CheckedAt { get; private set; }

    /// <summary>空间分类 by that check, dismissed hits counted in.</summary>
    public string? Class { get; private set; }

    /// <summary>Layers that check could not look at.</summary>
    public IReadOnlyList<string> NotChecked { get; private set; } = [];

    public DateTimeOffset OpenedAt { get; private set; }

    /// <summary>Why an officer asked for it; <see langword="null"/> when it opened by itself.</summary>
    public string? AskedReason { get; private set; }

    public string? AskedBy { get; private set; }

    public IReadOnlyList<ReviewFinding> Findings => _findings;

    public IReadOnlyList<OpinionTask> Tasks => _tasks;

    public IReadOnlyList<FindingOpinion> Opinions => _opinions;

    public IReadOnlyList<RoundConclusion> Conclusions => _conclusions;

    /// <summary>Tasks whose clock began since the review was loaded: whoever has to be told.</summary>
    public IReadOnlyList<OpinionTask> JustAsked => _asked;

    /// <summary>What is reviewed now.</summary>
    public IEnumerable<ReviewFinding> Current => _findings.Where(f => f.Round == Round && f.IsActive);

    public RoundConclusion? Conclusion => State is ReviewState.Open ? null : _conclusions.LastOrDefault(c => c.Round == Round);

    public bool IsOver => State is ReviewState.Ended;

    /// <param name="asked">Why an officer asks for it; <see langword="null"/> when the check found a conflict.</param>
    public static JointReview Open(ProjectRecord project, CheckSummary check, IReadOnlyList<ReviewedLayer> layers, string lead, string? asked, string? askedBy, DateTimeOffset now, WorkCalendar calendar)
    {
        var review = new JointReview
        {
            Id = NewId.At(now), ProjectId = project.Id, ProjectCode = project.Code, ProjectName = project.Name, Owner = project.Owner, Lead = lead, Round = 1, OpenedAt = now, AskedReason = asked?.Trim(), AskedBy = askedBy,
        };
        review.Take(check);
        review.AskAbout(layers, now, calendar);
        review.Record(new ReviewOpened(review.Id, 1, check.Id, check.SiteDigest, [.. review.Current.Select(f => f.Layer)], review.OpenOrgans, asked is not null));
        review.AwaitConclusion(now, calendar);
        return review;
    }

    /// <summary>A newer check of the project's site: of a new boundary, which begins the next round, or of the same one, because a layer changed.</summary>
    /// <param name="hits">Layers with a conflict.</param>
    /// <returns>Whether anything changed that the departments have to know.</returns>
    public bool Follow(ProjectRecord project, CheckSummary check, IReadOnlyList<ReviewedLayer> hits, DateTimeOffset now, WorkCalendar calendar)
    {
        if (IsOver || check.Id == CheckId || check.CheckedAt < CheckedAt)
            return false;
        (ProjectName, Owner) = (project.Name, project.Owner);
        return check.SiteDigest == SiteDigest ? Extend(check, hits, now, calendar) : BeginRound(check, hits, now, calendar);
    }

    /// <summary>An officer asks for a review of more layers of the same check: near ones, or ones nobody could look at.</summary>
    public Error? AskFor(IReadOnlyList<ReviewedLayer> layers, DateTimeOffset now, WorkCalendar calendar)
    {
        if (State is ReviewState.Ended or ReviewState.AwaitingSite)
            return ReviewErrors.NotOpen(State);
        var added = layers.Where(l => Current.All(f => f.Layer != l.Result.Code)).ToList();
        if (added.Count == 0)
            return ReviewErrors.UnderReviewAlready();
        Reopen();
        AskAbout(added, now, calendar);
        Record(new ReviewExtended(Id, Round, CheckId, [.. added.Select(l => l.Result.Code)], [], OpenOrgans));
        AwaitConclusion(now, calendar);
        return null;
    }

    /// <summary>The question put to an organ in this round.</summary>
    public OpinionTask? TaskOf(string organ) => _tasks.FirstOrDefault(t => t.Round == Round && t.Organ == organ && t.State is not TaskState.Dropped);

    /// <summary>The findings an organ is asked about.</summary>
    public IReadOnlyList<ReviewFinding> FindingsOf(string organ) => [.. Current.Where(f => f.Organs.Contains(organ, StringComparer.Ordinal)).OrderBy(f => f.Layer, StringComparer.Ordinal)];

    /// <summary>An organ states its opinion about each of its findings; until the round is concluded it may state it again.</summary>
    /// <param name="knownItems">Approval items a condition may go to; nothing when nobody names any.</param>
    public Error? GiveOpinion(string organ, IReadOnlyList<GivenOpinion> given, IReadOnlyList<ReviewFile> files, Guid by, IReadOnlySet<string>? knownItems, DateTimeOffset now, WorkCalendar calendar)
    {
        if (State is not ReviewState.Open)
            return ReviewErrors.NotOpen(State);
        if (TaskOf(organ) is not { } task)
            return ReviewErrors.NotAsked();
        var findings = FindingsOf(organ);
        var errors = given.Where(g => findings.All(f => f.Layer != g.Layer)).Select(g => ReviewErrors.NotYourLayer(g.Layer)).ToList();
        foreach (var finding in findings)
        {
            var at = given.FirstOrDefault(g => g.Layer == finding.Layer);
            errors.AddRange(OpinionRules.Check(finding, at, knownItems));
        }
        if (Error.Combine(errors) is { } refusal)
            return refusal;

        var today = CityClock.DateOf(now);
        var ended = task.Limit;
        if (task.State is TaskState.Open && !task.Limit.End(today, calendar).TryGet(out ended!, out var wrong))
            return wrong;
        foreach (var finding in findings)
        {
            var said = given.First(g => g.Layer == finding.Layer);
            if (_opinions.FirstOrDefault(o => o.FindingId == finding.Id && o.Organ == organ) is { } before)
                before.Say(said, files, now);
            else
                _opinions.Add(FindingOpinion.Of(this, finding, organ, said, files, now));
        }
        var late = today > (task.DueOn ?? ended.DueOn);
        task.Give(by, ended, now);
        var own = _opinions.Where(o => o.Round == Round && o.Organ == organ).OrderBy(o => o.Layer, StringComparer.Ordinal).ToList();
        Record(new ReviewOpinionGiven(Id, Round, organ, [.. own.Select(o => $"{o.Layer}:{Code(o.Stance)}")], [.. own.SelectMany(o => o.Items).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], ended.Elapsed(today, calendar), late,
            Sha256.Of(string.Join('\n', own.Select(o => $"{o.Layer} {o.Stance} {o.Text}")))));
        AwaitConclusion(now, calendar);
        return null;
    }

    /// <summary>The enterprise or the lead says why a hit does not stand.</summary>
    public Error? Dispute(string layer, DisputeGround? ground, string? reason, string? approvalNumber, IReadOnlyList<ReviewFile> files, bool byEnterprise, DateTimeOffset now, WorkCalendar calendar)
    {
        if (State is not (ReviewState.Open or ReviewState.AwaitingSite))
            return ReviewErrors.NotOpen(State);
        if (Current.FirstOrDefault(f => f.Layer == layer) is not { } finding)
            return ReviewErrors.NoSuchFinding(layer);
        if (finding.Verdict is not CheckVerdict.Hit)
            return ReviewErrors.OnlyHits();
        if (finding.State is not HitState.Standing)
            return ReviewErrors.DisputedAlready(finding.State);
        if (Error.Combine([.. OpinionRules.Ground(ground, approvalNumber), .. OpinionRules.Text(reason, "reason", ("异议理由", "the reason"))]) is { } refusal)
            return refusal;
        var limit = TimeLimit.Start(CityClock.DateOf(now), new LimitLength(OpinionTask.Days), "用地核对异议认定时限", calendar);
        finding.Dispute(ground!.Value, reason!, approvalNumber, files, byEnterprise, limit, now);
        Record(new HitDisputed(Id, Round, layer, ground.Value, byEnterprise, limit.DueOn!.Value, Sha256.Of(reason)));
        AwaitDisputes(CityClock.DateOf(now), calendar);
        return null;
    }

    /// <summary>The layer's authority decides whether the hit stands.</summary>
    /// <param name="ground">On which ground it is dismissed; it need not be the one that was claimed.</param>
    public Error? DecideDispute(string layer, string organ, bool dismissed, DisputeGround? ground, string? reason, string? basis, string? approvalNumber, DateTimeOffset now, WorkCalendar calendar)
    {
        if (State is not (ReviewState.Open or ReviewState.AwaitingSite))
            return ReviewErrors.NotOpen(State);
        if (Current.FirstOrDefault(f => f.Layer == layer) is not { } finding)
            return ReviewErrors.NoSuchFinding(layer);
        if (finding.Authority != organ)
            return ReviewErrors.NotTheAuthority();
        if (finding.State is not HitState.Disputed || finding.DisputeLimit is not { } limit)
            return ReviewErrors.NotDisputed();
        List<Error> errors = [.. OpinionRules.Text(reason, "reason", ("认定理由", "the reason")), .. OpinionRules.Text(basis, "basis", ("法律依据", "the legal basis"))];
        if (dismissed)
            errors.AddRange(OpinionRules.Ground(ground, string.IsNullOrWhiteSpace(approvalNumber) ? finding.ApprovalNumber : approvalNumber));
        if (Error.Combine(errors) is { } refusal)
            return refusal;
        var today = CityClock.DateOf(now);
        if (!limit.End(today, calendar).TryGet(out var ended, out var wrong))
            return wrong;
        var late = today > finding.DisputeDueOn;
        finding.Decide(dismissed, ground, reason!, basis!, approvalNumber, ended, now);
        Record(new DisputeDecided(Id, Round, layer, organ, dismissed, dismissed ? ground : null, ended.Elapsed(today, calendar), late, Sha256.Of(reason)));
        AwaitDisputes(today, calendar);
        return null;
    }

    /// <summary>The lead ends the round.</summary>
    /// <param name="notChecked">The layers nobody has looked at, named by the lead: the conclusion says nothing about them.</param>
    public Error? Conclude(ReviewClass? kind, string? text, IReadOnlyCollection<string> notChecked, Guid by, DateTimeOffset now, WorkCalendar calendar)
    {
        if (State is not ReviewState.Open)
            return ReviewErrors.NotOpen(State);
        var today = CityClock.DateOf(now);
        var open = _tasks.Where(t => t.Round == Round && t.State is TaskState.Open).ToList();
        if (open.Where(t => today <= t.DueOn).ToList() is { Count: > 0 } waiting)
            return ReviewErrors.NotAllHeard([.. waiting.Select(t => t.Organ)], waiting.Max(t => t.DueOn)!.Value);
        List<Error> errors = [.. OpinionRules.Text(text, "text", ("会审结论", "the conclusion"))];
        if (kind is null)
            errors.Add(ReviewErrors.ClassMissing());
        if (NotChecked.Except(notChecked, StringComparer.Ordinal).ToList() is { Count: > 0 } unnamed)
            errors.Add(ReviewErrors.NotCheckedUnnamed(unnamed));
        if (kind is ReviewClass.NoConflict)
            errors.AddRange(AgainstNoConflict());
        if (Error.Combine(errors) is { } refusal)
            return refusal;

        // The day on which the last silent one's time was over may have passed unnoticed.
        AwaitConclusion(now, calendar);
        if (!LeadLimit!.End(today, calendar).TryGet(out var ended, out var wrong))
            return wrong;
        var late = today > LeadDueOn;
        foreach (var task in open)
            task.Close(TaskState.Missing, now, calendar);
        State = kind is ReviewClass.AdjustSite ? ReviewState.AwaitingSite : ReviewState.Concluded;
        List<string> missing = [.. open.Select(t => t.Organ).Order(StringComparer.Ordinal)];
        var conclusion = RoundConclusion.Of(this, kind!.Value, text!, missing, [.. NotChecked.Order(StringComparer.Ordinal)], Lead, by, ended, late, now);
        _conclusions.Add(conclusion);
        RunLead(null);
        var carried = kind is ReviewClass.NoConflict or ReviewClass.AdjustPlan ? Conditions().ToList() : [];
        foreach (var condition in carried)
            condition.Carry(today);
        Record(new ReviewConcluded(Id, Round, kind.Value, missing, conclusion.NotChecked, [.. Current.Where(f => f.State is HitState.Dismissed).Select(f => f.Layer)], carried.Count, ended.Elapsed(today, calendar), late, Sha256.Of(text)));
        return null;
    }

    /// <summary>The project ended; nothing more is asked of anyone.</summary>
    public void End(DateTimeOffset now, WorkCalendar calendar)
    {
        if (IsOver)
            return;
        Drop(_tasks, now, calendar);
        RunLead(null);
        State = ReviewState.Ended;
        Record(new ReviewEnded(Id, Round));
    }

    /// <summary>Follows a republished calendar.</summary>
    /// <returns>How many due days moved.</returns>
    public int Recompute(WorkCalendar calendar)
    {
        var moved = 0;
        foreach (var task in _tasks.Where(t => t.Recompute(calendar)))
        {
            Record(new ReviewLimitMoved(Id, task.Organ, task.DueOn, calendar.Version));
            moved++;
        }
        foreach (var finding in _findings.Where(f => f.Recompute(calendar)))
        {
            Record(new ReviewLimitMoved(Id, finding.Authority, finding.DisputeDueOn, calendar.Version));
            moved++;
        }
        if (LeadLimit is { } running)
        {
            var before = LeadDueOn;
            RunLead(running.Recompute(calendar));
            if (LeadDueOn != before)
            {
                Record(new ReviewLimitMoved(Id, Lead, LeadDueOn, calendar.Version));
                moved++;
            }
        }
        return moved;
    }

    private static string Code(Stance stance) => stance switch { Stance.Agree => "agree", Stance.Condition => "condition", _ => "object" };

    private IReadOnlyList<string> OpenOrgans => [.. _tasks.Where(t => t.Round == Round && t.State is TaskState.Open).Select(t => t.Organ).Order(StringComparer.Ordinal)];

    /// <summary>Conditions that are carried: of findings that are still there and were not dismissed.</summary>
    private IEnumerable<FindingOpinion> Conditions() =>
        _opinions.Where(o => o.Round == Round && o.Stance is Stance.Condition && _findings.Any(f => f.Id == o.FindingId && f.IsActive && f.State is not HitState.Dismissed));

    private IEnumerable<Error> AgainstNoConflict()
    {
        if (Current.Where(f => f.State is HitState.Disputed).Select(f => f.Layer).ToList() is { Count: > 0 } undecided)
            yield return ReviewErrors.Undecided(undecided);
        if (Current.Where(f => f is { IsStandingHit: true, Level: ControlLevel.Forbidden, State: not HitState.Disputed }).Select(f => f.Layer).ToList() is { Count: > 0 } forbidden)
            yield return ReviewErrors.ForbiddenStands(forbidden);
        if (_opinions.Where(o => o.Round == Round && o.Stance is Stance.Object && Current.Any(f => f.Id == o.FindingId && f.State is not HitState.Dismissed)).Select(o => o.Organ).Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } against)
            yield return ReviewErrors.ObjectionStands(against);
    }

    private bool Extend(CheckSummary check, IReadOnlyList<ReviewedLayer> hits, DateTimeOffset now, WorkCalendar calendar)
    {
        Take(check);
        // What an officer asked about beside the hits stays under review while it is no hit; then it is asked about as one.
        var gone = Current.Where(f => f.Verdict is CheckVerdict.Hit ? !check.Layers.Any(l => l.Code == f.Layer && f.SaysTheSame(l)) : hits.Any(h => h.Result.Code == f.Layer)).ToList();
        var kept = Current.Except(gone).Select(f => f.Layer).ToHashSet(StringComparer.Ordinal);
        var added = hits.Where(h => !kept.Contains(h.Result.Code)).ToList();
        if (gone.Count + added.Count == 0)
            return false;
        foreach (var finding in gone)
            finding.Vanish(now);
        if (added.Count > 0)
            Reopen();
        AskAbout(added, now, calendar);
        Drop(_tasks.Where(t => t.Round == Round && FindingsOf(t.Organ).Count == 0), now, calendar);
        Record(new ReviewExtended(Id, Round, check.Id, [.. added.Select(h => h.Result.Code)], [.. gone.Select(f => f.Layer).Except(added.Select(h => h.Result.Code), StringComparer.Ordinal)], OpenOrgans));
        AwaitConclusion(now, calendar);
        return true;
    }

    private bool BeginRound(CheckSummary check, IReadOnlyList<ReviewedLayer> hits, DateTimeOffset now, WorkCalendar calendar)
    {
        Drop(_tasks.Where(t => t.Round == Round), now, calendar);
        Take(check);
        Round++;
        Reopen();
        AskAbout(hits, now, calendar);
        Record(new ReviewRoundBegun(Id, Round, check.Id, check.SiteDigest, [.. Current.Select(f => f.Layer)], OpenOrgans));
        AwaitConclusion(now, calendar);
        return true;
    }

    /// <summary>While a review goes on no condition is settled.</summary>
    private void Reopen()
    {
        State = ReviewState.Open;
        RunLead(null);
        foreach (var carried in _opinions.Where(o => o.CarriedOn is not null))
            carried.LetGo();
    }

    private void Take(CheckSummary check) => (CheckId, CheckedAt, SiteDigest, Class, NotChecked) = (check.Id, check.CheckedAt, check.SiteDigest, check.Class, SiteFindings.Of(check).NotChecked);

    private void AskAbout(IEnumerable<ReviewedLayer> layers, DateTimeOffset now, WorkCalendar calendar)
    {
        foreach (var layer in layers.OrderBy(l => l.Result.Code, StringComparer.Ordinal))
        {
            _findings.Add(ReviewFinding.Of(this, layer, now));
            foreach (var organ in layer.Organs)
            {
                if (TaskOf(organ) is not { } task)
                    _tasks.Add(task = OpinionTask.Ask(this, organ, now, calendar));
                else if (!task.AskAgain(now, calendar))
                    continue;
                _asked.Add(task);
            }
        }
    }

    private static void Drop(IEnumerable<OpinionTask> tasks, DateTimeOffset now, WorkCalendar calendar)
    {
        foreach (var task in tasks)
            task.Close(TaskState.Dropped, now, calendar);
    }
}
