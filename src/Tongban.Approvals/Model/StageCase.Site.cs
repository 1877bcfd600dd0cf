using Tongban.Foundation;
using Tongban.Approvals.Catalogue;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Model;

/// <content>What the map says of the project's site.</content>
internal sealed partial class StageCase
{
    /// <summary>A stage that is still prepared takes what a check of the site found; items appear and disappear with it.</summary>
    /// <returns>Whether it did: what was handed in stands as it is until the lead puts it right.</returns>
    public bool FollowSite(FactValue? layers, CaseSetting setting)
    {
        if (State is not StageState.Preparing)
            return false;
        var before = FactsUnder(setting.Flow);
        if (Equals(before[SiteLayers.Fact], layers))
            return true;
        var (added, dropped) = FollowFacts(before.With(SiteLayers.Fact, layers), begun: false, setting);
        Record(new SiteFactsFollowed(Id, Stage, Sha256.Of(FactsUnder(setting.Flow).ToJson()), added, dropped));
        return true;
    }
}
