using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Tongban.Foundation;
using Tongban.Foundation.Storage;

namespace Tongban.Server.Web;

/// <summary>What a reader sees when something breaks or does not exist: a page in their language, or for the API a problem document; never a trace.</summary>
internal static class Faults
{
    /// <summary>Programs are answered there and not readers: <c>/api</c>, and the features of <c>/ogc</c>, whose paths a standard gives.</summary>
    public static bool IsApi(this HttpContext http) => http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) || http.Request.Path.StartsWithSegments("/ogc", StringComparison.OrdinalIgnoreCase)
        || http.Request.Path.StartsWithSegments("/open311", StringComparison.OrdinalIgnoreCase);

    public static void AddFaults(this IServiceCollection services) => services.AddProblemDetails(o => o.CustomizeProblemDetails = c =>
    {
        var status = c.ProblemDetails.Status ?? c.HttpContext.Response.StatusCode;
        if (!c.ProblemDetails.Extensions.ContainsKey("code"))
        {
            c.ProblemDetails.Extensions["code"] = $"http.{status}";
            c.ProblemDetails.Title = Title(status).ToString();
        }

        c.ProblemDetails.Instance ??= c.HttpContext.Request.Path;
        c.ProblemDetails.Extensions["traceId"] = Activity.Current?.TraceId.ToString() ?? c.HttpContext.TraceIdentifier;
    });

    public static void UseFaults(this WebApplication app)
    {
        // Whoever is told "not now" is told when: browsers, proxies and clients that repeat wait so long.
        app.Use((http, next) =>
        {
            http.Response.OnStarting(static state =>
            {
                var answer = ((HttpContext)state).Response;
                if (answer is { StatusCode: StatusCodes.Status503ServiceUnavailable, Headers.RetryAfter.Count: 0 })
                    answer.Headers.RetryAfter = "5";
                return Task.CompletedTask;
            }, http);
            return next(http);
        });
        app.UseWhen(http => http.IsApi(), api =>
        {
            api.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = Status, SuppressDiagnosticsCallback = IsCallersFault, ExceptionHandler = Problem });
            api.UseStatusCodePages(c => Problem(c.HttpContext));
        });
        app.UseWhen(http => !http.IsApi(), pages =>
        {
            pages.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = Status, SuppressDiagnosticsCallback = IsCallersFault, ExceptionHandlingPath = "/error", CreateScopeForErrors = true });
            pages.UseStatusCodePagesWithReExecute("/status/{0}", createScopeForStatusCodePages: true);
        });

        // A refused post is answered by a page of its own: without this the form's handler would be looked for on that page.
        app.Use((http, next) =>
        {
            if (http.Features.Get<IExceptionHandlerFeature>() is not null || http.Features.Get<IStatusCodeReExecuteFeature>() is not null)
            {
                http.Request.Method = HttpMethods.Get;
                http.Request.ContentType = null;
                http.Request.ContentLength = null;
            }

            return next(http);
        });
    }

    private static async Task Problem(HttpContext http)
    {
        // A refusal has one format. Whoever accepts another one only would be told nothing at all.
        http.Request.Headers.Remove("Accept");
        await http.RequestServices.GetRequiredService<IProblemDetailsService>().TryWriteAsync(new() { HttpContext = http });
    }

    private static int Status(Exception e) => e switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        _ when StorageFaults.AreBehind(e) => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static bool IsCallersFault(ExceptionHandlerSuppressDiagnosticsContext c) => c.Exception is BadHttpRequestException;

    private static Words Title(int status) => status switch
    {
        400 => ("请求格式有误", "The request cannot be read"),
        401 => ("请先登录", "Sign in first"),
        403 => ("没有办理此事的权限", "Not allowed"),
        404 => ("没有这个资源", "There is no such resource"),
        405 => ("不支持这种请求方法", "This method is not supported here"),
        406 => ("无法以所要求的格式回答", "The requested format is not available"),
        413 => ("请求内容过大", "The request is too large"),
        415 => ("不支持这种内容类型", "This content type is not supported"),
        429 => ("请求过于频繁", "Too many requests"),
        503 => ("系统暂时不可用", "Not available at the moment"),
        >= 500 => ("系统出现故障", "Something broke on our side"),
        _ => ("请求未被接受", "The request was not accepted"),
    };
}
