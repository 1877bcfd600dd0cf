using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Efficiency;
using Tongban.Approvals.Model;
using Tongban.Foundation.Files;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;
using Tongban.Projects.Model;

namespace Tongban.Tests.Approvals.SimulatedYear;

/// <summary>Goes through everything a simulated year left behind, with a pen of its own.</summary>
internal sealed class YearAudit(SimulatedYearRun year)
{
    private const string DeemedBasis = "行政许可法第三十二条第一款第四项";

    private List<StageCase> _stages = [];
    private List<LedgerEntry> _ledger = [];
    private List<EfficiencySpan> _spans = [];

    public async Task RunAsync()
    {
        _stages = await year.ReadAsync(db => db.Set<StageCase>().AsNoTracking().Include(s => s.Items).AsSplitQuery().OrderBy(s => s.Id).ToListAsync());
        _ledger = await year.ReadAsync(db => db.Set<LedgerEntry>().AsNoTracking().OrderBy(e => e.Position).ToListAsync());
        _spans = await year.ReadAsync(db => db.Set<EfficiencySpan>().AsNoTracking().ToListAsync());
        var today = CityClock.DateOf(year.App.Clock.Now);
        foreach (var stage in _stages)
        {
            Assert.True(stage.IsClosed, $"{stage.ProjectCode}: stage {stage.Stage} is left {stage.State}");
            year.Invariants.Check(stage, year.Flow, today);
        }
        ConcludedProjectsWentThroughAllStages();
        NothingWasDoneWithoutPower();
        NothingWasAskedForTwice();
        await TheArchiveIsCompleteAsync();
        await TheLedgerVerifiesAsync();
        await TheBookIsRightAsync();
    }

    private void ConcludedProjectsWentThroughAllStages()
    {
        foreach (var project in year.Projects)
        {
            var states = _stages.Where(s => s.ProjectId == project.Id).OrderBy(s => s.Stage).Select(s => s.State).ToList();
            Assert.Equal(project.Fate is Fate.Concluded, states.Count == year.Flow.Stages.Count && states.TrueForAll(s => s is StageState.Concluded));
        }
    }

    /// <summary>Every decision and every forwarding names a power that its organ held on that day for that item, and was acted by that organ.</summary>
    private void NothingWasDoneWithoutPower()
    {
        var powers = year.App.Services.GetRequiredService<IPowerRegister>();
        var (decided, byPower) = (0, 0);
        foreach (var entry in _ledger.Where(e => e.Act is "approvals.item-decided" or "approvals.item-forwarded"))
        {
            using var payload = JsonDocument.Parse(entry.Payload);
            var act = payload.RootElement;
            var (item, power) = (act.GetProperty("item").GetString()!, act.GetProperty("power").GetString()!);
            var organ = act.GetProperty(entry.Act is "approvals.item-decided" ? "organ" : "from").GetString()!;
            var on = DateOnly.Parse(act.GetProperty("on").GetString()!, CultureInfo.InvariantCulture);
            decided++;
            // What takes effect by itself: the receipt of a filing, and the acceptance that nobody answered.
            if (power is "on receipt" or DeemedBasis)
            {
                Assert.Contains(year.Flow.Item(item).Role, (ItemRole[])[ItemRole.Intake, ItemRole.FilingOnReceipt, ItemRole.PreCheck]);
                continue;
            }
            byPower++;
            Assert.Equal(power, powers.Find(organ, item, on).Power?.Code);
            // Of a joint opinion the lead is the actor; each department's finding was given under its own power.
            var ownActor = entry.Organ == organ || _ledger.Exists(e => e.Id != entry.Id && e.Matter == entry.Matter && e.RecordedAt == entry.RecordedAt && e.Act is "approvals.joint-opinion-issued");
            Assert.True(ownActor, $"{item} of {organ} was decided by {entry.Organ}");
        }
        Assert.Equal(_stages.Sum(s => s.Items.Count(i => i.State is ItemState.Decided)) + _stages.Sum(s => s.Items.Sum(i => i.Returned)) + _stages.Sum(s => s.Items.Count(i => i.ForwardedAt is not null))
            - _stages.Count(s => s.State is StageState.NotAccepted), decided);
        Assert.True(byPower > 0);
    }

    private void NothingWasAskedForTwice()
    {
        var asked = _ledger.Where(e => e.Act is "approvals.correction-requested").Select(e => Of(e, "stageCase")).ToList();
        Assert.Equal(asked.Count, asked.Distinct(StringComparer.Ordinal).Count());
        // What was demanded later is on record, and without effect.
        Assert.Equal(year.Happened.GetValueOrDefault("refused: approvals.second-correction"), _ledger.Count(e => e.Act is "approvals.later-demand-blocked"));

        static string Of(LedgerEntry entry, string name)
        {
            using var payload = JsonDocument.Parse(entry.Payload);
            return payload.RootElement.GetProperty(name).GetString()!;
        }
    }

    /// <summary>What was decided has its numbered paper in the archive and in the store, what was not has none.</summary>
    private async Task TheArchiveIsCompleteAsync()
    {
        var archive = (await year.ReadAsync(db => db.Set<ArchiveDocument>().AsNoTracking().ToListAsync())).ToLookup(d => (d.ProjectId, d.ItemCode));
        var numbers = new HashSet<(string, string)>();
        foreach (var stage in _stages)
        {
            foreach (var item in stage.Items.Where(i => i.State is ItemState.Decided && year.Flow.Item(i.Code).Result.Numbering is not Numbering.None))
            {
                Assert.True(item.ResultNumber is not null && item.ResultDigest is not null, $"{stage.ProjectCode}: {item.Code} is decided and has no document");
                var document = Assert.Single(archive[(stage.ProjectId, item.Code)], d => d.Digest == item.ResultDigest);
                Assert.Equal((item.ResultNumber, item.Organ, stage.Stage), (document.Number, document.Organ, document.Stage));
                Assert.True(numbers.Add((item.ResultNumber!, item.Organ)), $"{item.ResultNumber} was given twice");
                Assert.NotNull(await year.App.InScopeAsync(s => s.GetRequiredService<FileStore>().ReadAsync(document.Digest, default)));
            }
            Assert.All(stage.Items.Where(i => i.State is not ItemState.Decided), i => Assert.Null(i.ResultNumber));
        }
    }

    private async Task TheLedgerVerifiesAsync()
    {
        await year.App.InScopeAsync(s => s.GetRequiredService<CheckpointService>().CloseAsync(default));
        var report = await year.App.InScopeAsync(s => s.GetRequiredService<LedgerReader>().VerifyAsync());
        Assert.Equal((0, 0L, _ledger.Count), (report.FindingCount, report.Unplaced, (int)report.Entries));
        Assert.Equal(report.Entries, report.ProvenSize);
    }

    /// <summary>The efficiency tables against days counted one by one.</summary>
    private async Task TheBookIsRightAsync()
    {
        var measured = _stages.Where(s => s.State is StageState.Concluded or StageState.Refused).ToList();
        Assert.Equal(measured.Select(s => s.Id).Order(), _spans.Where(s => s.Kind is SpanKind.Stage).Select(s => s.Id).Order());
        foreach (var stage in measured)
        {
            var whole = _spans.Single(s => s.Id == stage.Id);
            var items = _spans.Where(s => s.Kind is SpanKind.Item && s.StageCaseId == stage.Id).ToDictionary(s => s.Item!, StringComparer.Ordinal);
            foreach (var span in items.Values)
            {
                var limit = stage.Find(span.Item!)!.Limit!;
                var (charged, still) = Count(limit);
                Assert.Equal((charged, still), (span.Days, span.Elapsed() - span.Days));
                Assert.Equal(still, span.Pauses.Values.Sum());
                Assert.Equal((limit.StartedOn, limit.EndedOn), (span.OpenedOn, (DateOnly?)span.ClosedOn));
            }
            var path = items.Values.Where(s => s.OnPath > 0).ToList();
            Assert.Equal(path.Sum(s => s.Days), whole.Days);
            Assert.Equal(year.Calendar.WorkingDaysBetween(CityClock.DateOf(stage.OpenedAt), CityClock.DateOf(stage.SubmittedAt!.Value)), whole.Preparing);
            // Along the chain no day is lost and none is counted twice: from the submission to the decision that closed it.
            var last = path.MaxBy(s => s.OnPath)!;
            if (path.TrueForAll(s => !stage.Find(s.Item!)!.IsEarly && stage.Find(s.Item!)!.FirstLimit is null) && !stage.IsDeemedAccepted)
                Assert.Equal(year.Calendar.WorkingDaysBetween(CityClock.DateOf(stage.OpenedAt), last.ClosedOn), whole.Elapsed());
        }
        var projects = _spans.Where(s => s.Kind is SpanKind.Project).ToList();
        Assert.Equal(year.Projects.Where(p => p.Fate is Fate.Concluded).Select(p => p.Id).Order(), projects.Select(p => p.ProjectId).Order());
        foreach (var project in projects)
        {
            var stages = _spans.Where(s => s.Kind is SpanKind.Stage && s.ProjectId == project.ProjectId).ToList();
            Assert.Equal((stages.Sum(s => s.Days), stages.Sum(s => s.Elapsed())), (project.Days, project.Elapsed()));
        }
        var cells = await year.ReadAsync(db => db.Set<EfficiencyCell>().AsNoTracking().Where(c => c.Count != 0).ToListAsync());
        var expected = _spans.GroupBy(s => (s.Kind, s.Month, s.Stage, s.Type, s.Division, s.Department, s.Days)).ToDictionary(g => g.Key, g => (g.Count(), g.Count(s => s.Days > s.Promised), g.Sum(s => s.Promised)));
        Assert.Equal(expected.Count, cells.Count);
        Assert.All(cells, c => Assert.Equal(expected[(c.Kind, c.Month, c.Stage, c.Type, c.Division, c.Department, c.Days)], (c.Count, c.Late, c.Promised)));
    }

    private (int Charged, int Still) Count(TimeLimit limit)
    {
        var (charged, still) = (0, 0);
        for (var day = limit.StartedOn.AddDays(1); day <= limit.EndedOn; day = day.AddDays(1))
        {
            if (!year.Calendar.IsWorkingDay(day))
                continue;
            if (limit.Pauses.Any(p => p.From < day && day <= p.To))
                still++;
            else
                charged++;
        }
        return (charged, still);
    }

    /// <summary>The year in one table.</summary>
    public string Table(TimeSpan took)
    {
        var text = new StringBuilder();
        string N(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
        text.Append(CultureInfo.InvariantCulture, $"{year.Projects.Count} projects of 2024, {_ledger.Count} ledger entries, {year.Invariants.Checked} cases checked, {took.TotalSeconds:0.0} s\n");
        text.Append(CultureInfo.InvariantCulture, $"{string.Join(" · ", Enum.GetValues<Fate>().Where(f => f is not Fate.Running).Select(f => $"{f} {year.Projects.Count(p => p.Fate == f)}"))}\n");
        text.Append(CultureInfo.InvariantCulture, $"{string.Join(" · ", year.Happened.Select(h => $"{h.Key} {h.Value}"))}\n\n");
        text.Append("| stage | ended | working days, mean | promised, mean | applicant and procedures |\n|---|---|---|---|---|\n");
        foreach (var stage in _spans.Where(s => s.Kind is SpanKind.Stage).GroupBy(s => s.Stage).OrderBy(g => g.Key))
            text.Append(CultureInfo.InvariantCulture, $"| {stage.Key} | {stage.Count()} | {N(stage.Average(s => s.Days))} | {N(stage.Average(s => s.Promised))} | {N(stage.Average(s => s.Applicant + s.Special + s.Intermediary + s.Gap))} |\n");
        foreach (var type in _spans.Where(s => s.Kind is SpanKind.Project).GroupBy(s => s.Type).OrderBy(g => g.Key))
            text.Append(CultureInfo.InvariantCulture, $"| total, {type.Key} | {type.Count()} | {N(type.Average(s => s.Days))} | {N(type.Average(s => s.Promised))} (against 36) | {N(type.Average(s => s.Applicant + s.Special + s.Intermediary + s.Gap))} |\n");
        return text.ToString();
    }
}

internal static class SpanDays
{
    public static int Elapsed(this EfficiencySpan span) => span.Shares.Elapsed;
}
