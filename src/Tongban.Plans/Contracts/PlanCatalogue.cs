using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Plans.Model;

namespace Tongban.Plans.Contracts;

/// <summary>The plans' part of a city's catalogue: <c>plans.json</c>, which may be missing.</summary>
public sealed class PlanCatalogue
{
    internal PlanRules Rules { get; private set; } = PlanRules.Default;

    /// <summary>What is wrong with the file; empty when it is sound or not there.</summary>
    public static IReadOnlyList<CatalogueFault> Check(string folder)
    {
        List<CatalogueFault> faults = [];
        _ = PlanRules.Read(folder, faults);
        return faults;
    }

    /// <summary>Takes the city's rules over.</summary>
    /// <returns>The refusal of a file with faults; the rules then stay as they were.</returns>
    public Error? Load(string folder)
    {
        List<CatalogueFault> faults = [];
        var rules = PlanRules.Read(folder, faults);
        if (faults.Count > 0)
            return Error.Combine([.. faults.Select(f => new Error("plans.catalogue-unsound", (f.ToString(), f.ToString())) { WayOut = ("请先用 tongban catalog check 检查。", "Check it with tongban catalog check first.") })]);
        Rules = rules!;
        return null;
    }
}
