using Tongban.Approvals.Model;
using Tongban.Foundation;

namespace Tongban.Approvals;

/// <summary>Lengths of texts that people write; checked before saving, because only one of the two databases would.</summary>
internal static class TextRules
{
    public static Error? Reason(string? text, string field = "reason") =>
        string.IsNullOrWhiteSpace(text) ? ApprovalErrors.ReasonMissing(field) : text.Length > Limits.Reason ? ApprovalErrors.TextTooLong(field, Limits.Reason) : null;

    public static Error? Opinion(string? text, string field = "opinion") =>
        text?.Length > Limits.Opinion ? ApprovalErrors.TextTooLong(field, Limits.Opinion) : null;
}
