using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Approvals.Api;
using Tongban.Foundation.Web;

namespace Tongban.Approvals.Tolerance;

internal static class ToleranceEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/stages/{stageCase:guid}/materials/{material}/promise", async (Guid stageCase, string material, PromiseBody body, PromisePaperHandler promise, CancellationToken ct) =>
                (await promise.HandleAsync(new(stageCase, material, body.WorkingDays, body.Agreed), ct)).ToHttp(version => Results.Ok(new NewVersion(version))))
            .Require(ApprovalPermissions.Apply).WithTags("Approvals").WithName("PromisePaper").Produces<NewVersion>().WithSummary("Promise a paper that may follow (容缺受理)")
            .WithDescription("At most half of the promised time of the items that need it. Body: `{ \"workingDays\": 2, \"agreed\": true }`.");
}

internal sealed record PromiseBody(int WorkingDays, bool Agreed);
