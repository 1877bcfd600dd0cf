using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;

namespace Tongban.Foundation.Ledger.Witnesses;

/// <summary>A witness to be registered.</summary>
internal sealed record WitnessBody([property: Description("Letters, digits, . - /")] string? Name, [property: Description("`ecdsa-p256-sha256:` and the base64 SubjectPublicKeyInfo")] string? Key);

/// <summary>A line under a checkpoint.</summary>
internal sealed record CountersignatureBody([property: Description("`— name base64(key id ‖ signature)`, docs/ledger-format.md 3.1")] string? Line);

/// <summary>A witness as everyone may see it.</summary>
/// <param name="SignedSize">Size of the newest checkpoint it signed.</param>
internal sealed record WitnessView(Guid Id, string Name, string KeyId, string Key, DateTimeOffset RegisteredAt, DateTimeOffset? RetiredAt, long? SignedSize, DateTimeOffset? SignedAt);

internal static class WitnessApi
{
    public static void Map(RouteGroupBuilder ledger)
    {
        ledger.MapGet("/witnesses", async (WitnessDesk desk, CancellationToken ct) => Results.Json((await desk.AllAsync(ct)).Select(View).ToList()))
            .Public().Produces<IReadOnlyList<WitnessView>>().WithName("ListLedgerWitnesses").WithSummary("Organs that sign our checkpoints too, and how far they have");
        ledger.MapPost("/witnesses", async (WitnessBody body, WitnessDesk desk, Caller caller, CancellationToken ct) =>
            (await desk.RegisterAsync(new(body.Name, body.Key), caller, ct)).ToHttp(id => Results.Created($"/api/v1/ledger/witnesses", new MadeWitness(id))))
            .Require(FoundationPermissions.Administer).Produces<MadeWitness>(StatusCodes.Status201Created).WithName("RegisterLedgerWitness").WithSummary("Register a witness with its public key")
            .WithExample("""{"name":"sjj.xinyu.gov.cn","key":"ecdsa-p256-sha256:MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE…"}""", """{"id":"0198f3a2-6f0e-7c3b-9d51-2b6a5c7e8f90"}""");
        ledger.MapPost("/witnesses/{id:guid}/retirement", async (Guid id, WitnessDesk desk, Caller caller, CancellationToken ct) =>
            (await desk.RetireAsync(new(id), caller, ct)).ToHttp(_ => Results.NoContent()))
            .Require(FoundationPermissions.Administer).Produces(StatusCodes.Status204NoContent).WithName("RetireLedgerWitness").WithSummary("A witness signs no more; what it signed stays");
        ledger.MapPost("/checkpoints/{size:long}/countersignatures", async (long size, CountersignatureBody body, WitnessDesk desk, CancellationToken ct) =>
            (await desk.CountersignAsync(size, body.Line, ct)).ToHttp(_ => Results.NoContent()))
            .Public().Produces(StatusCodes.Status204NoContent).WithName("CountersignLedgerCheckpoint").WithSummary("A registered witness signs a checkpoint")
            .WithDescription("Needs no account: the signature says whose it is. `tongban ledger witness` does it after it has verified that nothing it saw before was changed.");
    }

    private static WitnessView View(WitnessRow w) => new(w.Id, w.Name, LedgerPublicKey.TryParse(w.Key, out var key) ? key.KeyId : "", w.Key, w.RegisteredAt, w.RetiredAt, w.SignedSize, w.SignedAt);
}

/// <summary>The key of what was made.</summary>
internal sealed record MadeWitness(Guid Id);
