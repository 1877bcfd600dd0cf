using Tongban.Foundation.Catalogue;

namespace Tongban.Foundation.People;

/// <summary>Which passwords this installation takes.</summary>
/// <remarks>Three of four kinds of characters are demanded by GB/T 22239-2019 (8.1.4.1: "身份鉴别信息具有复杂度要求"); OWASP would leave that out.</remarks>
public sealed class PasswordRules
{
    private const int Shortest = 12, Longest = 128, Unguessable = 8;
    private static readonly string[] Product = ["tongban", "通办", "并联审批"];

    private readonly string[] _words;
    private readonly HashSet<string> _refused;

    /// <param name="words">What everyone here thinks of first: names of city and divisions.</param>
    /// <param name="refused">Passwords that are refused as they are, for example stolen ones.</param>
    public PasswordRules(IEnumerable<string>? words = null, IEnumerable<string>? refused = null)
    {
        _words = [.. Product, .. words ?? []];
        // Shorter ones are refused anyway.
        _refused = (refused ?? []).Select(p => p.Trim()).Where(p => p.Length >= Shortest).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The rules of a city, with the list that the operator has put into the data folder, if any.</summary>
    /// <param name="list">A file of one password a line.</param>
    public static PasswordRules Of(CityData city, string list)
    {
        ArgumentNullException.ThrowIfNull(city);
        // 新余市, 新余, Xinyu, 360500, 余
        var names = city.AllDivisions.SelectMany(d => new[] { d.NameZh, d.NameZh.TrimEnd('市', '县', '区'), d.Code }.Concat(d.NameEn.Split(' ')));
        return new PasswordRules(names.Distinct(), File.Exists(list) ? File.ReadLines(list) : null);
    }

    /// <param name="names">Of the person: user name, name, telephone number.</param>
    /// <returns>Why the password is too weak, or <see langword="null"/>.</returns>
    public Error? Weakness(string? password, string userName, params IReadOnlyList<string?> names)
    {
        ArgumentNullException.ThrowIfNull(userName);
        if (password is not { Length: >= Shortest })
            return PeopleErrors.PasswordWeak(("密码不足 12 位。", "The password has fewer than 12 characters."));
        if (password.Length > Longest)
            return PeopleErrors.PasswordWeak(("密码超过 128 位。", "The password has more than 128 characters."));
        var kinds = (password.Any(char.IsUpper) ? 1 : 0) + (password.Any(char.IsLower) ? 1 : 0) + (password.Any(char.IsDigit) ? 1 : 0) + (password.Any(c => !char.IsLetterOrDigit(c)) ? 1 : 0);
        if (kinds < 3)
            return PeopleErrors.PasswordWeak(("密码须含大写、小写、数字、符号中的三类。", "The password needs three of upper case, lower case, digits and symbols."));
        if (userName.Length > 0 && password.Contains(userName, StringComparison.OrdinalIgnoreCase))
            return PeopleErrors.PasswordWeak(("密码不能包含用户名。", "The password must not contain the user name."));
        if (_refused.Contains(password))
            return PeopleErrors.PasswordWeak(("这个密码出现在常用或泄露密码清单中。", "The password stands on a list of common or stolen ones."));
        var own = userName.Split('.', '-', '_').Concat(names.OfType<string>());
        return Guessable.Left(password, [.. _words, .. own]) < Unguessable
            ? PeopleErrors.PasswordWeak(("密码太容易猜到：去掉常用词、城市和个人的名称、键盘顺序、重复和年份后，须至少还有 8 位。",
                "The password is easy to guess: without common words, names of the city and of yourself, rows of the keyboard, repetition and years, at least 8 characters must be left.")) : null;
    }
}
