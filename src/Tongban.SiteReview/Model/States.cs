using Tongban.Foundation;
using Tongban.Foundation.Ui;

namespace Tongban.SiteReview.Model;

/// <summary>Where a review stands.</summary>
internal enum ReviewState
{
    /// <summary>会审中: opinions are asked for, or the lead has to conclude.</summary>
    Open,

    /// <summary>待调整用地: concluded with "adjust the site"; the enterprise's new boundary begins the next round.</summary>
    AwaitingSite,

    /// <summary>已结论.</summary>
    Concluded,

    /// <summary>已终止: the project ended.</summary>
    Ended,
}

/// <summary>结论类别.</summary>
internal enum ReviewClass
{
    /// <summary>无冲突: it can go on as drawn, with the conditions that were set.</summary>
    NoConflict,

    /// <summary>调整用地.</summary>
    AdjustSite,

    /// <summary>调整规划: the plan or the layer is to be changed first by its own procedure.</summary>
    AdjustPlan,

    /// <summary>不可行.</summary>
    NotFeasible,
}

/// <summary>What a department says about one finding.</summary>
internal enum Stance
{
    /// <summary>同意.</summary>
    Agree,

    /// <summary>附条件同意: what has to be done, carried to approval items.</summary>
    Condition,

    /// <summary>不同意: with ground and law.</summary>
    Object,
}

/// <summary>On what ground a department objects.</summary>
internal enum ObjectionGround
{
    /// <summary>法律法规禁止.</summary>
    Prohibited,

    /// <summary>与规划不符.</summary>
    PlanConflict,

    /// <summary>未履行法定程序.</summary>
    ProcedureMissing,

    /// <summary>安全或者环境风险.</summary>
    Hazard,

    /// <summary>其他.</summary>
    Other,
}

/// <summary>Whether a hit stands.</summary>
internal enum HitState
{
    /// <summary>成立: as the check found it; nobody has disputed it.</summary>
    Standing,

    /// <summary>有异议: disputed, the layer's authority has not decided.</summary>
    Disputed,

    /// <summary>维持: disputed, and it stands.</summary>
    Upheld,

    /// <summary>认定不成立: it stays visible and counts in the class, with the note.</summary>
    Dismissed,
}

/// <summary>Why a hit is disputed, or dismissed.</summary>
internal enum DisputeGround
{
    /// <summary>图层有误: the layer is wrong here.</summary>
    LayerWrong,

    /// <summary>已获豁免: the use was approved, for example by the State Council; its number is named.</summary>
    Exemption,

    /// <summary>边界精度: the overlap lies within the accuracy of the boundaries.</summary>
    BoundaryAccuracy,
}

/// <summary>Where the question put to one department stands.</summary>
internal enum TaskState
{
    Open,

    Given,

    /// <summary>逾期未提出: the review was concluded without it, and says so.</summary>
    Missing,

    /// <summary>不再需要: its findings are gone, or a new boundary began another round.</summary>
    Dropped,
}

/// <summary>What pages call things.</summary>
internal static class ReviewWords
{
    public static Words Name(this ReviewState state) => state switch
    {
        ReviewState.Open => ("会审中", "Under review"),
        ReviewState.AwaitingSite => ("待调整用地", "Waits for a new boundary"),
        ReviewState.Concluded => ("已结论", "Concluded"),
        _ => ("已终止", "Ended"),
    };

    public static Tone ToneOf(this ReviewState state) => state switch { ReviewState.Open => Tone.Info, ReviewState.AwaitingSite => Tone.Warn, ReviewState.Concluded => Tone.Good, _ => Tone.Neutral };

    public static Words Name(this ReviewClass kind) => kind switch
    {
        ReviewClass.NoConflict => ("无冲突", "No conflict"),
        ReviewClass.AdjustSite => ("调整用地", "Adjust the site"),
        ReviewClass.AdjustPlan => ("调整规划", "Adjust the plan"),
        _ => ("不可行", "Not feasible"),
    };

    public static Tone ToneOf(this ReviewClass kind) => kind switch { ReviewClass.NoConflict => Tone.Good, ReviewClass.NotFeasible => Tone.Bad, _ => Tone.Warn };

    public static Words Name(this Stance stance) => stance switch
    {
        Stance.Agree => ("同意", "Agrees"),
        Stance.Condition => ("附条件同意", "Agrees on a condition"),
        _ => ("不同意", "Objects"),
    };

    public static Tone ToneOf(this Stance stance) => stance switch { Stance.Agree => Tone.Good, Stance.Condition => Tone.Warn, _ => Tone.Bad };

    public static Words Name(this ObjectionGround ground) => ground switch
    {
        ObjectionGround.Prohibited => ("法律法规禁止", "Forbidden by law"),
        ObjectionGround.PlanConflict => ("与规划不符", "Against the plan"),
        ObjectionGround.ProcedureMissing => ("未履行法定程序", "A procedure required by law is missing"),
        ObjectionGround.Hazard => ("安全或者环境风险", "A risk to safety or the environment"),
        _ => ("其他", "Other"),
    };

    public static Words Name(this HitState state) => state switch
    {
        HitState.Standing => ("成立", "Stands"),
        HitState.Disputed => ("有异议，待认定", "Disputed, to be decided"),
        HitState.Upheld => ("经认定维持", "Disputed and upheld"),
        _ => ("经认定不成立", "Dismissed"),
    };

    public static Tone ToneOf(this HitState state) => state switch { HitState.Disputed => Tone.Warn, HitState.Dismissed => Tone.Neutral, _ => Tone.Bad };

    public static Words Name(this DisputeGround ground) => ground switch
    {
        DisputeGround.LayerWrong => ("图层有误", "The layer is wrong here"),
        DisputeGround.Exemption => ("已获批准豁免", "An exemption was approved"),
        _ => ("边界精度", "Accuracy of the boundaries"),
    };

    public static Words Name(this TaskState state) => state switch
    {
        TaskState.Open => ("待提出意见", "Opinion asked for"),
        TaskState.Given => ("已提出意见", "Opinion given"),
        TaskState.Missing => ("逾期未提出意见", "No opinion in time"),
        _ => ("不再需要", "No longer needed"),
    };
}
