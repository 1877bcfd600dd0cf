using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.People;
using Tongban.Foundation.Web;
using Tongban.Lists.Contracts;
using Tongban.Lists.Model;
using Tongban.Lists.Read;
using Tongban.Tests.Foundation;

namespace Tongban.Tests.Lists;

/// <summary>An entry's way from draft to publication, without a database.</summary>
public class ListEntryTests
{
    private const string Code = "360500-Q-CGJ-01-0901-00";
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 3, 2);
    private static readonly Actor Drafter = new(Guid.CreateVersion7(), "起草", Roles.Handler, "CGJ@360500");
    private static readonly Actor Colleague = new(Guid.CreateVersion7(), "同事", Roles.Handler, "CGJ@360500");
    private static readonly Actor Reviewer = new(Guid.CreateVersion7(), "审核", Roles.Head, "SZF@360500");
    private static readonly Actor Administrator = new(Guid.CreateVersion7(), "管理员", Roles.Administrator, "SZF@360500");

    internal static ListContent Power { get; } = new(
        "01", "临时占用绿地审批", "Temporary occupation of green space", "CGJ@360500", OrganLevel.City, "城市绿化条例第十九条", "城市绿化条例", false, ListOrigin.National, Today, null,
        "申请、受理、审查、决定、送达", 10, "承诺 10 个工作日", [], Power: new(null, "公民、法人和其他组织"));

    private static ListContent Ban { get; } = new(
        "N1", "土法炼焦", "Primitive coking", "FGW@360500", OrganLevel.City, "企业投资项目核准和备案管理条例第二十条", "条例", false, ListOrigin.National, Today, null, null, null, null, [],
        new(NegativeKind.Prohibited, "禁止投资建设土法炼焦", ["C252"], ["土法炼焦"], [], [], null, null, "不得投资建设。", "It may not be built."));

    [Fact]
    public void Each_step_is_an_act_of_another_officer()
    {
        var entry = Drafted();
        Assert.Equal("lists.reviewer-is-drafter", Review(entry, Drafter, submitted: true)?.Code);
        Assert.Equal("lists.reviewer-is-drafter", entry.Review(true, null, Colleague, Now)?.Code);
        Assert.Equal("lists.reviewer-is-interested", entry.Review(true, null, new Actor(Guid.CreateVersion7(), "负责人", Roles.Head, "CGJ@360500"), Now)?.Code);
        Assert.Equal("lists.nothing-pending", entry.Publish("余府发〔2026〕8号", 2, Administrator, Now, Today)?.Code);
        Assert.Equal("lists.note", entry.Review(false, "否", Reviewer, Now)?.Code);
        Assert.Null(entry.Review(false, "所引条文不明确", Reviewer, Now));
        Assert.Equal(ListVersionState.Returned, entry.Pending);
        Assert.Equal("lists.not-your-draft", entry.Amend(Power, ListChangeReason.Added, false, null, Colleague, Now)?.Code);
        Assert.Null(entry.Amend(Power with { LimitDays = 8 }, ListChangeReason.Added, false, "补明条文", Drafter, Now));
        Assert.Null(entry.Submit(Drafter, Now));
        Assert.Null(entry.Review(true, null, Reviewer, Now));
        Assert.Equal("lists.publisher-is-reviewer", entry.Publish("余府发〔2026〕8号", 2, Reviewer, Now, Today)?.Code);
        Assert.Equal("lists.document", entry.Publish(" ", 2, Administrator, Now, Today)?.Code);
        Assert.Null(entry.Publish("余府发〔2026〕8号", 2, Administrator, Now, Today));
        Assert.Equal((1, null, ListVersionState.Published, 8), (entry.Published, entry.Pending, entry.Current!.State, entry.Current.Content.LimitDays));
        Assert.Equal([typeof(ListEntryDrafted), typeof(ListEntrySubmitted), typeof(ListEntryReturned), typeof(ListEntryDrafted), typeof(ListEntrySubmitted), typeof(ListEntryCleared), typeof(ListEntryPublished)], entry.Acts.Select(a => a.GetType()));
    }

    [Fact]
    public void A_published_version_never_changes_and_a_change_is_a_new_one_with_a_coded_reason()
    {
        var entry = Published();
        var first = entry.Current!;
        Assert.Equal("lists.change-reason", entry.Amend(Power, ListChangeReason.Added, false, null, Drafter, Now)?.Code);
        Assert.Equal("lists.change-reason", entry.Amend(Power, ListChangeReason.Cancelled, false, null, Drafter, Now)?.Code);
        Assert.Null(entry.Amend(Power with { LimitDays = 5 }, ListChangeReason.Improved, false, null, Drafter, Now));
        Assert.Equal((10, 1), (first.Content.LimitDays, entry.Current!.Number));
        Assert.Equal("lists.change-pending", Submitted(entry).Amend(Power, ListChangeReason.LawChanged, false, null, Drafter, Now)?.Code);
        Assert.Null(entry.Review(true, null, Reviewer, Now));
        Assert.Equal("lists.reaches-back", entry.Publish("余府发〔2026〕9号", 3, Administrator, Now, Today.AddDays(1))?.Code);
        Assert.Null(entry.Publish("余府发〔2026〕9号", 3, Administrator, Now, Today));
        Assert.Equal((10, 5, 2), (first.Content.LimitDays, entry.Current!.Content.LimitDays, entry.Published));
    }

    [Fact]
    public void A_suspension_leaves_the_words_alone_and_outlives_a_change_of_them()
    {
        var entry = Published();
        Assert.Equal("lists.change-reason", entry.Amend(Power, ListChangeReason.Suspended, false, null, Drafter, Now)?.Code);
        Assert.Null(entry.Amend(Power with { LimitDays = 5 }, ListChangeReason.Improved, false, null, Drafter, Now));
        entry.DecideAtOnce(ListChangeReason.Suspended, Today, null, "法规修订期间暂停", 3, Administrator, Now);
        Assert.Equal((true, 1, 10, 1, ListVersionState.Draft), (entry.IsSuspended, entry.Current!.Number, entry.Current.Content.LimitDays, entry.Published, entry.Pending));

        Publish(entry, 4);
        Assert.Equal((true, 2, 5), (entry.IsSuspended, entry.Current!.Number, entry.Current.Content.LimitDays));
        entry.DecideAtOnce(ListChangeReason.Reinstated, Today, null, "修订完成", 5, Administrator, Now);
        Assert.Equal((false, 2, false), (entry.IsSuspended, entry.Current!.Number, entry.IsEnded));
        Assert.Equal([1, 2, 3, 4], entry.Versions.Select(v => v.Number).Order());
    }

    [Fact]
    public void Ended_at_once_it_takes_its_draft_along()
    {
        var entry = Published();
        Assert.Null(entry.Amend(Power with { LimitDays = 5 }, ListChangeReason.Improved, false, null, Drafter, Now));
        entry.DecideAtOnce(ListChangeReason.Cancelled, Today, Today.AddDays(-1), "国务院决定取消", 3, Administrator, Now);
        Assert.Equal((true, Today.AddDays(-1), null, ListVersionState.Withdrawn), (entry.IsEnded, entry.ValidTo, entry.Pending, entry.Versions.Single(v => v.Number == 2).State));
        Assert.Equal("lists.entry-is-ended", entry.Amend(Power, ListChangeReason.Improved, false, null, Drafter, Now)?.Code);
        Assert.Single(entry.Acts.OfType<ListEntryEnded>());
    }

    [Fact]
    public void An_ended_entry_is_not_amended_any_more()
    {
        var entry = Published();
        Assert.Null(entry.Amend(Power with { ValidFrom = Today.AddDays(10) }, ListChangeReason.Delegated, true, "下放县区", Drafter, Now));
        Publish(entry, 3);
        Assert.Equal((true, Today.AddDays(9)), (entry.IsEnded, entry.ValidTo));
        Assert.IsType<ListEntryEnded>(entry.Acts[^1]);
        Assert.Equal("lists.entry-is-ended", entry.Amend(Power, ListChangeReason.LawChanged, false, null, Drafter, Now)?.Code);
    }

    [Fact]
    public void A_new_local_bar_to_market_access_is_refused()
    {
        var refusal = ListEntry.Draft(ListKind.Negative, "360500-N-FGW-01-0901-00", Ban with { Origin = ListOrigin.LocalHistoric }, null, new(Guid.CreateVersion7(), "起草", Roles.Handler, "FGW@360500"), Now).Error!;
        Assert.Equal(("lists.local-prohibition", "优化营商环境条例第二十条"), (refusal.Code, refusal.LegalBasis));
        Assert.Null(ListEntry.Draft(ListKind.Negative, "360500-N-FGW-01-0901-00", Ban, null, Drafter, Now).Error);
    }

    [Fact]
    public void A_fee_needs_its_line_in_the_fee_catalogue()
    {
        var refusal = ListEntry.Draft(ListKind.Power, Code, Power with { Fees = [new("占用费", "每平方米 1 元", " ")] }, null, Drafter, Now).Error!;
        Assert.Equal(("lists.fee-without-catalogue", "优化营商环境条例第二十五条"), (refusal.Code, refusal.LegalBasis));
    }

    [Theory]
    [InlineData("C2521", "年产十万吨焦炭，土法炼焦", true)]
    [InlineData("C25", "土法炼焦", true)]
    [InlineData("C2521", "捣固焦炉", false)]
    [InlineData("C30", "土法炼焦", false)]
    [InlineData(null, "土法炼焦", false)]
    public void Every_kind_of_fact_has_to_fit(string? industry, string text, bool hits) =>
        Assert.Equal(hits, NegativeMatch.Of(new("x", 1, Ban), new(industry, text, null, new HashSet<string>())) is not null);

    [Fact]
    public void An_entry_without_facts_fits_no_project() =>
        Assert.Null(NegativeMatch.Of(new("x", 1, Ban with { Negative = Ban.Negative! with { Industries = [], Keywords = [] } }), new("C2521", "土法炼焦", "foreign", new HashSet<string> { "L01" })));

    [Fact]
    public void Two_versions_are_compared_field_by_field()
    {
        var fields = ListFields.Compare(ListKind.Power, Power, Power with { LimitDays = 5, NameZh = "临时占用城市绿地审批" });
        Assert.Equal(["nameZh", "limitDays"], fields.Where(f => f.Changed).Select(f => f.Field));
        Assert.Equal(("10", "5"), fields.Where(f => f.Field == "limitDays").Select(f => (f.Before, f.After)).Single());
        Assert.Equal(ListFields.Of(ListKind.Power).Count, fields.Count);
    }

    [Fact]
    public void Every_entry_of_the_city_survives_the_way_through_a_table()
    {
        var folder = Path.Combine(Repository.Root, "catalog", "xinyu");
        var city = CityCatalogue.Read(folder).Value!;
        var lists = ListCatalogue.Read(folder, city, PowerCatalogue.Read(folder, city).Value);
        Assert.Empty(lists.Faults);
        foreach (var (list, file) in lists.Value!.Lists)
        {
            var fields = ListFields.Of(list);
            var lines = Csv.Read(Csv.Write(["code", .. fields.Select(f => f.Key)], file.Entries.Select(e => (IReadOnlyList<string?>)[e.Code, .. fields.Select(f => f.Get(e.Content))])));
            Assert.Equal(file.Entries.Count + 1, lines.Count);
            for (var i = 0; i < file.Entries.Count; i++)
            {
                var read = ListFields.Read(list, lines[0].Zip(lines[i + 1]).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal));
                Assert.True(read.Error is null, $"{file.Entries[i].Code}: {read.Error?.Text.En}");
                Assert.Equal(ListColumns.Write(file.Entries[i].Content), ListColumns.Write(read.Value));
            }
        }
    }

    [Fact]
    public void The_published_counts_are_met_exactly()
    {
        var folder = Path.Combine(Repository.Root, "catalog", "xinyu");
        var lists = ListCatalogue.Read(folder, CityCatalogue.Read(folder).Value!, null).Value!.Lists;
        Assert.Equal((530, 783, 158), (lists[ListKind.Negative].Entries.Count, lists[ListKind.Power].Entries.Count, lists[ListKind.Supervision].Entries.Count));
        Assert.Equal([195, 63, 1, 10, 237, 19, 5], lists[ListKind.Negative].Classes.Select(c => c.Count));
        Assert.Equal(10, lists[ListKind.Power].Classes.Count);
        Assert.All(lists[ListKind.Power].Classes, c => Assert.True(c.Count > 0, c.NameZh));
        Assert.All(lists.Values.SelectMany(l => l.Entries), e => Assert.True(e.Content.Demonstration, e.Code));
    }

    [Theory]
    [InlineData("=1+1"), InlineData("@SUM(A1)"), InlineData("a,b\"c"), InlineData("两\r\n行"), InlineData("'引"), InlineData("＋加"), InlineData("")]
    public void A_cell_comes_back_as_it_was(string cell)
    {
        var file = Csv.Write(["a", "b"], [[cell, "x"]]);
        Assert.Equal([cell, "x"], Csv.Read(file)[1]);
        if (cell is ['=' or '@' or '＋', ..])
            Assert.Contains("'" + cell, System.Text.Encoding.UTF8.GetString(file), StringComparison.Ordinal);
    }

    private static ListEntry Drafted() => ListEntry.Draft(ListKind.Power, Code, Power, "增列", Drafter, Now).Value;

    private static ListEntry Submitted(ListEntry entry)
    {
        Assert.Null(entry.Submit(Drafter, Now));
        return entry;
    }

    private static Error? Review(ListEntry entry, Actor by, bool submitted)
    {
        if (submitted)
            Submitted(entry);
        return entry.Review(true, null, by, Now);
    }

    private static ListEntry Published() => Publish(Drafted(), 2);

    private static ListEntry Publish(ListEntry entry, int edition)
    {
        Assert.Null(Submitted(entry).Review(true, null, Reviewer, Now));
        Assert.Null(entry.Publish($"余府发〔2026〕{edition}号", edition, Administrator, Now, Today));
        return entry;
    }
}
