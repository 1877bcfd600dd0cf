namespace Tongban.Registers.Model;

/// <summary>The check character of a unified social credit code (GB 32100-2015).</summary>
internal static class CreditCodeRule
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    public static bool Holds(string code)
    {
        if (code.Length != 18)
            return false;
        var (sum, weight) = (0, 1);
        for (var i = 0; i < 17; i++, weight = weight * 3 % 31)
        {
            var value = Alphabet.IndexOf(code[i], StringComparison.Ordinal);
            if (value < 0)
                return false;
            sum += value * weight;
        }

        return Alphabet[(31 - (sum % 31)) % 31] == code[17] && code[2..8].All(char.IsAsciiDigit);
    }
}
