using Tongban.Foundation.Catalogue;
using Tongban.Foundation.People;

namespace Tongban.Tests.Foundation.People;

public class PasswordRulesTests
{
    private static readonly PasswordRules Rules = new(["新余市", "新余", "Xinyu", "360500"], ["Sunny-Harbour-41", "short"]);

    [Theory]
    [InlineData("Password1234!"), InlineData("P@ssw0rd2026!!"), InlineData("Qwertyuiop123!"), InlineData("1qaz2WSX3edc$"), InlineData("Admin@20261122"), InlineData("Welcome2026!!!"), InlineData("Abcd1234!@#$")]
    [InlineData("Woaini1314520!"), InlineData("Aaaaaaaaaa1!"), InlineData("Tongban@2026#"), InlineData("Xinyu@360500#1"), InlineData("新余市Xinyu2026"), InlineData("Zhang@San2026"), InlineData("Ab1!Ab1!Ab1!Ab1!"), InlineData("！Ｐａｓｓｗｏｒｄ１２３４")]
    [InlineData("Li-13800000000"), InlineData("Monday-Summer-1"), InlineData("98765432Zyxwvu!"), InlineData("Letmein!2026-11-22")]
    public void What_is_guessed_first_is_refused(string password)
    {
        var refusal = Rules.Weakness(password, "zhang.s", "Zhang San", "zhang", "san2", "13800000000");
        Assert.Contains("猜到", refusal!.Text.Zh, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Correct-Horse-7"), InlineData("Tongban-Heron-Quay-4"), InlineData("kX9#vR2pLq7w"), InlineData("Where-the-river-bends-2026"), InlineData("桥下的水-Xk-流了七年"), InlineData("My-password-is-a-Kiwi-fruit-5")]
    public void What_is_left_without_it_counts(string password) => Assert.Null(Rules.Weakness(password, "zhang.san", "张三", null));

    [Theory]
    [InlineData("Short-7", "12 位"), InlineData("onlylowercaseletters", "三类"), InlineData("sunny-HARBOUR-41", "清单"), InlineData("The-Zhang.San-Bridge-5", "用户名")]
    public void A_refusal_says_why(string password, string why) => Assert.Contains(why, Rules.Weakness(password, "zhang.san")!.Text.Zh, StringComparison.Ordinal);

    [Fact]
    public void A_city_knows_its_names_and_the_operators_list()
    {
        var list = Path.Combine(Directory.CreateTempSubdirectory("tongban-test-").FullName, "refused-passwords.txt");
        File.WriteAllLines(list, ["Sunny-Harbour-41"]);
        var city = CityCatalogue.Read(Path.Combine(Repository.Root, "catalog", "xinyu")).Value!.City;
        var rules = PasswordRules.Of(city, list);
        Assert.NotNull(rules.Weakness("Yushui-Fenyi-7", "li.ming"));
        Assert.NotNull(rules.Weakness("Sunny-Harbour-41", "li.ming"));
        Assert.Null(PasswordRules.Of(city, list + ".none").Weakness("Sunny-Harbour-41", "li.ming"));
    }
}
