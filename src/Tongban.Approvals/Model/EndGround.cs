using Tongban.Foundation;

namespace Tongban.Approvals.Model;

/// <summary>Why a permit ends before or after its time, as the law counts the grounds (行政许可法第八条、第六十九条、第七十条).</summary>
internal enum EndGround
{
    /// <summary>滥用职权、玩忽职守作出.</summary>
    AbuseOfPower,

    /// <summary>超越法定职权作出.</summary>
    BeyondPower,

    /// <summary>违反法定程序作出.</summary>
    ProcedureBroken,

    /// <summary>对不具备申请资格或者不符合法定条件的申请人准予.</summary>
    NotEntitled,

    /// <summary>依法可以撤销的其他情形.</summary>
    OtherRevocable,

    /// <summary>以欺骗、贿赂等不正当手段取得.</summary>
    ObtainedByFraud,

    /// <summary>所依据的法律、法规、规章修改或者废止.</summary>
    LawChanged,

    /// <summary>所依据的客观情况发生重大变化.</summary>
    CircumstancesChanged,

    /// <summary>有效期届满未延续.</summary>
    NotRenewed,

    /// <summary>公民死亡或者丧失行为能力.</summary>
    PersonUnable,

    /// <summary>法人或者其他组织依法终止.</summary>
    OrganisationEnded,

    /// <summary>依法被撤销、撤回或者吊销.</summary>
    RevokedBefore,

    /// <summary>不可抗力导致无法实施.</summary>
    ForceMajeure,

    /// <summary>法律、法规规定的其他情形.</summary>
    OtherCancelled,
}

/// <summary>What the grounds are called, where they stand in the law and what they lead to.</summary>
internal static class EndGrounds
{
    public static ResultState Ends(this EndGround ground) => ground switch
    {
        <= EndGround.ObtainedByFraud => ResultState.Revoked,
        EndGround.LawChanged or EndGround.CircumstancesChanged => ResultState.Withdrawn,
        _ => ResultState.Cancelled,
    };

    public static Words Name(this EndGround ground) => ground switch
    {
        EndGround.AbuseOfPower => ("工作人员滥用职权、玩忽职守作出决定", "Decided by abuse or neglect of office"),
        EndGround.BeyondPower => ("超越法定职权作出决定", "Decided beyond the organ's power"),
        EndGround.ProcedureBroken => ("违反法定程序作出决定", "Decided against the legal procedure"),
        EndGround.NotEntitled => ("申请人不具备资格或者不符合法定条件", "The applicant was not entitled or did not meet the conditions"),
        EndGround.OtherRevocable => ("依法可以撤销的其他情形", "Another case in which the law allows revocation"),
        EndGround.ObtainedByFraud => ("以欺骗、贿赂等不正当手段取得", "Obtained by fraud, bribery or the like"),
        EndGround.LawChanged => ("所依据的法律、法规、规章修改或者废止", "The law it rests on was changed or repealed"),
        EndGround.CircumstancesChanged => ("所依据的客观情况发生重大变化", "The circumstances it rests on changed greatly"),
        EndGround.NotRenewed => ("有效期届满未延续", "The term is over and was not renewed"),
        EndGround.PersonUnable => ("公民死亡或者丧失行为能力", "The person died or lost legal capacity"),
        EndGround.OrganisationEnded => ("法人或者其他组织依法终止", "The legal person has ended"),
        EndGround.RevokedBefore => ("许可已被撤销、撤回或者吊销", "It was revoked or withdrawn before"),
        EndGround.ForceMajeure => ("因不可抗力无法实施", "It cannot be carried out, by force majeure"),
        _ => ("法律、法规规定的其他情形", "Another case named by law"),
    };

    public static string Basis(this EndGround ground) => ground switch
    {
        EndGround.AbuseOfPower => "行政许可法第六十九条第一款第一项",
        EndGround.BeyondPower => "行政许可法第六十九条第一款第二项",
        EndGround.ProcedureBroken => "行政许可法第六十九条第一款第三项",
        EndGround.NotEntitled => "行政许可法第六十九条第一款第四项",
        EndGround.OtherRevocable => "行政许可法第六十九条第一款第五项",
        EndGround.ObtainedByFraud => "行政许可法第六十九条第二款",
        EndGround.LawChanged or EndGround.CircumstancesChanged => "行政许可法第八条第二款",
        EndGround.NotRenewed => "行政许可法第七十条第一项",
        EndGround.PersonUnable => "行政许可法第七十条第二项",
        EndGround.OrganisationEnded => "行政许可法第七十条第三项",
        EndGround.RevokedBefore => "行政许可法第七十条第四项",
        EndGround.ForceMajeure => "行政许可法第七十条第五项",
        _ => "行政许可法第七十条第六项",
    };

    /// <summary>What the law says about damage done to the holder.</summary>
    public static Words? Compensation(this EndGround ground) => ground switch
    {
        EndGround.ObtainedByFraud => ("被许可人基于该许可取得的利益不受保护（第六十九条第四款）。", "What was gained by it is not protected (art. 69)."),
        < EndGround.ObtainedByFraud => ("被许可人的合法权益受到损害的，依法给予赔偿（第六十九条第四款）。", "Damage to lawful interests is made good (art. 69)."),
        EndGround.LawChanged or EndGround.CircumstancesChanged => ("造成财产损失的，依法给予补偿（第八条第二款）。", "Losses are compensated (art. 8)."),
        _ => null,
    };

    public static Words Name(this ResultState state, ResultKind kind) => state switch
    {
        ResultState.AwaitingService => ("待送达", "To be served"),
        ResultState.InForce => kind is ResultKind.Refusal ? ("已送达", "Served") : ("有效", "In force"),
        ResultState.Expired => ("有效期届满", "Expired"),
        ResultState.Revoked => ("已撤销", "Revoked"),
        ResultState.Withdrawn => ("已撤回", "Withdrawn"),
        ResultState.Cancelled => ("已注销", "Cancelled"),
        _ => ("已作废", "Void"),
    };

    public static Words Name(this ServiceWay way) => way is ServiceWay.Electronic ? ("电子送达", "Electronically") : ("窗口领取", "At the counter");

    public static Words Name(this HolderRequestKind kind) => kind switch
    {
        HolderRequestKind.Renewal => ("延续", "Renewal"),
        HolderRequestKind.Change => ("变更", "Change"),
        _ => ("申请注销", "Cancellation on request"),
    };

    public static Words Name(this ResultKind kind) => kind switch
    {
        ResultKind.Certificate => ("证件", "Certificate"),
        ResultKind.Approval => ("批准文件", "Approval"),
        _ => ("不予许可决定", "Refusal"),
    };
}
