using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.Certificates;
using Tongban.Approvals.CommitmentChecks;
using Tongban.Approvals.Hearings;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;

namespace Tongban.Approvals.Institutions;

internal sealed class InstitutionNavigation : INavigationSource
{
    public IReadOnlyList<NavItem> Items { get; } =
    [
        new(("证照与送达", "Results and service"), "/approvals/certificates", "certificate", ApprovalPermissions.HandleName, 12,
            async (services, _) => await services.GetRequiredService<CertificateQueries>().PressingAsync(services.GetRequiredService<Caller>().Actor)),
        new(("承诺核查", "Checks of commitments"), "/approvals/commitment-checks", "clipboard-check", ApprovalPermissions.HandleName, 13,
            async (services, _) => await services.GetRequiredService<CheckQueries>().PressingAsync(services.GetRequiredService<Caller>().Actor)),
        new(("听证", "Hearings"), "/approvals/hearings", "users-group", ApprovalPermissions.ReadName, 14,
            async (services, _) => await services.GetRequiredService<HearingQueries>().PendingAsync(services.GetRequiredService<Caller>().Actor)),
        new(("我的证照", "My certificates"), "/my/certificates", "certificate", ApprovalPermissions.ApplyName, 22,
            async (services, _) => await services.GetRequiredService<CertificateQueries>().UnreadAsync(services.GetRequiredService<Caller>().Actor)),
        new(("许可证照公开", "Permits in force"), "/certificates", "file-certificate", Order: 25) { Section = NavSection.Basis },
    ];
}
