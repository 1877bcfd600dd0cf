using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;
using Tongban.Projects.Model;

namespace Tongban.Projects.Declare;

/// <summary>Compares what was filled in with the negative list, for the draft's page as a warning and at the declaration as the rule.</summary>
internal sealed class DeclarationScreen(IEnumerable<IDeclarationScreening> screenings, DeclarationSetting setting, CityClock clock)
{
    /// <returns><see langword="null"/> when no module compares.</returns>
    public Screening? Of(ProjectDeclaration d) => screenings.FirstOrDefault()?.Screen(
        new(d.Type, setting.IndustryOf(d.Industry)?.Code.Value, string.Join('\n', d.Name, d.Scale, d.Content), d.Facts), clock.Today);
}
