using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.Ledger;
using Tongban.Supervision.Cards;
using Tongban.Supervision.Findings;
using Tongban.Supervision.Fees;
using Tongban.Projects.Model;

namespace Tongban.Server.City;

/// <summary>What the supervision of the demonstration city found in the other stories, by itself, and the cards that followed: one closed, one whose correction is awaited, one to be decided, one to be stated.</summary>
internal sealed class DemoSupervision(DemoActs acts, DemoPeople people, DemoClock clock, DateOnly today)
{
    public async Task TellAsync()
    {
        clock.GoTo(today);
        var code = await acts.ReadAsync(db => db.Set<Project>().Where(p => p.Owner == DemoPeople.Enterprises[4].Code).OrderBy(p => p.Code).Select(p => p.Code).FirstAsync());
        await acts.AsAsync(people.Applicant(5), s => s.GetRequiredService<ReportFeeHandler>().HandleAsync(new(code, "ZRZY@360500", "图件加急费", 800m, today.AddDays(-3)), default));
        var chains = await acts.ReadAsync(db => db.Set<LedgerEntry>().Where(e => e.Act == "projects.declared").OrderBy(e => e.Matter).Select(e => e.Matter).ToListAsync());
        foreach (var chain in chains)
            await acts.WithAsync<FindingBook>(b => b.CatchUpAsync(chain, default));

        var found = await acts.ReadAsync(db => db.Set<Finding>().Where(f => f.Organ.EndsWith("@360500")).OrderBy(f => f.Rule).ThenBy(f => f.FoundOn).ThenBy(f => f.Id).ToListAsync());
        var taken = found.Where(f => !f.Organ.StartsWith("SZF", StringComparison.Ordinal)).DistinctBy(f => (f.Rule, f.Organ)).Take(4).ToList();
        for (var i = 0; i < taken.Count; i++)
        {
            var (organ, office) = (people.Handler(taken[i].Organ), people.Handler("jcs"));
            var card = (await acts.AsAsync(office, s => s.GetRequiredService<CardHandlers>().IssueAsync(new(taken[i].Id, "请说明经过、原因和已采取的措施。"), default))).Card;
            if (i < 3)
                await acts.AsAsync(organ, s => s.GetRequiredService<CardHandlers>().StateAsync(new(card, true, "经办人工作交接不及时，已明确专人负责。"), default));
            if (i < 2)
                await acts.AsAsync(office, s => s.GetRequiredService<CardHandlers>().DecideAsync(new(card, true, "情况属实，责令限期整改，完善内部移交制度。", 5), default));
            if (i < 1)
            {
                await acts.AsAsync(organ, s => s.GetRequiredService<CardHandlers>().ReportAsync(new(card, "已完成整改，建立到期前两日内部提醒。"), default));
                await acts.AsAsync(office, s => s.GetRequiredService<CardHandlers>().FollowAsync(new(card, true, "经复查，整改到位。"), default));
            }
        }
    }
}
