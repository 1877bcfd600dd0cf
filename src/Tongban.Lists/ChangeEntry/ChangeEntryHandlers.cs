using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Lists.Contracts;
using Tongban.Lists.Model;

namespace Tongban.Lists.ChangeEntry;

/// <summary>A new entry, drawn up.</summary>
internal sealed record DraftEntryCommand(ListKind List, string Code, ListContent Content, string? Note);

/// <summary>A new version of a published entry, or the draft improved.</summary>
internal sealed record AmendEntryCommand(ListKind List, string Code, ListContent Content, ListChangeReason Reason, bool Ends, string? Note);

internal sealed record SubmitEntryCommand(ListKind List, string Code);

internal sealed record ReviewEntryCommand(ListKind List, string Code, bool Lawful, string? Opinion);

internal sealed record PublishEntryCommand(ListKind List, string Code, string? Document);

internal sealed record WithdrawEntryCommand(ListKind List, string Code);

/// <summary>The way of an entry from draft to publication: one command, one act, one officer each.</summary>
internal sealed class ChangeEntryHandlers(TongbanDb db, Caller caller, CityClock clock, ListRegister register, PowerRegister powers, ListClasses classes, OrganDirectory organs)
{
    public Task<Result<int>> DraftAsync(DraftEntryCommand command, CancellationToken ct) => db.ActAsync(command, caller, () => DraftInAsync(command, ct), ct);

    public Task<Result<int>> AmendAsync(AmendEntryCommand command, CancellationToken ct) => db.ActAsync(command, caller, () => AmendInAsync(command, ct), ct);

    public Task<Result<int>> SubmitAsync(SubmitEntryCommand command, CancellationToken ct) =>
        OnAsync(command, command.List, command.Code, entry => Task.FromResult(entry.Submit(caller.Actor, clock.Now)), ct);

    public Task<Result<int>> ReviewAsync(ReviewEntryCommand command, CancellationToken ct) =>
        OnAsync(command, command.List, command.Code, entry => Task.FromResult(entry.Review(command.Lawful, command.Opinion, caller.Actor, clock.Now)), ct);

    public Task<Result<int>> WithdrawAsync(WithdrawEntryCommand command, CancellationToken ct) =>
        OnAsync(command, command.List, command.Code, entry => Task.FromResult(entry.WithdrawDraft(caller.Actor)), ct);

    public async Task<Result<int>> PublishAsync(PublishEntryCommand command, CancellationToken ct)
    {
        var result = await OnAsync(command, command.List, command.Code, async entry =>
        {
            if (entry.Open is { } draft && await LinksAsync(command.List, draft.Content, ct) is { } broken)
                return broken;
            var head = await db.Set<ListHead>().SingleOrDefaultAsync(h => h.List == command.List, ct);
            if (head is null)
                db.Add(head = ListHead.Begin(command.List, clock.Now));
            if (entry.Publish(command.Document, head.Edition + 1, caller.Actor, clock.Now, clock.Today) is { } refusal)
                return refusal;
            head.Next(clock.Now);
            return command.List is ListKind.Power ? await EmpowerAsync(entry, ct) : null;
        }, ct);
        register.Refresh();
        powers.Refresh();
        return result;
    }

    /// <summary>The part inside a unit of work, for the import too.</summary>
    internal async Task<Result<int>> DraftInAsync(DraftEntryCommand command, CancellationToken ct)
    {
        if (await db.Set<ListEntry>().AnyAsync(e => e.List == command.List && e.Code == command.Code, ct) || db.Set<ListEntry>().Local.Any(e => e.List == command.List && e.Code == command.Code))
            return ListErrors.CodeTaken(command.Code);
        if ((Mine(command.Content) ?? Known(command.List, command.Content) ?? await LinksAsync(command.List, command.Content, ct)) is { } refusal)
            return refusal;
        if (!ListEntry.Draft(command.List, command.Code, command.Content, command.Note, caller.Actor, clock.Now).TryGet(out var entry, out var unsound))
            return unsound;
        db.Add(entry);
        return entry.Open!.Number;
    }

    internal async Task<Result<int>> AmendInAsync(AmendEntryCommand command, CancellationToken ct)
    {
        if (await FindAsync(command.List, command.Code, ct) is not { } entry)
            return ListErrors.NoSuchEntry(command.Code);
        if ((caller.Expects(entry) ?? Mine(command.Content) ?? Known(command.List, command.Content) ?? await LinksAsync(command.List, command.Content, ct)
            ?? entry.Amend(command.Content, command.Reason, command.Ends, command.Note, caller.Actor, clock.Now)) is { } refusal)
            return refusal;
        return entry.Open!.Number;
    }

    private Task<Result<int>> OnAsync<TCommand>(TCommand command, ListKind list, string code, Func<ListEntry, Task<Error?>> act, CancellationToken ct) where TCommand : notnull =>
        db.ActAsync(command, caller, async () =>
        {
            if (await FindAsync(list, code, ct) is not { } entry)
                return (Result<int>)ListErrors.NoSuchEntry(code);
            var number = entry.Open?.Number ?? entry.Published;
            return (caller.Expects(entry) ?? await act(entry)) is { } refusal ? refusal : number;
        }, ct);

    private Task<ListEntry?> FindAsync(ListKind list, string code, CancellationToken ct) =>
        db.Set<ListEntry>().Include(e => e.Versions).SingleOrDefaultAsync(e => e.List == list && e.Code == code, ct);

    private Error? Mine(ListContent content) =>
        caller.Actor.Is(Roles.Administrator) || caller.Actor.Organ == content.Organ ? null : ListErrors.NotYourOrgansEntry(organs.NameOf(content.Organ).ToString());

    private Error? Known(ListKind list, ListContent content)
    {
        List<Error> errors = [];
        if (classes.File(list) is { } file && file.Class(content.Class) is null)
            errors.Add(ListErrors.UnknownClass(content.Class));
        if (organs.Find(content.Organ) is null)
            errors.Add(ListErrors.UnknownOrgan(content.Organ));
        return Error.Combine(errors);
    }

    private async Task<Error?> LinksAsync(ListKind list, ListContent content, CancellationToken ct)
    {
        if (list is not ListKind.Supervision || content.Supervision is not { } supervision)
            return null;
        var known = await db.Set<ListEntry>().Where(e => e.List == ListKind.Power && e.Published > 0 && !e.IsEnded && supervision.Powers.Contains(e.Code)).Select(e => e.Code).ToListAsync(ct);
        return Error.Combine([.. supervision.Powers.Except(known, StringComparer.Ordinal).Select(ListErrors.UnknownPower)]);
    }

    /// <summary>A published power that backs an approval item empowers its organ from that day on, and an ended one no longer does.</summary>
    private async Task<Error?> EmpowerAsync(ListEntry entry, CancellationToken ct)
    {
        var version = entry.Current!;
        if (version.Content.Power is not { ItemCode: { } item })
            return null;
        var line = await db.Set<PowerEntry>().SingleOrDefaultAsync(p => p.Code == entry.Code, ct);
        if (version.Ends)
            return line is null || line.State is PowerState.Withdrawn ? null : line.End(entry.ValidTo!.Value, $"{version.Document} {version.Note}".Trim(), clock.Today);
        var c = version.Content;
        // A new version of the same power leaves no gap before its first day.
        var data = new PowerEntryData(entry.Code, c.Organ, c.Class, item, c.NameZh, c.Name.En, c.LegalBasis, "V2", c.Level, line is null || c.ValidFrom < line.ValidFrom ? c.ValidFrom : line.ValidFrom, c.ValidTo, c.Demonstration ? "designed" : "published");
        if (line is null)
            db.Add(PowerEntry.Publish(data, clock.Now));
        else
            line.Revise(data);
        return null;
    }
}
