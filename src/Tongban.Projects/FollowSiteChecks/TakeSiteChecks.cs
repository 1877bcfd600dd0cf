using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;
using Tongban.Projects.Declare;
using Tongban.Projects.Model;
using Tongban.Space.Contracts;

namespace Tongban.Projects.FollowSiteChecks;

/// <summary>A project's boundary was checked again, because a layer changed: what was found joins the project, and everyone above learns of it from there.</summary>
internal sealed class TakeSiteChecks(TongbanDb db, ISiteCheckRegister register, SiteLooking looking) : IActHandler
{
    public string Name => "projects.follow-site-checks";

    public IReadOnlySet<string> Acts { get; } = new HashSet<string>([ActNames.Of(typeof(SiteChecked)).Name], StringComparer.Ordinal);

    public async Task HandleAsync(LedgerEntry entry, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(entry);
        using var act = JsonDocument.Parse(entry.Payload);
        if (!act.RootElement.TryGetProperty("subject", out var subject) || SiteSubject.CodeOf(subject.GetString()) is not { } code || !act.RootElement.GetProperty("check").TryGetGuid(out var id))
            return;
        // The declaration and the change of a boundary take theirs with them.
        if (await db.Set<Project>().AsNoTracking().Where(p => p.Code == code).Select(p => p.SiteFindings).SingleOrDefaultAsync(ct) is { } known && known.Check == id)
            return;
        if (await register.FindAsync(id, ct) is not { } check)
            return;
        var taken = await db.ActAsync(entry.Id, new Caller { Actor = Actor.System }, async () =>
        {
            if (await db.Set<Project>().SingleOrDefaultAsync(p => p.Code == code, ct) is { } project)
                project.TakeFindings(SiteFindings.Of(check), looking.Vocabulary);
            return (Result<bool>)true;
        }, ct);
        if (taken.Error is { } refusal)
            throw new InvalidOperationException($"project {code} did not take its check: {refusal.Code}");
    }
}
