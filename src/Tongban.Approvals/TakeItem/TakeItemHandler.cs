using Tongban.Foundation;
using Tongban.Foundation.People;

namespace Tongban.Approvals.TakeItem;

internal sealed record TakeItemCommand(Guid StageCase, string Item);

/// <summary>An officer takes an item on as his own (认领); a batch is one after another, each its own act.</summary>
internal sealed class TakeItemHandler(CaseDesk desk)
{
    public Task<Result<long>> HandleAsync(TakeItemCommand command, CancellationToken ct) =>
        desk.OnItemAsync(command, command.StageCase, command.Item, Roles.Handler, (stage, _, _) => stage.Take(command.Item, desk.Actor), ct);
}
