using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Ui;
using Tongban.Lists.Model;

namespace Tongban.Lists.PowerList;

/// <summary>What the terms of the power list are called.</summary>
internal static class PowerWords
{
    /// <summary>Categories by the code set of the catalogue (权力类别).</summary>
    public static Words Category(string code) => code switch
    {
        "01" => ("行政许可", "Administrative licensing"),
        "02" => ("行政处罚", "Administrative penalty"),
        "03" => ("行政强制", "Administrative compulsion"),
        "04" => ("行政征收", "Administrative collection"),
        "05" => ("行政给付", "Administrative payment"),
        "06" => ("行政检查", "Administrative inspection"),
        "07" => ("行政确认", "Administrative confirmation"),
        "08" => ("行政奖励", "Administrative reward"),
        "09" => ("行政裁决", "Administrative adjudication"),
        "20" => ("其他行政权力", "Other administrative power"),
        "21" => ("公共服务", "Public service"),
        _ => (code, code),
    };

    public static Words Level(OrganLevel level) => level switch
    {
        OrganLevel.City => ("市级", "City"),
        OrganLevel.County => ("县（区）级", "County or district"),
        _ => (level.ToString(), level.ToString()),
    };

    /// <summary>How an entry stands today.</summary>
    public static (Words Text, Tone Tone) State(PowerAnswer power, DateOnly today) =>
        power.ValidTo < today ? (("已终止", "Ended"), Tone.Neutral) :
        power.SuspendedFrom <= today ? (("已暂停", "Suspended"), Tone.Paused) :
        power.ValidFrom > today ? (("尚未生效", "Not yet in force"), Tone.Info) :
        power.State is PowerState.Withdrawn ? (("即将终止", "Ending"), Tone.Warn) :
        (("有效", "In force"), Tone.Good);
}
