using Microsoft.AspNetCore.Builder;

namespace Tongban.Foundation.Web;

/// <summary>An example that the API's description shows with an operation.</summary>
/// <param name="Request">JSON of a request body, or <see langword="null"/>.</param>
/// <param name="Response">JSON of the answer, or <see langword="null"/>.</param>
public sealed record ApiExample(string? Request, string? Response);

/// <summary>Describes operations of the API beyond what their types say.</summary>
public static class ApiDescriptions
{
    public static T WithExample<T>(this T endpoint, string? request, string? response = null) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new ApiExample(request, response));
}
