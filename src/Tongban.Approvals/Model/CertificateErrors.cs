using Tongban.Foundation;

namespace Tongban.Approvals.Model;

/// <summary>Refusals about results, permits and certificates.</summary>
internal static class CertificateErrors
{
    public static Error NotFound() => new("certificates.not-found", ("没有这份证照，或您无权查看。", "There is no such certificate, or it is not for you to see."), ErrorKind.NotFound);

    public static Error NotYours() => new("certificates.not-yours", ("您未代表该证照的持有人。", "You do not act for the holder."), ErrorKind.Forbidden);

    public static Error ReceiptMissing() => new("certificates.receipt-missing", ("请填写领取人和回证编号。", "Say who took it and the number of the receipt.")) { Field = "receipt", LegalBasis = IssuedResult.ServiceBasis };

    public static Error AlreadyServed(DateOnly on) => new("certificates.already-served", ($"已于 {on:yyyy-MM-dd} 送达。", $"It was served on {on:yyyy-MM-dd}."), ErrorKind.Conflict);

    public static Error ServiceDayImpossible(DateOnly decided, DateOnly today) => new("certificates.service-day-impossible", ($"送达日应在 {decided:yyyy-MM-dd} 至 {today:yyyy-MM-dd} 之间。", $"The day of service lies between {decided:yyyy-MM-dd} and {today:yyyy-MM-dd}.")) { Field = "on" };

    public static Error NotServedYet() => new("certificates.not-served-yet", ("证照尚未送达，请先签收。", "It has not been served yet."), ErrorKind.Conflict) { WayOut = ("请先签收，再提出申请。", "Acknowledge it first.") };

    public static Error NotInForce(ResultState state, ResultKind kind) => new("certificates.not-in-force", ($"当前状态为“{state.Name(kind).Zh}”，不能办理。", $"Its state is “{state.Name(kind).En}”; this is not possible."), ErrorKind.Conflict);

    public static Error RequestOpen(HolderRequestKind kind) => new("certificates.request-open", ($"已有“{kind.Name().Zh}”申请正在办理。", $"A request ({kind.Name().En}) is already open."), ErrorKind.Conflict);

    public static Error NoRequest() => new("certificates.no-request", ("没有待办理的申请。", "No request waits for an answer."), ErrorKind.Conflict);

    public static Error NoTerm() => new("certificates.no-term", ("该证照没有有效期，无需延续。", "It has no term, so nothing is to be renewed.")) { Field = "kind", LegalBasis = IssuedResult.RenewalBasis };

    public static Error RenewalTooLate(DateOnly lastDay, DateOnly validTo) => new("certificates.renewal-too-late",
        ($"延续应当在有效期届满（{validTo:yyyy-MM-dd}）三十日前申请，最后一日为 {lastDay:yyyy-MM-dd}。", $"A renewal is asked for at least thirty days before the expiry ({validTo:yyyy-MM-dd}); the last day was {lastDay:yyyy-MM-dd}."))
    { Field = "kind", LegalBasis = IssuedResult.RenewalBasis, WayOut = ("请按首次申请重新办理。", "Apply anew.") };

    public static Error GroundDoesNotFit(EndGround ground, ResultState state) => new("certificates.ground-does-not-fit",
        ($"“{ground.Name().Zh}”不适用于状态为“{state.Name(ResultKind.Certificate).Zh}”的许可。", $"“{ground.Name().En}” does not fit a permit that is “{state.Name(ResultKind.Certificate).En}”."), ErrorKind.Conflict)
    { Field = "ground" };

    public static Error GroundUnknown() => new("certificates.ground-unknown", ("请选择法定情形。", "Choose one of the law's grounds.")) { Field = "ground", LegalBasis = "行政许可法第六十九条、第七十条" };

    public static Error KindUnknown() => new("certificates.kind-unknown", ("请选择申请类型。", "Choose what is asked for.")) { Field = "kind" };

    public static Error Barred(Words item, Words why, DateOnly possibleFrom, string basis) => new("certificates.applicant-barred",
        ($"{why.Zh}，在 {possibleFrom:yyyy-MM-dd} 之前不得再次申请“{item.Zh}”。", $"{why.En}: “{item.En}” may not be applied for again before {possibleFrom:yyyy-MM-dd}."))
    { LegalBasis = basis, WayOut = ($"自 {possibleFrom:yyyy-MM-dd} 起可以申请。", $"It can be applied for from {possibleFrom:yyyy-MM-dd}.") };
}
