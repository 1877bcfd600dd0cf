using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Lists.Contracts;

namespace Tongban.Approvals.Designer;

/// <summary>A draft in the list.</summary>
internal sealed record DraftRow(Guid Id, string Title, string BasedOn, DraftState State, int Faults, string? PublishedAs, DateTimeOffset ChangedAt, long Version);

/// <summary>A draft as the compiler sees it today.</summary>
/// <param name="City">The departments, organs and divisions that the draft is written for.</param>
/// <param name="Sketch">What can be computed in spite of faults; <see langword="null"/> when nothing can.</param>
/// <param name="Against">The version in force.</param>
/// <param name="Files">What would be published.</param>
internal sealed record DraftView(
    DraftRow Row, FlowFile Flow, CityCatalogue City, IReadOnlyList<PowerCategoryData> Categories, IReadOnlyList<CatalogueFault> Faults, FlowCatalogue? Sketch, FlowCatalogue Against, IReadOnlyDictionary<string, string> Files)
{
    public bool IsOutdated => Row.BasedOn != Against.Version;

    public FlowDifference? Difference => Sketch is null ? null : FlowDifference.Between(Against, Sketch);

    public int IndexOf(string code) => Flow.Items.Select((item, i) => (item, i)).Where(p => p.item.Id == code).Select(p => p.i).DefaultIfEmpty(-1).First();
}

internal sealed record BeginDraft(string Title);

internal sealed record AddDraftItem(Guid Draft, string Code, string NameZh, string NameEn, string Department);

/// <summary>What an administrator does with drafts: every save is an act, and the compiler looks at every save.</summary>
internal sealed partial class FlowDrafts(TongbanDb db, Caller caller, FlowLibrary library, IPowerRegister powers, CityClock clock)
{
    /// <summary>Newest change first; the hundred newest.</summary>
    public async Task<IReadOnlyList<DraftRow>> ListAsync(CancellationToken ct) => await db.Set<FlowDraft>().AsNoTracking()
        .OrderByDescending(d => d.ChangedAt).ThenByDescending(d => d.Id).Take(100)
        .Select(d => new DraftRow(d.Id, d.Title, d.BasedOn, d.State, d.Faults, d.PublishedAs, d.ChangedAt, d.Version)).ToListAsync(ct);

    public async Task<Result<DraftView>> FindAsync(Guid id, CancellationToken ct)
    {
        if (await db.Set<FlowDraft>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct) is not { } draft)
            return DesignerErrors.NoSuchDraft();
        if (library.Find() is not { } against)
            return DesignerErrors.NoFlowYet();
        var flow = draft.Flow();
        var (files, examined, categories) = await ExamineAsync(flow, draft.BasedOn, ct);
        var basis = library.Of(draft.BasedOn);
        return new DraftView(new(draft.Id, draft.Title, draft.BasedOn, draft.State, examined.Faults.Count, draft.PublishedAs, draft.ChangedAt, draft.Version), flow, basis.City, categories, examined.Faults, examined.Sketch, against, files);
    }

    /// <summary>Begins a draft from the version in force.</summary>
    public Task<Result<DraftRow>> BeginAsync(BeginDraft command, CancellationToken ct) => BeginAsync(command, command.Title, null, ct);

    /// <summary>Begins a draft with a flow that comes from elsewhere, on the departments and organs of the version in force.</summary>
    public Task<Result<DraftRow>> BeginAsync(string title, FlowFile flow, CancellationToken ct) => BeginAsync((title, CatalogueFile.Write(flow)), title, flow, ct);

    public Task<Result<DraftRow>> AddItemAsync(AddDraftItem command, CancellationToken ct) => ChangeAsync(command, command.Draft, $"items/{command.Code}", flow =>
    {
        if (!ItemCode().IsMatch(command.Code))
            return DesignerErrors.ItemCodeForm(command.Code);
        if (flow.Items.Any(i => i.Id == command.Code))
            return DesignerErrors.ItemExists(command.Code);
        var stage = command.Code[1] - '0';
        var types = Projects.Contracts.ProjectTypes.All.Select(Projects.Contracts.ProjectTypes.Code).ToList();
        var item = new ItemRow(
            command.Code, stage, command.NameZh, command.NameEn, command.Department, ItemRole.Parallel, "01", HandlingLevel.CityAndCounty, null, 0, 1, Handling.Promised,
            types, types, null, [], [], [], false, false, [], new ResultRow("审查意见", "Opinion", ResultType.Other, Numbering.None, null), true, null);
        // Beside the items of its stage, so that the file stays in the order in which people read it.
        var items = flow.Items.ToList();
        var at = items.FindLastIndex(i => i.Stage <= stage) + 1;
        items.Insert(at, item);
        return flow with { Items = items };
    }, ct);

    public Task<Result<DraftRow>> SaveItemAsync(Guid draft, string code, ItemRow item, CancellationToken ct) => ChangeAsync((draft, code, CatalogueFile.Write(item)), draft, $"items/{code}", flow =>
        flow.Items.All(i => i.Id != code) ? DesignerErrors.NoSuchDraftItem(code) : flow with { Items = [.. flow.Items.Select(i => i.Id == code ? item : i)] }, ct);

    public Task<Result<DraftRow>> RemoveItemAsync(Guid draft, string code, CancellationToken ct) => ChangeAsync((draft, code, "remove"), draft, $"items/{code}", flow =>
        flow.Items.All(i => i.Id != code) ? DesignerErrors.NoSuchDraftItem(code) : flow with { Items = [.. flow.Items.Where(i => i.Id != code)] }, ct);

    public Task<Result<DraftRow>> SaveStageAsync(Guid draft, StageRow stage, CancellationToken ct) => ChangeAsync((draft, CatalogueFile.Write(stage)), draft, $"stages/{stage.No}", flow =>
        flow.Stages.All(s => s.No != stage.No) ? DesignerErrors.NoSuchDraftStage(stage.No) : flow with { Stages = [.. flow.Stages.Select(s => s.No == stage.No ? stage : s)] }, ct);

    /// <summary>Replaces the whole flow.</summary>
    public Task<Result<DraftRow>> ReplaceAsync(Guid draft, FlowFile flow, CancellationToken ct) => ChangeAsync((draft, CatalogueFile.Write(flow)), draft, "flow", _ => flow, ct);

    public Task<Result<DraftRow>> DiscardAsync(Guid id, CancellationToken ct) => db.ActAsync((id, "discard"), caller, async () =>
    {
        if (!(await LoadAsync(id, ct)).TryGet(out var draft, out var refusal))
            return (Result<DraftRow>)refusal;
        return draft.Discard(clock.Now) is { } closed ? closed : Row(draft);
    }, ct);

    /// <summary>Publishes a sound draft. Projects declared from now on run under it; running cases keep theirs.</summary>
    public async Task<Result<DraftRow>> PublishAsync(Guid id, CancellationToken ct)
    {
        FlowCatalogue? published = null;
        var result = await db.ActAsync((id, "publish"), caller, async () =>
        {
            published = null;
            if (!(await LoadAsync(id, ct)).TryGet(out var draft, out var refusal))
                return (Result<DraftRow>)refusal;
            if (draft.State is not DraftState.Editing)
                return DesignerErrors.DraftClosed(draft.State);
            // Asked of the table and not of the library, which may be ten seconds behind another process.
            var current = await db.Set<FlowVersion>().AsNoTracking().OrderByDescending(v => v.PublishedAt).ThenByDescending(v => v.Version).Select(v => new { v.Version, v.PublishedAt }).FirstAsync(ct);
            if (draft.BasedOn != current.Version)
                return DesignerErrors.DraftOutdated(draft.BasedOn, current.Version);
            var (files, examined, _) = await ExamineAsync(draft.Flow(), draft.BasedOn, ct);
            if (examined.City is not { } city)
                return DesignerErrors.DraftFaulty(examined.Faults);
            var version = city.Flow.Version;
            if (await db.Set<FlowVersion>().AnyAsync(v => v.Version == version, ct))
                return DesignerErrors.DraftUnchanged(version);
            // The newest is in force; two of one instant would leave that to chance.
            db.Add(new FlowVersion(version, files, clock.Now > current.PublishedAt ? clock.Now : current.PublishedAt.AddMilliseconds(1)));
            db.Record(draft.Matter, new FlowPublished(draft.Division, version, Sha256.Of(JsonSerializer.Serialize(files))));
            published = city.Flow;
            return draft.Publish(version, clock.Now) is { } closed ? closed : Row(draft);
        }, ct);
        if (result.Error is null && published is not null)
            library.Accept(published);
        return result;
    }

    private Task<Result<DraftRow>> BeginAsync<TCommand>(TCommand command, string title, FlowFile? flow, CancellationToken ct) where TCommand : notnull => db.ActAsync(command, caller, async () =>
    {
        if (!caller.Actor.Is(Roles.Administrator))
            return PeopleErrors.RoleMissing(Roles.Administrator);
        if (string.IsNullOrWhiteSpace(title) || title.Trim().Length > FlowDraft.TitleLength)
            return DesignerErrors.TitleMissing();
        if (library.Find() is not { } current)
            return DesignerErrors.NoFlowYet();
        var stored = await db.Set<FlowVersion>().AsNoTracking().SingleAsync(v => v.Version == current.Version, ct);
        var faults = flow is null ? 0 : (await ExamineAsync(flow, current.Version, ct)).Examined.Faults.Count;
        var draft = FlowDraft.Begin(current.City.City.Division, title.Trim(), current.Version, flow is null ? stored.Files["flow.json"] : CatalogueFile.Write(flow), faults, caller.Actor.PersonId, clock.Now);
        db.Add(draft);
        return (Result<DraftRow>)Row(draft);
    }, ct);

    private Task<Result<DraftRow>> ChangeAsync<TCommand>(TCommand command, Guid id, string what, Func<FlowFile, Result<FlowFile>> change, CancellationToken ct) where TCommand : notnull => db.ActAsync(command, caller, async () =>
    {
        if (!(await LoadAsync(id, ct)).TryGet(out var draft, out var refusal))
            return (Result<DraftRow>)refusal;
        if (!change(draft.Flow()).TryGet(out var flow, out var error))
            return error;
        if (!IsText(JsonNode.Parse(CatalogueFile.Write(flow))))
            return DesignerErrors.NotText();
        var (_, examined, _) = await ExamineAsync(flow, draft.BasedOn, ct);
        return draft.Rewrite(flow, what, examined.Faults.Count, clock.Now) is { } closed ? closed : Row(draft);
    }, ct);

    private async Task<Result<FlowDraft>> LoadAsync(Guid id, CancellationToken ct)
    {
        if (!caller.Actor.Is(Roles.Administrator))
            return PeopleErrors.RoleMissing(Roles.Administrator);
        if (await db.Set<FlowDraft>().SingleOrDefaultAsync(d => d.Id == id, ct) is not { } draft)
            return DesignerErrors.NoSuchDraft();
        return caller.Expects(draft) is { } stale ? stale : draft;
    }

    private async Task<(IReadOnlyDictionary<string, string> Files, Examination Examined, IReadOnlyList<PowerCategoryData> Categories)> ExamineAsync(FlowFile flow, string basedOn, CancellationToken ct)
    {
        var files = new Dictionary<string, string>((await db.Set<FlowVersion>().AsNoTracking().SingleAsync(v => v.Version == basedOn, ct)).Files, StringComparer.Ordinal) { ["flow.json"] = CatalogueFile.Write(flow) };
        var list = JsonNode.Parse(files["powers.json"])!.AsObject();
        TakePowersInForce(list, flow, library.Of(basedOn).City);
        files["powers.json"] = list.ToJsonString(Relaxed);
        var categories = list["categories"]!.AsArray().Select(c => new PowerCategoryData((string)c!["code"]!, (string)c["letter"]!, (string)c["nameZh"]!, (string)c["nameEn"]!)).ToList();
        return (files, CatalogueCompiler.Examine(files, clock.Today), categories);
    }

    /// <summary>The power list itself decides, not the list of the day on which the base was published: a line that was suspended since backs no item, a line published since does.</summary>
    private void TakePowersInForce(JsonObject list, FlowFile flow, CityCatalogue city)
    {
        var known = list["entries"]!.AsArray().DistinctBy(e => (string)e!["code"]!).ToDictionary(e => (string)e!["code"]!, e => e!.AsObject(), StringComparer.Ordinal);
        var entries = new JsonArray();
        foreach (var item in flow.Items.DistinctBy(i => i.Id))
        {
            foreach (var organ in city.Organs.Where(o => o.Department == item.Department))
            {
                if (powers.Find(organ.Key, item.Id, clock.Today).Power is not { } power)
                    continue;
                entries.Add(known.TryGetValue(power.Code, out var entry) ? entry.DeepClone() : new JsonObject
                {
                    ["code"] = power.Code, ["organ"] = organ.Key, ["category"] = power.Category, ["itemCode"] = item.Id, ["nameZh"] = item.NameZh, ["nameEn"] = item.NameEn,
                    ["legalBasis"] = power.LegalBasis, ["basisMark"] = "G", ["level"] = JsonNamingPolicy.KebabCaseLower.ConvertName(organ.Level.ToString()),
                    ["validFrom"] = clock.Today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), ["validTo"] = null, ["status"] = "published",
                });
            }
        }
        list["entries"] = entries;
    }

    /// <summary>Whether every text in it can be written in any format, also in XML, which has no control characters.</summary>
    private static bool IsText(JsonNode? node) => node switch
    {
        JsonObject members => members.All(m => IsText(m.Value)),
        JsonArray entries => entries.All(IsText),
        JsonValue value when value.GetValueKind() is JsonValueKind.String => IsText(value.GetValue<string>()),
        _ => true,
    };

    private static bool IsText(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (!XmlConvert.IsXmlChar(text[i]))
                return false;
        }
        return true;
    }

    private static DraftRow Row(FlowDraft d) => new(d.Id, d.Title, d.BasedOn, d.State, d.Faults, d.PublishedAs, d.ChangedAt, d.Version + 1);

    private static readonly JsonSerializerOptions Relaxed = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [GeneratedRegex(@"^S[1-9]-[0-9]{2}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ItemCode();
}
