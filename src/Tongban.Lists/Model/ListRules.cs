using System.Text.RegularExpressions;
using Tongban.Foundation;
using Tongban.Lists.Contracts;

namespace Tongban.Lists.Model;

/// <summary>What an entry has to be in itself, whoever brings it.</summary>
internal static partial class ListRules
{
    public const string Article20 = "优化营商环境条例第二十条";
    private const string Article25 = "优化营商环境条例第二十五条";

    public static string Letter(ListKind list) => list switch { ListKind.Negative => "N", ListKind.Power => "Q", _ => "J" };

    /// <param name="isNew">Not published before.</param>
    public static Error? Check(ListKind list, string code, ListContent c, bool isNew)
    {
        List<Error> errors = [];
        if (!CodeForm().IsMatch(code) || !code.AsSpan(7, 1).SequenceEqual(Letter(list)) || !code.Contains($"-{c.Department}-", StringComparison.Ordinal))
            errors.Add(ListErrors.CodeForm(code, Letter(list), c.Department));
        Text(c.NameZh, "nameZh", 2, 300);
        Text(c.LegalBasis, "legalBasis", 4, 1000);
        Text(c.Class, "class", 2, 4);
        Text(c.Source, "source", 2, 400);
        if (c.ValidTo < c.ValidFrom)
            errors.Add(ListErrors.ValidityReversed());
        if (c.LimitDays < 0)
            errors.Add(ListErrors.Length("limitDays", 0, 999));
        for (var i = 0; i < c.Fees.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(c.Fees[i].CatalogueBasis))
                errors.Add(ListErrors.FeeWithoutCatalogue(i, Article25));
        }
        if ((list is ListKind.Negative) != (c.Negative is not null) || (list is ListKind.Power) != (c.Power is not null) || (list is ListKind.Supervision) != (c.Supervision is not null))
        {
            errors.Add(ListErrors.WrongPart(list));
        }
        else if (c.Negative is { } n)
        {
            Text(n.Measure, "measure", 4, 1000);
            if (isNew && c.Origin is ListOrigin.LocalHistoric)
                errors.Add(ListErrors.LocalProhibition(Article20));
            if ((n.Kind is NegativeKind.Restricted) != (n.Consequence is not null))
                errors.Add(ListErrors.ConsequenceMissing());
            if (n.Consequence is NegativeConsequence.ExtraItem && string.IsNullOrWhiteSpace(n.Item))
                errors.Add(ListErrors.Length("item", 2, 200));
            Text(n.WayOutZh, "wayOutZh", 4, 400);
        }
        else if (c.Supervision is { } s)
        {
            Text(s.Check, "check", 4, 1000);
            if (s.Powers.Count == 0)
                errors.Add(ListErrors.NoLinkedPower());
            if (s.FirstDueDays is < 1 or > 1000 || s.RepeatMonths is < 0 or > 120)
                errors.Add(ListErrors.Length("firstDueDays", 1, 1000));
        }
        return Error.Combine(errors);

        void Text(string? value, string field, int least, int most)
        {
            if ((value?.Trim().Length ?? 0) is var length && (length < least || length > most))
                errors.Add(ListErrors.Length(field, least, most));
        }
    }

    [GeneratedRegex(@"^[0-9]{6}-[NQJ]-[A-Z]{2,8}-[0-9]{2}-[0-9]{4}-[0-9]{2}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    public static partial Regex CodeForm();
}
