using Tongban.Dispatch.Weekly.Figures;
using Tongban.Foundation;
using Tongban.Foundation.Ui;

namespace Tongban.Dispatch.Weekly.Model;

/// <summary>What codes of the week are called.</summary>
internal static class WeeklyWords
{
    public static Words Name(KeyClass key) => key switch { KeyClass.Provincial => ("省重点", "provincial key project"), KeyClass.Municipal => ("市重点", "municipal key project"), _ => ("区县重点", "county key project") };

    public static Words Name(StopReason reason) => reason switch
    {
        StopReason.Labour => ("用工不足", "lack of workers"), StopReason.Materials => ("材料短缺", "lack of materials"), StopReason.Equipment => ("设备未到位", "equipment missing"), StopReason.Epidemic => ("疫情防控", "epidemic control"),
        StopReason.Funds => ("资金未到位", "funds missing"), StopReason.Land => ("用地未交付", "land not handed over"), StopReason.Procedure => ("手续未办结", "procedures pending"), StopReason.Design => ("设计未完成", "design pending"),
        StopReason.Weather => ("天气原因", "weather"), StopReason.Dispute => ("矛盾纠纷", "dispute"), StopReason.Holiday => ("节假日", "holiday"), _ => ("其他", "other"),
    };

    public static (Words Name, Words Unit) Of(MaterialKind kind) => kind switch
    {
        MaterialKind.Steel => (("钢材", "steel"), ("吨", "t")), MaterialKind.Cement => (("水泥", "cement"), ("吨", "t")), MaterialKind.Aggregate => (("砂石", "sand and gravel"), ("立方米", "m³")),
        MaterialKind.Concrete => (("商砼", "ready-mixed concrete"), ("立方米", "m³")), MaterialKind.Asphalt => (("沥青", "asphalt"), ("吨", "t")), _ => (("其他材料", "other materials"), ("吨", "t")),
    };

    public static Words Name(EquipmentKind kind) => kind switch
    {
        EquipmentKind.Excavator => ("挖掘机", "excavators"), EquipmentKind.Loader => ("装载机", "loaders"), EquipmentKind.TowerCrane => ("塔吊", "tower cranes"), EquipmentKind.MobileCrane => ("汽车吊", "mobile cranes"),
        EquipmentKind.PileDriver => ("桩机", "pile drivers"), EquipmentKind.ConcretePump => ("混凝土泵车", "concrete pumps"), EquipmentKind.Paver => ("摊铺机", "pavers"), EquipmentKind.DumpTruck => ("自卸车", "dump trucks"), _ => ("其他设备", "other equipment"),
    };

    public static (Words Name, Words Unit) Of(SupplyKind kind) => kind switch
    {
        SupplyKind.Masks => (("口罩", "masks"), ("只", "pieces")), SupplyKind.Disinfectant => (("消毒液", "disinfectant"), ("升", "l")), SupplyKind.Thermometers => (("测温枪", "thermometers"), ("把", "pieces")),
        _ => (("防护服", "protective suits"), ("套", "pieces")),
    };

    public static Words Name(WeekGrade grade) => grade switch { WeekGrade.Key => ("重点关注", "special attention"), WeekGrade.Watch => ("关注", "attention"), _ => ("正常", "as planned") };

    public static Words Name(WeekLevel level, WeeklyRules rules) => level switch
    {
        WeekLevel.Red => new Words("低于 {0:0.#}%", "below {0:0.#} %").With(rules.Red), WeekLevel.Yellow => new Words("低于 {0:0.#}%", "below {0:0.#} %").With(rules.Yellow), WeekLevel.Good => ("正常", "good"), _ => ("暂无数据", "no data"),
    };

    public static Tone Tone(WeekLevel level) => level switch { WeekLevel.Red => Foundation.Ui.Tone.Bad, WeekLevel.Yellow => Foundation.Ui.Tone.Warn, WeekLevel.Good => Foundation.Ui.Tone.Good, _ => Foundation.Ui.Tone.Neutral };

    public static Tone Tone(WeekGrade grade) => grade switch { WeekGrade.Key => Foundation.Ui.Tone.Bad, WeekGrade.Watch => Foundation.Ui.Tone.Warn, _ => Foundation.Ui.Tone.Good };

    /// <summary>Sections of GB/T 4754, short.</summary>
    public static Words Sector(string section) => section switch
    {
        "A" => ("农林牧渔", "agriculture"), "B" => ("采矿", "mining"), "C" => ("制造", "manufacturing"), "D" => ("电热燃水", "utilities"), "E" => ("建筑", "construction"), "F" => ("批发零售", "trade"), "G" => ("交通仓储", "transport"),
        "H" => ("住宿餐饮", "hotels and catering"), "I" => ("信息", "information"), "J" => ("金融", "finance"), "K" => ("房地产", "real estate"), "L" => ("租赁商务", "business services"), "M" => ("科研技术", "research"),
        "N" => ("水利环境", "water and environment"), "O" => ("居民服务", "services"), "P" => ("教育", "education"), "Q" => ("卫生", "health"), "R" => ("文体娱乐", "culture and sport"), "S" => ("公共管理", "administration"), _ => (section, section),
    };

    public static string Percent(decimal? rate) => rate is { } r ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{decimal.Round(r, 1, MidpointRounding.AwayFromZero):0.0}%") : Words.T("暂无数据", "no data");

    public static string Number(decimal value) => value.ToString("#,##0.####", System.Globalization.CultureInfo.InvariantCulture);
}
