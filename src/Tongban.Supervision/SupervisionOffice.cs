using Tongban.Foundation.Catalogue;
using Tongban.Foundation.People;

namespace Tongban.Supervision;

/// <summary>Who supervises: the office of the city's government that runs the electronic supervision (电子监察), and the audit bureau where the finding is about the government itself. Nobody is judged by his own organ.</summary>
internal sealed class SupervisionOffice(CityCatalogue city)
{
    /// <summary>市人民政府（电子监察室）.</summary>
    public string Key { get; } = Organ.KeyOf("SZF", city.City.Division);

    /// <summary>市审计局, which answers for findings about the government and its office; <see langword="null"/> in a city whose catalogue has none.</summary>
    public string? Outside { get; } = city.Organ(Organ.KeyOf("SJJ", city.City.Division)) is null ? null : Organ.KeyOf("SJJ", city.City.Division);

    /// <summary>Who issues and decides cards on an organ's findings; <see langword="null"/> when nobody in this city may.</summary>
    public string? Of(string organ) => organ == Key ? Outside : Key;

    public bool Is(Actor actor) => actor.Organ == Key && actor.Is(Roles.Handler | Roles.Head);

    /// <summary>Whether the reader is of the office that supervises the organ.</summary>
    public bool IsFor(string organ, Actor actor) => Of(organ) is { } office && actor.Organ == office && actor.Is(Roles.Handler | Roles.Head);

    /// <summary>Reads findings and cards of every organ.</summary>
    public bool ReadsAll(Actor actor) => Is(actor) || actor.Is(Roles.Auditor | Roles.Administrator);

    /// <summary>The organ, besides its own, whose findings the reader sees: the government's for the audit bureau.</summary>
    public string? AlsoReads(Actor actor) => Outside is { } outside && actor.Organ == outside && actor.Is(Roles.Handler | Roles.Head) ? Key : null;
}
