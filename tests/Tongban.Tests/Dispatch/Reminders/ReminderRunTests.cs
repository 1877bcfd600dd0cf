using FsCheck;
using FsCheck.Fluent;
using Tongban.Dispatch.Contracts;
using Tongban.Dispatch.Reminders;
using Tongban.Foundation.Notices;
using Tongban.Foundation.Notices.Channels;
using Tongban.Foundation.People;
using Tongban.Foundation.Time;
using Tongban.Tests.Support;

namespace Tongban.Tests.Dispatch.Reminders;

/// <summary>One reminder a unit and month, its answer, its lights.</summary>
public class ReminderRunTests
{
    private const string Zrzy = "ZRZY@360500", Zjj = "ZJJ@360500", Gaj = "GAJ@360500";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task A_unit_is_reminded_once_answers_or_gets_its_light(Database database)
    {
        await using var room = await ReminderRoom.StartAsync(database, ReminderRoom.At(2026, 3, 25, 8, 59), Zrzy, Zjj, Gaj);
        var first = room.Tasks.Open(Zrzy, ReminderRoom.At(2026, 3, 2, 9), 1);
        room.Tasks.Open(Zrzy, ReminderRoom.At(2026, 3, 9, 9), 2);
        var silent = room.Tasks.Open(Zjj, ReminderRoom.At(2026, 3, 9, 9), 3);
        // Whoever has spoken since the last 25th is asked too, but of the others first; and nobody of what was given after this one.
        room.Tasks.Feedback(room.Tasks.Open(Zrzy, ReminderRoom.At(2026, 3, 1, 9), 4), ReminderRoom.At(2026, 3, 20, 9));
        await room.RunAsync();
        Assert.Empty(await room.AllAsync<Reminder>());
        room.Clock.Now = ReminderRoom.At(2026, 3, 25, 9, 2);
        Assert.Equal(2, (await room.RunAsync()).Reminded);
        Assert.Equal(0, (await room.RunAsync()).Reminded);
        room.Tasks.Open("CZJ@360500", ReminderRoom.At(2026, 3, 26, 9), 5);
        room.Clock.Now = ReminderRoom.At(2026, 3, 26, 10);
        Assert.Equal(0, (await room.RunAsync()).Reminded);

        Assert.Equal(2, await room.SendAsync());
        var text = room.Sms.Given.Single(m => m.Recipient == Notice.Organ(Zrzy));
        Assert.Equal("13900000000", text.Address);
        Assert.StartsWith("XT-2026-000001袁河大桥及接线工程等3件已用12日，请于3月30日前反馈", text.Text.Zh, StringComparison.Ordinal);

        // One answer on the platform, one by text message; handed over twice it is one.
        var reminder = (await room.AllAsync<Reminder>()).Single(r => r.Organ == Zrzy);
        Assert.Equal("dispatch.reminder-not-yours", (await room.AsAsync(Officer(Zjj), h => h.HandleAsync(new(reminder.Id, first.Matter, "已完成"), default))).Error?.Code);
        Assert.Equal("dispatch.reminder-answer-length", (await room.AsAsync(Officer(Zrzy), h => h.HandleAsync(new(reminder.Id, first.Matter, " "), default))).Error?.Code);
        Assert.Equal("dispatch.not-in-reminder", (await room.AsAsync(Officer(Zrzy), h => h.HandleAsync(new(reminder.Id, silent.Matter, "已完成"), default))).Error?.Code);
        Assert.Equal(2, (await room.AsAsync(Officer(Zrzy), h => h.HandleAsync(new(reminder.Id, first.Matter, "已完成清表"), default))).Value);
        Assert.Equal("已记录XT-2026-000004的反馈。还有1件待反馈。", await TextAsync(room, "13900000000", "反馈 XT-2026-000004 已报批"));
        for (var i = 0; i < 2; i++)
            Assert.Equal("已记录XT-2026-000002的反馈。本月提醒已全部反馈。", await TextAsync(room, "13900000000", "反馈 2 月底前交地"));
        Assert.Equal(3, (await room.AllAsync<Reminder>()).Single(r => r.Organ == Zrzy).Answers.Count);
        Assert.Equal(ReminderState.Answered, (await room.AllAsync<Reminder>()).Single(r => r.Organ == Zrzy).State);

        // The third working day after the 26th is Monday the 30th counted from the 25th; on the 31st the light turns yellow, a month later red.
        room.Clock.Now = ReminderRoom.At(2026, 3, 30, 23);
        Assert.Equal(0, (await room.RunAsync()).Missed);
        room.Clock.Now = ReminderRoom.At(2026, 3, 31, 1);
        Assert.Equal(1, (await room.RunAsync()).Missed);
        Assert.Equal((ReminderState.Missed, Light.Yellow), (await room.AllAsync<Reminder>()).Where(r => r.Organ == Zjj).Select(r => (r.State, r.Light!.Value)).Single());
        room.Clock.Now = ReminderRoom.At(2026, 4, 25, 10);
        await room.RunAsync();
        room.Clock.Now = ReminderRoom.At(2026, 5, 2, 10);
        await room.RunAsync();
        var bulletin = await room.InScopeAsync<ReminderQueries, Bulletin>(q => q.BulletinAsync(202604, default));
        Assert.Equal([Zjj], bulletin.Listed.Select(l => l.Organ));
        Assert.Contains(await room.AllAsync<Notice>(), n => n.Recipient == Notice.Organ(Zjj) && n.Occasion == "reminder-missed:202604" && n.TextZh.Contains("红灯", StringComparison.Ordinal));
        // A late answer is taken; the light stays.
        var red = (await room.AllAsync<Reminder>()).Single(r => r.Organ == Zjj && r.Month == 202604);
        Assert.Equal(0, (await room.AsAsync(Officer(Zjj), h => h.HandleAsync(new(red.Id, null, "已经协调"), default))).Value);
        Assert.Equal((1, Light.Red), (await room.InScopeAsync<ReminderQueries, Bulletin>(q => q.BulletinAsync(202604, default))) is var b ? (b.Late, b.Listed[0].Light) : default);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Whoever_answers_before_the_message_leaves_gets_none(Database database)
    {
        await using var room = await ReminderRoom.StartAsync(database, ReminderRoom.At(2026, 3, 25, 9, 1), Zrzy, Zjj, Gaj);
        var (answered, settled) = (room.Tasks.Open(Zrzy, ReminderRoom.At(2026, 3, 2, 9), 1), room.Tasks.Open(Zjj, ReminderRoom.At(2026, 3, 2, 9), 2));
        room.Tasks.Open(Gaj, ReminderRoom.At(2026, 3, 2, 9), 3);
        Assert.Equal(3, (await room.RunAsync()).Reminded);
        await room.AsAsync(Officer(Zrzy), h => h.HandleAsync(new(Reminder.KeyOf(Zrzy, 202603), answered.Matter, "已完成"), default));
        room.Tasks.Close(settled);
        await room.SendAsync();
        Assert.Equal([Notice.Organ(Gaj)], room.Sms.Given.Select(m => m.Recipient));
        Assert.Equal(2, (await room.AllAsync<OutgoingNotice>()).Count(o => o.State is OutgoingState.Suppressed));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Three_processes_at_the_same_moment_remind_every_unit_once(Database database)
    {
        var units = Enumerable.Range(0, 24).Select(i => $"U{(char)('A' + i)}@360500").ToArray();
        await using var room = await ReminderRoom.StartAsync(database, ReminderRoom.At(2026, 3, 25, 9, 1), units);
        foreach (var unit in units)
            room.Tasks.Open(unit, ReminderRoom.At(2026, 3, 2, 9));
        var runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => room.RunAsync()));
        Assert.Equal(24, runs.Sum(r => r.Reminded));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => room.SendAsync()));
        Assert.Equal(units.Order(StringComparer.Ordinal), room.Sms.Given.Select(m => m.Recipient[6..]).Order(StringComparer.Ordinal));
        Assert.Equal(RoundState.Done, Assert.Single(await room.AllAsync<ReminderRound>()).State);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_message_whose_sender_died_is_in_doubt_and_not_sent_again(Database database)
    {
        await using var room = await ReminderRoom.StartAsync(database, ReminderRoom.At(2026, 3, 25, 9, 1), Zrzy);
        room.Tasks.Open(Zrzy, ReminderRoom.At(2026, 3, 2, 9));
        await room.RunAsync();
        // It took the message, and whether it left before the process died nobody knows.
        await room.ActAsync(db => db.Set<OutgoingNotice>().Single().Claim(room.Clock.Now.AddMinutes(5)));
        Assert.Equal(0, await room.SendAsync());
        room.Clock.Now = room.Clock.Now.AddMinutes(6);
        Assert.Equal(0, await room.SendAsync());
        Assert.Empty(room.Sms.Given);
        Assert.Equal(OutgoingState.Unknown, Assert.Single(await room.AllAsync<OutgoingNotice>()).State);
    }

    [Fact]
    public async Task Made_up_in_the_night_the_message_waits_for_the_morning_and_too_late_is_written_down()
    {
        await using var room = await ReminderRoom.StartAsync(Database.Sqlite, ReminderRoom.At(2026, 3, 28, 2), Zrzy);
        room.Tasks.Open(Zrzy, ReminderRoom.At(2026, 3, 2, 9));
        Assert.Equal(1, (await room.RunAsync()).Reminded);
        Assert.Equal(0, await room.SendAsync());
        room.Clock.Now = ReminderRoom.At(2026, 3, 28, 7, 59);
        Assert.Equal(0, await room.SendAsync());
        room.Clock.Now = ReminderRoom.At(2026, 3, 28, 8);
        Assert.Equal(1, await room.SendAsync());
        room.Clock.Now = ReminderRoom.At(2026, 5, 6, 9);
        Assert.Equal(0, (await room.RunAsync()).Reminded);
        Assert.Equal([(202603, RoundState.Done), (202604, RoundState.LeftOut)], (await room.AllAsync<ReminderRound>()).Select(r => (r.Month, r.State)).Order());
    }

    [Theory]
    [InlineData("13900000000", "反馈 XT-2026-000012 已完成", "已记录XT-2026-000012的反馈。还有1件待反馈。")]
    [InlineData("13900000000", "  fk：12，已完成\n下周交地", "已记录XT-2026-000012的反馈。还有1件待反馈。")]
    [InlineData("13900000000", "反馈 99 已完成", "没有找到贵单位编号为99的提醒事项，请核对编号。")]
    [InlineData("13900000000", "反馈 13", null)]
    [InlineData("13900000000", "收到", null)]
    [InlineData("13900000077", "反馈 12 已完成", null)]
    public async Task A_text_message_is_understood_or_left_alone(string from, string text, string? answer)
    {
        await using var room = await ReminderRoom.StartAsync(Database.Sqlite, ReminderRoom.At(2026, 3, 25, 9, 1), Zrzy);
        room.Tasks.Open(Zrzy, ReminderRoom.At(2026, 3, 2, 9), 12);
        room.Tasks.Open(Zrzy, ReminderRoom.At(2026, 3, 2, 9), 13);
        await room.RunAsync();
        Assert.Equal(answer, await TextAsync(room, from, text));
    }

    /// <summary>Whatever processes run, at whatever question they die, in whatever order and together with whom: one reminder a unit and month, for exactly those who had something open.</summary>
    [Fact]
    public void Any_interleaving_of_runs_and_deaths_reminds_each_unit_once_a_month()
    {
        var steps = Gen.ListOf(Gen.Choose(0, 11)).Select(l => l.Take(14).ToList());
        Prop.ForAll(steps.ToArbitrary(), told => InterleaveAsync(told).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(12).WithReplay(20261125, 7));
    }

    private static async Task<bool> InterleaveAsync(IReadOnlyList<int> told)
    {
        string[] units = [Zrzy, Zjj, Gaj];
        await using var room = await ReminderRoom.StartAsync(Database.Sqlite, ReminderRoom.At(2026, 1, 24, 9), units);
        foreach (var unit in units)
            room.Tasks.Open(unit, ReminderRoom.At(2026, 1, 5, 9));
        for (var month = 1; month <= 3; month++)
        {
            room.Clock.Now = ReminderRoom.At(2026, month, 25, 8, 50);
            foreach (var step in told)
            {
                switch (step)
                {
                    case <= 3: // a process is killed at one of its questions
                        room.Tasks.DiesAt = step + 1;
                        await DyingAsync(room.RunAsync);
                        break;
                    case <= 6: // two or three run at the same time, one of them perhaps to its death
                        room.Tasks.DiesAt = step == 6 ? 3 : null;
                        await Task.WhenAll(Enumerable.Range(0, step - 2).Select(_ => DyingAsync(room.RunAsync)));
                        break;
                    case <= 8: // nothing runs for hours or days
                        room.Clock.Advance(step == 7 ? TimeSpan.FromHours(7) : TimeSpan.FromDays(1.5));
                        var latest = ReminderRoom.At(2026, month, 25, 9).AddDays(ReminderRule.CatchUpDays - 1);
                        room.Clock.Now = room.Clock.Now < latest ? room.Clock.Now : latest;
                        break;
                    default:
                        await DyingAsync(room.SendAsync);
                        break;
                }
            }
            // In the end one process lives long enough.
            room.Tasks.DiesAt = null;
            if (room.Clock.Now < ReminderRoom.At(2026, month, 25, 9))
                room.Clock.Now = ReminderRoom.At(2026, month, 25, 9);
            await room.RunAsync();
            room.Clock.Now = QuietHours.Night.Next(room.Clock.Now);
            await room.SendAsync();
        }
        var expected = from month in new[] { 202601, 202602, 202603 } from unit in units select (unit, month);
        return expected.Order().SequenceEqual((await room.AllAsync<Reminder>()).Select(r => (r.Organ, r.Month)).Order())
            && (await room.AllAsync<Notice>()).Count(n => n.Occasion.StartsWith("reminder-25:", StringComparison.Ordinal)) == 9
            && room.Sms.Given.Count == 9 && room.Sms.Given.Select(m => m.Key).Distinct().Count() == 9;
    }

    private static async Task DyingAsync<T>(Func<Task<T>> process)
    {
        try
        {
            await process();
        }
        catch (InvalidOperationException)
        {
            // it was killed
        }
    }

    private static Task<string?> TextAsync(ReminderRoom room, string from, string text) => room.InScopeAsync<IIncomingText, string?>(t => t.TakeInAsync(new(Tongban.Foundation.Sha256.Key(from + text), from, text, room.Clock.Now), default));

    private static Actor Officer(string organ) => new(Guid.CreateVersion7(), "", Roles.Handler, organ);
}
