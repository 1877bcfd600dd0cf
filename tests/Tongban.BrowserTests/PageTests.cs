using System.Text.RegularExpressions;
using Tongban.BrowserTests.Support;

namespace Tongban.BrowserTests;

/// <summary>Every page of the running server, in both languages, at a desk and on a phone: nothing sticks out, nothing is missing, nothing complains, no link is dead, it can be read without eyes, and axe finds nothing serious.</summary>
public partial class PageTests(DemoServer server)
{
    /// <summary>
    /// Who reads which pages. A page is its route, and after <c>=</c> the way to it when the route is no address by itself: an address, then after each arrow the first link on the page before it whose
    /// address contains the step (and which contains what stands after <c>@</c>, or not, after <c>@!</c>); a step with <c>+</c> is added to the address.
    /// </summary>
    public static TheoryData<string?, string[]> Readers => new()
    {
        {
            null,
            [
                "/", "/progress", "/login", "/register", "/ledger", "/approvals/efficiency", "/api/docs", "/certificates", "/hearings", "/consultations", "/area-assessments", "/satisfaction",
                "/lists", "/lists/{List} = /lists/negative", "/lists/{List}/{Code} = /lists/negative > /lists/negative/", "/lists/changes", "/lists/differences = /lists/differences?list=power&from=2025-06-01",
                "/space/layers", "/space/layers/{Code} = /space/layers > /space/layers/L01", "/space/layers/{Code}/compare = /space/layers > /space/layers/L01 > /compare", "/space/versions/{Id:guid} = /space/layers > /space/layers/L26 > /space/versions/",
                "/space/map", "/space/map = /space/map?lon=114.936&lat=27.814", "/service-requests", "/service-requests/{Number} = /service-requests > /service-requests/SR", "/lists/powers", "/lists/powers/{Code} = /lists/powers > /lists/powers/",
                "/status/{Code:int} = /status/500", "/error", "/forbidden", "/status/403", "/not-found", "/status/404",
            ]
        },
        {
            "ent01",
            [
                "/capacity", "/my/projects", "/my/projects/new", "/my/projects/drafts/{Id:guid} = /my/projects > /my/projects/drafts/", $"{Project} = /my/projects > /projects/2",
                $"{Stage} = /my/projects > /projects/2 > /my/stages/", "/ledger/matters/{Matter} = /my/projects > /projects/2 > /ledger/matters/", "/projects/{Code}/term = /my/projects > /projects/2 > /term",
                "/projects/{Code}/change = /my/projects > /projects/2 > /change", "/my/projects/{Code}/early = /my/projects > /projects/2 > /early", "/projects/{Code}/agency = /my/projects > /projects/2 > /agency", "/my/stages/{Id:guid}/withdraw = /my/projects > /projects/2 > /my/stages/ > /withdraw",
                "/my/stages/{Id:guid}/commitments/{Item} = /my/projects > /projects/2 > /my/stages/ > /commitments/", "/approvals/stages/{Id:guid}/why = /my/projects > /projects/2 > /my/stages/ > /why",
                "/enterprises", "/enterprises/register", "/enterprises/{Code} = /enterprises > /enterprises/9", "/inbox", "/account", "/account/data", "/account/reads", "/account/second-factor", "/my/charges", "/space/site", "/space/checks/{Id:guid} = /space/site > /space/checks/", "/space/map", "/my/consultations", "/my/consultations/new", "/my/certificates",
                "/my/difficulties", "/dispatch/report = /my/projects > /projects/2 > /dispatch/report", "/dispatch/matters/{Id:guid} = /my/difficulties > /dispatch/matters/",
            ]
        },
        { Newcomer, ["/work"] },
        { "ent02", [$"{Stage} = /my/projects > /projects/2 > /my/stages/"] },
        {
            "ent03",
            [
                $"{Stage} = /my/projects > /projects/2 > /my/stages/", "/approvals/clock/{StageCase:guid}/{Item} = /my/projects > /projects/2 > /my/stages/ > /approvals/clock/@已用|working days used",
                "/approvals/clock/{StageCase:guid} = /my/projects > /projects/2 > /my/stages/ > /approvals/clock/@怎么算的|How it is counted", "/approvals/consultations/{Id:guid} = /my/consultations > /approvals/consultations/",
                "/projects/{Code}/change-request = /my/projects > /projects/2 > /change-request", "/change-requests/{Id:guid} = /my/projects > /projects/2 > /change-requests/",
            ]
        },
        { "ent04", [$"{Stage} = /my/projects > /projects/2@高端装备 > /my/stages/", "/approvals/joint/{Id:guid} = /my/projects > /projects/2@高端装备 > /my/stages/ > /approvals/joint/"] },
        { "ent06", [$"{Project} = /my/projects > /projects/2", $"{Stage} = /my/projects > /projects/2 > /my/stages/", "/ratings", "/ratings/{Id:guid} = /ratings > /ratings/"] },
        { "ent08", ["/site-reviews", "/site-reviews/{Id:guid} = /site-reviews > /site-reviews/", "/site-reviews/{Id:guid}/clocks = /site-reviews > /site-reviews/ > /clocks"] },
        { "slj", ["/site-reviews", "/site-reviews/{Id:guid} = /site-reviews > /site-reviews/", "/site-reviews/new = /site-reviews > /site-reviews/ > /projects/2 > /site-reviews/new"] },
        { "ent07", ["/agency", "/agency/{Id:guid} = /agency > /agency/"] },
        { "ent10", ["/rate/{Kind}/{SubjectId:guid} = /my/projects > /projects/2@分宜特色农产品 > /my/stages/ > /rate/stage/"] },
        { "ent11", ["/my/certificates", "/certificates/{Id:guid} = /my/certificates > /certificates/", "/approvals/hearings", "/approvals/hearings/{Id:guid} = /approvals/hearings > /approvals/hearings/"] },
        {
            "fgw",
            [
                "/change-requests", "/change-requests/{Id:guid} = /change-requests > /change-requests/", "/approvals/worklist", "/approvals/worklist = /approvals/worklist?tab=opinions", "/approvals/worklist = /approvals/worklist?tab=paused", "/approvals/worklist = /approvals/worklist?tab=decided", $"{Item} = /approvals/worklist > /items/",
                $"{OfficersStage} = /approvals/worklist > /items/ > /approvals/stages/", "/search = /search?q=项目", "/inbox", "/approvals/consultations", "/approvals/certificates", "/approvals/outside-permits",
                "/approvals/outside-permits/{Id:guid} = /approvals/outside-permits > /approvals/outside-permits/", "/lists/work", "/approvals/supervision-duties",
                "/approvals/supervision-duties/{Id:guid} = /approvals/supervision-duties > /approvals/supervision-duties/", "/ratings", "/ratings/{Id:guid} = /ratings > /ratings/", $"{Project} = /search?q=项目 > /projects/2", "/space/runs", "/space/runs/{Id:guid} = /space/runs > /space/runs/",
                "/plans", "/plans = /plans?year=2020&month=11", "/plans/projects", "/plans/projects/new", "/plans/projects/{Code} = /plans/projects?q=管网 > /plans/projects/2", "/plans/versions", $"{AnnualPlan} = {AnnualPlans}",
                $"{AnnualPlan}/items/{{Code}} = {AnnualPlans} > /items/", $"{AnnualPlan}/changes = {AnnualPlans} > /changes", $"{AnnualPlan}/space = {AnnualPlans} > /space", $"{AnnualPlan}/enter = {AnnualPlans} > /enter", $"{AnnualPlan}/enter = {AnnualPlans} > /enter", "/plans/balance", "/plans/balance/{Balance:guid} = /plans/balance > /plans/balance/",
                "/plans/warnings", "/plans/warnings/{Warning:guid} = /plans/warnings > /plans/warnings/",
                "/dispatch/matters", "/dispatch/office", "/dispatch/models", "/dispatch/matters/{Id:guid} = /dispatch/office > /dispatch/matters/",
                "/dispatch/board", "/dispatch/weeks", "/dispatch/missing", "/dispatch/shortages", "/dispatch/major-projects", "/dispatch/major-projects/{Code} = /dispatch/major-projects > /dispatch/major-projects/2",
                "/dispatch/reminders", "/dispatch/bulletin", "/dispatch/reminders/{Reminder:guid} = /dispatch/reminders > /dispatch/reminders/", "/r/{Month:int} = /r/202602",
            ]
        },
        {
            "zrzy",
            [
                $"{Item} = /approvals/worklist > /items/", $"{OfficersStage} = /approvals/worklist > /items/ > /approvals/stages/", "/approvals/stages/{Id:guid}/items/{Code}/inspection = /approvals/worklist > /items/ > /inspection",
                "/approvals/stages/{Id:guid}/items/{Code}/hearing = /approvals/worklist > /items/ > /hearing", "/lists/{List}/new = /lists/power > /lists/power/new", "/lists/{List}/import = /lists/power > /lists/power/import",
                "/lists/{List}/{Code} = /lists/work > /lists/power/", "/lists/{List}/{Code}/amend = /lists/power?department=ZRZY > /lists/power/360500 > /amend", "/approvals/area-assessments/new = /area-assessments > /approvals/area-assessments/new",
                "/approvals/area-assessments/{Id:guid}/withdraw = /area-assessments > /withdraw", "/space/layers/{Code}/import = /space/layers > /space/layers/L01 > /import",
                "/space/versions/{Id:guid} = /space/layers > /space/versions/",
            ]
        },
        {
            "czj",
            [
                "/plans/funds", "/plans/funds/new", "/plans/funds/{Pool} = /plans/funds > /plans/funds/2", "/plans/imports", "/plans/imports/{Batch:guid} = /plans/imports > /plans/imports/", "/plans/reconciliation",
                $"{AnnualPlan}/items/{{Code}} = {AnnualPlans} > /items/@污水",
            ]
        },
        {
            "ent05",
            [
                "/my/plan-projects", "/plans/projects/{Code} = /my/plan-projects > /plans/projects/2", "/my/weeks", $"{WeekReturn} = /my/weeks > /dispatch/weeks/", $"{WeekReturn}/revisions/{{Revision:int}} = /my/weeks > /dispatch/weeks/ > /revisions/",
                "/dispatch/import", "/service-requests/new",
            ]
        },
        { "sthj.360502", ["/approvals/commitment-checks", "/approvals/commitment-checks/{Id:guid} = /approvals/commitment-checks > /approvals/commitment-checks/"] },
        { "cgj", ["/dispatch/work", "/dispatch/matters/{Id:guid} = /dispatch/work > /dispatch/matters/"] },
        { "zjj", ["/approvals/joint/{Id:guid} = /search?q=高端装备 > /projects/2 > /approvals/stages/ > /approvals/joint/"] },
        { "zsj.head", ["/agency", "/agency/{Id:guid} = /agency?state=Requested > /agency/"] },
        {
            "zrzy.head",
            [
                "/approvals/efficiency", "/approvals/efficiency/{Code} = /approvals/efficiency > /approvals/efficiency/", "/approvals/worklist = /approvals/worklist?tab=requests", $"{Item} = /approvals/worklist?tab=requests > /items/",
            ]
        },
        {
            "admin",
            [
                "/admin/applications", "/admin/people", "/admin/people/new", "/admin/people/{Id:guid} = /admin/people > /admin/people/0", "/admin/organs", "/admin/organs/{Key} = /admin/organs > /admin/organs/", "/admin/calendars",
                "/admin/calendars/{Year:int} = /admin/calendars > /admin/calendars/2", "/admin/calendars/publish", "/admin/outbox", "/admin/sign-ins", "/admin/erasures", "/admin/erasures/{Erasure:guid} = /admin/erasures > /admin/erasures/0", "/admin/webhooks", "/admin/webhooks/new", "/admin/webhooks/{Webhook:guid} = /admin/webhooks > /admin/webhooks/0", "/admin/witnesses", "/admin/condition", "/registers/legal-persons", "/admin/catalogue", $"{Version} = /admin/catalogue > {Versions}",
                $"{Version}/gantt = /admin/catalogue > {Versions} > /gantt", $"{Version}/simulation = /admin/catalogue > {Versions} > /simulation", $"{Version}/move = /admin/catalogue > {Versions} > /move",
                $"{Version}/changes = /admin/catalogue > {Versions} > +/changes?since={{last}}", "/admin/catalogue/bpmn", "/admin/catalogue/drafts", $"{Draft} = {Drafts}", $"{Draft}/gantt = {Drafts} > /gantt", $"{Draft}/parts = {Drafts} > +/parts?edit=facts/siteLayers", $"{Draft}/simulation = {Drafts} > /simulation",
                $"{Draft}/items/{{Item}} = {Drafts} > /items/", $"{Draft}/stages/{{Stage:int}} = {Drafts} > /stages/", "/lists/powers/{Code}/suspend = /lists/powers > /lists/powers/ > /suspend",
                "/lists/powers/{Code}/end = /lists/powers > /lists/powers/ > /end", "/lists/powers/{Code}/reinstate = /lists/powers > /lists/powers/ > +/reinstate",
            ]
        },
        {
            "auditor",
            [
                "/ledger/verify", "/audit/reads", "/ratings", "/mining", "/mining/logs/{Log} = /mining > /mining/logs/own-stages", "/mining/logs/{Log}/map = /mining > /mining/logs/own-stages > /map", "/mining/logs/{Log}/conformance = /mining > /mining/logs/own-stages > /conformance",
            ]
        },
        {
            "fgw.head",
            [
                "/mining/new", $"/mining/logs/{{Log}}/columns = {Receipts} > /columns", $"/mining/logs/{{Log}} = {Receipts}", $"/mining/logs/{{Log}}/map = {Receipts} > /map", $"/mining/logs/{{Log}}/bottlenecks = {Receipts} > /bottlenecks",
                $"/mining/logs/{{Log}}/conformance = {Receipts} > /conformance", $"/mining/logs/{{Log}}/deadlines = {Receipts} > /deadlines", $"/mining/logs/{{Log}}/comparison = {Receipts} > /comparison", $"/mining/logs/{{Log}}/what-if = {Receipts} > /what-if",
            ]
        },
        {
            "jcs",
            [
                "/supervision", "/supervision/rules", "/supervision/clocks", "/supervision/clocks = /supervision/clocks?light=blue", "/supervision/findings", "/supervision/findings/{Finding:guid} = /supervision/findings > /supervision/findings/",
                "/supervision/cards = /supervision/cards?state=all", "/supervision/cards/{Card:guid} = /supervision/cards?state=all > /supervision/cards/", "/supervision/scores", "/supervision/reports",
            ]
        },
    };

    private const string WeekReturn = "/dispatch/weeks/{Week}/projects/{Code}";
    private const string Receipts = "/mining > /mining/logs/@旧系统";

    private const string AnnualPlan = "/plans/versions/{Plan:guid}", AnnualPlans = "/plans/versions > /plans/versions/@年度政府投资计划";

    private const string Project = "/projects/{Code}", Stage = "/my/stages/{Id:guid}", OfficersStage = "/approvals/stages/{Id:guid}", Item = "/approvals/stages/{Id:guid}/items/{Code}",
        Version = "/admin/catalogue/{Version}", Versions = "/admin/catalogue/@!/drafts", Newcomer = "newcomer", Draft = "/admin/catalogue/drafts/{FlowDraft:guid}", Drafts = "/admin/catalogue/drafts > /admin/catalogue/drafts/";

    /// <summary>A page that nobody reads here would be a page that nobody has looked at.</summary>
    [Fact]
    public void Every_page_of_the_running_server_is_read()
    {
        server.SkipWithoutBrowser();
        var read = Readers.SelectMany(r => r.Data.Item2).Select(Route).ToHashSet(StringComparer.Ordinal);
        Assert.True(!server.Pages.Except(read).Any(), "pages that no reader looks at:\n" + string.Join('\n', server.Pages.Except(read)));
        Assert.True(!read.Except(server.Pages).Any(), "read, but no page of the server:\n" + string.Join('\n', read.Except(server.Pages)));
    }

    /// <summary>Three readers at a time, the longest lists first: each waits for the server half of the time.</summary>
    public static TheoryData<string> Threes => [.. Readers.Select(r => r.Data).OrderByDescending(d => d.Item2.Length).Select(d => d.Item1 ?? "").Chunk(3).Select(three => string.Join(' ', three))];

    [Theory, MemberData(nameof(Threes))]
    public async Task A_page_fits_the_screen_and_has_all_it_needs(string readers)
    {
        var found = await Task.WhenAll(readers.Split(' ').Select(user => ReadAsync(user.Length == 0 ? null : user, Readers.Single(r => (r.Data.Item1 ?? "") == user).Data.Item2)));
        Assert.True(found.All(f => f.Count == 0), string.Join("\n\n", found.SelectMany(f => f)));
    }

    private async Task<List<string>> ReadAsync(string? userName, string[] pages)
    {
        var found = new List<string>();
        foreach (var language in new[] { "zh-CN", "en" })
        {
            await using var reader = await server.NewReaderAsync(language);
            if (userName is Newcomer && !reader.English)
                await reader.RegisterAsync(userName, "新用户");
            else if (userName is not null)
                await reader.SignInAsync(userName, userName is Newcomer ? Reader.OwnPassword : Reader.Password);
            foreach (var page in pages)
            {
                var problems = new List<string>();
                foreach (var status in StatusOf(page))
                    reader.Expect(status);
                await reader.Page.SetViewportSizeAsync(1366, 768);
                if (await WalkAsync(reader, page) is { } stuck)
                {
                    found.Add($"{language} {page}: {stuck}");
                    continue;
                }
                problems.AddRange(DeadLinks(await reader.Page.Locator("body a[href^='/']").EvaluateAllAsync<string[]>("all => [...new Set(all.map(a => a.getAttribute('href')))]")));
                foreach (var (width, height) in new[] { (1366, 768), (390, 844) })
                {
                    await reader.Page.SetViewportSizeAsync(width, height);
                    // Maps and charts draw after the page has come; everything else is there with it.
                    if (await reader.Page.Locator("tb-map,tb-plan,tb-chart,.swagger-ui").CountAsync() > 0)
                    {
                        await reader.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
                        await FitsAsync(reader.Page);
                    }
                    problems.AddRange(await reader.Page.EvaluateAsync<string[]>(Inspection));
                    // The rules of axe ask for roles, names and colours: in one language of each width they have seen both.
                    if (reader.English == (width == 390))
                        problems.AddRange(await reader.AxeAsync());
                    await reader.PictureAsync($"{userName ?? "public"}_{page}");
                }
                if (problems.Count > 0)
                    found.Add($"{language} {page} {reader.Page.Url}\n{string.Join('\n', problems.Distinct())}");
            }
            found.AddRange(reader.Faults);
        }
        return found;
    }

    // A chart takes its new width a moment after its page; one that never does is found by the inspection.
    private static async Task FitsAsync(IPage page)
    {
        try
        {
            await page.WaitForFunctionAsync("() => document.scrollingElement.scrollWidth <= innerWidth", null, new() { Timeout = 5000 });
        }
        catch (TimeoutException)
        {
        }
    }

    private static string Route(string page) => page.Split(" = ")[0].Split('?')[0];

    /// <returns>Why the page was not reached, or <see langword="null"/>.</returns>
    private static async Task<string?> WalkAsync(Reader reader, string page)
    {
        var steps = page.Split(" = ")[^1].Split(" > ");
        await reader.GoAsync(steps[0]);
        foreach (var step in steps[1..])
        {
            var here = new Uri(reader.Page.Url).AbsolutePath;
            if (step[0] is '+')
            {
                await reader.GoAsync(here + step[1..].Replace("{last}", here.Split('/')[^1], StringComparison.Ordinal));
                continue;
            }
            var (address, texts) = (step.Split('@')[0], step.Split('@').ElementAtOrDefault(1)?.Split('|') ?? [""]);
            var links = await reader.Page.Locator($"main a[href*='{address}']:not([download])").EvaluateAllAsync<string[]>("all => all.map(a => `${a.getAttribute('href').split('#')[0]} ${a.textContent}`)");
            var fitting = links.Where(l => texts.Any(t => t is ['!', .. var not] ? !l.Contains(not, StringComparison.Ordinal) : l.Contains(t, StringComparison.Ordinal))).Select(l => l.Split(' ')[0]).Where(l => l.Split('?')[0] != here).ToList();
            if (fitting.Count == 0)
                return $"no link {step} on {reader.Page.Url}";
            // A stage is also part of its items' addresses.
            await reader.GoAsync(fitting.Find(l => !l.Contains("/items/", StringComparison.Ordinal)) ?? fitting[0]);
        }
        var route = Route(page);
        // The short link of a text message leads on to where one answers.
        if (route is "/r/{Month:int}")
            route = "/dispatch/reminders";
        return Pattern(route).IsMatch(new Uri(reader.Page.Url).AbsolutePath) ? null : $"the way leads to {reader.Page.Url}";
    }

    private static int[] StatusOf(string page) => Route(page) switch
    {
        "/status/{Code:int}" or "/error" => [500],
        "/forbidden" or "/status/403" => [403],
        "/not-found" or "/status/404" => [404],
        _ => [],
    };

    private IEnumerable<string> DeadLinks(IEnumerable<string> links)
    {
        _routes ??= [.. server.Routes.Select(Pattern)];
        return links.Select(l => l.Split('?', '#')[0]).Distinct().Where(path => !_routes.Exists(r => r.IsMatch(Uri.UnescapeDataString(path)))).Select(path => $"dead link: {path}");
    }

    private static Regex Pattern(string route) => new("^" + Hole().Replace(route.Replace(".", "\\.", StringComparison.Ordinal), m => m.Value switch
    {
        ['{', '*', ..] => ".*",
        _ when m.Value.EndsWith(":guid}", StringComparison.Ordinal) => "[0-9a-f-]{36}",
        _ when m.Value.EndsWith(":int}", StringComparison.Ordinal) || m.Value.EndsWith(":long}", StringComparison.Ordinal) => "[0-9]+",
        _ => "[^/]+",
    }) + "/?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static List<Regex>? _routes;

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Hole();

    private const string Inspection = """
        () => {
          const out = [], say = (what, e) => out.push(what + (e ? ': ' + e.outerHTML.replace(/\s+/g, ' ').slice(0, 160) : ''));
          const shown = e => e.checkVisibility({ visibilityProperty: true });
          const over = document.scrollingElement.scrollWidth - innerWidth;
          if (over > 0) { say(`sticks out by ${over}px at ${innerWidth}`); [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 3).forEach(e => say('  wide', e)); }
          const h1 = [...document.querySelectorAll('h1')].filter(e => !e.closest('.swagger-ui'));
          if (h1.length !== 1) say(`${h1.length} main headings`);
          if (!['zh-CN', 'en'].includes(document.documentElement.lang)) say('language ' + document.documentElement.lang);
          if (!document.title.trim()) say('no title');
          if (!document.querySelector('main')) say('no main');
          const own = e => !e.closest('.swagger-ui');
          for (const e of [...document.querySelectorAll('input:not([type=hidden]):not([type=submit]),select,textarea')].filter(own))
            if (!(e.labels && [...e.labels].some(l => l.textContent.trim())) && !e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby')) say('no label', e);
          for (const e of [...document.querySelectorAll('button,a[href]')].filter(own))
            if (shown(e) && !e.textContent.trim() && !e.getAttribute('aria-label') && !e.querySelector('img[alt]:not([alt=""]),[aria-label]')) say('no name', e);
          for (const e of document.querySelectorAll('img:not([alt])')) say('no alt', e);
          for (const e of [...document.querySelectorAll('table')].filter(own)) if (!e.querySelector('th[scope]')) say('no table headings', e);
          for (const e of [...document.querySelectorAll('[aria-describedby],[aria-labelledby]')].filter(own))
            for (const a of ['aria-describedby', 'aria-labelledby']) for (const id of (e.getAttribute(a) || '').split(' ').filter(Boolean)) if (!document.getElementById(id)) say(`${a} names no element`, e);
          const ids = [...document.querySelectorAll('[id]')].filter(own).map(e => e.id);
          [...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))].forEach(id => say('id twice: ' + id));
          // Contrast of text on the first opaque ground behind it (WCAG 2.1, 1.4.3).
          const rgba = c => (c.match(/[\d.]+/g) || []).map(Number);
          const light = ([r, g, b]) => { const f = v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; return .2126 * f(r) + .7152 * f(g) + .0722 * f(b); };
          const ground = e => { for (; e; e = e.parentElement) { const s = getComputedStyle(e); if (s.backgroundImage !== 'none') return null; const c = rgba(s.backgroundColor); if (c.length === 3 || c[3] === 1) return c; if (c[3] > 0) return null; } return [255, 255, 255]; };
          for (const e of [...document.querySelectorAll('body *')].filter(own)) {
            if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) || !shown(e) || e.closest('[disabled],svg,.ol-viewport,option')) continue;
            const s = getComputedStyle(e), back = ground(e), fore = rgba(s.color);
            if (!back || fore.length === 4 && fore[3] < 1) continue;
            const [a, b] = [light(fore), light(back)].sort((x, y) => y - x), ratio = (a + .05) / (b + .05), large = parseFloat(s.fontSize) >= 24 || parseFloat(s.fontSize) >= 18.66 && s.fontWeight >= 700;
            if (ratio < (large ? 3 : 4.5)) say(`contrast ${ratio.toFixed(2)}`, e);
          }
          return [...new Set(out)].slice(0, 12);
        }
        """;
}
