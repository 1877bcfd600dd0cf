using System.ComponentModel;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Foundation.Ledger.Witnesses;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;

namespace Tongban.Foundation.Ledger;

/// <summary>A checkpoint.</summary>
/// <param name="Size">How many entries it signs: those at place 1 to this.</param>
/// <param name="Root">Root of the tree, hex.</param>
/// <param name="KeyId">First four bytes of SHA-256 of the public key, hex.</param>
/// <param name="Note">The signed text, exactly as published.</param>
internal sealed record CheckpointView(long Size, string Root, DateTimeOffset SignedAt, string KeyId, string Note)
{
    public static CheckpointView Of(Checkpoint c) => new(c.Size, Convert.ToHexStringLower(c.RootHash), c.SignedAt, c.KeyId, c.ToString());
}

/// <summary>An entry, with the members that its hash covers.</summary>
/// <param name="Position">Place over all matters; missing for some seconds after the act.</param>
/// <param name="ActName">What the act is called in the caller's language.</param>
/// <param name="Actor">Account that acted.</param>
/// <param name="Payload">The act as canonical JSON text; its SHA-256 enters the hash.</param>
internal sealed record EntryView(
    Guid Id, string Matter, long Sequence, long? Position, string Act, string ActName, DateTimeOffset At, Guid Actor, string? Organ, string? Enterprise, string Payload, string Hash, string Previous)
{
    public static EntryView Of(LedgerEntry e) => new(
        e.Id, e.Matter, e.Sequence, e.Position, e.Act, ActNames.Find(e.Act)?.ToString() ?? e.Act, e.RecordedAt, e.ActorId, e.Organ, e.Enterprise, e.Payload,
        Convert.ToHexStringLower(e.Hash), Convert.ToHexStringLower(e.PreviousHash));
}

/// <summary>That one checkpoint's tree is the beginning of another's.</summary>
/// <param name="Path">Hashes, hex, lowest first (RFC 9162, 2.1.4.1).</param>
internal sealed record ConsistencyView(CheckpointView From, CheckpointView To, IReadOnlyList<string> Path);

/// <summary>Entries in the order of commits.</summary>
/// <param name="Next">Pass as <c>after</c> next time; also when there is nothing new.</param>
internal sealed record FeedView(IReadOnlyList<EntryView> Items, long Next);

/// <summary>A public key.</summary>
internal sealed record KeyView(string KeyId, string Algorithm, string Key);

/// <summary>What a verification of the whole ledger came to.</summary>
/// <param name="Entries">Entries with a place; <paramref name="Unplaced"/> are seconds old and have none yet.</param>
/// <param name="ProvenSize">Entries that a sound checkpoint vouches for.</param>
/// <param name="Root">Root of the tree as read, hex.</param>
/// <param name="Findings">The first ones; <paramref name="FindingCount"/> counts all.</param>
internal sealed record VerificationView(
    Guid Id, DateTimeOffset At, bool Sound, long Entries, long Unplaced, int Matters, int Checkpoints, long ProvenSize, string Root, int FindingCount, IReadOnlyList<LedgerFinding> Findings)
{
    public static VerificationView Of(LedgerVerification v, LedgerReport r) =>
        new(v.Id, v.At, r.Sound, r.Entries, r.Unplaced, r.Matters, r.Checkpoints, r.ProvenSize, r.Root, r.FindingCount, r.Findings);
}

/// <summary>The ledger over HTTP: what is public, what belongs to the caller, what auditors read.</summary>
internal static class LedgerApi
{
    private const int Usual = 50, Most = 500;

    public static void Map(IEndpointRouteBuilder api)
    {
        var ledger = api.MapGroup("/ledger").WithTags("Ledger");

        ledger.MapGet("/checkpoints", async ([Description("`next` of the page before")] string? after, [Description("1 to 500")] int? limit, LedgerReader reader, CancellationToken ct) =>
        {
            var page = await reader.CheckpointsAsync(PageKey.Read<long?>(after), Limit(limit), ct);
            return Results.Json(new KeyPage<CheckpointView>([.. page.Items.Select(CheckpointView.Of)], page.Next));
        }).Public().Produces<KeyPage<CheckpointView>>().WithName("ListLedgerCheckpoints")
            .WithSummary("Signed heads of the ledger, newest first").WithDescription("Keep one: it proves later that nothing before it was changed.");

        ledger.MapGet("/checkpoints/latest", async (LedgerReader reader, CancellationToken ct) =>
            await reader.LatestAsync(ct) is { } newest ? Results.Json(CheckpointView.Of(newest)) : LedgerErrors.NoCheckpoint().ToHttp())
            .Public().Produces<CheckpointView>().WithName("GetLatestLedgerCheckpoint").WithSummary("The newest signed head of the ledger");

        ledger.MapGet("/checkpoints/{size:long}/note", async (long size, LedgerReader reader, CancellationToken ct) =>
            (await reader.CheckpointAsync(size, ct)).ToHttp(c => Text(c.ToString(), $"checkpoint-{size}.txt")))
            .Public().Produces<string>(contentType: "text/plain").WithName("DownloadLedgerCheckpoint").WithSummary("One checkpoint as its signed text");

        ledger.MapGet("/keys", (LedgerKeyRing keys) => Results.Json(keys.PublicKeys.Select(k => new KeyView(k.KeyId, k.Algorithm, k.ToString())).ToList()))
            .Public().Produces<IReadOnlyList<KeyView>>().WithName("ListLedgerKeys").WithSummary("Public keys of the ledger, retired ones included");

        ledger.MapGet("/keys/{keyId}", (string keyId, LedgerKeyRing keys) =>
            keys.Find(keyId) is { } key ? Text(key + "\n", $"ledger-key-{key.KeyId}.txt") : LedgerErrors.KeyNotFound().ToHttp())
            .Public().Produces<string>(contentType: "text/plain").WithName("DownloadLedgerKey").WithSummary("One public key as a file");

        ledger.MapGet("/consistency", async (
            [Description("Size of the smaller checkpoint")] long from, [Description("Size of the larger checkpoint")] long to, LedgerReader reader, CancellationToken ct) =>
            (await reader.ProveConsistencyAsync(from, to, ct)).ToHttp(c => Results.Json(
                new ConsistencyView(CheckpointView.Of(c.From), CheckpointView.Of(c.To), [.. c.Path.Select(h => Convert.ToHexStringLower(h))]))))
            .Public().Produces<ConsistencyView>().WithName("ProveLedgerConsistency")
            .WithSummary("Proof that one checkpoint's ledger is the beginning of another's").WithDescription("RFC 9162, section 2.1.4; both sizes must be those of checkpoints.");

        WitnessApi.Map(ledger);

        ledger.MapGet("/entries/{id:guid}", async (Guid id, LedgerReader reader, MatterReading reading, Caller caller, CancellationToken ct) =>
            await MineAsync(id, reader, reading, caller, ct) is { } entry ? Results.Json(EntryView.Of(entry)) : LedgerErrors.EntryNotFound(id).ToHttp())
            .Require(FoundationPermissions.SignedIn).Produces<EntryView>().WithName("GetLedgerEntry")
            .WithSummary("One entry of a matter that is the caller's, or of any matter for auditors");

        ledger.MapGet("/entries/{id:guid}/proof", async (Guid id, LedgerReader reader, MatterReading reading, Caller caller, CancellationToken ct) =>
            await MineAsync(id, reader, reading, caller, ct) is null ? LedgerErrors.EntryNotFound(id).ToHttp()
                : (await reader.ProveAsync(id, ct)).ToHttp(proof => Results.File(Encoding.UTF8.GetBytes(proof.ToJson()), "application/json", $"proof-{id}.json")))
            .Require(FoundationPermissions.SignedIn).Produces<string>(contentType: "application/json").WithName("ProveLedgerEntry")
            .WithSummary("Proof that the entry stands in the ledger, to be verified by anyone").WithDescription("Format tongban-proof-1, see docs/ledger-format.md. A checkpoint is made first when none covers the entry yet.");

        ledger.MapGet("/matters/{matter}/entries", async (
            string matter, [Description("`next` of the page before")] string? after, [Description("1 to 500")] int? limit, LedgerReader reader, MatterReading reading, Caller caller, CancellationToken ct) =>
        {
            if (!await reading.MayReadAsync(caller.Actor, matter, ct))
                return LedgerErrors.MatterNotFound().ToHttp();
            var page = await reader.OfMatterAsync(matter, PageKey.Read<long>(after), Limit(limit), ct);
            return Results.Json(new KeyPage<EntryView>([.. page.Items.Select(EntryView.Of)], page.Next));
        }).Require(FoundationPermissions.SignedIn).Produces<KeyPage<EntryView>>().WithName("ListLedgerEntriesOfMatter").WithSummary("The chain of a matter, from its first entry");

        ledger.MapGet("/feed", async ([Description("Place of the last entry you have; 0 begins at the start")] long? after, [Description("1 to 500")] int? limit, LedgerReader reader, CancellationToken ct) =>
        {
            var page = await reader.FeedAsync(after ?? 0, Limit(limit), ct);
            return Results.Json(new FeedView([.. page.Items.Select(EntryView.Of)], page.Items is [.., { Position: { } last }] ? last : after ?? 0));
        }).Require(FoundationPermissions.ReadLedger).Produces<FeedView>().WithName("ReadLedgerFeed")
            .WithSummary("All entries in the order of commits, for electronic supervision").WithDescription("Nothing is skipped and nothing comes twice, however many commit at once.");

        ledger.MapPost("/verifications", async (LedgerVerifications verifications, Caller caller, CancellationToken ct) =>
            (await verifications.RunAsync(new VerifyLedgerCommand(), caller, ct)).TryGet(out _, out var refusal)
                ? await verifications.LastAsync(ct) is { } run ? Results.Created("/api/v1/ledger/verifications/latest", VerificationView.Of(run, run.Report())) : LedgerErrors.NotVerified().ToHttp()
                : refusal.ToHttp())
            .Require(FoundationPermissions.ReadLedger).Produces<VerificationView>(StatusCodes.Status201Created).WithName("VerifyLedger")
            .WithSummary("Verify the whole ledger now").WithDescription("One at a time, up to a million entries (about half a minute); beyond that run `tongban ledger verify` on the server. The result is kept and the verification itself is entered in the ledger.")
            .WithExample(null, """{"id":"0198f3a2-6f0e-7c3b-9d51-2b6a5c7e8f90","at":"2026-03-02T01:30:00Z","sound":true,"entries":1520,"unplaced":0,"matters":87,"checkpoints":12,"provenSize":1504,"root":"5f1d…","findingCount":0,"findings":[]}""");

        ledger.MapGet("/verifications/latest", async (LedgerVerifications verifications, CancellationToken ct) =>
            await verifications.LastAsync(ct) is { } last ? Results.Json(VerificationView.Of(last, last.Report())) : LedgerErrors.NotVerified().ToHttp())
            .Require(FoundationPermissions.ReadLedger).Produces<VerificationView>().WithName("GetLastLedgerVerification").WithSummary("What the last verification came to");
    }

    private static int Limit(int? asked) => Math.Clamp(asked ?? Usual, 1, Most);

    private static async Task<LedgerEntry?> MineAsync(Guid id, LedgerReader reader, MatterReading reading, Caller caller, CancellationToken ct) =>
        await reader.FindAsync(id, ct) is { } entry && await reading.MayReadAsync(caller.Actor, entry.Matter, ct) ? entry : null;

    private static IResult Text(string text, string fileName) => Results.File(Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8", fileName);
}
