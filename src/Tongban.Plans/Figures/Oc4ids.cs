using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Plans.Contracts;
using Tongban.Plans.Model;

namespace Tongban.Plans.Figures;

/// <summary>The projects of the plans for publication (政府投资条例30) as a package of the Open Contracting for Infrastructure Data Standard 0.9.</summary>
internal sealed class Oc4ids(TongbanDb db, CityCatalogue city, CityClock clock)
{
    /// <summary>Payments of a project that are published one by one; of more, the newest.</summary>
    private const int MostTransactions = 200;

    /// <param name="after">Code of the last project of the package before.</param>
    public async Task<JsonObject> PackageAsync(string? after, int count, CancellationToken ct)
    {
        // What is still a reserve is not decided, and nothing of it is public.
        var projects = await db.Set<PlanProject>().AsNoTracking().Where(p => p.State != PoolState.Reserve && p.State != PoolState.Preparatory && p.Mode != FundingMode.Enterprise && (after == null || string.Compare(p.Code, after) > 0))
            .OrderBy(p => p.Code).Take(count).ToListAsync(ct);
        var codes = projects.ConvertAll(p => p.Code);
        var returns = (await db.Set<ProgressReturn>().AsNoTracking().Where(r => codes.Contains(r.ProjectCode)).ToListAsync(ct)).GroupBy(r => r.ProjectCode, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.GroupBy(r => (r.Year, r.Month)).OrderBy(m => m.Key).Select(m => m.MaxBy(r => r.Edition)!).ToList(), StringComparer.Ordinal);
        var payments = (await db.Set<Payment>().AsNoTracking().Where(p => codes.Contains(p.ProjectCode) && p.ReversedOn == null).ToListAsync(ct)).ToLookup(p => p.ProjectCode, StringComparer.Ordinal);
        return new JsonObject
        {
            ["version"] = "0.9",
            ["uri"] = $"urn:tongban:{city.City.Division}:oc4ids",
            ["publishedDate"] = At(clock.Now),
            ["publisher"] = new JsonObject { ["name"] = city.City.NameZh },
            ["projects"] = new JsonArray([.. projects.Select(p => (JsonNode)Project(p, returns.GetValueOrDefault(p.Code) ?? [], [.. payments[p.Code]]))]),
        };
    }

    internal static JsonObject Project(PlanProject p, IReadOnlyList<ProgressReturn> returns, IReadOnlyList<Payment> payments)
    {
        var project = new JsonObject
        {
            ["id"] = p.Code,
            ["identifiers"] = new JsonArray(new JsonObject { ["id"] = p.Code, ["scheme"] = "CN-XMDM" }),
            ["updated"] = At(returns.Count == 0 ? p.AdmittedAt : returns.Max(r => r.RecordedAt)),
            ["title"] = p.Name,
            ["description"] = p.Content,
            ["status"] = p.State switch { PoolState.Planned => "preparation", PoolState.UnderConstruction or PoolState.Suspended => "implementation", PoolState.Completed => "completion", PoolState.Closed => "maintenance", _ => "identification" },
            ["type"] = "construction",
            ["sector"] = new JsonArray(PlanSectors.All.FirstOrDefault(s => s.Code == p.Sector).Published ?? p.Sector),
            ["period"] = new JsonObject { ["startDate"] = At(p.From), ["endDate"] = At(p.To) },
            ["locations"] = new JsonArray(new JsonObject { ["id"] = p.Division, ["description"] = p.Division }),
            ["publicAuthority"] = new JsonObject { ["id"] = p.SectorOrgan, ["name"] = p.SectorOrgan },
            ["parties"] = new JsonArray(
                new JsonObject { ["id"] = p.SectorOrgan, ["name"] = p.SectorOrgan, ["roles"] = new JsonArray("publicAuthority") },
                new JsonObject { ["id"] = p.Owner, ["name"] = p.Owner, ["identifier"] = new JsonObject { ["scheme"] = "CN-USCI", ["id"] = p.Owner }, ["roles"] = new JsonArray("buyer") }),
            ["budget"] = new JsonObject
            {
                ["amount"] = Value(p.TotalInvestment),
                ["budgetBreakdowns"] = new JsonArray(new JsonObject
                {
                    ["id"] = "sources",
                    ["budgetBreakdown"] = new JsonArray([.. p.Sources.Select(s => (JsonNode)new JsonObject { ["id"] = s.Source, ["description"] = PlanErrors.NameOf(s.Source).Zh, ["amount"] = Value(s.Yuan) })]),
                }),
            },
        };
        if (p.Find(MilestoneKind.Feasibility) is { } feasibility)
            project["budget"]!["approvalDate"] = At(feasibility.On);
        if (p.Find(MilestoneKind.Completion) is { } completion)
            project["completion"] = new JsonObject { ["endDate"] = At(completion.On) };
        if (returns.Count > 0)
        {
            project["metrics"] = new JsonArray(new JsonObject
            {
                ["id"] = "investment-done",
                ["title"] = "完成投资",
                ["observations"] = new JsonArray([.. returns.Select(r => (JsonNode)new JsonObject
                {
                    ["id"] = FormattableString.Invariant($"{r.Year}-{r.Month:00}"),
                    ["period"] = new JsonObject { ["startDate"] = At(new DateOnly(r.Year, r.Month, 1)), ["endDate"] = At(new DateOnly(r.Year, r.Month, 1).AddMonths(1).AddDays(-1)) },
                    ["value"] = Value(r.DoneYuan),
                })]),
            });
        }
        if (payments.Count > 0)
        {
            project["transactions"] = new JsonArray([.. payments.OrderByDescending(t => t.Day).ThenBy(t => t.VoucherNo, StringComparer.Ordinal).Take(MostTransactions).Select(t => (JsonNode)new JsonObject
            {
                ["id"] = t.VoucherNo, ["date"] = At(t.Day), ["value"] = Value(t.Yuan),
            })]);
        }
        return project;
    }

    private static JsonObject Value(decimal yuan) => new() { ["amount"] = yuan, ["currency"] = "CNY" };

    private static string At(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static string At(DateOnly day) => At(CityClock.StartOf(day));
}
