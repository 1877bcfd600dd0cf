using System.Text;

namespace Tongban.Approvals.OutsidePermits;

/// <summary>How well a permit without a known code fits a project: 50 for the credit code, 35 for the name, 10 for the division, 5 for the date.</summary>
/// <remarks>Names are compared by their pairs of neighbouring characters (Dice), after widths, case, blanks and punctuation are made alike. The score only proposes.</remarks>
internal static class PermitMatching
{
    /// <summary>From this score on a project is proposed, when it is the only one.</summary>
    public const int Threshold = 75;

    /// <summary>Most candidates kept with a permit.</summary>
    public const int Most = 5;

    private const int CreditCodePoints = 50, NamePoints = 35, DivisionPoints = 10, SameCityPoints = 5, DatePoints = 5;

    /// <param name="declaredOn">A permit for a project is rarely older than its declaration.</param>
    public static PermitCandidate Score(StatedPermit permit, Guid projectId, string code, string name, string owner, string division, DateOnly declaredOn)
    {
        var byCreditCode = permit.CreditCode == owner ? CreditCodePoints : 0;
        var byName = permit.ProjectName is null ? 0 : (int)Math.Round(NamePoints * Similarity(permit.ProjectName, name), MidpointRounding.AwayFromZero);
        var byDivision = permit.Division == division ? DivisionPoints : permit.Division[..4] == division[..4] ? SameCityPoints : 0;
        var byDate = permit.IssuedOn >= declaredOn ? DatePoints : 0;
        return new(projectId, code, name, owner, byCreditCode + byName + byDivision + byDate, byCreditCode, byName, byDivision, byDate);
    }

    /// <returns>The only candidate at or above <see cref="Threshold"/>; <see langword="null"/> when there is none or more than one.</returns>
    public static PermitCandidate? Propose(IReadOnlyList<PermitCandidate> candidates) =>
        candidates.Where(c => c.Score >= Threshold).Take(2).ToList() is [var only] ? only : null;

    /// <summary>0 to 1: twice the pairs both have, by the pairs of each.</summary>
    public static double Similarity(string a, string b)
    {
        var (x, y) = (Normalise(a), Normalise(b));
        if (x.Length == 0 || y.Length == 0)
            return 0;
        if (x == y)
            return 1;
        if (x.Length == 1 || y.Length == 1)
            return 0;
        var pairs = new Dictionary<(char, char), int>();
        for (var i = 1; i < x.Length; i++)
            pairs[(x[i - 1], x[i])] = pairs.GetValueOrDefault((x[i - 1], x[i])) + 1;
        var shared = 0;
        for (var i = 1; i < y.Length; i++)
        {
            if (pairs.TryGetValue((y[i - 1], y[i]), out var left) && left > 0)
            {
                pairs[(y[i - 1], y[i])] = left - 1;
                shared++;
            }
        }
        return 2.0 * shared / (x.Length + y.Length - 2);
    }

    /// <summary>Full width becomes half width, letters upper case; only letters and digits stay.</summary>
    public static string Normalise(string name) => string.Concat(name.Normalize(NormalizationForm.FormKC).ToUpperInvariant().Where(char.IsLetterOrDigit));
}
