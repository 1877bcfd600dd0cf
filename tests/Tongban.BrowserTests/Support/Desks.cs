using Tongban.Approvals.Joint;

namespace Tongban.BrowserTests.Support;

/// <summary>The officers of a story, each at a screen of his own for as long as the story lasts. Who sits where is asked of the server; what he does, he does on the pages.</summary>
internal sealed class Desks(DemoServer server, string language = "zh-CN") : IAsyncDisposable
{
    private const string Reason = "经审查，符合要求，同意。";

    private readonly Dictionary<string, Reader> _readers = new(StringComparer.Ordinal);

    /// <summary>The organ's officer with that page before him; he signs in when he has to.</summary>
    public async Task<Reader> AtAsync(string organ, string address)
    {
        var userName = await server.OfficerAsync(organ);
        if (!_readers.TryGetValue(userName, out var reader))
        {
            _readers[userName] = reader = await server.NewReaderAsync(language);
            await reader.SignInAsync(userName);
        }
        await reader.GoAsync(address);
        if (reader.Page.Url.Contains("/login", StringComparison.Ordinal))
        {
            await reader.SignInAsync(userName);
            await reader.GoAsync(address);
        }
        return reader;
    }

    /// <summary>From the worklist to the stage that awaits its pre-check, and on with it.</summary>
    public async Task AcceptAsync(string lead, string code, string stage)
    {
        var officer = await OpenAsync(lead, code, stage);
        await officer.FillAsync("Accept.Remark", "材料齐全");
        await officer.SendAsync("accept");
        await officer.SeesAsync("已受理，各部门同时开始办理。", "Accepted; all departments begin at this moment.");
    }

    /// <summary>Opens the project's first row in the organ's worklist.</summary>
    public async Task<Reader> OpenAsync(string organ, string code, string stage)
    {
        var officer = await AtAsync(organ, $"/approvals/worklist?q={code}");
        await officer.PressAsync(officer.Page.Locator($"tbody a[href*='{stage}']").First);
        return officer;
    }

    /// <summary>Takes on everything of the stage that lies with the organ, in one go, and decides one after the other.</summary>
    public async Task DecideAsync(string organ, string code, string stage, IReadOnlyList<string> items)
    {
        var officer = await AtAsync(organ, $"/approvals/worklist?q={code}");
        foreach (var item in items)
            await officer.Page.Locator($"input[name=Items][value='{stage}/{item}']").CheckAsync();
        await officer.PressAsync(officer.Button("认领所选", "Take on selected"));
        await officer.SeesAsync($"已认领 {items.Count} 件", items.Count == 1 ? "1 item is now yours" : $"{items.Count} items are now yours");
        foreach (var item in items)
        {
            var row = officer.Page.Locator($"tbody a[href='/approvals/stages/{stage}/items/{item}']");
            if (await row.CountAsync() == 0)
                await officer.GoAsync($"/approvals/worklist?q={code}");
            await officer.PressAsync(row);
            await DecideHereAsync(officer);
        }
    }

    /// <summary>Says yes on the item that is open on the screen.</summary>
    public static async Task DecideHereAsync(Reader officer)
    {
        await officer.Page.Locator("[name='Decide.Decision']").First.CheckAsync();
        await officer.FillAsync("Decide.Opinion", Reason);
        await officer.SendAsync("decide");
        await officer.SeesAsync("决定已作出并告知申请人。", "The decision stands; the applicant has been told.");
    }

    /// <summary>Every department states its finding on the joint handling's page.</summary>
    public async Task FindJointlyAsync(Guid joint)
    {
        foreach (var organ in (await FindingsAsync(joint)).GroupBy(f => f.Organ, StringComparer.Ordinal))
        {
            var officer = await AtAsync(organ.Key, $"/approvals/joint/{joint}");
            foreach (var finding in organ)
            {
                if (organ.Count() > 1)
                    await officer.Page.Locator($"[name='Finding.item'][value='{finding.Item}']").CheckAsync();
                await officer.Page.Locator("[name='Finding.agrees'][value=true]").CheckAsync();
                await officer.FillAsync("Finding.text", "符合要求");
                await officer.SendAsync("finding");
                await officer.SeesAsync("结论已出具。", "The finding is stated.");
            }
        }
    }

    /// <summary>One visit, the findings of all, one opinion.</summary>
    public async Task ConcludeJointlyAsync(string lead, Guid joint)
    {
        var officer = await AtAsync(lead, $"/approvals/joint/{joint}");
        await officer.FillAsync("Arrange.visitOn", server.Today);
        await officer.FillAsync("Arrange.place", "项目现场");
        await officer.SendAsync("arrange");
        await FindJointlyAsync(joint);
        officer = await AtAsync(lead, $"/approvals/joint/{joint}");
        await officer.PictureAsync("story-joint");
        await officer.FillAsync("Conclude.opinion", "各部门均符合要求，同意。");
        await officer.SendAsync("conclude");
        await officer.SeesAsync("联合意见已出具，各事项一并办结。", "The joint opinion is issued; all its items are decided.");
    }

    public void AreAtEase()
    {
        foreach (var reader in _readers.Values)
            reader.IsAtEase();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var reader in _readers.Values)
            await reader.DisposeAsync();
    }

    private async Task<List<(string Organ, string? Item)>> FindingsAsync(Guid joint) =>
        [.. (await server.ReadAsync<JointFinding>(f => f.JointHandlingId == joint && f.Agrees == null)).Select(f => (f.Organ, f.Item)).OrderBy(f => f.Organ, StringComparer.Ordinal)];
}
