using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.OutsidePermits;

/// <summary>Where a permit of another system stands.</summary>
internal enum OutsidePermitState
{
    /// <summary>待归集: nobody knows for certain which project it belongs to; an officer decides.</summary>
    Waiting,

    /// <summary>已归集: in the archive of a project.</summary>
    Attached,

    /// <summary>已退回: belongs to no project here, with the reason.</summary>
    Rejected,
}

/// <summary>A permit as another system states it, read and checked.</summary>
/// <param name="Item">Item of the flow, when the permit names one.</param>
/// <param name="Issuer">Key of the organ when it is known here, otherwise its name.</param>
/// <param name="FileDigest">SHA-256 of the permit's file where it was issued.</param>
internal sealed record StatedPermit(
    string Number, string Name, string? Item, string Issuer, string? CreditCode, string? ProjectCode, string? ProjectName, string Division, DateOnly IssuedOn, DateOnly? ValidTo, string? FileDigest);

/// <summary>A project that a permit without a known code may belong to.</summary>
/// <param name="Score">0 to 100; what it consists of stands beside it.</param>
internal sealed record PermitCandidate(Guid ProjectId, string Code, string Name, string Owner, int Score, int ByCreditCode, int ByName, int ByDivision, int ByDate);

/// <summary>A permit that was issued in another system (外部系统证照). With the project's code it joins the archive at once; without it a person decides.</summary>
/// <remarks>One file per project code (国办发〔2018〕33号, one project, one file): permits of province systems and special networks belong in it too.
/// A score only proposes. Sent again, the same number of the same issuer is the same permit.</remarks>
internal sealed class OutsidePermit : Aggregate
{
    private OutsidePermit()
    {
    }

    public override string Matter => $"outside-permit:{Id}";

    public string Number { get; private set; } = "";

    /// <summary>What it is called: the item's result, or the name that was sent.</summary>
    public string Name { get; private set; } = "";

    public string? Item { get; private set; }

    public string Issuer { get; private set; } = "";

    public string? CreditCode { get; private set; }

    /// <summary>The code that was sent, known here or not.</summary>
    public string? StatedCode { get; private set; }

    public string? StatedName { get; private set; }

    public string Division { get; private set; } = "";

    public DateOnly IssuedOn { get; private set; }

    public DateOnly? ValidTo { get; private set; }

    public string? FileDigest { get; private set; }

    /// <summary>Organ that sent it.</summary>
    public string From { get; private set; } = "";

    /// <summary>Lead of the division's first stage, in whose queue it waits.</summary>
    public string Lead { get; private set; } = "";

    public DateTimeOffset ReceivedAt { get; private set; }

    public OutsidePermitState State { get; private set; }

    /// <summary>Best first; empty when it was attached by its code.</summary>
    public IReadOnlyList<PermitCandidate> Candidates { get; private set; } = [];

    /// <summary>Code of the only project above the threshold.</summary>
    public string? Proposed { get; private set; }

    public Guid? ProjectId { get; private set; }

    public string? ProjectCode { get; private set; }

    /// <summary>The record sheet in the project's archive.</summary>
    public Guid? Document { get; private set; }

    /// <summary>By the project code it carried, without an officer.</summary>
    public bool IsAutomatic { get; private set; }

    /// <summary>Why another project was chosen, or why it was rejected.</summary>
    public string? Reason { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>The stage whose item it is the result of.</summary>
    public Guid? UsedInStage { get; private set; }

    public string? UsedForItem { get; private set; }

    /// <summary>Organ that accepted it as its item's result.</summary>
    public string? UsedBy { get; private set; }

    public static OutsidePermit Receive(StatedPermit stated, string from, string lead, IReadOnlyList<PermitCandidate> candidates, DateTimeOffset now)
    {
        var permit = new OutsidePermit
        {
            Id = NewId.At(now),
            Number = stated.Number,
            Name = stated.Name,
            Item = stated.Item,
            Issuer = stated.Issuer,
            CreditCode = stated.CreditCode,
            StatedCode = stated.ProjectCode,
            StatedName = stated.ProjectName,
            Division = stated.Division,
            IssuedOn = stated.IssuedOn,
            ValidTo = stated.ValidTo,
            FileDigest = stated.FileDigest,
            From = from,
            Lead = lead,
            ReceivedAt = now,
            Candidates = candidates,
            Proposed = PermitMatching.Propose(candidates)?.Code,
        };
        permit.Record(new OutsidePermitReceived(permit.Id, permit.Issuer, permit.Number, permit.Item, permit.StatedCode, permit.IssuedOn, permit.FileDigest, permit.Proposed));
        return permit;
    }

    /// <summary>Whether the very same permit was sent again.</summary>
    public bool Is(StatedPermit stated) => (Name, Item, CreditCode, StatedCode, StatedName, IssuedOn, ValidTo, FileDigest)
        == (stated.Name, stated.Item, stated.CreditCode, stated.ProjectCode, stated.ProjectName, stated.IssuedOn, stated.ValidTo, stated.FileDigest);

    /// <param name="document">The record sheet that went into the archive.</param>
    /// <param name="reason">Why this project; <see langword="null"/> when the code it carried says so.</param>
    public Error? Attach(ProjectRecord project, Guid document, string? reason, DateTimeOffset now)
    {
        if (State is not OutsidePermitState.Waiting)
            return OutsidePermitErrors.NotWaiting(State);
        (State, ProjectId, ProjectCode, Document, Reason, ClosedAt) = (OutsidePermitState.Attached, project.Id, project.Code, document, reason, now);
        IsAutomatic = StatedCode == project.Code;
        return null;
    }

    public Error? Reject(string reason, DateTimeOffset now)
    {
        if (State is not OutsidePermitState.Waiting)
            return OutsidePermitErrors.NotWaiting(State);
        (State, Reason, ClosedAt) = (OutsidePermitState.Rejected, reason.Trim(), now);
        Record(new OutsidePermitRejected(Id, Sha256.Of(reason)));
        return null;
    }

    /// <summary>What stands against it being the result of an item: it has to be in the archive of that project, still hold, name that item or none, and be no other item's result.</summary>
    /// <param name="opinion">Why it is this item's result, where the permit does not say so itself.</param>
    public Error? RefusesUse(Guid project, string item, string? opinion, DateOnly today)
    {
        if (State is not OutsidePermitState.Attached || ProjectId != project)
            return OutsidePermitErrors.NotOfThisProject();
        if (UsedForItem is { } other)
            return OutsidePermitErrors.UsedAlready(other);
        if (Item is { } named && named != item)
            return OutsidePermitErrors.NamesAnother(named);
        if (ValidTo < today)
            return OutsidePermitErrors.Expired(Number, ValidTo.Value);
        return Item is null && string.IsNullOrWhiteSpace(opinion) ? OutsidePermitErrors.SayWhyThisItem() : null;
    }

    public void UseFor(Guid stage, string item, string organ) => (UsedInStage, UsedForItem, UsedBy) = (stage, item, organ);

    /// <summary>The decision that rested on it no longer stands.</summary>
    public void Release() => (UsedInStage, UsedForItem, UsedBy) = (null, null, null);

    public bool MayBeDecidedBy(Actor actor) => actor.Organ is { } organ && (organ == Issuer || organ == Lead);
}

internal sealed class OutsidePermitTable : IEntityTypeConfiguration<OutsidePermit>
{
    public void Configure(EntityTypeBuilder<OutsidePermit> table)
    {
        table.ToTable("approvals_outside_permits").HasKey(p => p.Id);
        table.Property(p => p.Number).HasMaxLength(OutsidePermitReader.LongestNumber);
        table.Property(p => p.Name).HasMaxLength(OutsidePermitReader.LongestName);
        table.Property(p => p.Item).HasMaxLength(40);
        table.Property(p => p.Issuer).HasMaxLength(OutsidePermitReader.LongestIssuer);
        table.Property(p => p.CreditCode).HasMaxLength(18);
        table.Property(p => p.StatedCode).HasMaxLength(24);
        table.Property(p => p.StatedName).HasMaxLength(OutsidePermitReader.LongestName);
        table.Property(p => p.Division).HasMaxLength(6);
        table.Property(p => p.FileDigest).HasMaxLength(64);
        table.Property(p => p.From).HasMaxLength(40);
        table.Property(p => p.Lead).HasMaxLength(40);
        table.Property(p => p.Candidates).AsJson();
        table.Property(p => p.Proposed).HasMaxLength(24);
        table.Property(p => p.ProjectCode).HasMaxLength(24);
        table.Property(p => p.Reason).HasMaxLength(Model.Limits.Reason);
        table.HasIndex(p => new { p.Issuer, p.Number }).IsUnique();
        table.HasIndex(p => new { p.Lead, p.State, p.Id });
        table.Property(p => p.UsedForItem).HasMaxLength(40);
        table.Property(p => p.UsedBy).HasMaxLength(40);
        table.HasIndex(p => p.ProjectId);
    }
}

[Act("approvals.outside-permit-received", "接收外部系统证照", "Permit of another system received")]
internal sealed record OutsidePermitReceived(Guid Permit, string Issuer, string Number, string? Item, string? StatedCode, DateOnly IssuedOn, string? FileDigest, string? Proposed) : IAct;

[Act("approvals.outside-permit-attached", "归集外部系统证照", "Permit of another system attached")]
internal sealed record OutsidePermitAttached(Guid Permit, string Issuer, string Number, string? Item, Guid Document, bool ByCode, string? ReasonDigest) : IAct;

/// <summary>An officer accepted a permit of another system as the result of an item; the decision itself is entered beside it.</summary>
[Act("approvals.outside-permit-accepted", "以外部证照为据办结", "Permit of another system accepted as an item's result")]
internal sealed record OutsidePermitAccepted(Guid StageCase, string Item, Guid Permit, string Issuer, string Number, DateOnly? ValidTo, Guid Document) : IAct;

[Act("approvals.outside-permit-rejected", "退回外部系统证照", "Permit of another system rejected")]
internal sealed record OutsidePermitRejected(Guid Permit, string ReasonDigest) : IAct;
