using Tongban.Foundation;

namespace Tongban.Plans.Contracts;

/// <summary>Sectors by which plans and statistics are told apart, each with the kind of department that answers for it and the sector of OC4IDS it is published under.</summary>
public static class PlanSectors
{
    /// <summary>Code, name, department (part of the organ key before the @), sector of the OC4IDS codelist.</summary>
    public static IReadOnlyList<(string Code, Words Name, string Department, string Published)> All { get; } =
    [
        ("transport", ("交通", "Transport"), "JTJ", "transport"),
        ("water", ("水利", "Water resources"), "SLJ", "waterAndWaste"),
        ("municipal", ("市政", "Municipal works"), "CGJ", "governance"),
        ("housing", ("住房与城乡建设", "Housing and construction"), "ZJJ", "socialHousing"),
        ("environment", ("生态环保", "Ecology and environment"), "STHJ", "environment"),
        ("agriculture", ("农业农村", "Agriculture"), "NYJ", "agricultureForestryAndFishing"),
        ("culture", ("文化旅游", "Culture and tourism"), "WGL", "cultureSportsAndRecreation"),
        ("industry", ("产业与园区", "Industry and parks"), "FGW", "economy"),
        ("energy", ("能源", "Energy"), "FGW", "energy"),
        ("digital", ("数字信息", "Information"), "FGW", "communications"),
    ];

    public static bool Exists(string? code) => All.Any(s => s.Code == code);

    public static Words Name(string code) => All.FirstOrDefault(s => s.Code == code) is { Code: not null } found ? found.Name : (code, code);
}
