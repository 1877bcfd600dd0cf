using Tongban.Foundation;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Model;

/// <summary>How a project ended before its time, and by what the cases of it are closed.</summary>
internal sealed record ProjectEnd(Words Name, string Basis)
{
    public static ProjectEnd Of(ProjectStatus status) => status is ProjectStatus.Invalidated
        // Nothing may be handled without a code in force.
        ? new(("项目代码已作废", "The project's code was invalidated"), "企业投资项目核准和备案管理条例第四条、政府投资条例第十条")
        // A licence is given on application only; with the project its applications are taken back.
        : new(("项目已撤回", "The project was withdrawn"), "行政许可法第二十九条");
}
