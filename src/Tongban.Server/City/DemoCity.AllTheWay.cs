using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.AnswerFacts;
using Tongban.Approvals.Model;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;

namespace Tongban.Server.City;

/// <content>Projects that went far: what the efficiency page counts.</content>
internal sealed partial class DemoCity
{
    internal static readonly (string, string)[] EverythingAnswered =
    [
        ("areaAssessment", "true"), ("agriculturalOrCollectiveLand", "false"), ("siteAreaHa", "0.4"), ("earthworkM3", "800"), ("buildingType", "industrial"), ("specialFireProject", "false"),
        ("spoilM3", "0"), ("roadOccupation", "false"), ("utilityConnection", "false"), ("ownershipRegistration", "false"),
    ];

    private async Task AllTheWayAsync()
    {
        await GoOnAsync("分宜特色农产品加工项目", ProjectType.Filing, begun: 33, stages: 5, pace: [1, 2, 1, 2]);
        await GoOnAsync("新能源汽车零部件扩建项目", ProjectType.Filing, begun: 30, stages: 3, pace: [2, 1, 2, 3]);
        await GoOnAsync("城市更新排水管网工程", ProjectType.GovernmentApproval, begun: 28, stages: 2, pace: [1, 3, 2, 2]);
    }

    /// <param name="begun">Working days before today.</param>
    /// <param name="pace">Working days from one round of decisions to the next, over and over.</param>
    private async Task GoOnAsync(string name, ProjectType type, int begun, int stages, int[] pace)
    {
        const int applicant = 10;
        var (left, round) = (begun, 0);
        var stage = await DeclareAsync(applicant, WorkingDaysAgo(left), name, type, "360500", 120_000_000m, 3_900m, "C13", EverythingAnswered);
        for (var no = 1; no <= stages; no++)
        {
            if (await _acts.AskedAsync(stage, EverythingAnswered.ToDictionary(a => a.Item1, a => a.Item2, StringComparer.Ordinal)) is { Count: > 0 } asked)
            {
                var current = stage;
                await _acts.AsAsync(_people.Applicant(applicant), s => s.GetRequiredService<AnswerFactsHandler>().HandleAsync(new(current, asked), default));
            }
            await _acts.SubmitAsync(_people.Applicant(applicant), stage);
            for (var state = await StateAsync(stage); state is StageState.PreCheck or StageState.InParallel; state = await StateAsync(stage))
            {
                left = Math.Max(1, left - pace[round++ % pace.Length]);
                clock.GoTo(WorkingDaysAgo(left));
                if (state is StageState.PreCheck)
                    await _acts.PassAsync(_people.Handler(await LeadAsync(stage)), stage);
                else
                    await DecideAllAsync(stage);
            }
            if (no < stages)
                stage = await ReadAsync(db => db.Set<StageCase>().Where(s => s.Stage == no + 1 && db.Set<StageCase>().Any(b => b.Id == stage && b.ProjectId == s.ProjectId)).Select(s => s.Id).SingleAsync());
        }
    }

    private Task<StageState> StateAsync(Guid stage) => ReadAsync(db => db.Set<StageCase>().Where(s => s.Id == stage).Select(s => s.State).SingleAsync());

    private Task<string> LeadAsync(Guid stage) => ReadAsync(db => db.Set<StageCase>().Where(s => s.Id == stage).Select(s => s.Lead).SingleAsync());

    private async Task<T> ReadAsync<T>(Func<TongbanDb, Task<T>> read)
    {
        await using var scope = services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<TongbanDb>());
    }
}
