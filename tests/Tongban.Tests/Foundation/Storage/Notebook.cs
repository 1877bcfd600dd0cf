using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Tests.Foundation.Storage;

[Act("notebook.written", "记下", "Written")]
internal sealed record NoteWritten(Guid Notebook, int Number, decimal Amount) : IAct;

internal enum NotebookKind { Plain, Ruled }

/// <summary>A small aggregate with a value of every kind that modules store.</summary>
internal sealed class Notebook : Aggregate
{
    private readonly List<Note> _notes = [];

    public override string Matter => $"notebook:{Id}";

    public string Title { get; set; } = "";

    public NotebookKind Kind { get; set; }

    public decimal Total { get; set; }

    public DateOnly? DueOn { get; set; }

    public DateTimeOffset OpenedAt { get; set; }

    public TimeLimit? Limit { get; set; }

    public byte[]? Mark { get; set; }

    public string? Number { get; set; }

    public IReadOnlyList<Note> Notes => _notes;

    public static Notebook Open(Guid id, string title, DateTimeOffset now) => new() { Id = id, Title = title, OpenedAt = now };

    public void Write(string text, decimal amount)
    {
        var note = new Note { Id = Guid.CreateVersion7(), NotebookId = Id, Text = text };
        _notes.Add(note);
        Total += amount;
        Record(new NoteWritten(Id, _notes.Count, amount));
    }
}

internal sealed class Note
{
    public Guid Id { get; init; }

    public Guid NotebookId { get; init; }

    public string Text { get; set; } = "";
}

internal sealed class NotebookModule : IModule
{
    public string Name => "notebook";

    public IReadOnlyList<Permission> Permissions => [];

    public void AddServices(IServiceCollection services) { }

    public void ConfigureModel(ModelBuilder model)
    {
        model.Entity<Notebook>(table =>
        {
            table.ToTable("notebook_notebooks").HasKey(n => n.Id);
            table.HasIndex(n => n.Title).IsUnique();
            table.HasMany(n => n.Notes).WithOne().HasForeignKey(n => n.NotebookId);
            table.Navigation(n => n.Notes).UsePropertyAccessMode(PropertyAccessMode.Field);
        });
        model.Entity<Note>().ToTable("notebook_notes").HasKey(n => n.Id);
    }

    public void MapEndpoints(IEndpointRouteBuilder api) { }
}
