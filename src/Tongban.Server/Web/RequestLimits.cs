using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Tongban.Server.Web;

/// <summary>How much a request may carry: uploads 30 MB, everything else 1 MB. An endpoint with a limit of its own keeps it.</summary>
internal static class RequestLimits
{
    public const long Upload = 30L * 1024 * 1024;

    public const long Plain = 1024 * 1024;

    public static void AddRequestLimits(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.Limits.MaxRequestBodySize = Upload;
            k.AddServerHeader = false;
        });
        builder.Services.Configure<FormOptions>(f =>
        {
            f.MultipartBodyLengthLimit = Upload;
            f.ValueLengthLimit = (int)Plain;
            f.ValueCountLimit = 2048;
        });
    }

    /// <summary>Runs after routing, because the endpoint may name its own limit.</summary>
    public static void UseRequestLimits(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is not null)
            return next(http);

        var limit = http.Request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) is true ? Upload : Plain;
        if (http.Request.ContentLength > limit)
        {
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return Task.CompletedTask;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = limit;
        return next(http);
    });
}
