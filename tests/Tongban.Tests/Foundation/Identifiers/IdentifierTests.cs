using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;

namespace Tongban.Tests.Foundation.Identifiers;

public sealed class IdentifierTests
{
    private const string CreditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static readonly ReferenceData Data = ReferenceData.Load(Path.Combine(Repository.Root, "catalog"));

    private static void Refused<T>(string code, Result<T> result)
    {
        Assert.Equal("identifiers." + code, result.Error?.Code);
        Assert.False(string.IsNullOrEmpty(result.Error!.Text.Zh) || string.IsNullOrEmpty(result.Error.Text.En) || string.IsNullOrEmpty(result.Error.LegalBasis));
        Assert.Equal("f", result.Error.Field);
    }

    // Credit codes

    [Theory]
    [InlineData("91350100M000100Y43")]
    [InlineData("91512081MA62K0260E")]
    [InlineData("91360502MA0000015T")]
    [InlineData("91360521MA00000236")]
    [InlineData("91500103MA00000159")]
    [InlineData("11360500000000019F")]
    [InlineData("91360502MA00002420")]
    [InlineData(" 91360502ma0000015t ")]
    [InlineData("９１３６０５０２ＭＡ０００００１５Ｔ")]
    public void Valid_credit_codes_are_read(string text)
    {
        var code = CreditCode.Parse(text, "f").Value;
        Assert.True(code.IsCheckValid);
        Assert.Null(code.Warning);
        Assert.Equal(18, code.ToString().Length);
    }

    [Theory]
    [InlineData(null, "credit-code-empty")]
    [InlineData("  ", "credit-code-empty")]
    [InlineData("91350100M000100Y4", "credit-code-length")]
    [InlineData("91350100M000100Y433", "credit-code-length")]
    [InlineData("91350100M00O100Y43", "credit-code-alphabet")]
    [InlineData("91350100I000100Y43", "credit-code-alphabet")]
    [InlineData("91350100M000100Y4Z", "credit-code-alphabet")]
    [InlineData("9135A100M000100Y43", "credit-code-division")]
    [InlineData("91350100M000100Y44", "credit-code-check")]
    [InlineData("91350203M0001QAY9B", "credit-code-check")]
    public void A_wrong_credit_code_is_refused_by_the_rule_it_breaks(string? text, string rule)
    {
        Refused(rule, CreditCode.Parse(text, "f"));
        Assert.False(CreditCode.TryParse(text, out _));
    }

    [Fact]
    public void Codes_found_in_the_wild_are_judged_as_the_standard_says()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Repository.Fixture("uscc-vectors.json")));
        var entries = json.RootElement.GetProperty("enterprises").EnumerateArray().Concat(json.RootElement.GetProperty("agencies").EnumerateArray()).ToList();
        Assert.Equal(89, entries.Count);
        foreach (var entry in entries)
        {
            var text = entry.GetProperty("code").GetString();
            var valid = entry.GetProperty("checkDigit18Valid").GetBoolean();
            Assert.True(valid == CreditCode.TryParse(text, out _), text);
            if (CreditCode.ParseHistoric(text, "f").TryGet(out var code, out _))
            {
                Assert.Equal(valid, code.Warning is null);
                if (entry.GetProperty("orgCode9CheckValid").ValueKind is JsonValueKind.True or JsonValueKind.False)
                    Assert.True(entry.GetProperty("orgCode9CheckValid").GetBoolean() == code.IsOrganisationCodeValid, text);
            }
        }
    }

    [Fact]
    public void A_real_code_with_a_wrong_check_is_taken_on_from_the_past_with_a_warning()
    {
        var code = CreditCode.ParseHistoric("91350203M0001QAY9B", "f").Value;
        Assert.Equal("identifiers.credit-code-check", code.Warning?.Code);
        Assert.Equal(code, CreditCode.FromStored(code.Value));
        Refused("credit-code-alphabet", CreditCode.ParseHistoric("9135O203M0001QAY9B", "f"));
        Refused("credit-code-length", CreditCode.ParseHistoric("TE51160201051160", "f"));
    }

    [Fact]
    public void Any_changed_character_of_a_credit_code_is_caught() => Holds(
        from code in CreditCodes from at in Gen.Choose(0, 17) from to in Gen.Choose(1, 30) select (code, at, to),
        x => !CreditCode.TryParse(Put(x.code, x.at, CreditAlphabet[(CreditAlphabet.IndexOf(x.code[x.at]) + x.to) % 31]), out _));

    // Weights are the powers of 3 modulo 31, all different; only positions 1 and 18 share one.
    [Fact]
    public void Any_swap_in_a_credit_code_is_caught_but_that_of_the_first_and_last_character() => Holds(
        from code in CreditCodes from a in Gen.Choose(0, 17) from b in Gen.Choose(0, 17) select (code, a, b),
        x => x.code[x.a] == x.code[x.b] || (x.a + x.b == 17 && x.a * x.b == 0) || !CreditCode.TryParse(Swap(x.code, x.a, x.b), out _));

    // Citizen numbers

    [Theory]
    [InlineData("11010519491231002X", "1949-12-31", false)]
    [InlineData("11010519491231002x", "1949-12-31", false)]
    [InlineData("440524188001010014", "1880-01-01", true)]
    [InlineData("360502190001010019", "1900-01-01", true)]
    [InlineData("360502190001010027", "1900-01-01", false)]
    public void Valid_citizen_numbers_are_read(string text, string born, bool male)
    {
        var id = CitizenId.Parse(text, "f").Value;
        Assert.Equal(born, id.BirthDate.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(male, id.IsMale);
    }

    [Theory]
    [InlineData("", "citizen-id-empty")]
    [InlineData("1101051949123100", "citizen-id-length")]
    [InlineData("110105491231002", "citizen-id-length")]
    [InlineData("1101051949123100XX", "citizen-id-alphabet")]
    [InlineData("990105194912310029", "citizen-id-division")]
    [InlineData("110105194902310020", "citizen-id-date")]
    [InlineData("110105194912310021", "citizen-id-check")]
    public void A_wrong_citizen_number_is_refused_by_the_rule_it_breaks(string text, string rule) => Refused(rule, CitizenId.Parse(text, "f"));

    [Fact]
    public void A_citizen_number_hides_the_birth_date_and_nobody_is_born_tomorrow()
    {
        var id = CitizenId.Parse("360502190001010019", "f").Value;
        Assert.Equal("360502********0019", id.Masked);
        Assert.Equal("360502********0019", $"{id}");
        Refused("citizen-id-future", CitizenId.Parse("360502190001010019", "f", new DateOnly(1899, 12, 31)));
        Assert.Equal("11010519491231002X", CitizenId.ParseHistoric("110105491231002", "f").Value.Value);
        Refused("citizen-id-alphabet", CitizenId.ParseHistoric("11010549123100X", "f"));
    }

    [Fact]
    public void Any_changed_character_of_a_citizen_number_is_caught() => Holds(
        from id in CitizenIds from at in Gen.Choose(0, 17) from to in Gen.Elements("0123456789X".ToCharArray()) select (id, at, to),
        x => x.id[x.at] == x.to || !CitizenId.TryParse(Put(x.id, x.at, x.to), out _));

    // Weights are the powers of 2 modulo 11: they repeat every ten positions.
    [Fact]
    public void Any_swap_in_a_citizen_number_is_caught_unless_ten_positions_apart() => Holds(
        from id in CitizenIds from a in Gen.Choose(0, 17) from b in Gen.Choose(0, 17) select (id, a, b),
        x => x.id[x.a] == x.id[x.b] || Math.Abs(x.a - x.b) == 10 || !CitizenId.TryParse(Swap(x.id, x.a, x.b), out _));

    // Project codes

    [Theory]
    [InlineData("2020-500000-48-03-123456", 1, 2020, null)]
    [InlineData("2014-360502-48-01-000001", 1, 2014, null)]
    [InlineData("2021-360502-48-01-000001", 1, 2021, null)]
    [InlineData("2101-360500-04-01-12345X", 2, 2021, 1)]
    [InlineData("2011-360500-04-01-123450", 2, 2020, 11)]
    [InlineData("2101-360500-04-01-123450", 2, 2021, 1)]
    public void Both_generations_of_project_codes_are_read(string text, int generation, int year, int? month)
    {
        var code = ProjectCode.Parse(text, "f").Value;
        Assert.Equal((generation, year, month), (code.Generation, code.Year, code.Month));
        Assert.Equal("36", code.Division.Value.StartsWith('5') ? "36" : code.Division.Value[..2]);
        Assert.Equal(generation == 1, code.Industry is not null);
        Assert.Equal(generation == 2, code.Department is not null);
    }

    [Theory]
    [InlineData(null, "project-code-empty")]
    [InlineData("2101-360500-04-01-12345", "project-code-form")]
    [InlineData("21013605000401123456", "project-code-form")]
    [InlineData("2020-360500-48-03-12345X", "project-code-form")]
    [InlineData("2013-360500-48-03-123456", "project-code-date")]
    [InlineData("2022-360500-48-03-123456", "project-code-date")]
    [InlineData("2100-360500-48-03-123456", "project-code-date")]
    [InlineData("2010-360500-04-01-123456", "project-code-date")]
    [InlineData("1920-360500-48-03-123456", "project-code-date")]
    [InlineData("2101-990500-04-01-123456", "project-code-division")]
    [InlineData("2020-360500-98-03-123456", "project-code-industry")]
    [InlineData("2020-360500-48-04-123456", "project-code-type")]
    public void A_wrong_project_code_is_refused_by_the_rule_it_breaks(string? text, string rule) => Refused(rule, ProjectCode.Parse(text, "f"));

    [Fact]
    public void An_issued_code_carries_a_check_that_catches_any_changed_digit() => Holds(
        from day in Gen.Choose(0, 5000) from random in Gen.Choose(0, 99999) from type in Gen.Choose(1, 5)
        from at in Gen.Choose(0, 23) from add in Gen.Choose(1, 9) select (day, random, type, at, add),
        x =>
        {
            var code = ProjectCode.Issue(new DateOnly(2020, 11, 1).AddDays(x.day), DivisionCode.Parse("360500", "f").Value, "04", $"{x.type:D2}", x.random);
            Assert.True(code.IsLocallyValid && ProjectCode.Parse(code.Value, "f").Value == code && code.Generation == 2);
            if (code.Value[x.at] == '-')
                return true;
            var changed = Put(code.Value, x.at, (char)('0' + ((code.Value[x.at] - '0' + x.add) % 10)));
            return !ProjectCode.TryParse(changed, out var other) || !other.IsLocallyValid;
        });

    [Fact]
    public void Impossible_project_codes_are_not_issued()
    {
        var xinyu = DivisionCode.Parse("360500", "f").Value;
        Assert.Throws<ArgumentOutOfRangeException>(() => ProjectCode.Issue(new(2020, 10, 31), xinyu, "04", "01", 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProjectCode.Issue(new(2026, 1, 1), xinyu, "04", "01", 100000));
        Assert.Throws<ArgumentException>(() => ProjectCode.Issue(new(2026, 1, 1), xinyu, "4", "01", 1));
        Assert.Throws<ArgumentException>(() => ProjectCode.Issue(new(2026, 1, 1), xinyu, "04", "0A", 1));
        Assert.False(ProjectCode.Parse("2101-360500-04-01-12345X", "f").Value.IsLocallyValid);
        Assert.False(ProjectCode.Parse("2020-500000-48-03-123456", "f").Value.IsLocallyValid);
    }

    // Divisions and industries

    [Theory]
    [InlineData("36050", "division-code-form")]
    [InlineData("36A500", "division-code-form")]
    [InlineData("360001", "division-code-form")]
    [InlineData("990500", "division-code-province")]
    [InlineData("160500", "division-code-province")]
    public void A_wrong_division_code_is_refused(string text, string rule) => Refused(rule, DivisionCode.Parse(text, "f"));

    [Fact]
    public void The_table_of_divisions_knows_past_and_present()
    {
        var today = new DateOnly(2026, 7, 1);
        DivisionCode Code(string text) => DivisionCode.Parse(text, "f").Value;
        var xinyu = Data.Divisions.Find(Code("360500"), today)!;
        Assert.Equal(("新余市", "Xinyu City", DivisionKind.Prefecture, "360000"), (xinyu.Name.Zh, xinyu.Name.En, xinyu.Kind, xinyu.Parent?.Value));
        Assert.Equal(["360502", "360521"], Data.Divisions.Below(Code("360500"), today).Select(d => d.Code.Value));

        Assert.Equal(38, Data.Divisions.Below(Code("500000"), new(2025, 1, 1)).Count());
        Assert.Equal(36, Data.Divisions.Below(Code("500000"), today).Count());
        Assert.Null(Data.Divisions.Find(Code("500105"), today));
        Refused("division-not-in-force", Data.Divisions.InForce(Code("500105"), today, "f"));
        Assert.Equal("江北区", Data.Divisions.InForce(Code("500105"), new(2025, 11, 6), "f").Value.Name.Zh);
        Refused("division-unknown", Data.Divisions.InForce(Code("360599"), today, "f"));
        Assert.Equal("闸北区", Data.Divisions.Find(Code("310108"))?.Name.Zh);
        Assert.Null(Data.Divisions.Find(Code("310108"), today));
        Assert.True(Code("360500").Contains(Code("360502")) && !Code("360500").Contains(Code("360000")));
        Assert.Equal(34, Data.Divisions.All.Count(d => d.Kind == DivisionKind.Province));
    }

    [Fact]
    public void The_classification_of_industries_is_complete_and_a_tree()
    {
        var counts = Data.Industries.All.GroupBy(i => i.Code.Level).OrderBy(g => g.Key).Select(g => g.Count());
        Assert.Equal([20, 97, 473, 1381], counts);
        var software = Data.Industries.FindByDigits("6421")!;
        Assert.Equal(("I6421", "I642"), (software.Code.Value, software.Parent?.Value));
        Assert.Equal(20, Data.Industries.Below(null).Count());
        Assert.All(Data.Industries.All, i => Assert.Equal(i.Code.Parent, i.Parent));
        Refused("industry-code-form", IndustryCode.Parse("Z01", "f"));
        Refused("industry-code-form", IndustryCode.Parse("A1", "f"));
        Refused("industry-unknown", Data.Industries.Known(IndustryCode.Parse("A99", "f").Value, "f"));
    }

    [Fact]
    public void Identifiers_travel_as_json_strings_and_wrong_ones_do_not_arrive()
    {
        var before = new Bag(CreditCode.FromStored("91360502MA0000015T"), CitizenId.Parse("360502190001010019", "f").Value,
            ProjectCode.Parse("2101-360500-04-01-123450", "f").Value, DivisionCode.Parse("360500", "f").Value, IndustryCode.Parse("I6421", "f").Value, null);
        var json = JsonSerializer.Serialize(before);
        Assert.Contains("\"360502190001010019\"", json);
        Assert.Equal(before, JsonSerializer.Deserialize<Bag>(json));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Bag>(json.Replace("0015T", "0015U")));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<DivisionCode>("360500"));
    }

    private sealed record Bag(CreditCode Credit, CitizenId Citizen, ProjectCode Project, DivisionCode Division, IndustryCode Industry, CreditCode? None);

    private static readonly Gen<string> CreditCodes =
        from division in Gen.Choose(0, 999999)
        from rest in Gen.ArrayOf(Gen.Elements(CreditAlphabet.ToCharArray()), 9)
        select $"91{division:D6}{new string(rest)}" into body
        select body + CreditAlphabet.First(c => CreditCode.TryParse(body + c, out _));

    private static readonly Gen<string> CitizenIds =
        from day in Gen.Choose(0, 60000)
        from county in Gen.Elements("360502", "360521", "500103", "110105", "440524")
        from sequence in Gen.Choose(0, 999)
        select $"{county}{new DateOnly(1860, 1, 1).AddDays(day):yyyyMMdd}{sequence:D3}" into body
        select body + "0123456789X".First(c => CitizenId.TryParse(body + c, out _));

    private static string Put(string text, int at, char c) => text[..at] + c + text[(at + 1)..];

    private static string Swap(string text, int a, int b) => Put(Put(text, a, text[b]), b, text[a]);

    private static void Holds<T>(Gen<T> values, Func<T, bool> rule) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(values.ToArbitrary(), rule));
}
