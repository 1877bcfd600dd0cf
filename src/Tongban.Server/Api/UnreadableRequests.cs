using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Net.Http.Headers;
using Tongban.Foundation;
using Tongban.Server.Web;

namespace Tongban.Server.Api;

/// <summary>Says which part of a request could not be read: broken JSON, a wrong type, a missing body. Never the text of an exception.</summary>
internal static partial class UnreadableRequests
{
    public static void AddUnreadableRequests(this IServiceCollection services)
    {
        // Framework binding then throws in every environment, and the handler below can name the field.
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.PostConfigure<ProblemDetailsOptions>(o =>
        {
            var otherwise = o.CustomizeProblemDetails;
            o.CustomizeProblemDetails = context =>
            {
                if (context.HttpContext.IsApi() && context.HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error is BadHttpRequestException bad && Explain(bad) is { } refusal)
                {
                    context.ProblemDetails.Type = Foundation.Web.Problems.TypeBase + refusal.Code;
                    context.ProblemDetails.Title = refusal.Text.ToString();
                    context.ProblemDetails.Extensions["code"] = refusal.Code;
                    if (refusal.Field is { } field)
                        context.ProblemDetails.Extensions["field"] = field;
                }
                otherwise?.Invoke(context);
            };
        });
    }

    /// <summary>JSON is UTF-8 (RFC 8259, 8.1). Whoever names another encoding is told so: over one that it does not know, and over quotes around one that it knows, the framework breaks.</summary>
    public static void UseReadableRequests(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.IsApi() && http.Request.HasJsonContentType() && MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) && type.Charset is { HasValue: true } charset)
        {
            if (!HeaderUtilities.RemoveQuotes(charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            {
                http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
                return Task.CompletedTask;
            }
            http.Request.ContentType = type.MediaType.Value;
        }
        return next(http);
    });

    private static Error? Explain(BadHttpRequestException bad) => bad.StatusCode is not StatusCodes.Status400BadRequest ? null : bad switch
    {
        { InnerException: JsonException json } when MissingNames(json.Message) is { Length: > 0 } missing =>
            new Error("http.member-missing", new Words("缺少必填项：{0}。", "Required members are missing: {0}.").With(missing)) { Field = missing.Split(", ")[0] },
        { InnerException: JsonException { Path: { Length: > 2 } path } } =>
            new Error("http.member-unreadable", new Words("“{0}”的值无法读取：类型不符，或没有这一项。", "The value of {0} cannot be read: wrong type, or no such member.").With(path[2..])) { Field = path[2..] },
        { InnerException: JsonException } => new Error("http.body-unreadable", ("请求正文不是有效的 JSON。", "The request body is not valid JSON.")),
        _ when Parameter(bad.Message) is { } name && bad.Message.Contains("body", StringComparison.Ordinal) =>
            new Error("http.body-missing", ("缺少请求正文。", "The request body is missing.")) { Field = name },
        _ when Parameter(bad.Message) is { } name =>
            new Error("http.parameter-unreadable", new Words("参数“{0}”缺失或无法读取。", "The parameter {0} is missing or cannot be read.").With(name)) { Field = name },
        _ => null,
    };

    private static string? Parameter(string message) => ParameterName().Match(message) is { Success: true } found ? found.Groups["name"].Value : null;

    private static string MissingNames(string message) => message.Contains("missing required", StringComparison.Ordinal)
        ? string.Join(", ", QuotedName().Matches(message[message.IndexOf("missing required", StringComparison.Ordinal)..]).Select(m => m.Groups["name"].Value)) : "";

    [GeneratedRegex("[Pp]arameter \"(?:[^\"]*\\s)?(?<name>\\w+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ParameterName();

    [GeneratedRegex("'(?<name>\\w+)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex QuotedName();
}
