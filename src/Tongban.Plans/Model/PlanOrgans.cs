using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.People;

namespace Tongban.Plans.Model;

/// <summary>Which organ is which of the three who plan together.</summary>
internal sealed class PlanOrgans(CityCatalogue city)
{
    /// <summary>发展和改革委员会 of the city.</summary>
    public string Development { get; } = Organ.KeyOf("FGW", city.City.Division);

    /// <summary>财政局 of the city.</summary>
    public string Finance { get; } = Organ.KeyOf("CZJ", city.City.Division);

    public string Division { get; } = city.City.Division;

    public bool IsDevelopment(Actor actor) => actor.Organ == Development;

    public bool IsFinance(Actor actor) => actor.Organ == Finance;

    /// <returns>The refusal, or <see langword="null"/> when these fields are the officer's.</returns>
    public Error? Owns(Actor actor, PlanPart part, string sectorOrgan) => part switch
    {
        PlanPart.Development => IsDevelopment(actor),
        PlanPart.Finance => IsFinance(actor),
        _ => actor.Organ == sectorOrgan,
    } ? null : PlanErrors.NotYourPart(part);

    /// <summary>The project unit itself, the development commission, or the sector department of the project.</summary>
    public Error? SpeaksFor(Actor actor, PlanProject project) =>
        actor.StandsForAllOf(project.Owner) || (project.ProjectId is { } id && actor.StandsFor(project.Owner, id)) || IsDevelopment(actor) || actor.Organ == project.SectorOrgan ? null : PlanErrors.NotYourProject(project.Code);

    /// <summary>Parts of an item that the officer may fill.</summary>
    public IEnumerable<PlanPart> PartsOf(Actor actor, string sectorOrgan) => Enum.GetValues<PlanPart>().Where(p => actor.Is(PlanParts.HeldBy) && Owns(actor, p, sectorOrgan) is null);
}
