using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Catalogue;

/// <content>The catalogue itself, made from what was found sound.</content>
internal sealed partial class CatalogueCompiler
{
    private FlowCatalogue Build(string version)
    {
        var materials = _flow.Materials.Select(m => new Material(m.Id, (m.NameZh, m.NameEn), m.Source, m.ProducedBy)).ToList();
        var material = materials.ToDictionary(m => m.Id);
        var stops = _flow.ClockStopTypes.Select(c => new ClockStopType(c.Id, (c.NameZh, c.NameEn), c.Basis, c.Mark)).ToList();
        var stop = stops.ToDictionary(s => s.Id);
        var stages = _flow.Stages.Select(s => new FlowStage(
            s.No, (s.NameZh, s.NameEn), _city.Department(s.LeadDepartment)!, s.NationalStageZh, [.. _flow.Items.Where(i => i.Stage == s.No).Select(ToItem)])).ToList();
        var flow = new FlowCatalogue(
            version, (_flow.NameZh, _flow.NameEn), _city, ToLimit(_flow.StageLimit), new((_flow.Remedies.Zh, _flow.Remedies.En), _flow.Remedies.Basis),
            stages, materials, [.. _flow.Facts.Select(f => _facts[f.Name])], stops)
        {
            OpinionDays = OpinionDays,
        };
        flow.Linkage = ToLinkage(flow);
        return flow;

        FlowItem ToItem(ItemRow i) => new(
            i.Id, i.Stage, (i.NameZh, i.NameEn), _city.Department(i.Department)!, i.Role, i.PowerCategory, i.Level,
            i.StatutoryLimit is null ? null : ToLimit(i.StatutoryLimit), i.PromisedDays, i.LegacyDays, i.Handling,
            Types(i.AppliesTo), Types(i.MandatoryFor), _conditions.GetValueOrDefault(i.Id), i.Condition,
            i.DependsOn, [.. i.Consults.Select(c => _city.Department(c)!)], [.. i.ClockStops.Select(c => stop[c])],
            i.ToleranceAllowed, i.CommitmentAllowed, [.. i.Materials.Select(m => new ItemMaterial(material[m.Ref], m.Necessity))],
            new((i.Result.NameZh, i.Result.NameEn), i.Result.Type, i.Result.Numbering, i.Result.DocumentMark)
            {
                Validity = i.Result.Validity is { } v ? new(v.Months, v.UntilStart, v.Basis, v.Mark) : null,
            },
            i.CountedInCriticalPath, i.Note)
        {
            PublicSafety = i.PublicSafety,
        };
    }

    private static List<ProjectType> Types(IReadOnlyList<string> codes) => [.. ProjectTypes.All.Where(t => codes.Contains(t.Code()))];

    private static StatutoryLimit ToLimit(LimitRow row) => new(
        new(row.Value, Unit(row.Unit)), row.Unit == LimitUnitName.Instant, row.Basis, row.Mark,
        row.Extension is { } e ? new LimitLength(e.Value, Unit(e.Unit)) : null, row.Extension?.Basis);

    private static LimitUnit Unit(LimitUnitName unit) => unit == LimitUnitName.Day ? LimitUnit.CalendarDay : LimitUnit.WorkingDay;

    internal static Fact ToFact(FactRow f) => new(
        f.Name, f.Type, f.Stage, (f.NameZh, f.NameEn), (f.QuestionZh, f.QuestionEn), (f.HelpZh, f.HelpEn),
        f.UnitZh is { } zh && f.UnitEn is { } en ? new Words(zh, en) : null,
        [.. (f.Values ?? []).Select(v => new FactChoice(v.Code, (v.NameZh, v.NameEn)))]);
}
