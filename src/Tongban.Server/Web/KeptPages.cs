using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Caching.Memory;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Ui;
using Tongban.Foundation.Web;
using Tongban.Server.Security;

namespace Tongban.Server.Web;

/// <summary>Shows a page marked <see cref="KeptWhileUnchangedAttribute"/> again as it was, while nothing can have changed on it (decision 0015).</summary>
/// <remarks>It stands behind authentication, authorisation and antiforgery: each of them runs for every request before a kept page is shown.</remarks>
internal sealed class KeptPages(IGeneration generation, CookieNames cookies, TimeProvider clock) : IDisposable
{
    /// <summary>Memory for kept pages, in bytes; the least used go first.</summary>
    private const long Room = 64L * 1024 * 1024;

    private const int LargestPage = 1024 * 1024, ActIdLength = 36;
    private static readonly byte[] ActId = Encoding.ASCII.GetBytes($"name=\"{ActForm.ActField}\" value=\"");
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);
    private readonly MemoryCache _pages = new(new MemoryCacheOptions { SizeLimit = Room });

    public async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        // Asked before the page reads: what is kept under a generation is never older than it.
        var key = new Key(Session.Read(http.User), http.Request.Cookies[cookies.Antiforgery], CultureInfo.CurrentUICulture.Name, http.Request.Scheme, http.Request.Host.Value,
            http.Request.GetEncodedPathAndQuery(), clock.GetUtcNow().Ticks / TimeSpan.TicksPerMinute, await generation.NowAsync());
        if (_pages.TryGetValue(key, out Page? known))
        {
            await SendAsync(http, known!);
            return;
        }
        if (await RenderAsync(http, next) is not { } body)
            return;
        var page = PageOf(http.Response, body);
        if (body.Length <= LargestPage && http.Response.Headers.SetCookie.Count == 0 && !http.RequestAborted.IsCancellationRequested)
        {
            using var entry = _pages.CreateEntry(key);
            (entry.Value, entry.Size, entry.AbsoluteExpirationRelativeToNow) = (page, body.Length, Life);
        }
        await SendAsync(http, page);
    }

    public void Dispose() => _pages.Dispose();

    // The body of a page that was shown; anything else is passed on as it came.
    private static async Task<byte[]?> RenderAsync(HttpContext http, RequestDelegate next)
    {
        var sent = http.Response.Body;
        using var body = new MemoryStream();
        http.Response.Body = body;
        try
        {
            await next(http);
        }
        finally
        {
            http.Response.Body = sent;
        }
        if (http.Response.StatusCode is StatusCodes.Status200OK)
            return body.ToArray();
        if (body.Length > 0)
            await sent.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), http.RequestAborted);
        return null;
    }

    private static Page PageOf(HttpResponse response, byte[] body)
    {
        var acts = new List<int>();
        for (var at = body.AsSpan().IndexOf(ActId); at >= 0;)
        {
            acts.Add(at + ActId.Length);
            var further = body.AsSpan(acts[^1]).IndexOf(ActId);
            at = further < 0 ? -1 : acts[^1] + further;
        }
        // A page with a form says "no-store", so that nothing of it stays in a shared office's browser; the others may be kept there if they ask again.
        var (caching, etag) = (response.Headers.CacheControl.ToString(), (string?)null);
        if (caching.Length == 0)
            (caching, etag) = ("private, no-cache", $"W/\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16))}\"");
        return new Page(body, [.. acts], response.ContentType, caching, etag);
    }

    private static async Task SendAsync(HttpContext http, Page page)
    {
        var response = http.Response;
        response.Headers.CacheControl = page.Caching;
        if (page.ETag is not null)
        {
            response.Headers.ETag = page.ETag;
            if (http.Request.Headers.IfNoneMatch == page.ETag)
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }
        response.ContentType = page.ContentType;
        response.ContentLength = page.Body.Length;
        var shown = 0;
        foreach (var act in page.ActIds)
        {
            response.BodyWriter.Write(page.Body.AsSpan(shown, act - shown));
            // Two views are two forms: a key used in one must not turn the other into a repeat.
            Utf8Formatter.TryFormat(Guid.CreateVersion7(), response.BodyWriter.GetSpan(ActIdLength), out var written);
            response.BodyWriter.Advance(written);
            shown = act + ActIdLength;
        }
        response.BodyWriter.Write(page.Body.AsSpan(shown));
        await response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    private sealed record Page(byte[] Body, int[] ActIds, string? ContentType, string Caching, string? ETag);

    // Everything a marked page may depend on. The antiforgery cookie belongs to one browser, and the forms' tokens belong to the cookie.
    private sealed record Key(Session? Session, string? Browser, string Language, string Scheme, string? Host, string Address, long Minute, string Generation);
}

internal static class KeptPagesInPipeline
{
    public static void UseKeptPages(this IApplicationBuilder app) => app.Use((http, next) =>
        HttpMethods.IsGet(http.Request.Method) && http.GetEndpoint()?.Metadata.GetMetadata<KeptWhileUnchangedAttribute>() is not null
            ? http.RequestServices.GetRequiredService<KeptPages>().AnswerAsync(http, next) : next(http));
}
