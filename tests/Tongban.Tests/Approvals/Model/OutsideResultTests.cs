using Tongban.Approvals.Model;
using Tongban.Approvals.OutsidePermits;
using Tongban.Foundation;
using static Tongban.Tests.Approvals.Model.CaseBuilder;

namespace Tongban.Tests.Approvals.Model;

/// <summary>A permit of another system as the result of an item.</summary>
public class OutsideResultTests
{
    private const string Review = "S1-03", Site = "S1-04";

    [Fact]
    public void The_item_is_decided_by_the_organs_own_power_and_bears_the_permits_number()
    {
        var c = OfFourDepartments().Passed().AfterWorkingDays(2);
        var permit = Permit(c);
        Accepted(Accept(c, permit, Review));
        var item = c.Item(Review);
        Assert.Equal((ItemState.Decided, ItemDecision.Approved, "赣预审〔2026〕15号", permit.Id, (string?)null), (item.State, item.Decision!.Value, item.ResultNumber, item.OutsidePermit!.Value, item.ResultDigest));
        Assert.Contains("以外部证照为据办结", item.Opinion, StringComparison.Ordinal);
        Assert.True(item.Limit!.IsEnded);
        var (decided, accepted) = (c.Acts<ItemDecided>().Single(a => a.Item == Review), c.Act<OutsidePermitAccepted>());
        Assert.Equal(($"power-of-{Review}", 2), (decided.Power, decided.DaysUsed));
        Assert.Equal((permit.Id, permit.Document!.Value, Land), (accepted.Permit, accepted.Document, permit.UsedBy));
        c.AllApproved();
        Accepted(c.Decide(c.Closing));
        Assert.Equal(StageState.Concluded, c.Stage.State);
    }

    [Fact]
    public void It_has_to_be_of_the_project_name_the_item_or_say_why_still_hold_and_be_used_once()
    {
        var c = OfFourDepartments().Passed();
        Refused("permits.not-of-this-project", Accept(c, Permit(OfFourDepartments()), Review));
        Refused("permits.not-of-this-project", Accept(c, OutsidePermit.Receive(Stated("甲1号", Review), Land, Lead, [], c.Now), Review));
        Refused("permits.names-another-item", Accept(c, Permit(c, item: Site), Review));
        Refused("permits.expired", Accept(c, Permit(c, validTo: new DateOnly(2026, 3, 1)), Review));
        var unnamed = Permit(c, item: null);
        Refused("permits.say-why-this-item", Accept(c, unnamed, Review));
        Accepted(Accept(c, unnamed, Review, "附图与选址一致"));
        Refused("permits.used-already", Accept(c, unnamed, Site, "同一证照"));
        Refused("approvals.item-closed", Accept(c, Permit(c), Review));
    }

    [Fact]
    public void It_is_no_way_round_the_order_of_the_items_nor_the_leads_conclusion()
    {
        var c = OfFourDepartments().Submitted();
        Refused("approvals.not-in-parallel", Accept(c, Permit(c), Review));
        c.Passed().AllApproved();
        Refused("permits.not-for-this-item", Accept(c, Permit(c, item: c.Closing), c.Closing));
    }

    [Fact]
    public void Sent_back_by_the_lead_it_rests_on_the_permit_no_longer()
    {
        var c = OfFourDepartments().Passed();
        var permit = Permit(c);
        Accepted(Accept(c, permit, Review));
        Accepted(c.Stage.Return(Review, "附图与申请不一致", c.Setting));
        Assert.Equal((ItemState.Open, (Guid?)null, (string?)null), (c.Item(Review).State, c.Item(Review).OutsidePermit, c.Item(Review).ResultNumber));
        permit.Release();
        Accepted(Accept(c, permit, Review, "已核对一致"));
    }

    private static Error? Accept(CaseBuilder c, OutsidePermit permit, string item, string? opinion = null) =>
        c.Stage.AcceptOutside(permit, item, opinion, Officer(c.Stage.Find(item)!.Organ), Power(item), c.Setting);

    private static OutsidePermit Permit(CaseBuilder c, string? item = Review, DateOnly? validTo = null)
    {
        var permit = OutsidePermit.Receive(Stated("赣预审〔2026〕15号", item, validTo), Land, Lead, [], c.Now);
        Accepted(permit.Attach(c.Project, Guid.CreateVersion7(), null, c.Now));
        return permit;
    }

    private static StatedPermit Stated(string number, string? item, DateOnly? validTo = null) =>
        new(number, "建设项目用地预审与选址意见书", item, "江西省自然资源厅", null, null, null, "360502", new DateOnly(2026, 2, 20), validTo, null);
}
