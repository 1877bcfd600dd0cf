using System.Text;
using System.Text.RegularExpressions;

namespace Tongban.BrowserTests.Support;

/// <summary>A person at a browser. Everything that a page complains about in the console, and every answer from 400 on that the test did not announce, is kept as a <see cref="Faults">fault</see>.</summary>
internal sealed class Reader : IAsyncDisposable
{
    public const string Password = "Tongban-Demo-2026";

    /// <summary>Of those who register themselves: the published one is refused.</summary>
    public const string OwnPassword = "Correct-Horse-7";

    private readonly DemoServer _server;
    private readonly List<string> _faults = [];
    private readonly HashSet<int> _expected = [];

    public Reader(DemoServer server, IBrowserContext context, IPage page, string language)
    {
        (_server, Context, Page, Language) = (server, context, page, language);
        page.Console += (_, m) =>
        {
            // A status that the test announced is also printed by the browser itself.
            if (m.Type is "error" && !_expected.Any(s => m.Text.Contains($"status of {s}", StringComparison.Ordinal)))
                _faults.Add($"{page.Url}: {m.Text}");
        };
        page.PageError += (_, e) => _faults.Add($"{page.Url}: {e}");
        page.Response += (_, r) =>
        {
            if (r.Status >= 400 && !_expected.Contains(r.Status))
                _faults.Add($"{page.Url}: {r.Status} {r.Url}");
        };
        page.Dialog += async (_, d) => await d.AcceptAsync();
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; private set; }

    public string Language { get; }

    public bool English => Language == "en";

    public IReadOnlyList<string> Faults => _faults;

    /// <summary>The text of the reader's language.</summary>
    public string T(string zh, string en) => English ? en : zh;

    public void Expect(int status) => _expected.Add(status);

    public async Task GoAsync(string address) => await Page.GotoAsync(address);

    public ILocator Button(string zh, string en) => Page.GetByRole(AriaRole.Button, new() { Name = T(zh, en), Exact = true });

    public ILocator Link(string zh, string en) => Page.GetByRole(AriaRole.Link, new() { Name = T(zh, en) });

    /// <summary>The form of the page with that name.</summary>
    public ILocator Form(string name) => Page.Locator($"form:has(input[name=_handler][value='{name}'])");

    public Task FillAsync(string name, string value) => Page.Locator($"main [name='{name}']").FillAsync(value);

    /// <summary>Presses the form's main button and waits for the page that answers.</summary>
    public Task SendAsync(string form) => PressAsync(Form(form).Locator(".tb-form-actions button[type=submit]").First);

    /// <summary>Clicks and waits until the browser shows the answering page.</summary>
    public async Task PressAsync(ILocator button)
    {
        await ToNextPageAsync(() => button.ClickAsync());
        await _server.DrainAsync();
    }

    /// <summary>Does what leads to another page, and waits until that page has loaded: its own load, for the page that is left has loaded long ago.</summary>
    public async Task ToNextPageAsync(Func<Task> act)
    {
        var loaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Loaded(object? sender, IPage page) => loaded.TrySetResult();
        Page.Load += Loaded;
        try
        {
            await act();
            await loaded.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
        finally
        {
            Page.Load -= Loaded;
        }
    }

    public async Task SignInAsync(string userName, string password = Password)
    {
        await GoAsync("/login");
        await FillAsync("Form.UserName", userName);
        await FillAsync("Form.Password", password);
        await PressAsync(Page.Locator("form:has([name='Form.Password']) button[type=submit]"));
        Assert.DoesNotContain("/login", Page.Url, StringComparison.Ordinal);
        if (Page.Url.Contains("/capacity", StringComparison.Ordinal))
            await PressAsync(Page.Locator("#capacity button").Last);
    }

    /// <summary>Goes to the page, and signs in again as one who registered himself when the session has ended by itself meanwhile.</summary>
    public async Task ReturnAsync(string userName, string address)
    {
        await GoAsync(address);
        if (!Page.Url.Contains("/login", StringComparison.Ordinal))
            return;
        await SignInAsync(userName, OwnPassword);
        await GoAsync(address);
    }

    public async Task SignOutAsync()
    {
        await Page.Locator("details.tb-menu > summary").ClickAsync();
        await PressAsync(Button("退出登录", "Sign out"));
    }

    public Task<string> TextAsync() => Page.Locator("body").InnerTextAsync();

    public async Task SeesAsync(string zh, string en) => Assert.Contains(T(zh, en), await TextAsync(), StringComparison.Ordinal);

    /// <summary>What a click downloads.</summary>
    public async Task<(string Name, byte[] Content)> DownloadAsync(ILocator link)
    {
        var download = await Page.RunAndWaitForDownloadAsync(async () => await link.ClickAsync());
        await using var stream = await download.CreateReadStreamAsync();
        using var content = new MemoryStream();
        await stream.CopyToAsync(content);
        return (download.SuggestedFilename, content.ToArray());
    }

    /// <summary>Closes the page as a crash or a closed lid would, and opens another of the same session.</summary>
    public async Task LosePageAsync()
    {
        await Page.CloseAsync(new() { RunBeforeUnload = false });
        Page = await Context.NewPageAsync();
        Page.Dialog += async (_, d) => await d.AcceptAsync();
    }

    /// <summary>What axe finds on the page that keeps somebody out: rule, its weight, the first places. Findings of lesser weight are left to the eye.</summary>
    /// <remarks>The description of the API is drawn by another's component and judged by its makers.</remarks>
    public async Task<IReadOnlyList<string>> AxeAsync()
    {
        if (!await Page.EvaluateAsync<bool>("() => typeof window.axe === 'object'"))
            await Page.EvaluateAsync(Axe.Value);
        return await Page.EvaluateAsync<string[]>("""
            async () => (await axe.run({ exclude: [['.swagger-ui']] }, { resultTypes: ['violations'] })).violations
              .filter(v => v.impact === 'serious' || v.impact === 'critical')
              .flatMap(v => v.nodes.slice(0, 3).map(n => `axe ${v.impact} ${v.id}: ${n.html.replace(/\s+/g, ' ').slice(0, 200)} (${n.any.concat(n.all, n.none).map(c => c.message).join('; ').slice(0, 200)})`))
            """);
    }

    private static readonly Lazy<string> Axe = new(() => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "axe.min.js")));

    public async Task PictureAsync(string name)
    {
        if (DemoServer.Screenshots is not { } folder)
            return;
        var size = Page.ViewportSize!;
        await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{Regex.Replace(name, "[^\\w-]+", "-")}_{Language[..2]}_{size.Width}.png"), FullPage = true });
    }

    public void IsAtEase() => Assert.True(_faults.Count == 0, string.Join('\n', _faults));

    public static byte[] Pdf(string title) => Encoding.ASCII.GetBytes($"%PDF-1.4\n% {title}\n%%EOF\n");

    public ValueTask DisposeAsync() => Context.DisposeAsync();
}
