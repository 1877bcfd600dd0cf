using Tongban.Foundation;

namespace Tongban.Projects.Contracts;

/// <summary>建设性质: the project type segment of the project code (固定资产投资项目代码管理规范; domain 02 § 2.3).</summary>
public static class ProjectCategories
{
    /// <summary>新建、扩建: what a project is when nothing is said.</summary>
    public const string Default = "01";

    /// <summary>All codes in their order, with names.</summary>
    public static IReadOnlyList<(string Code, Words Name)> All { get; } =
    [
        ("01", ("基本建设", "Basic construction")),
        ("02", ("技术改造", "Technical renovation")),
        ("03", ("单纯购置", "Purchase of equipment only")),
        ("04", ("信息化", "Information project")),
        ("05", ("其他", "Other")),
    ];

    public static bool Exists(string code) => All.Any(c => c.Code == code);

    public static Words Name(string code) => All.First(c => c.Code == code).Name;
}
