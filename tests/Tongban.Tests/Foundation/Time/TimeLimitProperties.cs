using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Tongban.Foundation;
using Tongban.Foundation.Time;
using static Tongban.Tests.Foundation.Time.NaiveCalendar;

namespace Tongban.Tests.Foundation.Time;

/// <summary>Random lives of a limit, lived twice: by the code and by a list of charged days made with nothing but the rule of the domain page.</summary>
public sealed class TimeLimitProperties
{
    private static readonly string[] Types = [PauseTypes.Hearing, PauseTypes.Correction, PauseTypes.ExpertReview];
    private static readonly Guid Head = new("0198c0de-0000-7000-8000-000000000001");

    private sealed record Step(int Kind, int Day, int Other, int Type);

    private sealed record Life(int Start, int Length, bool Calendar, int Statutory, Step[] Steps, int Today)
    {
        public override string ToString() => $"start {Start} length {Length} calendar {Calendar} statutory {Statutory} today {Today}: {string.Join(" ", (object[])Steps)}";
    }

    private static readonly Gen<Step> Steps =
        from kind in Gen.Choose(0, 6)
        from day in Gen.Choose(-2, 70)
        from other in Gen.Choose(-1, 20)
        from type in Gen.Choose(0, 2)
        select new Step(kind, day, other, type);

    private static readonly Gen<Life> Lives =
        from start in Gen.Choose(0, 4700)
        from length in Gen.Choose(0, 30)
        from calendar in Gen.Elements(true, false)
        from statutory in Gen.Choose(0, 60)
        from count in Gen.Choose(0, 8)
        from steps in Gen.ArrayOf(Steps, count)
        from today in Gen.Choose(-1, 140)
        select new Life(start, length, calendar, statutory, steps, today);

    [Fact]
    public void A_random_life_agrees_with_the_set_of_charged_days() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20000), Prop.ForAll(Lives.ToArbitrary(), life => Agrees(life)));

    private static bool Agrees(Life life)
    {
        var start = D("2013-01-01").AddDays(life.Start);
        var unit = life.Calendar ? LimitUnit.CalendarDay : LimitUnit.WorkingDay;
        var limit = TimeLimit.Start(start, new(life.Length, unit), "b", Real, life.Statutory < 30 ? null : new(life.Statutory, LimitUnit.CalendarDay));
        var naive = new Naive(start, life.Length, life.Calendar);
        foreach (var step in life.Steps)
        {
            var day = start.AddDays(step.Day);
            var type = Types[step.Type];
            DateOnly? planned = step.Other > 15 ? null : day.AddDays(step.Other);
            var (result, expected) = step.Kind switch
            {
                0 or 1 => (limit.Pause(type, "b", day, planned, Real), naive.Pause(type, day, planned)),
                2 or 3 => (limit.Resume(day, Real, step.Other > 10 ? type : null), naive.Resume(day, step.Other > 10 ? type : null)),
                4 => (limit.Extend(new(Math.Max(step.Other, 0), unit), "b", "r", Head, day, Real), naive.Extend(Math.Max(step.Other, 0), day)),
                5 => (limit.End(day, Real), naive.End(day)),
                _ => (limit.Reopen(day, "r", Real), naive.Reopen(day)),
            };
            Same(expected, result.Error is null, $"step {step}: {result.Error?.Code}");
            if (result.Error is null)
                limit = result.Value;
        }

        var today = start.AddDays(life.Today);
        var rows = limit.Explain(today, Real);
        var charged = naive.ChargedDays(today);
        Same(charged.Count, limit.Elapsed(today, Real), "elapsed");
        Same(string.Join(" ", charged), string.Join(" ", rows.Where(r => r.Charged).Select(r => r.Date)), "charged days");
        Same(rows.Count == 0 ? 0 : rows[^1].Running, limit.Elapsed(today, Real), "explained and elapsed");
        Same(naive.Due(forecast: true), limit.DueOn, "due");
        Same(naive.Yellow(), limit.YellowFrom, "yellow from");
        Same(naive.Light(today), limit.LightOn(today, Real), "light", life.Statutory < 30);
        Same(limit, JsonSerializer.Deserialize(JsonSerializer.Serialize(limit, TimeLimitJson.Default.TimeLimit), TimeLimitJson.Default.TimeLimit), "json");
        Same(limit, limit.Recompute(Real), "recomputed");
        return true;
    }

    private static void Same<T>(T expected, T actual, string what, bool when = true)
    {
        if (when && !EqualityComparer<T>.Default.Equals(expected, actual))
            throw new InvalidOperationException($"{what}: expected {expected}, got {actual}");
    }

    /// <summary>Walks day by day over tests/fixtures/holidays.json and never computes an interval.</summary>
    private sealed class Naive(DateOnly start, int length, bool calendarDays)
    {
        private const int Far = 900;
        private readonly List<(string Type, DateOnly From, DateOnly? Planned, DateOnly? To)> _pauses = [];
        private int? _extension;
        private DateOnly? _extendedOn;
        private DateOnly? _ended;

        private int Total => length + (_extension ?? 0);

        public bool Pause(string type, DateOnly from, DateOnly? planned)
        {
            if (_ended is not null || from < start || planned < from || _pauses.Any(p => p.To is null && p.Type == type))
                return false;
            _pauses.Add((type, from, planned, null));
            return true;
        }

        public bool Resume(DateOnly on, string? type)
        {
            var open = _pauses.Where(p => p.To is null && (type is null || p.Type == type)).ToList();
            if (_ended is not null || open.Count == 0 || open.Any(p => p.From > on))
                return false;
            for (var i = 0; i < _pauses.Count; i++)
            {
                if (open.Contains(_pauses[i]))
                    _pauses[i] = _pauses[i] with { To = on };
            }
            return true;
        }

        public bool Extend(int by, DateOnly on)
        {
            if (_ended is not null || _extension is not null || by == 0 || on < start || on > Due(forecast: false, evenIfPaused: true))
                return false;
            (_extension, _extendedOn) = (by, on);
            return true;
        }

        public bool End(DateOnly on)
        {
            if (_ended is not null || on < start || on < _extendedOn || _pauses.Any(p => on < p.From || on < p.To))
                return false;
            for (var i = 0; i < _pauses.Count; i++)
                _pauses[i] = _pauses[i] with { To = _pauses[i].To ?? on };
            _ended = on;
            return true;
        }

        public bool Reopen(DateOnly on)
        {
            if (_ended is not { } ended || on < ended)
                return false;
            _pauses.Add(("gap", ended, null, on));
            _ended = null;
            return true;
        }

        public List<DateOnly> ChargedDays(DateOnly today)
        {
            var days = new List<DateOnly>();
            var due = Due(forecast: false, evenIfPaused: true);
            for (var d = start.AddDays(1); d <= today && !(d > _ended); d = d.AddDays(1))
            {
                var movingOn = days.Count >= Total && Total > 0 && (due is null || d <= due);
                if (!movingOn && Runs(d, forecast: false))
                    days.Add(d);
            }
            return days;
        }

        public DateOnly? Due(bool forecast, bool evenIfPaused = false)
        {
            if (!evenIfPaused && _pauses.Any(p => p.To is null && p.Planned is null))
                return null;
            if (Total == 0)
                return start;
            var charged = 0;
            for (var d = start.AddDays(1); d < start.AddDays(Far); d = d.AddDays(1))
            {
                if (Runs(d, forecast))
                    charged++;
                if (charged >= Total && IsWorkday(d) && !IsPaused(d, forecast))
                    return d;
            }
            return null;
        }

        public DateOnly? Yellow()
        {
            if (Due(forecast: true) is not { } due)
                return null;
            return YellowBy(due, forecast: true);
        }

        public Light Light(DateOnly today)
        {
            if (today >= _ended)
                return Tongban.Foundation.Time.Light.Ended;
            foreach (var p in _pauses)
            {
                if (today >= p.From && (p.To is null || today < p.To))
                    return p.Type == "gap" ? Tongban.Foundation.Time.Light.Ended : Tongban.Foundation.Time.Light.Blue;
            }
            var due = Due(forecast: false, evenIfPaused: true);
            return today > due ? Tongban.Foundation.Time.Light.Red
                : today >= YellowBy(due, forecast: false) ? Tongban.Foundation.Time.Light.Yellow
                : Tongban.Foundation.Time.Light.Green;
        }

        private DateOnly? YellowBy(DateOnly? due, bool forecast)
        {
            var charged = 0;
            for (var d = start; d < start.AddDays(Far); d = d.AddDays(1))
            {
                if (d > start && Runs(d, forecast))
                    charged++;
                if (charged * 10 >= Total * 9)
                    return d;
                if (due is null)
                    continue;
                var left = 0;
                for (var e = d.AddDays(1); e <= due; e = e.AddDays(1))
                    left += IsWorkday(e) && !IsPaused(e, forecast) ? 1 : 0;
                if (left <= 1)
                    return d;
            }
            return null;
        }

        private bool Runs(DateOnly d, bool forecast) => (calendarDays || IsWorkday(d)) && !IsPaused(d, forecast);

        private bool IsPaused(DateOnly d, bool forecast) =>
            _pauses.Any(p => d > p.From && (p.To is { } to ? d <= to : !forecast || p.Planned is null || d <= p.Planned));
    }
}
