using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Endpoints;

namespace Tongban.Server.Web;

/// <summary>A page's form without a valid antiforgery token ends in 400 without a body, so that the page for expired forms answers.</summary>
internal static class ExpiredForms
{
    public static void UseExpiredForms(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } && http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
        {
            http.Features.Set<IAntiforgeryValidationFeature>(null); // the page that answers is not to be refused as well
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        }

        return next(http);
    });
}
