using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Tongban.Foundation;
using Tongban.Mining.Desk;
using Tongban.Mining.Logs;
using Tongban.Mining.Model;

namespace Tongban.Mining.Pages;

/// <summary>What the pages of one log share: they open it, choose its cases, and send those who ask for one that is not taken in to its columns.</summary>
public abstract class LogPageBase : ComponentBase
{
    /// <summary>Key of the log.</summary>
    [Parameter] public string Log { get; set; } = "";

    [SupplyParameterFromQuery] private string? From { get; set; }

    [SupplyParameterFromQuery] private string? To { get; set; }

    [SupplyParameterFromQuery] private string? Attribute { get; set; }

    [SupplyParameterFromQuery] private string? Value { get; set; }

    [CascadingParameter] private protected HttpContext Http { get; set; } = default!;

    [Inject] private protected LogShelf Shelf { get; set; } = default!;

    [Inject] private protected NavigationManager Navigation { get; set; } = default!;

    private protected OpenLog? Open { get; private set; }

    /// <summary>The chosen cases; <see langword="null"/> when there are none.</summary>
    private protected LogPart? Part { get; private set; }

    private protected LogFilter Filter { get; private set; } = new();

    private protected Error? Refusal { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (!(await Shelf.OpenAsync(Log, Http.RequestAborted)).TryGet(out var open, out var refusal))
        {
            if (refusal.Kind is ErrorKind.NotFound)
                Navigation.NotFound();
            else
                Navigation.NavigateTo($"/mining/logs/{Log}/columns");
            return;
        }
        Open = open;
        if (!LogFilter.Read(From, To, Attribute, Value).TryGet(out var filter, out refusal))
        {
            Refusal = refusal;
            return;
        }
        Filter = filter;
        if (open.Log.EventCount == 0)
            return;
        if (!LogPart.Of(open, filter).TryGet(out var part, out refusal))
        {
            Refusal = refusal;
            return;
        }
        Part = part;
        await FoundAsync(part);
    }

    /// <summary>Computes what the page shows.</summary>
    private protected virtual Task FoundAsync(LogPart part) => Task.CompletedTask;

    /// <summary>An instant in the clock of the log.</summary>
    private protected string Day(long ticks) => LogTime.DayOf(ticks, Open!.Zone).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
