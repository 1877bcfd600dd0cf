using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Privacy.Erasure;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;
using Tongban.Projects.Drafts;
using Tongban.Projects.Model;

namespace Tongban.Projects.PersonalData;

/// <summary>What the projects hold of a natural person: drafts, and the contact person of the projects declared.</summary>
internal sealed class ProjectPersonalData(TongbanDb db, IEnumerable<IProjectProgress> progress) : IPersonalData
{
    public const string Drafts = "projects.drafts", Contacts = "projects.contacts", Running = "projects.running", Archive = "projects.archive";

    private const string ArchiveLaw = "档案法第十三条、第十四条";

    public async Task<IReadOnlyList<Holding>> OfAsync(Guid person, CancellationToken ct)
    {
        List<Holding> held = [];
        if (await db.Set<ProjectDraft>().CountAsync(d => d.PersonId == person, ct) is > 0 and var drafts)
            held.Add(Holding.Erasable(Drafts, ("项目申报草稿", "Drafts of declarations"), drafts));
        var (running, over) = await OfPersonAsync(person, ct);
        if (running.Count > 0)
        {
            held.Add(Holding.InUse(Running, ("在办项目的联系人", "Contact person of running projects"), running.Count,
                ($"项目 {string.Join('、', running.Take(3))} 正在办理", $"Projects under way: {string.Join(", ", running.Take(3))}")));
        }
        if (over.Count > 0)
        {
            held.Add(Holding.Kept(Archive, ("已办结项目的归档申报材料", "Archived declarations of projects that are over"), over.Count, ArchiveLaw, ("建设项目档案按保管期限保存", "Records of construction projects are kept for their archival term")));
            if (await db.Set<Project>().CountAsync(p => over.Contains(p.Id) && p.ContactPhone != "", ct) is > 0 and var contacts)
                held.Add(Holding.Erasable(Contacts, ("已办结项目的联系人姓名和电话", "Contact person's name and telephone of projects that are over"), contacts));
        }
        return held;
    }

    public async Task EraseAsync(Guid person, IReadOnlySet<string> kinds, CancellationToken ct)
    {
        if (kinds.Contains(Drafts))
            db.RemoveRange(await db.Set<ProjectDraft>().Where(d => d.PersonId == person).ToListAsync(ct));
        if (kinds.Contains(Contacts))
        {
            var over = (await OfPersonAsync(person, ct)).Over;
            foreach (var project in await db.Set<Project>().Where(p => over.Contains(p.Id)).ToListAsync(ct))
                project.EraseContact();
        }
    }

    /// <summary>A project is over when it was withdrawn, invalidated or has lapsed, or when no step of it is left.</summary>
    private async Task<(List<string> Running, List<Guid> Over)> OfPersonAsync(Guid person, CancellationToken ct)
    {
        var (running, over) = (new List<string>(), new List<Guid>());
        foreach (var project in await db.Set<Project>().AsNoTracking().Where(p => p.DeclaredBy == person).OrderBy(p => p.Code).Select(p => new { p.Id, p.Code, p.Status }).ToListAsync(ct))
        {
            var ended = project.Status is not (ProjectStatus.Declared or ProjectStatus.InApproval);
            if (!ended)
            {
                List<ProgressRow> rows = [];
                foreach (var source in progress)
                    rows.AddRange(await source.OfAsync(project.Id, ct));
                ended = rows.Count > 0 && rows.TrueForAll(r => r.State is ProgressState.Done or ProgressState.Failed or ProgressState.NotApplicable);
            }
            if (ended)
                over.Add(project.Id);
            else
                running.Add(project.Code);
        }
        return (running, over);
    }
}
