using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.Consultations;
using Tongban.Approvals.Model;
using Tongban.Approvals.Ratings;
using Tongban.Foundation;
using Tongban.Foundation.Privacy.Erasure;
using Tongban.Foundation.Storage;

namespace Tongban.Approvals.PersonalData;

internal static class PersonalDataServices
{
    public static void AddApprovalPersonalData(this IServiceCollection services) => services.AddScoped<IPersonalData, ApprovalPersonalData>();
}

/// <summary>What the approvals hold of a natural person: papers handed in, comments of ratings, questions before filing.</summary>
internal sealed class ApprovalPersonalData(TongbanDb db) : IPersonalData
{
    public const string Papers = "approvals.papers", Comments = "approvals.rating-comments", OpenRatings = "approvals.open-ratings", Questions = "approvals.questions", OpenQuestions = "approvals.open-questions";

    public async Task<IReadOnlyList<Holding>> OfAsync(Guid person, CancellationToken ct)
    {
        List<Holding> held = [];
        if (await db.Set<StageCase>().SelectMany(s => s.Materials).CountAsync(m => m.ProvidedBy == person, ct) is > 0 and var papers)
            held.Add(Holding.Kept(Papers, ("提交的办件材料", "Papers handed in to cases"), papers, "档案法第十三条、第十四条；行政许可法第六十一条", ("办件材料随案卷归档，按保管期限保存", "Papers belong to the case file and are kept for its archival term")));
        var ratings = await db.Set<Rating>().AsNoTracking().Where(r => r.RatedBy == person && r.Comment != null).Select(r => r.State).ToListAsync(ct);
        if (ratings.Count(IsOpen) is > 0 and var openRatings)
            held.Add(Holding.InUse(OpenRatings, ("整改中的评价留言", "Comments of ratings being put right"), openRatings, ("差评正在整改或者核查", "A bad rating is being put right or looked into")));
        if (ratings.Count(s => !IsOpen(s)) is > 0 and var closedRatings)
            held.Add(Holding.Erasable(Comments, ("评价留言", "Comments of ratings"), closedRatings));
        var questions = await db.Set<Consultation>().AsNoTracking().Where(c => c.AskedBy == person && c.Question != "").Select(c => c.State).ToListAsync(ct);
        if (questions.Count(IsOpen) is > 0 and var openQuestions)
            held.Add(Holding.InUse(OpenQuestions, ("待答复的咨询", "Consultations to be answered"), openQuestions, ("咨询正在答复", "They are being answered")));
        if (questions.Count(s => !IsOpen(s)) is > 0 and var closedQuestions)
            held.Add(Holding.Erasable(Questions, ("咨询的提问内容（公开稿不含姓名，保留）", "Questions asked before filing (what was published names nobody and stays)"), closedQuestions));
        return held;
    }

    public async Task EraseAsync(Guid person, IReadOnlySet<string> kinds, CancellationToken ct)
    {
        if (kinds.Contains(Comments))
        {
            foreach (var rating in (await db.Set<Rating>().Where(r => r.RatedBy == person && r.Comment != null).ToListAsync(ct)).Where(r => !IsOpen(r.State)))
                rating.EraseComment();
        }
        if (kinds.Contains(Questions))
        {
            foreach (var question in (await db.Set<Consultation>().Where(c => c.AskedBy == person).ToListAsync(ct)).Where(c => !IsOpen(c.State)))
                question.EraseQuestion();
        }
    }

    private static bool IsOpen(RatingState state) => state is RatingState.CorrectionDue or RatingState.Answered or RatingState.Disputed;

    private static bool IsOpen(ConsultationState state) => state is ConsultationState.Asked or ConsultationState.AskedAgain;
}
