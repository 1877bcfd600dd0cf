using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Access;
using Tongban.Projects.Contracts;
using Tongban.Projects.Model;
using Tongban.Space.Contracts;

namespace Tongban.Projects.Declare;

/// <summary>Declares a project (项目申报).</summary>
/// <param name="Draft">The draft it was filled in as; it is gone afterwards, unless another window saved in it meanwhile.</param>
internal sealed record DeclareProject(ProjectDeclaration Declaration, DraftSeen? Draft = null);

/// <summary>A draft in the state in which a window knows it.</summary>
internal sealed record DraftSeen(Guid Id, int Revision, Guid? Window);

/// <summary>What the enterprise gets: its code, at once.</summary>
/// <param name="Site">What its site meets; <see langword="null"/> without a boundary, or while no layer was published.</param>
internal sealed record DeclaredProject(Guid Id, string Code, SiteFindings? Site = null);

/// <summary>Checks the declaration, gives the code and lets the modules above follow, all in one transaction: either the project stands with its first stage, or nothing happened.</summary>
internal sealed class DeclareProjectHandler(
    TongbanDb db, Caller caller, ProjectAccess access, DeclarationSetting setting, ProjectCodes codes, CityClock clock,
    IEnumerable<IDeclarationFollower> followers, IEnumerable<IDeclarationQuestions> questions, DeclarationScreen screen, SiteLooking looking)
{
    public async Task<Result<DeclaredProject>> HandleAsync(DeclareProject command, CancellationToken ct)
    {
        // Before the transaction: nobody else waits while the map is asked.
        var look = await looking.LookAsync(command.Declaration.Site, ct);
        return await db.ActAsync(command, caller, () => DeclareAsync(command, look, ct), ct);
    }

    private async Task<Result<DeclaredProject>> DeclareAsync(DeclareProject command, SiteLook? look, CancellationToken ct)
    {
        if (await access.MayDeclareAsync(command.Declaration.Owner?.Trim(), ct) is { } forbidden)
            return (Result<DeclaredProject>)forbidden;
        var (declaration, wrongAnswers) = Answered(command.Declaration with { Owner = caller.Actor.Enterprise });

        if (!(await CodeAsync(declaration, ct)).TryGet(out var code, out var noCode))
            return noCode;
        var declared = Project.Declare(declaration, setting.Rules, caller.Actor.PersonId, clock.Now, clock.Today, () => code, screen.Of(looking.Known(declaration, look is null ? null : SiteFindings.Of(default, look))));
        if (Error.Combine([.. new[] { declared.Error, wrongAnswers }.OfType<Error>()]) is { } refusal)
            return refusal;

        var project = declared.Value;
        db.Add(project);
        db.AddRange(ProjectNamePart.Of(project));
        looking.Keep(look, project, caller.Actor);
        foreach (var follower in followers)
        {
            if (await follower.FollowAsync(project.ToRecord(), ct) is { } refused)
                return refused;
        }
        await ForgetDraftAsync(command.Draft, ct);
        return new DeclaredProject(project.Id, project.Code, project.SiteFindings);
    }

    private (ProjectDeclaration Declaration, Error? Wrong) Answered(ProjectDeclaration declaration)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        List<Error> errors = [];
        // Whoever asks takes its own answers; what nobody asked is not kept.
        foreach (var asked in questions)
        {
            var names = asked.Questions.Select(q => q.Name).ToHashSet(StringComparer.Ordinal);
            var answers = declaration.Facts.Where(f => names.Contains(f.Key) && !string.IsNullOrWhiteSpace(f.Value)).ToDictionary(f => f.Key, f => f.Value);
            if (asked.Check(answers).TryGet(out var kept, out var error))
            {
                foreach (var (name, value) in kept)
                    facts[name] = value;
            }
            else
            {
                errors.AddRange(error.All.Select(e => e with { Field = $"facts.{e.Field}", Also = [] }));
            }
        }
        return (declaration with { Facts = facts }, Error.Combine(errors));
    }

    // A declaration whose place or category is wrong will be refused and needs no code.
    private async Task<Result<string>> CodeAsync(ProjectDeclaration declaration, CancellationToken ct) =>
        setting.Rules.Divisions.Contains(declaration.Division?.Trim() ?? "")
        && (string.IsNullOrWhiteSpace(declaration.Category) || ProjectCategories.Exists(declaration.Category.Trim()))
            ? await codes.FreeAsync(declaration.Division!, declaration.Category, ct) : "";

    private async Task ForgetDraftAsync(DraftSeen? seen, CancellationToken ct)
    {
        if (seen is null)
            return;
        var draft = await access.Drafts().SingleOrDefaultAsync(d => d.Id == seen.Id, ct);
        if (draft is not null && draft.IsSeenBy(seen.Revision, seen.Window))
            db.Remove(draft);
    }
}
