using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Notices.Channels;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Dispatch.Reminders;

/// <summary>The unit says how a difficulty of its reminder goes.</summary>
/// <param name="Matter">One of the reminder's; may be left out where only one is open.</param>
internal sealed record AnswerReminderCommand(Guid Reminder, Guid? Matter, string? Text);

/// <summary>Takes a unit's answer on record, from the page and the API.</summary>
internal sealed class AnswerReminderHandler(TongbanDb db, Caller caller, CityClock clock)
{
    /// <returns>How many difficulties of the reminder are still without an answer.</returns>
    public Task<Result<int>> HandleAsync(AnswerReminderCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (await db.Set<Reminder>().SingleOrDefaultAsync(r => r.Id == command.Reminder, ct) is not { } reminder)
            return (Result<int>)ReminderErrors.NotFound();
        if (caller.Actor.Organ != reminder.Organ || !caller.Actor.Is(DispatchPermissions.Work.HeldBy))
            return ReminderErrors.NotYours();
        var matter = command.Matter ?? (reminder.Open.Count() == 1 ? reminder.Open.First().Matter : Guid.Empty);
        return (caller.Expects(reminder) ?? reminder.Answer(matter, command.Text, AnswerVia.Platform, caller.Actor.PersonId, clock.Now)) is { } refusal ? refusal : reminder.Open.Count();
    }, ct);
}

/// <summary>Answers by text message: <c>反馈 XT-2026-000123 已完成清表</c>, from the number the unit has registered. The last digits of the number are enough where they are unmistakable.</summary>
internal sealed partial class AnswersByText(TongbanDb db, CityClock clock) : IIncomingText
{
    /// <summary>Units that may share one telephone, and months that are looked back.</summary>
    private const int MostUnits = 20, MostMonths = 3;

    public async Task<string?> TakeInAsync(IncomingText text, CancellationToken ct)
    {
        if (Form().Match(text.Text) is not { Success: true } read)
            return null;
        var organs = await db.Set<Organ>().AsNoTracking().Where(o => o.ContactPhone == text.From).OrderBy(o => o.Key).Take(MostUnits).Select(o => o.Key).ToListAsync(ct);
        // Nobody learns here which numbers are registered.
        if (organs.Count == 0)
            return null;
        var (number, answer) = (read.Groups["number"].Value.ToUpperInvariant(), read.Groups["text"].Value.Trim());
        var reminders = await db.Set<Reminder>().AsNoTracking().Where(r => organs.Contains(r.Organ)).OrderByDescending(r => r.Month).Take(MostUnits * MostMonths).ToListAsync(ct);
        // The newest reminder that names it; an older one would be answered in vain.
        var fitting = reminders.SelectMany(r => r.Matters.Where(m => Fits(m.Number, number)).Select(m => (Reminder: r, Matter: m))).GroupBy(f => f.Matter.Matter).Select(g => g.First()).ToList();
        if (fitting.Count == 0)
            return $"没有找到贵单位编号为{number}的提醒事项，请核对编号。";
        if (fitting.Count > 1)
            return $"编号{number}对应多个事项，请写完整编号，例如：反馈 {fitting[0].Matter.Number} 进展";
        var (found, matter) = fitting[0];
        // Handed over twice it is the same act.
        var caller = new Caller { Actor = new Actor(Actor.System.PersonId, "短信", Roles.Handler, found.Organ), ActId = text.Key };
        var answered = await db.ActAsync(new TextAnswer(found.Id, matter.Matter, answer), caller, async () =>
        {
            var reminder = await db.Set<Reminder>().SingleAsync(r => r.Id == found.Id, ct);
            return reminder.Answer(matter.Matter, answer, AnswerVia.Text, null, clock.Now) is { } refusal ? (Result<int>)refusal : reminder.Open.Count();
        }, ct);
        return answered.TryGet(out var left, out var no)
            ? string.Create(CultureInfo.InvariantCulture, $"已记录{matter.Number}的反馈。{(left == 0 ? "本月提醒已全部反馈。" : $"还有{left}件待反馈。")}")
            : no.Text.Zh;
    }

    private static bool Fits(string number, string given) => number.Equals(given, StringComparison.OrdinalIgnoreCase)
        || (given.All(char.IsAsciiDigit) && number[(number.LastIndexOf('-') + 1)..].TrimStart('0') == given.TrimStart('0'));

    private sealed record TextAnswer(Guid Reminder, Guid Matter, string Text);

    [GeneratedRegex(@"^\s*(反馈|FK)[\s:：,，]*(?<number>[A-Za-z]{1,4}-[0-9]{4}-[0-9]{1,8}|[0-9]{1,8})[\s:：,，]+(?<text>\S.*)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
