using Tongban.Foundation.Catalogue;
using Tongban.Foundation.People;

namespace Tongban.Supervision;

/// <summary>Who supervises: the office of the city's government that runs the electronic supervision (电子监察). What the government decides itself is found and shown as any other organ's; its own office cannot issue a card on it.</summary>
internal sealed class SupervisionOffice(CityCatalogue city)
{
    /// <summary>市人民政府（电子监察室）.</summary>
    public string Key { get; } = Organ.KeyOf("SZF", city.City.Division);

    public bool Is(Actor actor) => actor.Organ == Key && actor.Is(Roles.Handler | Roles.Head);

    /// <summary>Reads findings and cards of every organ.</summary>
    public bool ReadsAll(Actor actor) => Is(actor) || actor.Is(Roles.Auditor | Roles.Administrator);
}
