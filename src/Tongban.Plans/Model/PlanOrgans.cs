using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.People;

namespace Tongban.Plans.Model;

/// <summary>Which organ is which of the three who plan together, in the city and in each of its counties and districts (市、区县两级).</summary>
/// <remarks>A project is planned at the level of its sector department. Each level has plans, pools and runs of its own and acts on nothing else; the city sees all, a county what lies in it.</remarks>
internal sealed class PlanOrgans(CityCatalogue city)
{
    /// <summary>The city itself.</summary>
    public string Division { get; } = city.City.Division;

    /// <summary>The city and its counties and districts with their names.</summary>
    public IEnumerable<(string Code, Words Name)> Divisions => city.City.AllDivisions.Select(d => (d.Code, d.Name));

    public Words NameOf(string division) => city.Division(division)?.Name ?? (division, division);

    /// <summary>The level an officer plans at; of everybody else the city.</summary>
    public string LevelOf(Actor actor) => actor.Organ is { } organ ? PlanLevels.Of(organ) : Division;

    /// <summary>Of the development commission of its level.</summary>
    public bool IsDevelopment(Actor actor) => IsDevelopment(actor, LevelOf(actor));

    public static bool IsDevelopment(Actor actor, string level) => actor.Organ == Organ.KeyOf("FGW", level);

    /// <summary>Of the finance bureau of its level.</summary>
    public bool IsFinance(Actor actor) => IsFinance(actor, LevelOf(actor));

    public static bool IsFinance(Actor actor, string level) => actor.Organ == Organ.KeyOf("CZJ", level);

    /// <returns>The refusal, or <see langword="null"/> when these fields are the officer's.</returns>
    public static Error? Owns(Actor actor, PlanPart part, string level, string? sectorOrgan = null) => part switch
    {
        PlanPart.Development => IsDevelopment(actor, level),
        PlanPart.Finance => IsFinance(actor, level),
        _ => actor.Organ is not null && actor.Organ == sectorOrgan,
    } ? null : PlanErrors.NotYourPart(part);

    /// <summary>The project unit itself, the development commission of the project's level, or its sector department.</summary>
    public static Error? SpeaksFor(Actor actor, PlanProject project) =>
        actor.StandsForAllOf(project.Owner) || (project.ProjectId is { } id && actor.StandsFor(project.Owner, id)) || MayKeep(actor, project.SectorOrgan) ? null : PlanErrors.NotYourProject(project.Code);

    /// <summary>Admits a project of that sector department, puts its milestones on record, moves it: the department itself or the development commission of its level.</summary>
    public static bool MayKeep(Actor actor, string sectorOrgan) => IsDevelopment(actor, PlanLevels.Of(sectorOrgan)) || (actor.Organ is not null && actor.Organ == sectorOrgan);

    /// <summary>Parts of an item that the officer may fill.</summary>
    public static IEnumerable<PlanPart> PartsOf(Actor actor, string level, string sectorOrgan) => Enum.GetValues<PlanPart>().Where(p => actor.Is(PlanParts.HeldBy) && Owns(actor, p, level, sectorOrgan) is null);
}
