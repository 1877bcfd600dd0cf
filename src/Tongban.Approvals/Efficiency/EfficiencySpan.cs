using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Efficiency;

/// <summary>What a row of the efficiency tables tells of.</summary>
internal enum SpanKind
{
    /// <summary>One item that was decided.</summary>
    Item,

    /// <summary>One stage that ended with a decision.</summary>
    Stage,

    /// <summary>One project that went through its last stage.</summary>
    Project,
}

/// <summary>How working days were spent: whose time they were.</summary>
/// <param name="Days">承办部门: charged to a department's clock. The figure that is compared with the promise.</param>
/// <param name="Applicant">申请人: corrections and revisions, while a clock stood still for them.</param>
/// <param name="Preparing">From the opening of a stage to its submission; no clock runs. 0 for an item.</param>
/// <param name="Special">特别程序: hearing, public notice, expert review, higher approval and the like.</param>
/// <param name="Intermediary">中介: testing, inspection, appraisal, evaluation by an institution.</param>
/// <param name="Gap">Between a decision and its return by the lead.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Shares(int Days, int Applicant, int Preparing, int Special, int Intermediary, int Gap)
{
    /// <summary>All working days together.</summary>
    public int Elapsed => Days + Applicant + Preparing + Special + Intermediary + Gap;

    public static Shares operator +(Shares a, Shares b) =>
        new(a.Days + b.Days, a.Applicant + b.Applicant, a.Preparing + b.Preparing, a.Special + b.Special, a.Intermediary + b.Intermediary, a.Gap + b.Gap);
}

/// <summary>One closed item, stage or project with the days it took. A read model: written from the clocks after the fact, thrown away and made anew at will.</summary>
internal sealed class EfficiencySpan
{
    public Guid Id { get; internal init; }

    public SpanKind Kind { get; internal init; }

    public Guid ProjectId { get; internal init; }

    public string ProjectCode { get; internal init; } = "";

    public string ProjectName { get; internal init; } = "";

    /// <summary>The stage case; of a project row, that of its last stage.</summary>
    public Guid StageCaseId { get; internal init; }

    /// <summary>From 1; 0 for a project.</summary>
    public int Stage { get; internal init; }

    public string? Item { get; internal init; }

    /// <summary>Handling organ of an item, lead of a stage; empty for a project.</summary>
    public string Organ { get; internal init; } = "";

    public string Department { get; internal init; } = "";

    public string Division { get; internal init; } = "";

    public ProjectType Type { get; internal init; }

    public string Flow { get; internal init; } = "";

    /// <summary>First day of the clock; of a stage and a project, the day it was opened.</summary>
    public DateOnly OpenedOn { get; internal init; }

    public DateOnly ClosedOn { get; internal init; }

    /// <summary>Of <see cref="ClosedOn"/>, as 202603.</summary>
    public int Month { get; internal init; }

    public int Days { get; internal init; }

    public int Applicant { get; internal init; }

    public int Preparing { get; internal init; }

    public int Special { get; internal init; }

    public int Intermediary { get; internal init; }

    public int Gap { get; internal init; }

    /// <summary>Working days by procedure for which the clock stood still.</summary>
    public IReadOnlyDictionary<string, int> Pauses { get; internal init; } = new Dictionary<string, int>();

    /// <summary>Promised days: of an item its own, of a stage the longest chain of the items it had.</summary>
    public int Promised { get; internal init; }

    /// <summary>What the same took one after another before.</summary>
    public int Legacy { get; internal init; }

    /// <summary>Place in the chain that decided how long the stage really took, from 1; 0 for what stood beside it.</summary>
    public int OnPath { get; internal init; }

    public bool Granted { get; internal init; }

    public Shares Shares => new(Days, Applicant, Preparing, Special, Intermediary, Gap);
}

internal sealed class EfficiencySpanTable : IEntityTypeConfiguration<EfficiencySpan>
{
    public void Configure(EntityTypeBuilder<EfficiencySpan> table)
    {
        table.ToTable("approvals_efficiency_spans").HasKey(s => s.Id);
        table.Property(s => s.Id).ValueGeneratedNever();
        table.Property(s => s.ProjectCode).HasMaxLength(24);
        table.Property(s => s.ProjectName).HasMaxLength(200);
        table.Property(s => s.Item).HasMaxLength(12);
        table.Property(s => s.Organ).HasMaxLength(40);
        table.Property(s => s.Department).HasMaxLength(8);
        table.Property(s => s.Division).HasMaxLength(6);
        table.Property(s => s.Flow).HasMaxLength(24);
        table.Property(s => s.Pauses).AsJson();
        table.Ignore(s => s.Shares);
        table.HasIndex(s => s.StageCaseId);
        table.HasIndex(s => new { s.ProjectId, s.Stage });
        // The slowest of a period, stage or project, page by page.
        table.HasIndex(s => new { s.Kind, s.Month, s.Days, s.Id });
    }
}

/// <summary>How many spans of one kind, month, stage, type, division and department took a certain number of days. Pages add these up and never the spans, so their speed does not depend on how many there are.</summary>
internal sealed class EfficiencyCell : Aggregate
{
    private EfficiencyCell()
    {
    }

    public override string Matter => $"efficiency:{Month}";

    public SpanKind Kind { get; private set; }

    public int Month { get; private set; }

    public int Stage { get; private set; }

    public ProjectType Type { get; private set; }

    public string Division { get; private set; } = "";

    public string Department { get; private set; } = "";

    public int Days { get; private set; }

    public int Count { get; private set; }

    /// <summary>How many of them took longer than promised.</summary>
    public int Late { get; private set; }

    public int Promised { get; private set; }

    public int Legacy { get; private set; }

    public int Applicant { get; private set; }

    public int Preparing { get; private set; }

    public int Special { get; private set; }

    public int Intermediary { get; private set; }

    public int Gap { get; private set; }

    public static EfficiencyCell For(EfficiencySpan span) => new()
    {
        Id = NewId.Random(),
        Kind = span.Kind,
        Month = span.Month,
        Stage = span.Stage,
        Type = span.Type,
        Division = span.Division,
        Department = span.Department,
        Days = span.Days,
    };

    public bool Holds(EfficiencySpan span) =>
        (Kind, Month, Stage, Type, Days) == (span.Kind, span.Month, span.Stage, span.Type, span.Days) && Division == span.Division && Department == span.Department;

    /// <param name="sign">1 puts the span in, -1 takes it out again.</param>
    public void Add(EfficiencySpan span, int sign)
    {
        Count += sign;
        Late += span.Days > span.Promised ? sign : 0;
        Promised += sign * span.Promised;
        Legacy += sign * span.Legacy;
        Applicant += sign * span.Applicant;
        Preparing += sign * span.Preparing;
        Special += sign * span.Special;
        Intermediary += sign * span.Intermediary;
        Gap += sign * span.Gap;
    }
}

internal sealed class EfficiencyCellTable : IEntityTypeConfiguration<EfficiencyCell>
{
    public void Configure(EntityTypeBuilder<EfficiencyCell> table)
    {
        table.ToTable("approvals_efficiency_cells").HasKey(c => c.Id);
        table.Property(c => c.Division).HasMaxLength(6);
        table.Property(c => c.Department).HasMaxLength(8);
        table.HasIndex(c => new { c.Month, c.Kind, c.Type, c.Division, c.Stage, c.Department, c.Days }).IsUnique();
    }
}
