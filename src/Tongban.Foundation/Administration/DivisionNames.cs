using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Identifiers;

namespace Tongban.Foundation.Administration;

/// <summary>What a division is called on a page.</summary>
internal static class DivisionNames
{
    /// <summary>The name in the national list, or the code where that list is not loaded.</summary>
    public static string Of(IServiceProvider services, string code) =>
        services.GetService<ReferenceData>() is { } data && DivisionCode.TryParse(code, out var known) && data.Divisions.Find(known) is { } division ? division.Name.ToString() : code;
}
