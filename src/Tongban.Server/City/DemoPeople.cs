using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Registers.Contracts;
using Tongban.Registers.RegisterLegalPerson;

namespace Tongban.Server.City;

/// <summary>An account of the demonstration city.</summary>
internal sealed record DemoAccount(string UserName, string Password, Words Who);

/// <summary>The people of the demonstration city: offices, not persons; no name is anyone's.</summary>
internal sealed class DemoPeople(DemoActs acts, CityCatalogue city, DateOnly since)
{
    public const string Password = "Tongban-Demo-2026";

    private readonly Dictionary<string, Actor> _officers = new(StringComparer.Ordinal);
    private readonly List<Actor> _applicants = [];

    // All accounts share a password that everyone may read, so they may share its hash; hashing takes a tenth of a second.
    private string? _hash;

    /// <summary>Twelve enterprises with valid credit codes: ordinary registration numbers with computed check characters.</summary>
    public static IReadOnlyList<(string Code, string Name, string Division, string Industry)> Enterprises { get; } =
    [
        ("91360502MA0001018B", "新余示范锂电材料有限公司", "360502", "C38"),
        ("91360502MA00010266", "新余示范光伏科技有限公司", "360502", "C38"),
        ("91360502MA00010341", "渝水示范能源有限公司", "360502", "D44"),
        ("91360502MA0001042U", "新余示范装备制造有限公司", "360502", "C34"),
        ("91360502MA0001050N", "新余示范城市建设有限公司", "360502", "E48"),
        ("91360502MA0001069K", "新余示范冷链物流有限公司", "360502", "G59"),
        ("91360502MA0001077E", "新余示范生物医药有限公司", "360502", "C27"),
        ("91360502MA00010859", "新余示范电子信息有限公司", "360502", "C39"),
        ("91360521MA0001093L", "分宜示范麻纺有限公司", "360521", "C17"),
        ("91360521MA0001106A", "分宜示范旅游开发有限公司", "360521", "R90"),
        ("91360500MA0001114P", "新余示范水务有限公司", "360500", "D46"),
        ("91360500MA0001122J", "新余示范数据服务有限公司", "360500", "I65"),
    ];

    /// <summary>What is printed at start: one of every kind. All accounts share the password.</summary>
    public static IReadOnlyList<DemoAccount> Shown { get; } =
    [
        new("ent01", Password, ("企业：新余示范锂电材料有限公司（ent01 至 ent12）", "enterprise (ent01 to ent12)")),
        new("fgw", Password, ("发展和改革委员会经办人，立项阶段牵头", "handling officer of the lead, Development and Reform")),
        new("fgw.head", Password, ("发展和改革委员会负责人", "head of Development and Reform")),
        new("zrzy", Password, ("自然资源局经办人（负责人 zrzy.head）", "officer of Natural Resources (head: zrzy.head)")),
        new("sthj", Password, ("生态环境局经办人（负责人 sthj.head）", "officer of Ecology and Environment (head: sthj.head)")),
        new("slj", Password, ("水利局经办人（负责人 slj.head）", "officer of Water Resources (head: slj.head)")),
        new("czj", Password, ("财政局经办人（负责人 czj.head）", "officer of Finance (head: czj.head)")),
        new("fgw.360502", Password, ("渝水区发展和改革委员会经办人", "officer of Yushui District")),
        new("fgw.360521", Password, ("分宜县发展和改革委员会经办人（财政 czj.360521，水利 slj.360521）", "officer of Fenyi County (finance: czj.360521, water: slj.360521)")),
        new("jcs", Password, ("市人民政府电子监察室经办人（负责人 jcs.head）", "officer of the electronic supervision (head: jcs.head)")),
        new("twoposts", Password, ("在两个机关任职，须选择岗位", "holds posts in two organs and has to choose")),
        new("admin", Password, ("系统管理员", "administrator")),
        new("auditor", Password, ("审计管理员", "auditor")),
    ];

    /// <summary>The accounts of another city than that of the stories: its enterprise, its leading departments, the two who look after the house.</summary>
    public static IReadOnlyList<DemoAccount> ShownIn(CityCatalogue city) => city.City.Division == StoryCity ? Shown :
    [
        new("ent01", Password, ($"企业：{EnterprisesOf(city)[0].Name}", "enterprise")),
        .. city.Organs.Where(o => HasDesk(city, o) && o.Department is not "SZF").Select(o => new DemoAccount(
            o.Department.ToLowerInvariant(), Password, ($"{o.NameZh}经办人（负责人 {o.Department.ToLowerInvariant()}.head）", $"officer of {o.NameEn} (head: {o.Department.ToLowerInvariant()}.head)"))),
        new("admin", Password, ("系统管理员", "administrator")),
        new("auditor", Password, ("审计管理员", "auditor")),
    ];

    /// <summary>The city in which the stories play. Any other has the same kinds of people, and an empty desk for each.</summary>
    public const string StoryCity = "360500";

    public static IReadOnlyList<(string Code, string Name, string Division, string Industry)> EnterprisesOf(CityCatalogue city) => city.City.Division == StoryCity ? Enterprises :
        [.. city.City.Divisions.Take(1).Select(d => (CodeIn(d.Code), $"{d.NameZh}示范制造有限公司", d.Code, "C34"))];

    // An ordinary registration number of the division, with the one check character that fits.
    private static string CodeIn(string division) => "0123456789ABCDEFGHJKLMNPQRTUWXY".Select(check => $"91{division}MA0001018{check}").First(code => CreditCode.Parse(code, "").Error is null);

    /// <param name="organ">Key of the organ, or <c>admin</c>.</param>
    public Actor Handler(string organ) => _officers[organ];

    public Actor Head(string organ) => _officers[organ + ".head"];

    /// <param name="number">From 1.</param>
    public Actor Applicant(int number) => _applicants[number - 1];

    /// <summary>Departments that only the dispatch turns to; the stories do without their officers.</summary>
    private static readonly HashSet<string> OnlyDispatched = new(StringComparer.Ordinal) { "TDCB", "GXJ", "SFJ", "MZJ", "MZZJ", "YJJ", "XFJ", "WJW", "DLGS", "SWJT", "GDQY", "TXQY" };

    private static bool HasDesk(CityCatalogue city, OrganData organ) => organ.Division == city.City.Division && !OnlyDispatched.Contains(organ.Department);

    public async Task LoadAsync()
    {
        // In the districts those who have something to do.
        foreach (var organ in city.Organs.Where(o => HasDesk(city, o) || o.Department is "FGW" or "ZRZY" or "STHJ" or "SLJ" || o.Key is DemoPlans.CountyFinance))
        {
            var suffix = organ.Division == city.City.Division ? "" : $".{organ.Division}";
            var name = organ.Department.ToLowerInvariant() + suffix;
            _officers[organ.Key] = await OfficerAsync(name, $"{organ.NameZh}经办员", organ.Key, Roles.Handler);
            _officers[organ.Key + ".head"] = await OfficerAsync(name + ".head", $"{organ.NameZh}负责人", organ.Key, Roles.Head);
        }
        var government = Organ.KeyOf("SZF", city.City.Division);
        _officers["admin"] = await OfficerAsync("admin", "系统管理员", government, Roles.Administrator);
        await OfficerAsync("auditor", "审计管理员", government, Roles.Auditor);
        _officers["jcs"] = await OfficerAsync("jcs", "电子监察室经办员", government, Roles.Handler);
        _officers["jcs.head"] = await OfficerAsync("jcs.head", "电子监察室负责人", government, Roles.Head);
        await OfficerAsync("twoposts", "两岗人员", Organ.KeyOf("FGW", city.City.Division), Roles.Handler);
        await PostAsync("twoposts", Organ.KeyOf("ZJJ", city.City.Division), Roles.Head);
        foreach (var (enterprise, index) in EnterprisesOf(city).Select((e, i) => (e, i)))
        {
            var person = await PersonAsync($"ent{index + 1:00}", $"{enterprise.Name}申报员");
            var actor = new Actor(person, enterprise.Name, Roles.Applicant);
            await acts.AsAsync(actor, s => s.GetRequiredService<RegisterLegalPersonHandler>().HandleAsync(
                new(enterprise.Code, enterprise.Name, LegalPersonKind.Enterprise, "示范法定代表人", $"{city.City.NameZh}示范大道{index + 1}号", enterprise.Division, $"0790-64400{index + 1:00}", enterprise.Industry), default));
            _applicants.Add(actor with { Enterprise = enterprise.Code });
        }
    }

    private async Task<Actor> OfficerAsync(string userName, string name, string organ, Roles roles)
    {
        var person = await PersonAsync(userName, name);
        await PostAsync(userName, organ, roles);
        return new Actor(person, name, roles, organ);
    }

    /// <summary>An account with the password of all.</summary>
    public Task<Guid> PersonAsync(string userName, string name, string? phone = null) => acts.AsAsync(Actor.System, s =>
        s.GetRequiredService<Accounts>().OpenAsync(new RegisterPerson(userName, name, phone, null), _hash ??= s.GetRequiredService<Passwords>().Hash(Password), s.GetRequiredService<Caller>(), default));

    private Task<Guid> PostAsync(string userName, string organ, Roles roles) => acts.AsAsync(Actor.System, s =>
        s.GetRequiredService<Accounts>().GrantAsync(new GrantPost(userName, organ, roles, since, null), s.GetRequiredService<Caller>(), default));
}
