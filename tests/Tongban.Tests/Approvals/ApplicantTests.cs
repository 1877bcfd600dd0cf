using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.Contracts;
using Tongban.Approvals.Model;
using Tongban.Approvals.ProvideMaterial;
using Tongban.Approvals.SignCommitment;
using Tongban.Approvals.SubmitStage;
using Tongban.Approvals.WithdrawStage;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Projects.Contracts;
using Tongban.Tests.Support;

namespace Tongban.Tests.Approvals;

/// <summary>The enterprise's use cases, what it and others may see, on both databases.</summary>
public class ApplicantTests
{
    private const string Lead = "FGW@360502", Land = "ZRZY@360502", Ecology = "STHJ@360502";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task Declared_corrected_accepted_decided_concluded_and_the_next_stage_is_open(Database database)
    {
        await using var city = await TestCity.StartAsync(database);
        var stage = await city.DeclareForFourDepartmentsAsync();
        await city.Acts.SubmitAsync(city.Applicant, stage);
        await city.Acts.OpinionAsync(city.Officer(Land), stage, new MaterialDemand("M10", "缺第 4 点"));
        await city.Acts.OpinionAsync(city.Officer(Ecology), stage);
        await city.Acts.CorrectAsync(city.Officer(Lead), stage);
        city.App.Clock.Advance(TimeSpan.FromHours(2));
        await city.Acts.ProvideAsync(city.Applicant, stage, "M10", "-2");
        await city.Acts.AsAsync(city.Applicant, s => s.GetRequiredService<Tongban.Approvals.AnswerCorrection.AnswerCorrectionHandler>().HandleAsync(new(stage), default));
        await city.Acts.PassAsync(city.Officer(Lead), stage);
        Assert.Equal(4, (await city.Acts.OpenItemsAsync(stage)).Select(i => i.Organ.Split('@')[0]).Distinct().Count());
        Assert.Single((await city.StageAsync(stage)).Items.Where(i => i.State is ItemState.Open).Select(i => i.OpenedAt).Distinct());

        await city.DecideAllAsync(stage);
        await city.DecideAllAsync(stage);

        var done = await city.StageAsync(stage);
        Assert.Equal(StageState.Concluded, done.State);
        var next = await city.ReadAsync(db => db.Set<StageCase>().SingleAsync(s => s.ProjectId == done.ProjectId && s.Stage == 2));
        Assert.Equal(StageState.Preparing, next.State);
        var results = await city.App.InScopeAsync(s => s.GetRequiredService<IProjectArchive>().ListAsync(done.ProjectId, ArchiveAudience.Applicant, default));
        Assert.Contains(results, r => r is { Stage: 1, Number: not null });
        var progress = await city.App.InScopeAsync(s => s.GetRequiredService<IProjectProgress>().OfAsync(done.ProjectId, default));
        Assert.Equal([ProgressState.Done, ProgressState.Current, ProgressState.Ahead, ProgressState.Ahead, ProgressState.Ahead], progress.Select(p => p.State));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Only_who_acts_for_the_enterprise_may_act_and_others_do_not_see_the_case(Database database)
    {
        await using var city = await TestCity.StartAsync(database);
        var stage = await city.DeclareAsync();
        var stranger = new Actor(Guid.CreateVersion7(), "他人", Roles.Applicant, null, "91360502MA00010266");
        var without = city.Applicant with { PersonId = Guid.CreateVersion7() };
        foreach (var actor in new[] { stranger, without })
        {
            Assert.Equal("approvals.not-your-project", (await city.TryAsync(actor, s => s.GetRequiredService<SubmitStageHandler>().HandleAsync(new(stage), default))).Error?.Code);
            Assert.Equal("approvals.not-your-project", (await city.TryAsync(actor, s => s.GetRequiredService<WithdrawStageHandler>().HandleAsync(new(stage, "x"), default))).Error?.Code);
        }
        Assert.Null(await city.PlaneAsync(stage, stranger));
        Assert.NotNull(await city.PlaneAsync(stage, city.Applicant));
        Assert.Null(await city.PlaneAsync(stage, city.Officer("TYJ@360500")));

        var matter = ProjectRecord.MatterOf((await city.StageAsync(stage)).ProjectId);
        Assert.True(await MayReadAsync(city.Applicant, matter));
        Assert.True(await MayReadAsync(city.Officer(Land), matter));
        Assert.False(await MayReadAsync(stranger, matter));
        // Whoever acts is asked of the register at once; whoever reads, of the mandate his session was opened with.
        Assert.False(await MayReadAsync(city.Applicant with { Projects = new([Guid.CreateVersion7()]) }, matter));
        Assert.False(await MayReadAsync(city.Applicant, "project:nonsense"));

        Task<bool> MayReadAsync(Actor actor, string of) => city.App.InScopeAsync(s =>
            s.GetServices<IMatterAccess>().Single(a => a.Handles(of)).MayReadAsync(actor, of, default));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_file_that_is_empty_or_of_the_wrong_kind_is_refused_at_its_field(Database database)
    {
        await using var city = await TestCity.StartAsync(database);
        var stage = await city.DeclareAsync();
        foreach (var (content, code) in new[] { (Array.Empty<byte>(), "files.empty"), (Encoding.UTF8.GetBytes("<html></html>"), "files.type"), (new byte[(20 * 1024 * 1024) + 1], "files.too-large") })
        {
            var refusal = (await city.TryAsync(city.Applicant, s => s.GetRequiredService<ProvideMaterialHandler>().HandleAsync(stage, "M10", "x.pdf", content, default))).Error;
            Assert.Equal((code, "M10"), (refusal?.Code, refusal?.Field));
        }
        Assert.Empty((await city.StageAsync(stage)).Materials);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_commitment_is_signed_only_when_agreed_to(Database database)
    {
        await using var city = await TestCity.StartAsync(database);
        var stage = await city.DeclareAsync();
        Assert.Equal("approvals.commitment-not-agreed", (await city.TryAsync(city.Applicant, s => s.GetRequiredService<SignCommitmentHandler>().HandleAsync(new(stage, "S1-05", false), default))).Error?.Code);
        Assert.Null((await city.TryAsync(city.Applicant, s => s.GetRequiredService<SignCommitmentHandler>().HandleAsync(new(stage, "S1-05", true), default))).Error);
        Assert.True((await city.PlaneAsync(stage, city.Applicant))!.Items.Single(i => i.Code == "S1-05").CommitmentSigned);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_declaration_asks_what_the_first_stage_depends_on(Database database)
    {
        await using var city = await TestCity.StartAsync(database);
        var asked = city.App.Services.GetRequiredService<IDeclarationQuestions>();
        Assert.Equal(["annualEnergyTce", "annualPowerKWh", "investor", "siteLayers"], asked.Questions.Select(q => q.Name).Order(StringComparer.Ordinal));
        Assert.All(asked.Questions, q => Assert.False(string.IsNullOrWhiteSpace(q.Question.Zh) || string.IsNullOrWhiteSpace(q.Question.En)));
        Assert.Equal("siteLayers", asked.Check(new Dictionary<string, string> { ["siteLayers"] = "L99" }).Error?.Field);
        Assert.Equal("L23,L24", asked.Check(new Dictionary<string, string> { ["siteLayers"] = "L24, L23", ["annualEnergyTce"] = "" }).Value["siteLayers"]);
    }
}
