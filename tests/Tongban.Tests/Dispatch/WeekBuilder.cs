using Tongban.Dispatch.Weekly.Figures;
using Tongban.Dispatch.Weekly.Model;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Projects.Contracts;

namespace Tongban.Tests.Dispatch;

/// <summary>Major projects and their weeks without a database.</summary>
internal static class WeekBuilder
{
    public const string Owner = "91360502MA0001050N", Office = "FGW@360500";

    public static readonly IsoWeek Week = new(2026, 9);

    public static WeeklyRules Rules => WeeklyRules.Default;

    /// <summary>Monday of a week, half past nine in the city.</summary>
    public static DateTimeOffset Monday(IsoWeek week) => new(week.Monday.ToDateTime(new TimeOnly(1, 30)), TimeSpan.Zero);

    /// <summary>Friday of a week, four in the afternoon in the city.</summary>
    public static DateTimeOffset Friday(IsoWeek week) => new(week.Monday.AddDays(4).ToDateTime(new TimeOnly(8, 0)), TimeSpan.Zero);

    public static ProjectRecord Project(int no = 1, string division = "360502", string industry = "C38", decimal total = 1_000_000_000m) => new(
        new Guid(no, 0, 0, new byte[8]), $"2601-{division}-04-01-{200_000 + no}", $"示范工程{no}", Owner, ProjectType.Filing, division, industry, ProjectStatus.InApproval, total, 50_000m, null, null, null, new Dictionary<string, string>());

    public static MajorProject Major(int no = 1, IsoWeek? from = null, KeyClass key = KeyClass.Municipal, decimal planned = 52_000m, string division = "360502", (decimal, decimal)? place = null) =>
        MajorProject.List(Project(no, division), place, new(key, new(2026, 2, 24), 2026, planned), "市重点项目", Office, from ?? Week, Monday(from ?? Week)).Value;

    public static WeekFields Fields(decimal week = 1_000m, decimal year = 9_000m, decimal physical = 20, int needed = 100, int onSite = 95, bool resumed = true, IReadOnlyList<MaterialLine>? materials = null, IReadOnlyList<EquipmentLine>? equipment = null,
        IReadOnlyList<SupplyLine>? supplies = null) => new(resumed, resumed ? new(2026, 2, 24) : null, resumed ? null : StopReason.Labour, needed, onSite, 10, 0, 12, materials ?? [new(MaterialKind.Steel, 70, 70, 7, 0)], equipment ?? [new(EquipmentKind.Excavator, 4, 4)],
            supplies ?? [new(SupplyKind.Masks, 2_000, 100, 20)], week, year, physical);

    public static WeeklyReturn Return(MajorProject major, WeekFields fields, IsoWeek? week = null, WeeklyReturn? before = null, DateTimeOffset? at = null) =>
        WeeklyReturn.Submit(major, week ?? Week, fields, before, before is null ? null : "数据更正", new Actor(Guid.NewGuid(), "报送员", Roles.Applicant, Enterprise: Owner), Rules, at ?? Friday(week ?? Week)).Value;

    public static BoardSheet Board(IEnumerable<MajorProject> majors, IEnumerable<WeeklyReturn> returns, IsoWeek? week = null, DateTimeOffset? asOf = null, BoardFilter? filter = null) =>
        Tongban.Dispatch.Weekly.Figures.Board.Of(majors.SelectMany(m => m.Entries), returns, week ?? Week, asOf ?? Friday((week ?? Week).Plus(1)), filter ?? new(), Rules, d => (d, d));
}
