using Tongban.BrowserTests.Support;

namespace Tongban.BrowserTests;

/// <summary>Every main page, in both languages, at a desk and on a phone: nothing sticks out, nothing is missing, nothing complains, it can be read without eyes, and axe finds nothing serious.</summary>
public class PageTests(DemoServer server)
{
    /// <summary>A page by its address, or, after an arrow, by the first link of that kind on the page before it.</summary>
    public static TheoryData<string?, string[]> Readers => new()
    {
        { null, ["/", "/progress", "/login", "/register", "/ledger", "/approvals/efficiency", "/lists/powers", "/lists/powers > /lists/powers/", "/api/docs"] },
        { "ent01", ["/work", "/my/projects", "/my/projects/new", "/my/projects > /projects/2", "/my/projects > /projects/2 > /my/stages/", "/my/projects > /projects/2 > /ledger/matters/", "/enterprises", "/enterprises/register", "/enterprises > /enterprises/9", "/inbox", "/account"] },
        { "ent02", ["/my/projects > /projects/2 > /my/stages/"] },
        { "ent03", ["/my/projects > /projects/2 > /my/stages/", "/my/projects > /projects/2 > /my/stages/ > /approvals/clock/"] },
        { "ent06", ["/my/projects > /projects/2", "/my/projects > /projects/2 > /my/stages/"] },
        { "fgw", ["/work", "/approvals/worklist", "/approvals/worklist?tab=opinions", "/approvals/worklist?tab=paused", "/approvals/worklist?tab=requests", "/approvals/worklist?tab=decided", "/approvals/worklist > /items/", "/approvals/worklist > /items/ > /approvals/stages/", "/search", "/search?q=项目", "/inbox"] },
        { "zrzy", ["/approvals/worklist > /items/", "/approvals/worklist > /items/ > /approvals/stages/"] },
        { "zrzy.head", ["/work", "/approvals/efficiency", "/approvals/efficiency > /approvals/efficiency/", "/approvals/worklist?tab=requests", "/approvals/worklist?tab=requests > /items/"] },
        { "admin", ["/work", "/admin/people", "/admin/people/new", "/admin/people > /admin/people/0", "/admin/organs", "/admin/organs > /admin/organs/", "/admin/calendars", "/admin/calendars > /admin/calendars/2", "/admin/calendars/publish", "/admin/catalogue", "/admin/catalogue > /admin/catalogue/", "/registers/legal-persons"] },
        { "auditor", ["/work", "/ledger/verify"] },
    };

    [Theory, MemberData(nameof(Readers))]
    public async Task A_page_fits_the_screen_and_has_all_it_needs(string? userName, string[] pages)
    {
        var found = new List<string>();
        foreach (var language in new[] { "zh-CN", "en" })
        {
            await using var reader = await server.NewReaderAsync(language);
            if (userName is not null)
                await reader.SignInAsync(userName);
            foreach (var page in pages)
            {
                await reader.Page.SetViewportSizeAsync(1366, 768);
                var steps = page.Split(" > ");
                await reader.GoAsync(steps[0]);
                foreach (var step in steps[1..])
                {
                    var links = await reader.Page.Locator($"main a[href*='{step}']:not([download])").EvaluateAllAsync<string[]>("(all, here) => all.map(a => a.getAttribute('href')).filter(h => !h.split('?')[0].endsWith(here))", reader.Page.Url.Split('/')[^1]);
                    Assert.True(links.Length > 0, $"no link {step} on {reader.Page.Url}");
                    await reader.GoAsync(links.FirstOrDefault(l => !l.Contains("/items/", StringComparison.Ordinal)) ?? links[0]);
                }
                var problems = new List<string>();
                foreach (var (width, height) in new[] { (1366, 768), (390, 844) })
                {
                    await reader.Page.SetViewportSizeAsync(width, height);
                    await reader.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
                    problems.AddRange(await reader.Page.EvaluateAsync<string[]>(Inspection));
                    problems.AddRange(await reader.AxeAsync());
                    await reader.PictureAsync($"{userName ?? "public"}_{page}");
                }
                if (problems.Count > 0)
                    found.Add($"{language} {page} {reader.Page.Url}\n{string.Join('\n', problems.Distinct())}");
            }
            reader.IsAtEase();
        }
        Assert.True(found.Count == 0, string.Join("\n\n", found));
    }

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
