using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Identifiers;

namespace Tongban.Approvals.Designer;

/// <summary>Where a draft of the flow stands.</summary>
internal enum DraftState
{
    /// <summary>编辑中.</summary>
    Editing,

    /// <summary>已发布: its content is a published version now; the draft itself is closed.</summary>
    Published,

    /// <summary>已放弃.</summary>
    Discarded,
}

[Act("approvals.flow-draft-begun", "新建目录草稿", "Flow draft begun")]
internal sealed record FlowDraftBegun(Guid Draft, string BasedOn, string Digest) : IAct;

/// <param name="What">Place of the change: <c>items/S1-03</c>, <c>stages/2</c>, <c>flow</c>.</param>
/// <param name="Faults">How many faults the compiler finds in the draft now.</param>
[Act("approvals.flow-draft-changed", "修改目录草稿", "Flow draft changed")]
internal sealed record FlowDraftChanged(Guid Draft, string What, string Digest, int Faults) : IAct;

[Act("approvals.flow-draft-published", "发布目录草稿", "Flow draft published")]
internal sealed record FlowDraftPublished(Guid Draft, string FlowVersion) : IAct;

[Act("approvals.flow-draft-discarded", "放弃目录草稿", "Flow draft discarded")]
internal sealed record FlowDraftDiscarded(Guid Draft) : IAct;

/// <summary>A version of the flow that is still being written (目录草稿): begun from a published version, changed on pages or by import, saved even when it
/// is broken, published only when it is sound.</summary>
internal sealed class FlowDraft : Aggregate
{
    public const int TitleLength = 80;

    private FlowDraft()
    {
    }

    public override string Matter => MatterOf(Division);

    /// <summary>Division of the city whose flow it is; the acts join the chain of the city's catalogue.</summary>
    public string Division { get; private set; } = "";

    public string Title { get; private set; } = "";

    /// <summary>The published version it was begun from. Whatever is not the flow itself (city, departments, organs) stays that of this version.</summary>
    public string BasedOn { get; private set; } = "";

    /// <summary>The text of <c>flow.json</c>.</summary>
    public string Content { get; private set; } = "";

    public DraftState State { get; private set; }

    /// <summary>Faults that the compiler found at the last save.</summary>
    public int Faults { get; private set; }

    public string? PublishedAs { get; private set; }

    public Guid CreatedBy { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset ChangedAt { get; private set; }

    public static string MatterOf(string division) => $"catalogue:{division}";

    public static FlowDraft Begin(string division, string title, string basedOn, string content, int faults, Guid by, DateTimeOffset now)
    {
        var draft = new FlowDraft
        {
            Id = NewId.At(now), Division = division, Title = title, BasedOn = basedOn, Content = content, Faults = faults, CreatedBy = by, CreatedAt = now, ChangedAt = now,
        };
        draft.Record(new FlowDraftBegun(draft.Id, basedOn, Sha256.Of(content)));
        return draft;
    }

    /// <summary>The flow as it is written now. Every content that gets in has been read once.</summary>
    public FlowFile Flow() => CatalogueFile.ReadText<FlowFile>(Content, "flow.json", []) ?? throw new InvalidDataException($"the draft {Id} is no flow file");

    /// <summary>Takes the place of what was written. Broken is allowed, unreadable is not.</summary>
    public Error? Rewrite(FlowFile flow, string what, int faults, DateTimeOffset now)
    {
        if (State is not DraftState.Editing)
            return DesignerErrors.DraftClosed(State);
        (Content, Faults, ChangedAt) = (CatalogueFile.Write(flow), faults, now);
        Record(new FlowDraftChanged(Id, what, Sha256.Of(Content), faults));
        return null;
    }

    public Error? Publish(string version, DateTimeOffset now)
    {
        if (State is not DraftState.Editing)
            return DesignerErrors.DraftClosed(State);
        (State, PublishedAs, ChangedAt, Faults) = (DraftState.Published, version, now, 0);
        Record(new FlowDraftPublished(Id, version));
        return null;
    }

    public Error? Discard(DateTimeOffset now)
    {
        if (State is not DraftState.Editing)
            return DesignerErrors.DraftClosed(State);
        (State, ChangedAt) = (DraftState.Discarded, now);
        Record(new FlowDraftDiscarded(Id));
        return null;
    }
}

internal sealed class FlowDraftTable : IEntityTypeConfiguration<FlowDraft>
{
    public void Configure(EntityTypeBuilder<FlowDraft> table)
    {
        table.ToTable("approvals_flow_drafts").HasKey(d => d.Id);
        table.Property(d => d.Division).HasMaxLength(6);
        table.Property(d => d.Title).HasMaxLength(FlowDraft.TitleLength);
        table.Property(d => d.BasedOn).HasMaxLength(24);
        table.Property(d => d.PublishedAs).HasMaxLength(24);
        table.HasIndex(d => d.ChangedAt);
    }
}

/// <summary>Names of a draft's states.</summary>
internal static class DraftStates
{
    public static Words Name(this DraftState state) => state switch
    {
        DraftState.Editing => ("编辑中", "being edited"),
        DraftState.Published => ("已发布", "published"),
        _ => ("已放弃", "discarded"),
    };
}
