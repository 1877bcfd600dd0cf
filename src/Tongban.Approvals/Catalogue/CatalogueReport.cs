using System.Globalization;
using System.Text;
using Tongban.Foundation;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Catalogue;

/// <summary>What <c>tongban catalog check</c> tells about a sound catalogue: counts, the longest chain per type, what it took before.</summary>
internal sealed record CatalogueReport(CompiledCity City, IReadOnlyList<TypeReport> Types)
{
    public static CatalogueReport Of(CompiledCity city) => new(city, [.. ProjectTypes.All.Select(t => TypeReport.Of(city.Flow, t))]);

    /// <summary>The report as text for a terminal, in the reader's language.</summary>
    public string Render()
    {
        var flow = City.Flow;
        var text = new StringBuilder()
            .AppendLine(Words.T(
                $"{City.City.City.NameZh}：{flow.Name.Zh}，版本 {flow.Version}",
                $"{City.City.City.NameEn}: {flow.Name.En}, version {flow.Version}"))
            .AppendLine(Words.T(
                $"{City.City.Departments.Count} 个部门，{City.City.Organs.Count} 个机关，{flow.Stages.Count} 个阶段，{flow.Items.Count} 个事项（计时 {flow.Items.Count(i => i.Counted)}），{flow.Materials.Count} 种材料，{flow.Facts.Count} 项事实，{City.Powers.Entries.Count} 条权力，{City.Layers.Layers.Count} 个图层",
                $"{City.City.Departments.Count} departments, {City.City.Organs.Count} organs, {flow.Stages.Count} stages, {flow.Items.Count} items ({flow.Items.Count(i => i.Counted)} on the clock), {flow.Materials.Count} materials, {flow.Facts.Count} facts, {City.Powers.Entries.Count} powers, {City.Layers.Layers.Count} layers"));
        foreach (var type in Types)
        {
            text.AppendLine().AppendLine(Words.T(
                $"{type.Type.Code()} {type.Type.Name().Zh}：{type.Path.Days} 个工作日；改革前依次办理 {type.SerialDays}（含全部条件事项 {type.SerialDaysWithAll}）",
                $"{type.Type.Code()} {type.Type.Name().En}: {type.Path.Days} working days; one after another before: {type.SerialDays} ({type.SerialDaysWithAll} with every conditional item)"));
            foreach (var stage in type.Path.Stages)
                text.AppendLine(CultureInfo.InvariantCulture, $"  {stage.Stage} {flow.Stage(stage.Stage).Name}: {stage.Days}  {string.Join(" → ", stage.Items.Select(i => $"{i.Code} {i.PromisedDays}"))}");
        }

        return text.ToString();
    }
}

/// <summary>The figures of one project type.</summary>
/// <param name="Path">Longest chain of the mandatory items.</param>
/// <param name="PathWithAll">Longest chain when every conditional item applies.</param>
/// <param name="SerialDays">Sum of the legacy promises of the mandatory items.</param>
/// <param name="SerialDaysWithAll">The same with every conditional item on the clock.</param>
internal sealed record TypeReport(ProjectType Type, CriticalPath Path, CriticalPath PathWithAll, int SerialDays, int SerialDaysWithAll)
{
    public static TypeReport Of(FlowCatalogue flow, ProjectType type) => new(
        type, flow.CriticalPath(type, FactSheet.Empty), flow.CriticalPath(type, FactSheet.Empty, withUnknown: true),
        flow.SerialBaseline(type, FactSheet.Empty), flow.SerialBaseline(type, FactSheet.Empty, withUnknown: true));
}
