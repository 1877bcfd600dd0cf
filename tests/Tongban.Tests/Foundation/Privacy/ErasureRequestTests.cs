using Tongban.Foundation;
using Tongban.Foundation.Privacy;
using Tongban.Foundation.Privacy.Erasure;
using Tongban.Foundation.Time;

namespace Tongban.Tests.Foundation.Privacy;

/// <summary>The rules of a request for erasure, without a database.</summary>
public class ErasureRequestTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    private static readonly WorkCalendar Calendar = WorkCalendar.Of([new CalendarYear(2026, [])]);
    private static readonly Guid Person = Guid.CreateVersion7(), Officer = Guid.CreateVersion7();
    private static readonly Words Name = ("内容", "what");

    private static readonly Holding Free = Holding.Erasable("a.free", Name, 1), Used = Holding.InUse("b.used", Name, 1, Name), Kept = Holding.Kept("c.kept", Name, 2, "档案法第十三条", Name);

    private static ErasureRequest Asked() => ErasureRequest.Ask(Person, ErasureGround.PurposeOver, "不再使用", Now, Calendar).Value;

    [Fact]
    public void What_can_be_erased_is_erased_and_what_stays_is_named_with_its_law()
    {
        var request = Asked();
        Assert.Equal(new DateOnly(2026, 3, 23), request.DueOn);   // fifteen working days after Monday 2 March
        Assert.Null(request.Grant([Free, Used, Kept], null, Officer, Now, Calendar));
        Assert.Equal(["a.free"], request.Erased);
        Assert.Equal([("b.used", Used.Basis), ("c.kept", "档案法第十三条")], request.Kept.Select(k => (k.Kind, k.Basis)));
        Assert.Equal(("", null), (request.Reason, request.Salt));
        var act = Assert.IsType<PersonErased>(request.Acts[^1]);
        Assert.Equal((Person, false), (act.PersonId, act.Late));
        Assert.Equal("privacy.request-over", request.Grant([Free], null, Officer, Now, Calendar)?.Code);
    }

    [Fact]
    public void A_refusal_is_borne_by_what_is_held()
    {
        string? Refused(ErasureRefusal? why, string? answer, params Holding[] held) => Asked().Refuse(why, held, answer, Officer, Now, Calendar)?.Code;
        Assert.Equal("privacy.refusal-missing", Refused(null, "x", Kept));
        Assert.Equal("privacy.answer-missing", Refused(ErasureRefusal.MustBeKept, " ", Kept));
        Assert.Equal("privacy.refusal-unfounded", Refused(ErasureRefusal.MustBeKept, "归档", Free, Kept));
        Assert.Equal("privacy.refusal-unfounded", Refused(ErasureRefusal.InUse, "在办", Free, Used));
        Assert.Equal("privacy.refusal-unfounded", Refused(ErasureRefusal.MustBeKept, "归档", Used, Kept));
        Assert.Null(Refused(ErasureRefusal.MustBeKept, "归档", Kept));
        Assert.Null(Refused(ErasureRefusal.InUse, "在办", Used, Kept));
        Assert.Null(Refused(ErasureRefusal.NotIdentified, "身份未核实", Free));
        Assert.Equal("privacy.nothing-erasable", Asked().Grant([Used, Kept], null, Officer, Now, Calendar)?.Code);
    }

    [Fact]
    public void Nobody_decides_on_the_own_request_and_a_late_decision_says_so()
    {
        Assert.Equal("privacy.not-oneself", Asked().Grant([Free], null, Person, Now, Calendar)?.Code);
        var request = Asked();
        Assert.Null(request.Refuse(ErasureRefusal.NotIdentified, [Free], "身份未核实", Officer, Now.AddDays(22), Calendar));
        Assert.True(Assert.IsType<ErasureRefused>(request.Acts[^1]).Late);
        Assert.Equal("privacy.ground-missing", ErasureRequest.Ask(Person, null, null, Now, Calendar).Error?.Code);
    }

    [Fact]
    public void The_ledger_carries_a_commitment_and_nothing_that_confirms_a_guess()
    {
        var request = Asked();
        var act = Assert.IsType<ErasureAsked>(request.Acts[0]);
        Assert.Equal(Commitment.Of(request.Salt!, "不再使用"), act.ReasonCommitment);
        Assert.NotEqual(Sha256.Of("不再使用"), act.ReasonCommitment);
        Assert.NotEqual(Commitment.NewSalt(), Commitment.NewSalt());
    }
}
