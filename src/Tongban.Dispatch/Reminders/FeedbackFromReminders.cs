using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tongban.Dispatch.Matters;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;

namespace Tongban.Dispatch.Reminders;

/// <summary>What a unit answers to its reminder is feedback on the difficulty too, so that the reporter reads it and nobody says the same thing twice.</summary>
internal sealed class FeedbackFromReminders(TongbanDb db, UnitHandlers units, Caller caller) : IActHandler
{
    public string Name => "dispatch.reminder-feedback";

    public IReadOnlySet<string> Acts { get; } = new HashSet<string>(StringComparer.Ordinal) { "dispatch.reminder-answered" };

    public async Task HandleAsync(LedgerEntry entry, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(entry);
        using var payload = JsonDocument.Parse(entry.Payload);
        var said = payload.RootElement;
        var (organ, month, matter, digest) = (said.GetProperty("organ").GetString()!, said.GetProperty("month").GetInt32(), said.GetProperty("difficulty").GetGuid(), said.GetProperty("textDigest").GetString());
        if (said.GetProperty("via").GetString() == nameof(AnswerVia.Matter))
            return;
        var reminder = await db.Set<Reminder>().AsNoTracking().SingleOrDefaultAsync(r => r.Organ == organ && r.Month == month, ct);
        if (reminder?.Answers.FirstOrDefault(a => a.Matter == matter && Sha256.Of(a.Text) == digest) is not { } answer)
            return;
        // Delivered twice it is one feedback; a difficulty that needs none any more refuses it, which is as well.
        (caller.Actor, caller.ActId) = (new Actor(entry.ActorId, "", Roles.Handler, organ), entry.Id.Part("feedback"));
        await units.FeedbackAsync(new(matter, answer.Text), [], ct);
    }
}
