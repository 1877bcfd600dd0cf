using Tongban.Approvals.Model;
using Tongban.Foundation.People;

namespace Tongban.Approvals;

/// <summary>Who sees which cases: the organs that take part, the project's own unit, the auditors. One place for list, page, count and feed.</summary>
internal static class Visibility
{
    public static IQueryable<StageCase> VisibleTo(this IQueryable<StageCase> stages, Actor actor)
    {
        if (actor.Is(Roles.Auditor))
            return stages;
        if (actor.Organ is { } organ)
            return stages.Where(s => s.Lead == organ || s.Items.Any(i => i.Organ == organ || i.FirstOrgan == organ || i.DecidingOrgan == organ) || s.Opinions.Any(o => o.Organ == organ) || s.JointFindings.Any(f => f.Organ == organ));
        return stages.WithinReachOf(actor);
    }

    /// <summary>Some of those who see a case that is at hand, found without asking the database: its applicant, its lead and the organs of its items. For everyone else <see cref="VisibleTo"/> decides.</summary>
    public static bool IsPlainlyVisibleTo(this StageCase stage, Actor actor) =>
        actor.Organ is { } organ ? stage.Lead == organ || stage.Items.Any(i => i.Organ == organ) : stage.IsWithinReachOf(actor);

    /// <summary>The items an officer works on: those of his own organ.</summary>
    public static IQueryable<ItemCase> WorkOf(this IQueryable<ItemCase> items, Actor actor) =>
        actor.Organ is { } organ ? items.Where(i => i.Organ == organ) : items.Where(i => false);
}
