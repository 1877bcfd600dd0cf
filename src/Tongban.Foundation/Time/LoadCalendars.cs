using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;

namespace Tongban.Foundation.Time;

/// <summary>Loads the notices that come with the catalogue into an empty database; years that are published already stay as they are.</summary>
public sealed class LoadCalendars(TongbanDb db, Calendars calendars, CityClock clock)
{
    /// <param name="folder"><c>catalog/cn/calendar</c>: one file per year. A file without days is a year not yet announced.</param>
    /// <returns>How many years were loaded now.</returns>
    /// <exception cref="InvalidDataException">A file breaks the format.</exception>
    public async Task<Result<int>> LoadAsync(string folder, CancellationToken ct)
    {
        var files = Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(Read).Where(f => f.Content.Days.Count > 0).ToList();
        var loaded = await db.ActAsync("load-calendars", new Caller { Actor = Actor.System }, async () =>
        {
            var known = await db.Set<PublishedCalendar>().AsNoTracking().Select(c => c.Year).Distinct().ToListAsync(ct);
            var missing = files.Where(f => !known.Contains(f.Content.Year)).ToList();
            foreach (var (content, notice) in missing)
                db.Add(PublishedCalendar.Publish(content, notice, before: null, Actor.System.PersonId, clock.Now));
            return (Result<int>)missing.Count;
        }, ct);
        calendars.Refresh();
        return loaded;
    }

    private static (CalendarYear Content, string Notice) Read(string file)
    {
        var text = File.ReadAllText(file);
        if (!CalendarNotice.FromJson(text).TryGet(out var content, out var error))
            throw new InvalidDataException($"{file}: {error.Text.En}");
        using var document = JsonDocument.Parse(text);
        var papers = document.RootElement.TryGetProperty("papers", out var list) && list.ValueKind is JsonValueKind.Array
            ? string.Join(' ', list.EnumerateArray().Select(p => p.GetString())) : "";
        return (content, papers.Length is > 0 and <= 200 ? papers : Path.GetFileName(file));
    }
}
