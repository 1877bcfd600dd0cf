using System.Globalization;
using Microsoft.Extensions.Primitives;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Ui;
using Tongban.Foundation.Web;
using Tongban.Server.Web;

namespace Tongban.Server.Security;

/// <summary>Fills the <see cref="Caller"/> of a request: who it is, which act a repeat would repeat, which version was seen.</summary>
internal static class CallerMiddleware
{
    public const string KeyHeader = "Idempotency-Key";

    public static void UseCaller(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        var caller = http.RequestServices.GetRequiredService<Caller>();
        if (Session.Read(http.User) is { } session)
            caller.Actor = session.Actor;
        caller.Address = http.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4().ToString() : http.Connection.RemoteIpAddress?.ToString();
        if ((NoNul(http.Request) ?? await ActIdAsync(http, caller) ?? IfVersion(http, caller)) is { } refusal)
        {
            await refusal.ToHttp().ExecuteAsync(http);
            return;
        }
        await next(http);
    });

    private static async Task<Error?> ActIdAsync(HttpContext http, Caller caller)
    {
        var text = http.Request.Headers[KeyHeader].ToString();
        if (text.Length == 0 && HttpMethods.IsPost(http.Request.Method) && !http.IsApi() && http.Request.HasFormContentType && http.GetEndpoint() is not null)
        {
            try
            {
                var form = await http.Request.ReadFormAsync(http.RequestAborted);
                if (form.Any(HasNul))
                    return Nul();
                text = form[ActForm.ActField].ToString();
            }
            catch (Exception unreadable) when (unreadable is InvalidDataException or IOException and not BadHttpRequestException)
            {
                throw new BadHttpRequestException("the form cannot be read", unreadable);
            }
        }
        if (text.Length == 0)
            return null;
        if (!Guid.TryParse(text, out var key) || key == Guid.Empty)
            return new Error("http.idempotency-key", ("幂等键须为 UUID。", "The idempotency key must be a UUID.")) { Field = KeyHeader };
        caller.ActId = key;
        return null;
    }

    // Nobody types a NUL, and PostgreSQL can neither keep it nor look for it.
    private static Error? NoNul(HttpRequest request) => request.Path.Value?.Contains('\0', StringComparison.Ordinal) is true || (request.QueryString.HasValue && request.Query.Any(HasNul)) ? Nul() : null;

    private static bool HasNul(KeyValuePair<string, StringValues> field) => field.Key.Contains('\0', StringComparison.Ordinal) || field.Value.Any(v => v?.Contains('\0', StringComparison.Ordinal) is true);

    private static Error Nul() => new("http.text-unreadable", ("请求中有不能使用的字符。", "The request contains a character that cannot be used."));

    private static Error? IfVersion(HttpContext http, Caller caller)
    {
        var text = http.Request.Headers.IfMatch.ToString().Trim();
        if (text is "" or "*")
            return null;
        // A proxy that compresses makes our ETag a weak one.
        text = text.StartsWith("W/", StringComparison.Ordinal) ? text[2..] : text;
        if (text is not ['"', .. var number, '"'] || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            return new Error("http.if-match", ("If-Match 须为本系统给出的 ETag。", "If-Match must be an ETag given by this service.")) { Field = "If-Match" };
        caller.IfVersion = version;
        return null;
    }
}
