using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;

namespace Tongban.Tests.Support;

/// <summary>A page as a reader sees it.</summary>
internal sealed record Page(HttpStatusCode Status, Uri Address, IHtmlDocument Html)
{
    /// <summary>Code of the refusal shown on the page.</summary>
    public string? Refusal => Html.QuerySelector("[role=alert]")?.GetAttribute("data-code");

    public string Text => Html.Body?.TextContent ?? "";
}

/// <summary>A browser without scripts: keeps cookies, follows redirects, sends the forms it finds in the page.</summary>
internal sealed class Browser : IDisposable
{
    public static readonly Uri Address = new("http://localhost");

    private readonly HttpClient _http;

    public Browser(HttpMessageHandler server) =>
        _http = new HttpClient(new RedirectHandler { InnerHandler = new CookieContainerHandler(Cookies) { InnerHandler = server } }) { BaseAddress = Address };

    public CookieContainer Cookies { get; } = new();

    public async Task<Page> GetAsync(string address) => await PageAsync(await _http.GetAsync(new Uri(address, UriKind.RelativeOrAbsolute)));

    /// <summary>Sends a form of the page with all it contains, changed where the test says.</summary>
    /// <param name="form">CSS selector of the form.</param>
    /// <param name="fields">Field name to value; <see langword="null"/> leaves the field out.</param>
    /// <param name="files">Field name to file name and content.</param>
    public async Task<Page> SubmitAsync(Page page, string form, IReadOnlyDictionary<string, string?> fields, IReadOnlyDictionary<string, (string Name, byte[] Content)>? files = null)
    {
        var element = page.Html.QuerySelector(form) as IHtmlFormElement ?? throw new InvalidOperationException($"no form {form} on {page.Address}: {page.Text}");
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var input in element.QuerySelectorAll("input[name],select[name],textarea[name]"))
        {
            var name = input.GetAttribute("name")!;
            switch (input)
            {
                case IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false } or IHtmlInputElement { Type: "file" or "submit" }:
                    break;
                case IHtmlInputElement text:
                    values[name] = text.Value;
                    break;
                case IHtmlSelectElement select:
                    values[name] = select.Value;
                    break;
                case IHtmlTextAreaElement area:
                    values[name] = area.Value;
                    break;
            }
        }
        foreach (var (name, value) in fields)
            values[name] = value;
        var target = new Uri(page.Address, element.GetAttribute("action") is { Length: > 0 } action ? action : page.Address.PathAndQuery);
        var sent = values.Where(v => v.Value is not null).Select(v => KeyValuePair.Create(v.Key, v.Value!));
        if (files is null)
            return await PageAsync(await _http.PostAsync(target, new FormUrlEncodedContent(sent)));
        using var parts = new MultipartFormDataContent();
        foreach (var (name, value) in sent)
            parts.Add(new StringContent(value), name);
        foreach (var (name, file) in files)
            parts.Add(new ByteArrayContent(file.Content), name, file.Name);
        return await PageAsync(await _http.PostAsync(target, parts));
    }

    public async Task<Page> SubmitAsync(Page page, string form, params (string Name, string? Value)[] fields) => await SubmitAsync(page, form, fields.ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal));

    /// <summary>Posts to an address that has no page of its own, with the antiforgery token of another page and the capacity it offers.</summary>
    public async Task<Page> PostAsync(string address, string tokenFrom)
    {
        var from = (await GetAsync(tokenFrom)).Html;
        string ValueOf(string name) => from.QuerySelector($"[name={name}]")?.GetAttribute("value") ?? "";
        return await PostAsync(address, [.. new[] { "__RequestVerificationToken", "post" }.Select(n => KeyValuePair.Create(n, ValueOf(n)))]);
    }

    /// <summary>Posts these fields and nothing else.</summary>
    public async Task<Page> PostAsync(string address, IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        using var form = new FormUrlEncodedContent(fields);
        return await PageAsync(await _http.PostAsync(new Uri(address, UriKind.Relative), form));
    }

    public async Task<Page> SignInAsync(string userName, string password, string? returnUrl = null)
    {
        var page = await GetAsync(returnUrl is null ? "/login" : $"/login?returnUrl={Uri.EscapeDataString(returnUrl)}");
        return await SubmitAsync(page, "form[method=post]:has([name='Form.Password'])", ("Form.UserName", userName), ("Form.Password", password));
    }

    public void Dispose() => _http.Dispose();

    private static async Task<Page> PageAsync(HttpResponseMessage answer)
    {
        using var _ = answer;
        var text = await answer.Content.ReadAsStringAsync();
        var html = await BrowsingContext.New().OpenAsync(r => r.Content(text).Address(answer.RequestMessage!.RequestUri!));
        return new Page(answer.StatusCode, answer.RequestMessage!.RequestUri!, (IHtmlDocument)html);
    }
}

/// <summary>Short forms for API calls.</summary>
internal static class ApiCalls
{
    public static Task<HttpResponseMessage> PostAsync(this HttpClient client, string address, object body) => client.PostAsync(new Uri(address, UriKind.Relative), JsonContent.Create(body));

    public static async Task<JsonNode> JsonAsync(this HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync()) ?? throw new InvalidOperationException("no JSON");

    public static async Task<JsonNode> GetJsonAsync(this HttpClient client, string address)
    {
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {answer.StatusCode}");
        return await answer.JsonAsync();
    }
}
