using System.Globalization;
using System.Text.Json;
using Tongban.Dispatch.Models;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;
using Tongban.Registers.Contracts;

namespace Tongban.Dispatch.Matters;

/// <summary>A difficulty as a unit reports it.</summary>
/// <param name="Project">National project code.</param>
/// <param name="Model">Code of the model; left out, the answers to the guiding questions decide.</param>
/// <param name="Answers">Answers to the questions of the classification table.</param>
/// <param name="Contact">Name and telephone number of whoever answers questions.</param>
/// <param name="Place">GeoJSON in longitude and latitude.</param>
/// <param name="Fields">What the model asks for beyond the common fields.</param>
/// <param name="CrossDivision">Concerns more than one district or county.</param>
/// <param name="KeyProject">A key project of the city.</param>
internal sealed record ReportMatterCommand(
    string? Project, string? Model, IReadOnlyDictionary<string, string>? Answers, string? Text, string? Contact, DateOnly? OccurredOn, DateOnly? ExpectedOn, string? PlaceText, string? Place,
    IReadOnlyDictionary<string, string>? Fields, bool CrossDivision, bool KeyProject)
{
    /// <summary>SHA-256 of what came with it.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];
}

/// <summary>What became of a report at once.</summary>
internal sealed record ReportedMatter(Guid Id, MatterState State, ComparisonOutcome Compared, int Grade, string Lead, DateOnly? DueOn)
{
    /// <summary>Given by the transaction itself.</summary>
    public string Number { get; set; } = "";
}

/// <summary>A unit reports a difficulty of its project; it is compared with the data and, unless these speak against it, with its units when the answer comes.</summary>
internal sealed class ReportMatterHandler(TongbanDb db, Caller caller, MatterDesk desk, FactDesk facts, IProjects projects, ILegalPersons legalPersons)
{
    public async Task<Result<ReportedMatter>> HandleAsync(ReportMatterCommand command, IReadOnlyList<IncomingFile> files, CancellationToken ct)
    {
        var setting = desk.Setting;
        if (desk.Catalogue.Models.Count == 0)
            return MatterErrors.NoDispatch();
        if (command.Project is null || await projects.FindByCodeAsync(command.Project.Trim(), ct) is not { } project || !Sees(project))
            return MatterErrors.NoSuchProject(command.Project);
        if (!await MayReportAsync(project, setting, ct))
            return MatterErrors.NotTheUnit();
        if (project.HasEnded)
            return MatterErrors.ProjectEnded(project.Code);
        if (!ModelOf(command).TryGet(out var model, out var unclear))
            return unclear;
        var errors = Check(command, model, setting.Today).ToList();
        if (!MatterRules.Fields(desk.Catalogue, model.Data, command.Fields, all: true).TryGet(out var fields, out var missing))
            errors.AddRange(missing.All.Select(e => e with { Also = [] }));
        if (Error.Combine(errors) is { } refusal)
            return refusal;

        // Before the transaction: nobody else waits while other rooms are asked.
        var known = await facts.AskAsync(project, [model], fields!, setting.Today, ct);
        var sector = await SectorAsync(project, setting.Today, ct);
        var compared = known.Compare(model);
        return await db.ActAsync(command with { Files = MatterDesk.Digests(files) }, caller, async () =>
        {
            if (!(await desk.KeepAsync(files, ct)).TryGet(out var kept, out var refused))
                return (Result<ReportedMatter>)refused;
            var matter = DispatchMatter.Report(new(project, model, GradeOf(desk.Catalogue, model, command, setting.Today), Organ(model.Data.LeadUnit), [.. model.Data.CoUnits.Select(Organ)])
            {
                Text = command.Text!, Contact = command.Contact!, OccurredOn = command.OccurredOn!.Value, ExpectedOn = command.ExpectedOn, PlaceText = command.PlaceText,
                Place = string.IsNullOrWhiteSpace(command.Place) ? null : command.Place.Trim(), Fields = fields!, CrossDivision = command.CrossDivision, KeyProject = command.KeyProject, Files = kept,
                Why = WhyOf(command, model, compared), By = caller.Actor.PersonId, ByOrgan = caller.Actor.Organ,
            }, compared, setting);
            db.Add(matter);
            var reported = new ReportedMatter(matter.Id, matter.State, compared.Outcome, matter.Grade, matter.Lead, matter.LeadTask?.DueOn);
            var year = setting.Today.Year;
            db.TakeNumber($"XT-{year}", serial =>
            {
                matter.Register(string.Create(CultureInfo.InvariantCulture, $"XT-{year}-{serial:000000}"));
                reported.Number = matter.Number;
                Tell(matter, setting);
            });
            return reported;

            string Organ(string unit) => desk.Catalogue.OrganOf(unit, project.Division, sector);
        }, ct);
    }

    /// <summary>The grade that the city's table gives to a report.</summary>
    internal static int GradeOf(DispatchCatalogue catalogue, DispatchModel model, ReportMatterCommand command, DateOnly today) => DispatchCatalogue.GradeOf(catalogue.File.Grading.Decide(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["model"] = model.Data.DefaultGrade,
        ["crossDivision"] = command.CrossDivision ? "yes" : "no",
        ["keyProject"] = command.KeyProject ? "yes" : "no",
        ["delayed"] = command.OccurredOn is { } day && today > day.AddDays(catalogue.File.KeyDelayDays) ? "yes" : "no",
    }) ?? model.Data.DefaultGrade);

    private Result<DispatchModel> ModelOf(ReportMatterCommand command)
    {
        if (!string.IsNullOrWhiteSpace(command.Model))
            return desk.Catalogue.Find(command.Model.Trim()) is { } named ? named : MatterErrors.NoSuchModel(command.Model);
        return command.Answers is { Count: > 0 } answers && desk.Catalogue.Find(desk.Catalogue.File.Classification.Decide(answers)) is { } decided ? decided : MatterErrors.ModelUndecided();
    }

    private static IEnumerable<Error> Check(ReportMatterCommand command, DispatchModel model, DateOnly today)
    {
        foreach (var error in MatterRules.Text(command.Text, "text", ("遇到的困难", "what the difficulty is")).Concat(MatterRules.Text(command.Contact, "contact", ("联系人和电话", "whom to call"), MatterRules.LongestField)))
            yield return error;
        if (command.OccurredOn is not { } day)
            yield return MatterErrors.FieldMissing("occurredOn", ("发生日期", "since when"));
        else if (day > today)
            yield return MatterErrors.DayInFuture();
        if (command.ExpectedOn < today)
            yield return MatterErrors.ExpectedPast();
        if (command.PlaceText?.Length > MatterRules.LongestField)
            yield return MatterErrors.TooLong("placeText", MatterRules.LongestField);
        if (string.IsNullOrWhiteSpace(command.Place))
        {
            if (model.Data.Place)
                yield return MatterErrors.PlaceMissing();
        }
        else if (!IsGeoJson(command.Place))
        {
            yield return MatterErrors.PlaceUnreadable();
        }
    }

    /// <summary>A point, line or area in longitude and latitude, or a feature of one.</summary>
    internal static bool IsGeoJson(string text)
    {
        if (text.Length > MatterRules.LongestPlace)
            return false;
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (root.ValueKind is JsonValueKind.Object && root.TryGetProperty("type", out var type) && type.ValueEquals("Feature") && root.TryGetProperty("geometry", out var inner))
                root = inner;
            return root.ValueKind is JsonValueKind.Object && root.TryGetProperty("type", out type) && type.GetString() is "Point" or "LineString" or "Polygon" or "MultiPoint" or "MultiLineString" or "MultiPolygon"
                && root.TryGetProperty("coordinates", out var coordinates) && Numbers(coordinates) is { Count: >= 2 } numbers && numbers.Count % 2 == 0 && numbers.Where((_, i) => i % 2 == 0).All(x => Math.Abs(x) <= 180) && numbers.Where((_, i) => i % 2 == 1).All(y => Math.Abs(y) <= 90);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    private static List<double> Numbers(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => [.. element.EnumerateArray().SelectMany(Numbers)],
        JsonValueKind.Number => [element.GetDouble()],
        _ => throw new FormatException("not a coordinate"),
    };

    // What the classification said, and what the data say: kept so that anyone can see why this model.
    private Words? WhyOf(ReportMatterCommand command, DispatchModel model, CompareResult compared)
    {
        var supported = compared.Conditions.Where(c => c.Truth is Truth.True).Select(c => c.Meaning).ToList();
        return ModelAdvice.Suggest(desk.Catalogue, command.Text!, m => m.Code == model.Code ? supported : [], desk.Catalogue.Models.Count).FirstOrDefault(s => s.Model == model.Code)?.Why;
    }

    private async Task<string?> SectorAsync(ProjectRecord project, DateOnly today, CancellationToken ct) =>
        await facts.OneAsync(project, "plan.sectorOrgan", today, ct) is { } organ && desk.Exists(organ) ? organ : null;

    private void Tell(DispatchMatter matter, MatterSetting setting)
    {
        if (matter.State is MatterState.SentBack)
        {
            desk.TellOwner(matter, "sent-back", ($"{matter.Number} 数据不支持，已退回；可附证据坚持申报", $"{matter.Number}: the data do not support it; you may insist with evidence"));
            return;
        }
        desk.TellGiven(matter, setting.Now);
        desk.TellOwner(matter, "dispatched", matter.DataAsked
            ? ($"{matter.Number} 已派单，请补充数据", $"{matter.Number} was dispatched; please supply the missing data")
            : ($"{matter.Number} 已派单，{matter.LeadTask?.DueOn:yyyy-MM-dd} 前答复", $"{matter.Number} was dispatched; an answer is due by {matter.LeadTask?.DueOn:yyyy-MM-dd}"));
        if (matter.Grade == 1)
            desk.TellOrgan(desk.Catalogue.Leaders, matter, "grade-1", ($"{matter.Number} 须市领导协调：{matter.ProjectName}", $"{matter.Number} is for the city's leaders: {matter.ProjectName}"));
    }

    private bool Sees(ProjectRecord project) => caller.Actor.IsOfficer || caller.Actor.StandsFor(project.Owner, project.Id);

    private async Task<bool> MayReportAsync(ProjectRecord project, MatterSetting setting, CancellationToken ct) => caller.Actor.IsOfficer
        ? desk.IsOffice || (desk.IsOfficer && caller.Actor.Organ!.EndsWith($"@{project.Division}", StringComparison.Ordinal))
        : caller.Actor.Is(Roles.Applicant) && await legalPersons.StandsForAsync(caller.Actor, project.Owner, project.Id, setting.Today, ct);
}
