using Tongban.Dispatch.Models;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;

namespace Tongban.Dispatch.Matters;

/// <summary>What the units of the models are called in both languages: the models name them in Chinese, the city's departments have both names.</summary>
internal sealed class UnitNames(DispatchCatalogue catalogue, CityCatalogue city)
{
    public Words Name(string unit) => catalogue.File.Units.FirstOrDefault(u => u.NameZh == unit) switch
    {
        { Sector: true } => (unit, "the project's sector department"),
        { } known when city.Departments.FirstOrDefault(d => d.Id == known.Department) is { } department => (unit, department.NameEn),
        _ => (unit, unit),
    };
}
