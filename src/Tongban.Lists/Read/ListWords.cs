using Tongban.Foundation;
using Tongban.Foundation.Ui;
using Tongban.Lists.Contracts;
using Tongban.Lists.Model;

namespace Tongban.Lists.Read;

/// <summary>What the terms of the three lists are called.</summary>
internal static class ListWords
{
    public static Words Change(ListChangeReason reason, bool ends) => reason switch
    {
        ListChangeReason.Added => ("新增", "Added"),
        ListChangeReason.LawChanged => ends ? ("因立改废取消", "Ended, law changed") : ("立改废调整", "Law changed"),
        ListChangeReason.Merged => ends ? ("并入其他条目", "Merged into another") : ("合并", "Merged"),
        ListChangeReason.Delegated => ("下放", "Delegated"),
        ListChangeReason.Cancelled => ("取消", "Cancelled"),
        ListChangeReason.Suspended => ("暂停", "Suspended"),
        ListChangeReason.Reinstated => ("恢复", "Reinstated"),
        _ => ("优化", "Improved"),
    };

    public static Words Difference(ListDifferenceKind kind) => kind switch
    {
        ListDifferenceKind.Added => ("新增", "Added"),
        ListDifferenceKind.Cancelled => ("取消", "Cancelled"),
        ListDifferenceKind.Delegated => ("下放", "Delegated"),
        ListDifferenceKind.Suspended => ("暂停", "Suspended"),
        ListDifferenceKind.Reinstated => ("恢复", "Reinstated"),
        ListDifferenceKind.LimitChanged => ("时限变化", "Limit changed"),
        _ => ("其他调整", "Otherwise changed"),
    };

    public static Words State(ListVersionState state) => ListErrors.Name(state);

    public static Tone Tone(ListVersionState state) => state switch
    {
        ListVersionState.Published => Foundation.Ui.Tone.Good,
        ListVersionState.Returned => Foundation.Ui.Tone.Bad,
        ListVersionState.Withdrawn => Foundation.Ui.Tone.Neutral,
        ListVersionState.Draft => Foundation.Ui.Tone.Neutral,
        _ => Foundation.Ui.Tone.Info,
    };

    public static Words Kind(NegativeKind kind) => kind is NegativeKind.Prohibited ? ("禁止", "Prohibited") : ("限制", "Restricted");

    /// <summary>The value of a coded field as people read it.</summary>
    public static string Value(string field, string? value) => (field, value) switch
    {
        (_, null) => "–",
        ("kind", "prohibited") => Words.T("禁止", "prohibited"),
        ("kind", "restricted") => Words.T("限制", "restricted"),
        ("level", "city") => Words.T("市级", "city"),
        ("level", "county") => Words.T("县（区）级", "county or district"),
        ("demonstration", "true") => Words.T("是", "yes"),
        ("demonstration", "false") => Words.T("否", "no"),
        ("origin", "national") => Words.T("全国", "national"),
        ("origin", "local-historic") => Words.T("地方（历史）", "local, historic"),
        ("consequence", "verification") => Words.T("须核准或审批", "verification or approval"),
        ("consequence", "extra-item") => Words.T("另办事项", "a further item"),
        _ => value,
    };
}
