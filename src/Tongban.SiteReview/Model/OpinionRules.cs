using Tongban.Foundation;

namespace Tongban.SiteReview.Model;

/// <summary>What an opinion, a dispute and a conclusion have to say; all faults at once, each at its field.</summary>
internal static class OpinionRules
{
    /// <summary>Longest text, in characters.</summary>
    public const int Longest = 4000;

    public const int LongestBasis = 400;

    public const int LongestNumber = 100;

    /// <summary>One organ's words about one finding.</summary>
    public static IEnumerable<Error> Check(ReviewFinding finding, GivenOpinion? given, IReadOnlySet<string>? knownItems)
    {
        var at = finding.Layer;
        if (given?.Stance is not { } stance || !Enum.IsDefined(stance))
        {
            yield return ReviewErrors.StanceMissing(at);
            yield break;
        }
        if (given.Text?.Length > Longest)
            yield return ReviewErrors.TooLong($"{at}.text", Longest);
        if (given.LegalBasis?.Length > LongestBasis)
            yield return ReviewErrors.TooLong($"{at}.legalBasis", LongestBasis);
        if (stance is not Stance.Agree && string.IsNullOrWhiteSpace(given.Text))
            yield return ReviewErrors.TextMissing($"{at}.text", stance is Stance.Condition ? ("条件", "the condition") : ("不同意的理由", "the reasons"));
        if (stance is Stance.Object)
        {
            if (given.Ground is not { } ground || !Enum.IsDefined(ground))
                yield return ReviewErrors.GroundMissing($"{at}.ground");
            if (string.IsNullOrWhiteSpace(given.LegalBasis))
                yield return ReviewErrors.TextMissing($"{at}.legalBasis", ("法律依据", "the legal basis"));
        }
        if (stance is Stance.Condition)
        {
            if (given.Items.Count == 0)
                yield return ReviewErrors.ItemsMissing($"{at}.items");
            if (knownItems is not null && given.Items.FirstOrDefault(i => !knownItems.Contains(i)) is { } stranger)
                yield return ReviewErrors.NoSuchItem($"{at}.items", stranger);
        }
    }

    public static IEnumerable<Error> Text(string? text, string field, Words what)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Trim().Length < 2)
            yield return ReviewErrors.TextMissing(field, what);
        else if (text.Length > Longest)
            yield return ReviewErrors.TooLong(field, Longest);
    }

    /// <summary>A ground; an exemption names the approval it rests on.</summary>
    public static IEnumerable<Error> Ground(DisputeGround? ground, string? approvalNumber)
    {
        if (ground is not { } given || !Enum.IsDefined(given))
            yield return ReviewErrors.GroundMissing("ground");
        else if (given is DisputeGround.Exemption && (string.IsNullOrWhiteSpace(approvalNumber) || approvalNumber.Trim().Length < 4))
            yield return ReviewErrors.ApprovalNumberMissing();
        if (approvalNumber?.Length > LongestNumber)
            yield return ReviewErrors.TooLong("approvalNumber", LongestNumber);
    }
}
