using System.Text.Json;
using Tongban.Dispatch.Weekly;
using Tongban.Dispatch.Weekly.Figures;
using Tongban.Dispatch.Weekly.Model;
using Tongban.Foundation.Time;
using static Tongban.Tests.Dispatch.WeekBuilder;

namespace Tongban.Tests.Dispatch;

/// <summary>The weekly dispatch without a database: weeks, rates, flags, shortages, boards.</summary>
public class WeeklyTests
{
    [Theory]
    [InlineData("2026-01-01", "2026-W01"), InlineData("2025-12-29", "2026-W01"), InlineData("2027-01-03", "2026-W53"), InlineData("2027-01-04", "2027-W01"), InlineData("2026-02-27", "2026-W09")]
    public void A_week_belongs_to_the_year_of_its_Thursday(string day, string week)
    {
        Assert.Equal(week, IsoWeek.Of(DateOnly.Parse(day, null)).ToString());
        Assert.Equal(IsoWeek.Of(DateOnly.Parse(day, null)), IsoWeek.Parse(week).Value);
    }

    [Fact]
    public void What_is_no_week_is_refused_and_a_return_is_due_on_Friday_at_six_in_the_city()
    {
        foreach (var no in new[] { null, "", "2026-54", "2026-W54", "2026-W00", "2025-W53", "26-W09", "2026-W9" })
            Assert.Equal("weekly.week-form", IsoWeek.Parse(no).Error?.Code);
        Assert.Equal(new DateTimeOffset(2026, 2, 27, 10, 0, 0, TimeSpan.Zero), Week.DueAt(Rules));
        Assert.Equal(53, new IsoWeek(2026, 1).Plus(53).Since(new IsoWeek(2026, 1)));
        Assert.False(Return(Major(), Fields(), at: Week.DueAt(Rules)).Late);
        Assert.True(Return(Major(), Fields(), at: Week.DueAt(Rules).AddTicks(1)).Late);
        // On Monday the reminder is still about last week; from Friday 15:00 on it is about this one.
        Assert.Equal(Week, WeeklyReminder.WeekOf(Monday(Week.Plus(1)), Rules));
        Assert.Equal(Week.Plus(-1), WeeklyReminder.WeekOf(Friday(Week).AddHours(-2), Rules));
        Assert.Equal(Week, WeeklyReminder.WeekOf(Friday(Week), Rules));
    }

    [Fact]
    public void Rates_add_parts_and_wholes()
    {
        var (a, b, c) = (Major(1), Major(2), Major(3));
        var board = Board([a, b, c],
        [
            Return(a, Fields(needed: 100, onSite: 90, materials: [new(MaterialKind.Steel, 70, 30, 3, 40), new(MaterialKind.Cement, 70, 29, 2.9m, 41)], supplies: [new(SupplyKind.Masks, 700, 100, 7)], year: 9_000)),
            Return(b, Fields(needed: 50, onSite: 30, materials: [], supplies: [new(SupplyKind.Masks, 600, 100, 6), new(SupplyKind.Disinfectant, 100, 1, 100)], resumed: false, week: 0, year: 0)),
        ]);
        var rates = board.Total.Rates;
        Assert.Equal((3, 2), (board.Total.Projects, board.Total.Reported));
        // Who has not returned is not at work.
        Assert.Equal((new Share(1, 3), new Share(120, 150), new Share(1, 2), new Share(2, 3)), (rates.Resumption, rates.Attendance, rates.Materials, rates.Supplies));
        Assert.Equal(80m, rates.Attendance.Percent);
        // 52,000 in 53 weeks, nine of them past, for two projects of which one has done 9,000.
        Assert.Equal(2 * 52_000m * 9 / 53, rates.Plan.Whole, 10);
        Assert.Equal(9_000m, rates.Plan.Part);
        Assert.Equal([WeekLevel.Red, WeekLevel.Yellow, WeekLevel.Good, WeekLevel.NoData], new decimal?[] { 79.99m, 80, 90, null }.Select(p => WeekLevels.Of(p, Rules)));
        Assert.Equal(board.Total.Rates, board.Divisions.Aggregate(default(WeekRates), (x, g) => x + g.Rates));
        Assert.Equal(6, board.DaysSinceResumption);
    }

    [Fact]
    public void Who_is_not_expected_yet_counts_neither_as_resumed_nor_as_missing()
    {
        var later = MajorProject.List(Project(1), null, new(KeyClass.County, Week.Sunday.AddDays(1), 2026, 0), "区重点", Office, Week, Monday(Week)).Value;
        Assert.Equal(default, Board([later], [Return(later, Fields())]).Total.Rates.Resumption);
        Assert.Equal(new Share(1, 1), Board([later], [Return(later, Fields(), Week.Plus(1))], Week.Plus(1)).Total.Rates.Resumption);
    }

    [Fact]
    public void Grades_follow_their_formula()
    {
        var (a, b) = (Major(1, Week.Plus(-1)), Major(2, Week.Plus(-1)));
        var board = Board([a, b], [Return(a, Fields(week: 0, year: 0, needed: 100, onSite: 79, resumed: false, materials: [], supplies: []))]);
        var rows = board.Rows.ToDictionary(r => r.Project.Code);
        // Not resumed 3, attendance below 80 % 2, plan below 80 % 2, many workers on a stopped site 1.
        Assert.Equal((WeekGrade.Key, 8), (rows[a.Code].Attention.Grade, rows[a.Code].Attention.Points));
        Assert.Equal((WeekGrade.Watch, 3), (rows[b.Code].Attention.Grade, rows[b.Code].Attention.Points));
        Assert.All(board.Rows, r => Assert.Equal(r.Attention.Points, r.Attention.Why.Sum(w => w.Points)));
    }

    [Fact]
    public void A_value_far_from_the_project_s_own_weeks_is_flagged_with_its_sum()
    {
        var earlier = new decimal[] { 100, 104, 96, 102, 98, 101 }.Select((v, i) => (Week.Plus(-1 - i), Fields(week: v, year: 1_000 - (i * 100), physical: 19 - i))).ToList();
        Assert.Empty(Outliers.Of(Week, Fields(week: 110, year: 1_110), earlier, 0));
        var far = Assert.Single(Outliers.Of(Week, Fields(week: 400, year: 1_400), earlier, 0));
        Assert.Equal(("Y01", "weekInvestmentWan"), (far.Rule, far.Field));
        Assert.Contains("100.5", far.Why.En, StringComparison.Ordinal);
        // One slip of the hand in the past does not hide the next one, as a mean would let it.
        earlier[0] = (earlier[0].Item1, Fields(week: 100_000, year: 1_000, physical: 19));
        Assert.Contains(Outliers.Of(Week, Fields(week: 400, year: 1_400), earlier, 0), o => o.Rule == "Y01");
        // Too few weeks say nothing, and equal weeks are no reason to flag a small step.
        Assert.Null(Outliers.Far(900, [100, 100, 100]));
        Assert.Null(Outliers.Far(110, [100, 100, 100, 100]));
        Assert.Equal(double.PositiveInfinity, Outliers.Far(160, [100, 100, 100, 100])?.Score);
        // Median 6, distances 4 2 1 0 0 1 3, their median 1: so 20 scores 0.6745 × 14.
        Assert.Equal(0.6745 * 14, Outliers.Far(20, [2, 4, 5, 6, 6, 7, 9])!.Value.Score, 0.0001);
    }

    [Fact]
    public void Values_that_contradict_each_other_are_flagged_and_nothing_else()
    {
        List<(IsoWeek, WeekFields)> before = [(Week.Plus(-1), Fields(year: 9_000))];
        Assert.Empty(Outliers.Of(Week, Fields(week: 100, year: 9_100), before, 100_000));
        var sound = Fields(week: 100, year: 9_100);
        foreach (var (rule, field, now) in new (string, string, WeekFields)[]
        {
            ("Y02", "yearCumulativeWan", sound with { YearCumulativeWan = 9_500 }),
            ("Y02", "yearCumulativeWan", sound with { YearCumulativeWan = 8_000 }),
            ("Y03", "physicalPct", sound with { PhysicalPct = 19 }),
            ("Y04", "supplies.masks.stockDays", sound with { Supplies = [new(SupplyKind.Masks, 2_000, 100, 30)] }),
            ("Y04", "materials.steel.stockDays", sound with { Materials = [new(MaterialKind.Steel, 70, 70, 12, 0)] }),
            ("Y05", "workersOnSite", sound with { WorkersNeeded = 50 }),
            ("Y06", "resumed", sound with { Resumed = false }),
            ("Y07", "materials.steel.gap", sound with { Materials = [new(MaterialKind.Steel, 70, 70, 7, 20)] }),
            ("Y08", "outOfProvince", sound with { OutOfProvince = 96 }),
            ("Y10", "yearCumulativeWan", sound with { YearCumulativeWan = 9_100.5m }),
        })
        {
            var found = Assert.Single(Outliers.Of(Week, now, before, rule is "Y10" ? 9_100 : 100_000));
            Assert.Equal((rule, field), (found.Rule, found.Field));
            Assert.Contains(Outliers.Rules, r => r.Rule == rule);
        }
    }

    [Fact]
    public void A_year_begins_anew_and_a_missed_week_is_no_contradiction()
    {
        List<(IsoWeek, WeekFields)> december = [(new(2025, 52), Fields(year: 50_000))];
        Assert.Empty(Outliers.Of(new(2026, 1), Fields(week: 100, year: 100), december, 0));
        List<(IsoWeek, WeekFields)> fortnight = [(Week.Plus(-2), Fields(year: 9_000))];
        Assert.Empty(Outliers.Of(Week, Fields(week: 100, year: 9_900), fortnight, 0));
        Assert.Equal("Y02", Assert.Single(Outliers.Of(Week, Fields(week: 100, year: 9_050), fortnight, 0)).Rule);
        var still = Enumerable.Range(1, 3).Select(i => (Week.Plus(-i), Fields(week: 100, year: 9_000 - ((i - 1) * 100)))).ToList();
        Assert.Equal("Y09", Assert.Single(Outliers.Of(Week, Fields(week: 100, year: 9_100), still, 0)).Rule);
    }

    [Fact]
    public void The_nearest_helps_first_and_nobody_gives_more_than_he_can_spare()
    {
        var (near, far, wants, unknown) = (Major(1, place: (114.92m, 27.80m)), Major(2, place: (115.20m, 27.80m)), Major(3, place: (114.90m, 27.80m)), Major(4));
        var board = Board([near, far, wants, unknown],
        [
            Return(near, Fields(materials: [new(MaterialKind.Steel, 70, 200, 20, 0)])), Return(far, Fields(materials: [new(MaterialKind.Steel, 0, 500, 365, 0)])),
            Return(wants, Fields(materials: [new(MaterialKind.Steel, 700, 100, 1, 600)], equipment: [new(EquipmentKind.TowerCrane, 2, 1)], supplies: [new(SupplyKind.Masks, 300, 100, 3)])),
            Return(unknown, Fields(materials: [new(MaterialKind.Steel, 70, 69.9m, 13.9m, 0)], equipment: [new(EquipmentKind.TowerCrane, 1, 3)], supplies: [new(SupplyKind.Masks, 2_000, 100, 20)])),
        ]);
        var steel = board.Shortages.Single(s => s.Short.Item is "material:steel");
        Assert.Equal([(near.Code, 60m), (far.Code, 500m)], steel.Matches.Select(m => (m.From.Code, m.Amount)));
        Assert.Equal(40m, steel.Remaining);
        Assert.Equal(2.0m, steel.Matches[0].Kilometres);
        Assert.All(["示范工程3", "600", "60", "2"], part => Assert.Contains(part, steel.Matches[0].Why.Zh, StringComparison.Ordinal));
        Assert.Equal((unknown.Code, 1m, (decimal?)null), board.Shortages.Where(s => s.Short.Item is "equipment:towerCrane").SelectMany(s => s.Matches).Select(m => (m.From.Code, m.Amount, m.Kilometres)).Single());
        Assert.Equal(400m, board.Shortages.Single(s => s.Short.Item is "supply:masks").Matches.Sum(m => m.Amount));
    }

    [Fact]
    public void Proposals_balance_whatever_the_stocks_are()
    {
        var random = new Random(20260222);
        for (var round = 0; round < 200; round++)
        {
            var majors = Enumerable.Range(1, 8).Select(i => Major(i, place: random.Next(4) == 0 ? null : (114.9m + (i * 0.01m), 27.8m))).ToList();
            var returns = majors.Select(m => Return(m, Fields(materials: [.. Enum.GetValues<MaterialKind>().Where(_ => random.Next(2) == 0).Select(k =>
            {
                decimal need = random.Next(0, 200), stock = random.Next(0, 900);
                return new MaterialLine(k, need, stock, need == 0 ? 365 : decimal.Round(stock / need * 7, 1), Math.Max(0, need - stock));
            })]))).ToDictionary(r => r.Code);
            var board = Board(majors, returns.Values);
            Assert.All(board.Shortages, s => Assert.Equal(s.Short.Amount, s.Matches.Sum(m => m.Amount) + s.Remaining));
            Assert.All(board.Shortages.SelectMany(s => s.Matches).GroupBy(m => (m.Item, m.From.Code)), given =>
            {
                var line = returns[given.Key.Code].Fields.Materials.Single(m => $"material:{WeekFields.Name(m.Kind)}" == given.Key.Item);
                Assert.True(line.Stock - given.Sum(g => g.Amount) >= line.Need * 2, $"{given.Key}: {line}");
            });
        }
    }

    /// <summary>Whatever is entered later, lists and corrections alike, the board of an instant stays what it was, to the last letter.</summary>
    [Fact]
    public void The_board_of_an_instant_is_the_same_for_ever()
    {
        var random = new Random(9);
        for (var round = 0; round < 60; round++)
        {
            var majors = Enumerable.Range(1, 4).Select(i => Major(i, Week.Plus(-6))).ToList();
            List<WeeklyReturn> returns = [];
            List<(IsoWeek Week, DateTimeOffset AsOf, string Board)> seen = [];
            var now = Monday(Week.Plus(-6));
            for (var step = 0; step < 60; step++)
            {
                now = now.AddHours(random.Next(1, 40));
                var current = IsoWeek.Of(CityClock.DateOf(now));
                var major = majors[random.Next(4)];
                switch (random.Next(6))
                {
                    case 0 when major.IsListed:
                        Assert.Null(major.Remove("已竣工", Office, current, now));
                        break;
                    case 1:
                        Assert.Null(major.Enter(Project(int.Parse(major.Code[^6..], null) - 200_000), null, new((KeyClass)random.Next(3), new(2026, 2, 24), 2026, random.Next(1, 9) * 10_000m), "调整", Office, current, now));
                        break;
                    case 2:
                        seen.Add((current, now, Written(Board(majors, returns, current, now))));
                        break;
                    default:
                        var week = current.Plus(-random.Next(3));
                        var before = returns.Where(r => r.ProjectId == major.ProjectId && r.Week == week.Key).MaxBy(r => r.Revision);
                        returns.Add(Return(major, Fields(week: random.Next(900), year: random.Next(9_000), onSite: random.Next(120)) with { ResumedOn = week.Monday }, week, before, now));
                        break;
                }
            }
            // In whatever order the database gives them.
            var shuffled = returns.ToArray();
            random.Shuffle(shuffled);
            Assert.All(seen, s => Assert.Equal(s.Board, Written(Board(majors, shuffled, s.Week, s.AsOf))));
        }

        static string Written(BoardSheet board) => JsonSerializer.Serialize(BoardAnswer.Of(board, Rules)) + JsonSerializer.Serialize(board.Shortages.Select(ShortageAnswer.Of));
    }

    [Fact]
    public void A_correction_is_the_next_revision_with_its_reason()
    {
        var major = Major();
        var first = Return(major, Fields());
        var actor = new Tongban.Foundation.People.Actor(Guid.NewGuid(), "x", Tongban.Foundation.People.Roles.Applicant);
        Assert.Equal("weekly.correction-reason", WeeklyReturn.Submit(major, Week, Fields(week: 5), first, " ", actor, Rules, Monday(Week.Plus(1))).Error?.Code);
        var second = WeeklyReturn.Submit(major, Week, Fields(week: 5), first, "漏报一笔", actor, Rules, Monday(Week.Plus(1))).Value;
        // The week was returned in time, whenever it was corrected.
        Assert.Equal((2, false, "漏报一笔"), (second.Revision, second.Late, second.Reason));
        Assert.NotEqual(first.Fields.Digest, second.Fields.Digest);
        Assert.Equal("dispatch.week-returned", Tongban.Foundation.ActNames.Of(Assert.Single(second.Acts).GetType()).Name);
    }

    [Fact]
    public void Everything_wrong_with_a_return_is_said_at_once()
    {
        var bad = Fields(week: -1, physical: 101, onSite: 10_001) with { ResumedOn = null, Materials = [new(MaterialKind.Steel, 1, 1, 1, -1), new(MaterialKind.Steel, 1, 1, 1, 1)], YearCumulativeWan = 1.00001m };
        var refusal = WeeklyReturn.Submit(Major(), Week, bad, null, null, new(Guid.NewGuid(), "x", Tongban.Foundation.People.Roles.Applicant), Rules, Friday(Week)).Error!;
        Assert.Equal(["materials", "materials.steel.gap", "physicalPct", "resumedOn", "weekInvestmentWan", "workersOnSite", "yearCumulativeWan"], refusal.All.Select(e => e.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_form_gives_back_what_it_was_given_and_computes_what_was_left_out()
    {
        var all = Fields() with
        {
            Materials = [.. Enum.GetValues<MaterialKind>().Select(k => new MaterialLine(k, 70, 35.5m, 3.5m, 34.5m))], Equipment = [.. Enum.GetValues<EquipmentKind>().Select(k => new EquipmentLine(k, 3, 2))],
            Supplies = [.. Enum.GetValues<SupplyKind>().Select(k => new SupplyLine(k, 100, 10, 10))], Milestones = "桩基完成", Problems = "缺电", ProblemModel = "XT-18", NextWeekPlan = "承台", InQuarantine = 2,
        };
        var texts = FieldReading.Write(all);
        Assert.Equal(all.Digest, FieldReading.Read(texts.GetValueOrDefault, null).Value.Digest);
        var thin = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["resumed"] = "是", ["resumedOn"] = "2026/2/24", ["workersNeeded"] = "1,200", ["workersOnSite"] = "900", ["managersOnSite"] = "40", ["weekInvestmentWan"] = "650.5", ["physicalPct"] = "18.5%",
            ["materials.steel.need"] = "70", ["materials.steel.stock"] = "25", ["supplies.masks.stock"] = "1000", ["supplies.masks.dailyUse"] = "130",
        };
        var read = FieldReading.Read(thin.GetValueOrDefault, 2_000).Value;
        Assert.Equal((2_650.5m, 1_200, new DateOnly(2026, 2, 24)), (read.YearCumulativeWan, read.WorkersNeeded, read.ResumedOn));
        Assert.Equal(new MaterialLine(MaterialKind.Steel, 70, 25, 2.5m, 45), Assert.Single(read.Materials));
        Assert.Equal(new SupplyLine(SupplyKind.Masks, 1_000, 130, 7.7m), Assert.Single(read.Supplies));
        thin["workersOnSite"] = "许多";
        thin.Remove("physicalPct");
        Assert.Equal(["physicalPct", "workersOnSite"], FieldReading.Read(thin.GetValueOrDefault, 2_000).Error!.All.Select(e => e.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_new_week_begins_with_the_last_but_not_with_its_work()
    {
        var last = Fields() with { Milestones = "桩基", Problems = "x", NextWeekPlan = "y" };
        var next = last.AsStart(sameYear: true);
        Assert.Equal((0m, 9_000m, null, null, null), (next.WeekInvestmentWan, next.YearCumulativeWan, next.Milestones, next.Problems, next.NextWeekPlan));
        Assert.Equal(last.Materials, next.Materials);
        Assert.Equal(0m, last.AsStart(sameYear: false).YearCumulativeWan);
    }

    [Fact]
    public void Days_stopped_are_those_of_the_working_week()
    {
        Assert.Equal(5, WeekFacts.Stopped(Week, Fields(resumed: false)));
        Assert.Equal(1, WeekFacts.Stopped(Week, Fields()));
        Assert.Equal(0, WeekFacts.Stopped(Week.Plus(1), Fields()));
    }

    [Fact]
    public void The_list_keeps_its_history()
    {
        var major = Major(from: Week.Plus(-3));
        Assert.Null(major.Remove("已竣工", Office, Week.Plus(-1), Monday(Week.Plus(-1))));
        Assert.Equal("weekly.not-listed", major.Remove("再次", Office, Week, Monday(Week))?.Code);
        Assert.Null(major.Enter(Project(), null, new(KeyClass.Provincial, null, 2026, 1), "恢复", Office, Week.Plus(1), Monday(Week.Plus(1))));
        var listed = Enumerable.Range(-4, 7).Select(w => Tongban.Dispatch.Weekly.Figures.Board.InForce(major.Entries, Week.Plus(w)) is not null);
        Assert.Equal([false, true, true, false, false, true, true], listed);
        Assert.Equal(["weekly.plan-year", "weekly.planned-amount", "weekly.reason"], major.Enter(Project(), null, new(KeyClass.County, null, 1, -1), "", Office, Week, Monday(Week))!.All.Select(e => e.Code).Order(StringComparer.Ordinal));
    }
}
