using System.Text;
using Tongban.Foundation.People.SecondFactors;

namespace Tongban.Tests.Foundation.People;

/// <summary>Against the test vectors of the standards: RFC 4226 appendix D, RFC 6238 appendix B (its SHA-1 column), RFC 4648 section 10.</summary>
public class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    [Theory]
    [InlineData(0, "755224"), InlineData(1, "287082"), InlineData(2, "359152"), InlineData(3, "969429"), InlineData(4, "338314")]
    [InlineData(5, "254676"), InlineData(6, "287922"), InlineData(7, "162583"), InlineData(8, "399871"), InlineData(9, "520489")]
    public void A_code_is_that_of_rfc_4226(long step, string code) => Assert.Equal(code, Totp.CodeAt(Secret, step));

    [Theory]
    [InlineData(59, "94287082"), InlineData(1111111109, "07081804"), InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924"), InlineData(2000000000, "69279037"), InlineData(20000000000, "65353130")]
    public void A_code_is_that_of_rfc_6238(long seconds, string code) => Assert.Equal(code, Totp.CodeAt(Secret, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds)), 8));

    [Theory]
    [InlineData("f", "MY"), InlineData("fo", "MZXQ"), InlineData("foo", "MZXW6"), InlineData("foob", "MZXW6YQ"), InlineData("fooba", "MZXW6YTB"), InlineData("foobar", "MZXW6YTBOI")]
    public void A_secret_is_written_by_rfc_4648_without_padding(string text, string base32) => Assert.Equal(base32, Totp.Base32(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void A_code_opens_one_step_early_or_late_and_no_more()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(3000);
        foreach (var (step, opens) in new[] { (98, false), (99, true), (100, true), (101, true), (102, false) })
            Assert.Equal(opens ? step : null, Totp.Find(Secret, Totp.CodeAt(Secret, step), now));
        Assert.Null(Totp.Find(Secret, "", now));
        Assert.Null(Totp.Find(Secret, "７５５２２４", now));
    }

    [Fact]
    public void A_code_counts_once_and_none_before_it_counts_any_more()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(3000);
        var factor = SecondFactor.Enrol(Guid.NewGuid(), "", 99, [], now);
        Assert.Null(factor.Find(Totp.CodeAt(Secret, 99), Secret, now));
        factor.Use(factor.Find(Totp.CodeAt(Secret, 101), Secret, now)!.Value);
        Assert.Null(factor.Find(Totp.CodeAt(Secret, 100), Secret, now));
        Assert.Null(factor.Find(Totp.CodeAt(Secret, 101), Secret, now));
        Assert.NotNull(factor.Find(Totp.CodeAt(Secret, 102), Secret, now.AddSeconds(30)));
    }

    [Fact]
    public void A_recovery_code_opens_once_however_it_is_typed_and_its_text_is_not_kept()
    {
        var codes = RecoveryCodes.New();
        Assert.Equal((10, 10), (codes.Length, codes.Distinct().Count()));
        var factor = SecondFactor.Enrol(Guid.NewGuid(), "", 0, codes, DateTimeOffset.UnixEpoch);
        Assert.All(codes, c => Assert.DoesNotContain(RecoveryCodes.Plain(c), factor.RecoveryDigests, StringComparison.Ordinal));
        var found = factor.Find(" " + codes[3].ToUpperInvariant().Replace('-', ' '), null, DateTimeOffset.UnixEpoch);
        factor.Use(found!.Value);
        Assert.Equal(9, factor.RecoveryCodesLeft);
        Assert.Null(factor.Find(codes[3], null, DateTimeOffset.UnixEpoch));
        Assert.Null(factor.Find("abcd-efgh-abcd-efgh-abcd-efgh", null, DateTimeOffset.UnixEpoch));
        Assert.NotNull(factor.Find(codes[4], null, DateTimeOffset.UnixEpoch));
    }
}
