using Tongban.Foundation;
using Tongban.Projects.Contracts;

namespace Tongban.Projects.Model;

/// <summary>What the comparison with the negative list means for a declaration: the forbidden cannot be declared, the restricted not as a filing, all else has to be taken
/// (企业投资项目核准和备案管理条例第三条、第十五条; 优化营商环境条例第二十条).</summary>
internal static class ScreeningRules
{
    public static Error? Refuse(Screening? screening, ProjectType? type)
    {
        List<Error> errors = [];
        foreach (var hit in screening?.Hits ?? [])
        {
            if (hit.Effect is ScreeningEffect.Prohibited)
                errors.Add(ProjectErrors.Prohibited(hit));
            else if (hit.Effect is ScreeningEffect.NeedsVerification && type is ProjectType.Filing)
                errors.Add(ProjectErrors.FilingNotEnough(hit));
        }
        return Error.Combine(errors);
    }
}
