using System.Text;

namespace Tongban.Foundation.People;

/// <summary>What of a password somebody guesses first: words everyone knows, rows of the keyboard, counting, repetition, years and dates.</summary>
/// <remarks>A list of common passwords would have to be fetched and renewed. What such lists consist of is short and hardly changes: its combinations are refused, whether or not they were ever stolen.</remarks>
internal static class Guessable
{
    private const int ShortestWord = 4, ShortestRun = 4, ShortestRepeat = 3;

    // In lists of common passwords these words make up most entries; the last lines are Chinese ones, the platform's trade and number charms.
    private static readonly string[] Common = (
        "password passw0rd passwort passwd parola admin administrator root superuser user guest login logon welcome letmein hello secret master access default changeme temp temporary test testing demo sample " +
        "dragon monkey shadow sunshine princess football baseball basketball superman batman trustno1 iloveyou loveyou love angel lovely whatever starwars pokemon freedom killer hunter ranger buster ginger cookie " +
        "pepper cheese chocolate computer internet windows microsoft google facebook samsung oracle mysql server system network service support office company manager michael jordan jennifer charlie thomas " +
        "george daniel robert matthew andrew ashley nicole jessica michelle amanda anthony joshua summer winter spring autumn january february march april june july august september october november december " +
        "monday tuesday wednesday thursday friday saturday sunday qwerty qwertz azerty asdf zxcv 1qaz 2wsx 3edc 1q2w3e qazwsx abc123 " +
        "zhongguo china chinese beijing shanghai woaini woaiwo aini mima guanli guanliyuan yonghu denglu huanying nihao zhengfu zhengwu shenpi bangong gongzuo wangluo huawei lenovo tencent baidu taobao alibaba " +
        "5201314 1314520 1314 52013 147258369 159357 123654 789456").Split(' ');

    private static readonly string[] Rows =
    [
        "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "!@#$%^&*()", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujmikolp", "zaq1xsw2cde3vfr4bgt5nhy6mju7", "0123456789", "abcdefghijklmnopqrstuvwxyz",
        "147258369", "qweasdzxc",
    ];

    private static readonly string[] BackRows = [.. Rows.Select(r => new string([.. r.Reverse()]))];

    /// <param name="words">Known in this place: the platform, the city, the person.</param>
    /// <returns>How many characters are left when all of that is taken away.</returns>
    public static int Left(string password, IEnumerable<string> words)
    {
        var plain = password.Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        var known = new bool[plain.Length];
        // The same word with a zero for its o is the same word.
        var letters = Unleet(plain);
        foreach (var word in Common.Concat(words.Select(w => w.Normalize(NormalizationForm.FormKC).ToLowerInvariant())).Where(w => w.Length >= ShortestWord || w.Any(c => c > 0x2E7F)))
        {
            Cover(known, plain, word);
            Cover(known, letters, Unleet(word));
        }
        foreach (var row in Rows.Concat(BackRows))
            CoverRuns(known, plain, row);
        CoverRepeats(known, plain);
        CoverYears(known, plain);
        return known.Count(k => !k);
    }

    private static string Unleet(string text) => new([.. text.Select(c => c switch { '0' => 'o', '1' or '!' => 'i', '3' => 'e', '4' or '@' => 'a', '5' or '$' => 's', '7' => 't', _ => c })]);

    private static void Cover(bool[] known, string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
            known.AsSpan(at, word.Length).Fill(true);
    }

    private static void CoverRuns(bool[] known, string text, string row)
    {
        for (var at = 0; at + ShortestRun <= text.Length; at++)
        {
            var length = 0;
            for (var start = row.IndexOf(text[at], StringComparison.Ordinal); start >= 0; start = row.IndexOf(text[at], start + 1))
            {
                var run = 0;
                while (at + run < text.Length && start + run < row.Length && text[at + run] == row[start + run])
                    run++;
                length = Math.Max(length, run);
            }
            if (length >= ShortestRun)
                known.AsSpan(at, length).Fill(true);
        }
    }

    // The same character again and again, and the same piece once more.
    private static void CoverRepeats(bool[] known, string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = at;
            while (end < text.Length && text[end] == text[at])
                end++;
            if (end - at >= ShortestRepeat)
                known.AsSpan(at, end - at).Fill(true);
            at = end;
        }
        for (var piece = 1; piece <= text.Length / 2; piece++)
        {
            for (var at = 0; at + 2 * piece <= text.Length; at++)
            {
                if (piece >= ShortestRun && string.CompareOrdinal(text, at, text, at + piece, piece) == 0)
                    known.AsSpan(at + piece, piece).Fill(true);
            }
        }
    }

    // 1988, 2026, 202611, 20261122, 2026-11-22.
    private static void CoverYears(bool[] known, string text)
    {
        for (var at = 0; at + 4 <= text.Length; at++)
        {
            if (!(text.AsSpan(at, 2) is "19" or "20") || !char.IsAsciiDigit(text[at + 2]) || !char.IsAsciiDigit(text[at + 3]))
                continue;
            var end = at + 4;
            for (var parts = 0; parts < 2; parts++)
            {
                var next = end < text.Length && text[end] is '-' or '.' or '/' ? end + 1 : end;
                if (next + 2 > text.Length || !char.IsAsciiDigit(text[next]) || !char.IsAsciiDigit(text[next + 1]))
                    break;
                end = next + 2;
            }
            known.AsSpan(at, end - at).Fill(true);
        }
    }
}
