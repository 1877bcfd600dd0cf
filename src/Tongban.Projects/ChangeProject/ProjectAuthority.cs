using Tongban.Foundation.People;
using Tongban.Projects.Declare;

namespace Tongban.Projects.ChangeProject;

/// <summary>发展和改革委员会: files, verifies and approves the projects of its division, and the city's those of all.</summary>
internal sealed class ProjectAuthority(DeclarationSetting setting, OrganDirectory organs)
{
    private const string Department = "FGW";

    /// <summary>The authority of a division: its own, or the city's where it has none.</summary>
    public string KeyOf(string division) => organs.Find(Organ.KeyOf(Department, division)) is { } own ? own.Key : City;

    /// <summary>Whether an officer enters and decides for projects of that division.</summary>
    public bool IsOf(Actor actor, string division) => actor.Is(Roles.Handler | Roles.Head) && (actor.Organ == City || actor.Organ == Organ.KeyOf(Department, division));

    private string City => Organ.KeyOf(Department, setting.City.City.Division);
}
