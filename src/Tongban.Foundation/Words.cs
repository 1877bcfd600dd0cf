using System.Globalization;

namespace Tongban.Foundation;

/// <summary>One text in the two languages of the house. A page shows the one of its reader, a ledger payload carries neither.</summary>
/// <remarks>Both languages stand together at the place of use, so neither can be forgotten (decision 0003).</remarks>
public readonly record struct Words(string Zh, string En)
{
    public static implicit operator Words((string Zh, string En) pair) => new(pair.Zh, pair.En);

    /// <summary>Whether the current reader reads English; every other culture reads Chinese.</summary>
    public static bool English => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    /// <summary>The text of the current reader's language: the short form for pages, <c>@T("受理", "Accept")</c>.</summary>
    public static string T(string zh, string en) => English ? en : zh;

    /// <summary>Fills both languages' <c>{0}</c>, <c>{1}</c>, … with the same values.</summary>
    public Words With(params object?[] values) => new(
        string.Format(CultureInfo.InvariantCulture, Zh, values), string.Format(CultureInfo.InvariantCulture, En, values));

    /// <summary>The text in the current reader's language.</summary>
    public override string ToString() => T(Zh ?? "", En ?? "");
}
