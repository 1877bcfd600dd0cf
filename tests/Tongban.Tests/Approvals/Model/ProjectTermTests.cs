using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;
using static Tongban.Tests.Approvals.Model.CaseBuilder;

namespace Tongban.Tests.Approvals.Model;

/// <summary>Two years to begin, one extension, or the project lapses (企业投资项目核准和备案管理条例第十二条).</summary>
public class ProjectTermTests
{
    [Fact]
    public void A_verified_project_is_begun_within_two_years_or_lapses()
    {
        var (c, term) = Begun(ProjectType.Verification);
        Assert.Equal((c.Today.AddYears(2), ProjectTerm.VerificationBasis), (term.StartBy, term.Basis));
        Refused("terms.not-running", term.Lapse(On(term.StartBy)));
        Refused("terms.start-day-impossible", term.RecordStart(c.Today.AddDays(1), c.Setting));
        Accepted(term.Lapse(On(term.StartBy.AddDays(1))));
        Assert.Equal(TermState.Lapsed, term.State);
        Refused("terms.not-running", term.RecordStart(term.StartBy, On(term.StartBy.AddDays(2))));
    }

    [Fact]
    public void An_extension_is_asked_for_thirty_working_days_before_and_given_once_for_at_most_a_year()
    {
        var (c, term) = Begun(ProjectType.Verification);
        var last = term.AskBy(Calendar);
        Assert.Equal(30, Calendar.WorkingDaysBetween(last, term.StartBy));
        Refused("terms.asked-too-late", term.AskExtension("资金未到位", Applicant, On(last.AddDays(1))));
        Accepted(term.AskExtension("资金未到位", Applicant, On(last)));
        Assert.Equal(Calendar.AddWorkingDays(last, 20), term.RequestDueOn);
        // Silence of the organ harms nobody.
        Refused("terms.not-running", term.Lapse(On(term.StartBy.AddDays(1))));
        Refused("terms.until-impossible", term.AnswerExtension(true, c.Today.AddYears(3).AddDays(1), null));
        Refused("approvals.refusal-needs-reasons", term.AnswerExtension(false, null, " "));
        Accepted(term.AnswerExtension(true, c.Today.AddYears(3), null));
        Assert.Equal((c.Today.AddYears(3), true), (term.StartBy, term.IsExtended));
        Refused("terms.extended-once", term.AskExtension("再延", Applicant, On(last)));
    }

    [Fact]
    public void A_filing_states_that_it_goes_on_and_that_takes_effect_on_receipt()
    {
        var (c, term) = Begun(ProjectType.Filing);
        Accepted(term.AskExtension("继续实施", Applicant, On(term.StartBy)));
        Assert.Equal((c.Today.AddYears(3), null), (term.StartBy, term.Request));
    }

    [Fact]
    public void A_start_in_time_ends_the_term()
    {
        var (c, term) = Begun(ProjectType.Verification);
        c.AfterWorkingDays(100);
        Accepted(term.RecordStart(c.Today, c.Setting));
        Assert.Equal((TermState.Started, c.Today), (term.State, term.StartedOn!.Value));
        Refused("terms.not-running", term.AskExtension("晚了", Applicant, c.Setting));
    }

    private static CaseSetting On(DateOnly day) => new(Flow, Calendar, CityClock.StartOf(day).AddHours(9));

    private static (CaseBuilder Case, ProjectTerm Term) Begun(ProjectType type)
    {
        var c = Small(type);
        var item = type is ProjectType.Filing ? c.Stage.Items.Single(i => i.Role is ItemRole.FilingOnReceipt) : c.Item(c.Closing);
        return (c, ProjectTerm.Begin(c.Stage, item, c.Setting));
    }
}
