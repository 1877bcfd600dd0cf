using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.Storage;
using Tongban.Projects.Model;

namespace Tongban.Projects.Register;

/// <summary>Finds projects by a part of their name, newest first, at a cost that does not grow with the number of projects.</summary>
/// <remarks>The rarest pair of characters of what is looked for leads to the candidates, whose names are then compared. Where every pair is common, matches are common too and the newest candidates
/// hold them; whoever looks for something rare that is made of common pairs is told how far the search came and goes on from there.</remarks>
internal sealed class NameSearch(TongbanDb db)
{
    /// <summary>A search looks at this many candidates and no more at a time.</summary>
    public const int MostLookedAt = 400;

    /// <summary>Candidates looked at together; a pair with fewer is rare.</summary>
    public const int Block = 200;

    // Names differ at their beginning and in the numbers at their end: looked at from both ends, a rare pair is found soon.
    private const int MostCompared = 24;

    private static readonly PerModel<Func<TongbanDb, string, Task<int>>> Count = new(() => EF.CompileAsyncQuery((TongbanDb db, string part) =>
        db.Set<ProjectNamePart>().Where(n => n.Part == part).Take(Block).Count()));

    private static readonly PerModel<Func<TongbanDb, string, Guid, IAsyncEnumerable<Guid>>> Before = new(() => EF.CompileAsyncQuery((TongbanDb db, string part, Guid before) =>
        db.Set<ProjectNamePart>().Where(n => n.Part == part && n.ProjectId < before).OrderByDescending(n => n.ProjectId).Select(n => n.ProjectId).Take(Block)));

    private static readonly PerModel<Func<TongbanDb, Guid, IAsyncEnumerable<Guid>>> AllBefore = new(() => EF.CompileAsyncQuery((TongbanDb db, Guid before) =>
        db.Set<Project>().Where(p => p.Id < before).OrderByDescending(p => p.Id).Select(p => p.Id).Take(Block)));

    /// <returns>The first rare pair of the text, or the one that fewest names have; <see langword="null"/> for a single character.</returns>
    public async Task<(string Part, int Names)?> RarestAsync(string text)
    {
        (string Part, int Names)? rarest = null;
        var parts = ProjectNamePart.PartsOf(text);
        for (var i = 0; i < Math.Min(parts.Count, MostCompared) && rarest is not { Names: < Block }; i++)
        {
            var part = parts[i % 2 == 0 ? i / 2 : parts.Count - 1 - (i / 2)];
            var names = await Count.Of(db)(db, part);
            if (rarest is null || names < rarest.Value.Names)
                rarest = (part, names);
        }
        return rarest;
    }

    /// <summary>The next candidates, newest first: at most <see cref="Block"/>.</summary>
    public async Task<List<Guid>> CandidatesAsync(string? part, Guid? before, CancellationToken ct)
    {
        var last = before ?? LastOfAll;
        var ids = new List<Guid>();
        await foreach (var id in (part is null ? AllBefore.Of(db)(db, last) : Before.Of(db)(db, part, last)).WithCancellation(ct))
            ids.Add(id);
        return ids;
    }

    /// <summary>Those of the candidates whose name holds the text.</summary>
    /// <param name="ids">Newest first, without gaps.</param>
    public IQueryable<Project> Matching(IQueryable<Project> projects, string? part, List<Guid> ids, string text)
    {
        var (newest, oldest) = (ids[0], ids[^1]);
        return part is null ? projects.Where(p => p.Id <= newest && p.Id >= oldest && p.Name.Contains(text))
            : db.Set<ProjectNamePart>().Where(n => n.Part == part && n.ProjectId <= newest && n.ProjectId >= oldest).Join(projects.Where(p => p.Name.Contains(text)), n => n.ProjectId, p => p.Id, (n, p) => p);
    }

    private static readonly Guid LastOfAll = new("ffffffff-ffff-ffff-ffff-ffffffffffff");
}
