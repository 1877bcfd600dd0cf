using Microsoft.AspNetCore.Builder;
using Tongban.Foundation.People;

namespace Tongban.Foundation.Web;

/// <summary>Says who may use an endpoint. An endpoint that says nothing is denied to everyone.</summary>
public static class Access
{
    public static T Require<T>(this T endpoint, Permission permission) where T : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(permission);
        return endpoint.RequireAuthorization(permission.Name);
    }

    /// <summary>Open to everyone, on purpose.</summary>
    public static T Public<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.AllowAnonymous();
}
