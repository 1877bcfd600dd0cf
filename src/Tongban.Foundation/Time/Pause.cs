namespace Tongban.Foundation.Time;

/// <summary>Time that does not count (行政许可法第四十五条): the days after <paramref name="From"/> through <paramref name="To"/>.</summary>
/// <param name="Type">One of <see cref="PauseTypes"/>, or a city's own name for the procedure.</param>
/// <param name="Basis">Law and article.</param>
/// <param name="From">The day the notice is sent; it still counts.</param>
/// <param name="PlannedTo">The day the result is expected; told to the applicant in writing. A forecast: the pause lasts until it is resumed.</param>
/// <param name="To">The day the result arrived; it does not count. <see langword="null"/> while open.</param>
/// <param name="Document">Number or digest of the notice.</param>
/// <param name="ApprovedBy">Who approved it.</param>
public sealed record Pause(string Type, string Basis, DateOnly From, DateOnly? PlannedTo = null, DateOnly? To = null, string? Document = null, Guid? ApprovedBy = null);

/// <summary>A limit made longer, once, by the head of the authority, with reasons told to the applicant (行政许可法第四十二条).</summary>
public sealed record Extension(LimitLength By, string Basis, string Reason, Guid ApprovedBy, DateOnly On);

/// <summary>Whose time a day is.</summary>
public enum ChargedTo
{
    /// <summary>承办部门: the day counts.</summary>
    Department,

    /// <summary>申请人: the applicant corrects or revises.</summary>
    Applicant,

    /// <summary>特别程序: hearing, tender, testing, expert review and the like.</summary>
    SpecialProcedure,

    /// <summary>Rest days, the start day, days after the case was closed.</summary>
    Nobody,
}

/// <summary>One calendar day of a limit and why it was or was not charged.</summary>
/// <param name="Running">Charged days up to and including this one.</param>
public sealed record ExplainedDay(DateOnly Date, bool Charged, ChargedTo To, Words Reason, int Running);

/// <summary>The procedures a limit stops for (domain 01 § 1.2). The first eight are named in 行政许可法第四十五条; the others need a basis of their own.</summary>
public static class PauseTypes
{
    public const string Hearing = "hearing";
    public const string Tender = "tender";
    public const string Auction = "auction";
    public const string Inspection = "inspection";
    public const string Testing = "testing";
    public const string Quarantine = "quarantine";
    public const string Appraisal = "appraisal";
    public const string ExpertReview = "expert-review";
    public const string PublicNotice = "public-notice";
    public const string HigherApproval = "higher-approval";
    public const string DrawingRevision = "drawing-revision";
    public const string Correction = "correction";
    public const string RiskAssessment = "risk-assessment";
    public const string Archaeology = "archaeology";

    public const string Evaluation = "evaluation";
    public const string Consultation = "consultation";
    public const string Announcement = "announcement";

    /// <summary>What the matter rests on is disputed, and another organ decides.</summary>
    public const string Dispute = "dispute";

    /// <summary>The gap between the end of a limit and its reopening.</summary>
    public const string Reopened = "reopened";

    private static readonly Dictionary<string, (Words Name, ChargedTo To)> Known = new(StringComparer.Ordinal)
    {
        [Hearing] = (("听证", "hearing"), ChargedTo.SpecialProcedure),
        [Tender] = (("招标", "tender"), ChargedTo.SpecialProcedure),
        [Auction] = (("拍卖", "auction"), ChargedTo.SpecialProcedure),
        [Inspection] = (("检验", "inspection"), ChargedTo.SpecialProcedure),
        [Testing] = (("检测", "testing"), ChargedTo.SpecialProcedure),
        [Quarantine] = (("检疫", "quarantine"), ChargedTo.SpecialProcedure),
        [Appraisal] = (("鉴定", "appraisal"), ChargedTo.SpecialProcedure),
        [ExpertReview] = (("专家评审", "expert review"), ChargedTo.SpecialProcedure),
        [PublicNotice] = (("公示", "public notice"), ChargedTo.SpecialProcedure),
        [HigherApproval] = (("上级审批", "approval by a higher level"), ChargedTo.SpecialProcedure),
        [RiskAssessment] = (("社会稳定风险评估", "social stability risk assessment"), ChargedTo.SpecialProcedure),
        [Archaeology] = (("考古", "archaeological work"), ChargedTo.SpecialProcedure),
        [Evaluation] = (("中介评估", "evaluation by an institution"), ChargedTo.SpecialProcedure),
        [Consultation] = (("征求意见", "consultation of other departments"), ChargedTo.SpecialProcedure),
        [Announcement] = (("公告", "announcement"), ChargedTo.SpecialProcedure),
        [DrawingRevision] = (("图纸修改复审", "revision and second check of drawings"), ChargedTo.Applicant),
        [Correction] = (("申请人补正", "correction by the applicant"), ChargedTo.Applicant),
        [Dispute] = (("异议认定", "decision on a dispute"), ChargedTo.SpecialProcedure),
        [Reopened] = (("办结至重新启动", "between end and reopening"), ChargedTo.Nobody),
    };

    /// <summary>Codes of the procedures an officer may choose from.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Known.Keys.Where(k => k is not (Dispute or Reopened))];

    /// <summary>What the procedure is called; a name we do not know is shown as it is.</summary>
    public static Words NameOf(string type) => Known.TryGetValue(type, out var known) ? known.Name : (type, type);

    /// <summary>Whose time it is; a name we do not know is a special procedure.</summary>
    public static ChargedTo WhoseTime(string type) => Known.TryGetValue(type, out var known) ? known.To : ChargedTo.SpecialProcedure;
}
