using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.DeclarationScreening;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Ui;
using Tongban.Foundation.Web;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.SupervisionDuties;

/// <summary>What binds the approvals to the three lists: the comparison at the declaration, and the duties after a permit.</summary>
internal static class SupervisionServices
{
    public static void AddListBinding(this IServiceCollection services)
    {
        services.AddSingleton<IDeclarationScreening, CompareWithNegativeList>();
        services.AddScoped<IActHandler, MakeDuties>();
        services.AddScoped<DutyQueries>();
        services.AddScoped<RecordCheckHandler>();
        services.AddSingleton<IProjectPanel, DutiesPanel>();
        services.AddSingleton<INavigationSource, SupervisionNavigation>();
    }

    public static void ConfigureModel(ModelBuilder model)
    {
        model.Ignore<Tongban.Lists.Contracts.ListFee>();
        model.ApplyConfiguration(new SupervisionDutyTable());
    }
}

internal sealed class SupervisionNavigation : INavigationSource
{
    public IReadOnlyList<NavItem> Items { get; } =
    [
        new(("监管任务", "Supervision duties"), "/approvals/supervision-duties", "shield-check", ApprovalPermissions.OverseeName, 40,
            (db, me) => db.Set<SupervisionDuty>().Where(d => d.Organ == me.Organ && d.State == DutyState.Open && d.YellowFrom <= me.Today).Take(NavItem.MostCounted).Count()),
    ];
}

/// <summary>The duties on the project page.</summary>
internal sealed class DutiesPanel : IProjectPanel
{
    public int Order => 50;

    public Words Title => ("事后监管", "Supervision after the permits");

    public Type Component => typeof(DutiesPanelView);
}

internal static class DutyWords
{
    public static Words Name(this DutyResult result) => result switch
    {
        DutyResult.Passed => ("符合", "In order"),
        DutyResult.ToCorrect => ("责令改正", "To be corrected"),
        _ => ("违法，移送处理", "Violation, referred"),
    };

    /// <summary>The usual methods in the reader's language; one that the list words otherwise stays as it is.</summary>
    public static Words Method(string method) => method switch
    {
        "双随机、一公开" => (method, "Random inspection, published"),
        "专项检查" => (method, "Special inspection"),
        "信用监管" => (method, "Credit supervision"),
        "告知承诺核查" => (method, "Check of the commitment"),
        _ => (method, method),
    };

    public static Tone ToneOf(this DutyResult result) => result switch
    {
        DutyResult.Passed => Tone.Good,
        DutyResult.ToCorrect => Tone.Warn,
        _ => Tone.Bad,
    };
}
