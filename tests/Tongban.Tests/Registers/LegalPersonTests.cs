using Tongban.Foundation;
using Tongban.Registers.Contracts;
using Tongban.Registers.Model;

namespace Tongban.Tests.Registers;

public class LegalPersonTests
{
    private static readonly Guid Representative = Guid.CreateVersion7();
    private static readonly Guid Agent = Guid.CreateVersion7();
    private static readonly DateOnly Today = new(2026, 3, 2);
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    private static LegalPersonForm Form => new("91360502MA0000015T", "新余示范新材料有限公司", LegalPersonKind.Enterprise, "李某某", "新余市渝水区高新大道1号", "360502", "13800000000", "C39");

    private static LegalPerson Registered() => LegalPerson.Register(Form, Representative, Now).Value;

    private static LegalPersonAgent Mandate(LegalPerson person, AgentScope scope = AgentScope.All, Guid? project = null) =>
        person.Authorise(Representative, Agent, scope, project, Today, Today.AddDays(9), Today).Value;

    [Fact]
    public void Registration_states_one_act_without_a_persons_name()
    {
        var person = Registered();
        var act = Assert.IsType<LegalPersonRegistered>(Assert.Single(person.Acts));
        Assert.Equal("91360502MA0000015T", act.CreditCode);
        Assert.DoesNotContain("李", act.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("138", act.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("91360502MA0000015T", true)]
    [InlineData("91360521MA00000236", true)]
    [InlineData("91350100M000100Y43", true)]
    [InlineData("91360502MA00002420", true)]
    [InlineData("11360500000000019F", true)]
    [InlineData("91360502MA0000015U", false)]
    [InlineData("91360502MA0000015", false)]
    [InlineData(" 91360502ma0000015t", true)]
    [InlineData("9136O502MA0000015T", false)]
    [InlineData("", false)]
    public void A_credit_code_must_pass_its_check(string code, bool good) =>
        Assert.Equal(good, LegalPerson.Register(Form with { CreditCode = code }, Representative, Now).Error is null);

    [Fact]
    public void Every_wrong_field_is_named_at_once()
    {
        var error = LegalPerson.Register(new("x", "", LegalPersonKind.Enterprise, "<b>", "", "360502\n", "12", "C39\n"), Representative, Now).Error!;
        Assert.Equal(["creditCode", "name", "representative", "address", "division", "phone", "industry"], error.All.Select(e => e.Field));
        Assert.All(error.All, e => Assert.NotNull(e.WayOut));
    }

    [Fact]
    public void A_mandate_covers_its_first_and_last_day_and_no_other()
    {
        var person = Registered();
        Mandate(person);
        Assert.False(person.MayAct(Agent, Today.AddDays(-1)));
        Assert.True(person.MayAct(Agent, Today));
        Assert.True(person.MayAct(Agent, Today.AddDays(9)));
        Assert.False(person.MayAct(Agent, Today.AddDays(10)));
        Assert.True(person.MayAct(Representative, Today.AddYears(9)));
        Assert.False(person.MayAct(Guid.Empty, Today));
    }

    [Fact]
    public void A_mandate_for_one_project_reaches_no_other_matter()
    {
        var (person, project) = (Registered(), Guid.CreateVersion7());
        Mandate(person, AgentScope.OneProject, project);
        Assert.True(person.MayAct(Agent, Today, project));
        Assert.False(person.MayAct(Agent, Today, Guid.CreateVersion7()));
        Assert.False(person.MayAct(Agent, Today));
    }

    [Fact]
    public void Only_the_representative_grants()
    {
        var person = Registered();
        Assert.Equal(ErrorKind.Forbidden, person.Authorise(Agent, Agent, AgentScope.All, null, Today, Today, Today).Error?.Kind);
        Mandate(person);
        Assert.Equal(ErrorKind.Forbidden, person.Authorise(Agent, Guid.CreateVersion7(), AgentScope.All, null, Today, Today, Today).Error?.Kind);
        Assert.Equal("registers.own-mandate", person.Authorise(Representative, Representative, AgentScope.All, null, Today, Today, Today).Error?.Code);
    }

    [Fact]
    public void A_mandate_is_neither_backdated_nor_doubled_nor_endless_backwards()
    {
        var person = Registered();
        Assert.Equal("registers.mandate-period", person.Authorise(Representative, Agent, AgentScope.All, null, Today.AddDays(-1), Today, Today).Error?.Code);
        Assert.Equal("registers.mandate-period", person.Authorise(Representative, Agent, AgentScope.All, null, Today.AddDays(2), Today.AddDays(1), Today).Error?.Code);
        Assert.Equal("registers.mandate-project", person.Authorise(Representative, Agent, AgentScope.OneProject, null, Today, Today, Today).Error?.Code);
        Mandate(person);
        Assert.Equal("registers.mandate-overlaps", person.Authorise(Representative, Agent, AgentScope.All, null, Today.AddDays(9), Today.AddDays(20), Today).Error?.Code);
        Assert.Null(person.Authorise(Representative, Agent, AgentScope.All, null, Today.AddDays(10), Today.AddDays(20), Today).Error);
    }

    [Fact]
    public void A_revoked_mandate_ends_that_day_and_is_revoked_once()
    {
        var person = Registered();
        var mandate = Mandate(person);
        Assert.Equal(ErrorKind.Forbidden, person.Revoke(Guid.CreateVersion7(), mandate.Id, Today)?.Kind);
        Assert.Null(person.Revoke(Representative, mandate.Id, Today.AddDays(3)));
        Assert.True(person.MayAct(Agent, Today.AddDays(2)));
        Assert.False(person.MayAct(Agent, Today.AddDays(3)));
        Assert.Equal("registers.mandate-over", person.Revoke(Agent, mandate.Id, Today.AddDays(4))?.Code);
        Assert.Equal(["LegalPersonRegistered", "AgentAuthorised", "AgentRevoked"], person.Acts.Select(a => a.GetType().Name));
    }

    [Fact]
    public void An_agent_may_lay_a_mandate_down()
    {
        var person = Registered();
        Assert.Null(person.Revoke(Agent, Mandate(person).Id, Today));
        Assert.False(person.MayAct(Agent, Today));
    }

    [Theory]
    [InlineData("13800000000", "138****0000")]
    [InlineData("0790-6440123", "0790****23")]
    [InlineData("07906440123", "0790****23")]
    [InlineData("12", "**")]
    public void Telephones_are_masked(string phone, string masked) => Assert.Equal(masked, Masks.Phone(phone));

    [Theory, InlineData("李某某", "李*"), InlineData("欧阳某", "欧阳*"), InlineData("", "")]
    public void Names_keep_the_family_name(string name, string masked) => Assert.Equal(masked, Masks.Name(name));
}
