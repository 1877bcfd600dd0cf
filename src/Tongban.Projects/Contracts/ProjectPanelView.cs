using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Tongban.Projects.Contracts;

/// <summary>What a section of the project page derives from. Sections load one after another: they share the request's database context, which serves one at a time.</summary>
public abstract class ProjectPanelView : ComponentBase
{
    [Parameter] public Guid ProjectId { get; set; }

    [Parameter] public ArchiveAudience Audience { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = default!;

    [Inject] private PanelTurn Turn { get; set; } = default!;

    /// <summary>Asks what the section shows; nothing else asks at the same time.</summary>
    protected abstract Task LoadAsync(CancellationToken ct);

    /// <inheritdoc/>
    protected sealed override async Task OnInitializedAsync()
    {
        using (await Turn.TakeAsync(Http.RequestAborted))
            await LoadAsync(Http.RequestAborted);
    }
}

/// <summary>Whose turn it is to ask, among the sections of one page.</summary>
public sealed class PanelTurn : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    internal async Task<IDisposable> TakeAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        return new Held(_turn);
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private sealed class Held(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
