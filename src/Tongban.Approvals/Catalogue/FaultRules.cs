using System.Collections.Frozen;
using Tongban.Foundation;

namespace Tongban.Approvals.Catalogue;

/// <summary>The rule behind each kind of fault: what whoever edits the files has to keep to, and why.</summary>
internal static class FaultRules
{
    private static readonly FrozenDictionary<string, Words> Rules = new Dictionary<string, Words>(StringComparer.Ordinal)
    {
        ["duplicate-id"] = ("同一清单中编码不得重复", "within a list every code is unique"),
        ["organ-missing"] = ("每个部门在每个区划都须有机关，否则那里的项目无人办理", "every department has an organ in every division, or projects there are nobody's"),
        ["lead-without-organ"] = ("一家牵头：每个区划都须有牵头机关（优化营商环境条例第四十一条）", "one lead: every division has the leading organ (优化营商环境条例41)"),
        ["stage-without-lead"] = ("每个阶段由一个部门牵头（国办发〔2019〕11号：一家牵头、并联审批、限时办结）", "every stage has one lead (国办发〔2019〕11号)"),
        ["layer-system"] = ("图层统一保存在本市 3 度带、不带带号的平面坐标中", "layers are kept in the city's own 3-degree zone without prefix"),
        ["layer-code"] = ("图层编码为 L01 至 L99", "layers are coded L01 to L99"),
        ["unknown-layer-group"] = ("图层分组须在 groups 中", "groups stand in groups"),
        ["layer-without-organ"] = ("图层由主管部门的市级机关公布并负责", "the authority's organ of the city publishes the layer and answers for it"),
        ["layer-authority-twice"] = ("主管部门与会同部门各列一次", "an authority and those consulted are named once"),
        ["layer-tolerance"] = ("冲突以面积计，不以接触计", "a conflict is an area, not a touch"),
        ["layer-buffer-missing"] = ("线状图层按类别的法定距离化为面（公路安全保护条例第十一条等）", "lines become areas by the distance the law gives for their class (公路安全保护条例11 and others)"),
        ["layer-buffer"] = ("保护距离以米计，大于零", "distances are in metres, above zero"),
        ["layer-action"] = ("只有禁止类不予通过", "only what is forbidden blocks"),
        ["layer-zone-level"] = ("分区不得严于图层的类别", "zones are not stricter than their layer's kind allows"),
        ["unknown-department"] = ("部门须在 departments.json 中", "departments stand in departments.json"),
        ["unknown-organ"] = ("机关须在 organs.json 中", "organs stand in organs.json"),
        ["unknown-division"] = ("区划须在 city.json 中", "divisions stand in city.json"),
        ["unknown-material"] = ("材料须在 materials 中公布；未公布的材料不得索要（行政许可法第三十条、第三十一条）", "papers stand in the published list; no other may be demanded (行政许可法30, 31)"),
        ["material-without-issuer"] = ("政府部门核发的材料由平台调取，须写明由哪个事项或机关核发（优化营商环境条例第四十四条）", "what authorities issue is fetched, so its source has to be named (优化营商环境条例44)"),
        ["tolerance-not-allowed"] = ("只有允许容缺受理的事项才可有容缺后补材料", "only an item that allows tolerance has papers that may follow"),
        ["unknown-item"] = ("引用的事项须在 items 中", "items referred to stand in items"),
        ["dependency-across-stages"] = ("前置事项须在同一阶段；阶段之间由阶段门控制", "prerequisites are of the same stage; between stages the gate decides"),
        ["dependency-cycle"] = ("前置关系不得成环，否则没有一个事项能够开始", "prerequisites form no circle, or none of them could ever begin"),
        ["dependency-idle"] = ("前置事项须与本事项有共同适用的项目类型", "a prerequisite applies to at least one of the same project types"),
        ["unreachable-item"] = ("办结事项结束阶段，除延伸服务外不得有事项等待它", "the conclusion ends the stage; only follow-on services wait for it"),
        ["opinion-days"] = ("征询答复应早于一次告知的法定期限（行政许可法第三十二条：五日）", "answers come before the one notice is due (行政许可法32: five days)"),
        ["no-conclusion"] = ("每个阶段对每种项目类型恰有一个办结事项", "each stage has exactly one conclusion for each project type"),
        ["several-conclusions"] = ("每个阶段对每种项目类型恰有一个办结事项", "each stage has exactly one conclusion for each project type"),
        ["conclusion-conditional"] = ("办结事项必办并计入时限", "the conclusion is mandatory and on the clock"),
        ["not-by-lead"] = ("受理、预审与办结由牵头部门办理", "intake, pre-check and conclusion are the lead's"),
        ["role-twice"] = ("一个阶段只受理一次、只预审一次（优化营商环境条例第三十六条）", "a stage is taken in once and checked once (优化营商环境条例36)"),
        ["filing-not-instant"] = ("收到全部信息即为备案（企业投资项目核准和备案管理条例第十三条）", "a filing takes effect on receipt (企业投资项目核准和备案管理条例13)"),
        ["follow-on-counted"] = ("延伸服务不计入时限，其他事项都计入", "follow-on services are off the clock, all else is on it"),
        ["applies-to-nothing"] = ("事项至少适用于一种项目类型", "an item applies to at least one project type"),
        ["mandatory-not-applicable"] = ("必办的类型须在适用类型之中", "types it is mandatory for are among those it applies to"),
        ["unknown-project-type"] = ("项目类型为 FILE 备案、APPR 核准、GOV 审批（企业投资项目核准和备案管理条例第三条；政府投资条例第九条）", "types are FILE, APPR and GOV (企业投资项目核准和备案管理条例3; 政府投资条例9)"),
        ["condition-missing"] = ("并非必办的事项须写明适用条件", "an item that is not mandatory says when it applies"),
        ["condition-idle"] = ("必办事项不得另设条件", "a mandatory item has no condition"),
        ["condition-syntax"] = ("条件须合乎条件语言的语法", "conditions follow the grammar of the condition language"),
        ["condition-type"] = ("比较须与事实的类型相符", "a comparison fits the type of its fact"),
        ["unknown-fact"] = ("条件只能询问 facts 中的事实", "conditions ask facts that stand in facts"),
        ["unknown-value"] = ("选择项须是该事实列出的值", "values are those that the fact lists"),
        ["fact-asked-later"] = ("条件只能使用本阶段及以前询问的事实", "a condition uses facts of its own and of earlier stages"),
        ["promise-above-statute"] = ("承诺期限不得超过法定期限（行政许可法第四十二条；优化营商环境条例第四十条）", "a promise stays within the legal limit (行政许可法42)"),
        ["negative-days"] = ("时限不得为负", "limits are not negative"),
        ["limit-form"] = ("期限大于零；即时写作 0 与 instant", "limits are above zero; at once is 0 with instant"),
        ["basis-missing"] = ("法定期限、特别程序和权力都须有依据", "limits, special procedures and powers have a basis"),
        ["unknown-clock-stop"] = ("时钟只因已公布的特别程序而停（行政许可法第四十五条）", "clocks stop only for published special procedures (行政许可法45)"),
        ["document-mark"] = ("编号的结果须有文号字样", "a numbered result has a mark"),
        ["remedies-missing"] = ("决定须告知救济途径（行政许可法第三十八条）", "decisions tell the remedies (行政许可法38)"),
        ["no-power-in-force"] = ("法定职责必须为、法无授权不可为：办理机关须有有效权力", "no act without a power in force"),
        ["level-without-organ"] = ("每个层级的项目都须有有权办理的机关", "on every level of project somebody may act"),
        ["power-category-mismatch"] = ("事项与权力的类别须一致", "item and power are of one category"),
        ["unknown-power-category"] = ("权力类别须在 powers.json 中", "categories stand in powers.json"),
        ["validity-reversed"] = ("失效日期不早于生效日期", "the last day is not before the first"),
        ["calendar-missing"] = ("工作日按国务院办公厅公布的年度安排计算", "working days follow the calendar published for the year"),
        ["stage-order"] = ("阶段从 1 起连续编号", "stages are numbered from 1 without gaps"),
        ["unknown-stage"] = ("阶段须在 stages 中", "stages stand in stages"),
        ["name-missing"] = ("名称须有中文和英文", "names are in Chinese and English"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> Codes => Rules.Keys;

    /// <summary><see langword="null"/> for faults of mere shape, which say everything themselves.</summary>
    public static Words? Of(string code) => Rules.GetValueOrDefault(code);
}
