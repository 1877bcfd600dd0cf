using Microsoft.EntityFrameworkCore;
using Tongban.Dispatch.Open311.Model;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Dispatch.Open311;

/// <summary>Take requests, one or a batch; the page, GeoReport's POST and its batch all come here.</summary>
/// <param name="Application">The application they come through; <see langword="null"/> from the page.</param>
internal sealed record ReceiveCommand(IReadOnlyList<NewRequest> Requests, Guid? Application);

/// <summary>What became of one request.</summary>
internal sealed class Received
{
    /// <summary>Its number; <see langword="null"/> when it was refused.</summary>
    public string? Number { get; set; }

    public string? ExternalId { get; set; }

    /// <summary>It was taken before, under the same number of the same application.</summary>
    public bool Known { get; set; }

    public DateTimeOffset? DueAt { get; set; }

    public IReadOnlyList<ReceivedFault> Faults { get; set; } = [];
}

/// <summary>Why a request of a batch was refused.</summary>
internal sealed record ReceivedFault(string Code, string? Field, string Zh, string En)
{
    public Words Text => (Zh, En);
}

/// <summary>Takes requests of citizens. Sound ones of a batch count even when others are refused.</summary>
internal sealed class ReceiveRequests(TongbanDb db, Caller caller, ServiceCatalogue services, Calendars calendars, CityClock clock)
{
    public const int MostTogether = 500;

    /// <summary>A single request is refused with its reasons; of a batch each says what became of it.</summary>
    public async Task<Result<IReadOnlyList<Received>>> HandleAsync(ReceiveCommand command, CancellationToken ct)
    {
        if (command.Requests.Count is 0 or > MostTogether)
            return RequestErrors.TooMany(MostTogether);
        var result = await db.ActAsync(command, caller, async () =>
        {
            (Guid, bool)? application = null;
            if (command.Application is { } id)
            {
                if (await db.Set<ApiApplication>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id && a.RevokedAt == null, ct) is not { } known)
                    return RequestErrors.Key();
                application = (id, known.MayImport);
            }
            var ids = command.Requests.Select(r => r.ExternalId?.Trim()).Where(e => e is { Length: > 0 }).Distinct(StringComparer.Ordinal).ToList();
            var before = command.Application is null || ids.Count == 0 ? [] : await db.Set<ServiceRequest>().AsNoTracking().Where(r => r.ApplicationId == command.Application && ids.Contains(r.ExternalId)).ToDictionaryAsync(r => r.ExternalId!, StringComparer.Ordinal, ct);
            var (calendar, now, answers, taken) = (calendars.Current, clock.Now, new List<Received>(command.Requests.Count), new HashSet<string>(StringComparer.Ordinal));
            foreach (var given in command.Requests)
            {
                var external = given.ExternalId?.Trim() is { Length: > 0 } e ? e : null;
                if (external is not null && before.GetValueOrDefault(external) is { } same)
                {
                    answers.Add(new Received { Number = same.Number, ExternalId = external, Known = true, DueAt = same.DueAt });
                    continue;
                }
                var received = external is not null && !taken.Add(external) ? RequestErrors.TwiceInBatch(external)
                    : ServiceRequest.Receive(given, services, application, caller.Actor.IsStranger ? null : caller.Actor.PersonId, calendar, now);
                if (!received.TryGet(out var request, out var refusal))
                {
                    if (command.Requests.Count == 1)
                        return refusal;
                    answers.Add(new Received { ExternalId = external, Faults = [.. refusal.All.Select(f => new ReceivedFault(f.Code, f.Field, f.Text.Zh, f.Text.En))] });
                    continue;
                }
                db.Add(request);
                var answer = new Received { ExternalId = external, DueAt = request.DueAt };
                var series = $"SR-{CityClock.DateOf(request.RequestedAt).Year}";
                db.TakeNumber(series, n =>
                {
                    request.Register(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{series}-{n:000000}"));
                    answer.Number = request.Number;
                });
                answers.Add(answer);
            }
            return (Result<List<Received>>)answers;
        }, ct);
        return result.TryGet(out var all, out var no) ? all : no;
    }
}
