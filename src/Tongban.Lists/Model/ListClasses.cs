using Tongban.Foundation;
using Tongban.Lists.Contracts;

namespace Tongban.Lists.Model;

/// <summary>What the lists and their classes are called, as the city's catalogue says.</summary>
internal sealed class ListClasses
{
    private volatile ListCatalogue _lists = ListCatalogue.None;

    public void Set(ListCatalogue lists) => _lists = lists;

    public ListFile? File(ListKind list) => _lists.Lists.GetValueOrDefault(list);

    public IReadOnlyList<ListClassData> Of(ListKind list) => File(list)?.Classes ?? [];

    public Words Name(ListKind list, string code) => File(list)?.Class(code)?.Name ?? (code, code);

    public static Words Name(ListKind list) => list switch
    {
        ListKind.Negative => ("负面清单", "Negative list"),
        ListKind.Power => ("权力清单", "Power list"),
        _ => ("监管清单", "Supervision list"),
    };

    public static bool TryParse(string? text, out ListKind list) => Enum.TryParse(text, ignoreCase: true, out list) && Enum.IsDefined(list) && !int.TryParse(text, out _);
}
