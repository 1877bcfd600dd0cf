using System.Text.Json;
using System.Text.Json.Serialization;
using Tongban.Approvals.Joint;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Time;
using Tongban.Supervision.Rules;
using static Tongban.Tests.Supervision.CaseStory;

namespace Tongban.Tests.Supervision;

/// <summary>Acts read one by one over months, with what is remembered written down in between and days looked at by a sweep, give what all acts at once give.</summary>
public class FromZeroTests
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    [Fact]
    public void One_by_one_and_all_at_once_say_the_same()
    {
        var (stories, findings, rules) = (0, 0, new HashSet<string>(StringComparer.Ordinal));
        for (var seed = 1; seed <= 400; seed++)
        {
            var story = Tell(seed);
            var whole = story.Read("2026-12-31");
            var random = new Random(seed * 31);
            List<Made> made = [];
            List<Settled> settled = [];
            List<Measured> measured = [];
            var remembered = "{}";
            DateOnly? lookedOn = null;
            foreach (var act in story.Acts)
            {
                // Sometimes the sweep was there first, on any day until this act's.
                Go(f =>
                {
                    if (lookedOn is { } before && random.Next(3) > 0)
                        f.LookAt(before.AddDays(random.Next(act.Day.DayNumber - before.DayNumber + 1)));
                });
                Go(f => f.Apply(act));
                lookedOn = act.Day;
            }
            Go(f => f.LookAt(new(2026, 12, 31)));

            Assert.Equal(whole.Made.Order(ById), made.Order(ById));
            Assert.Equal(whole.Settled.OrderBy(s => s.Id), settled.OrderBy(s => s.Id));
            Assert.Equal(whole.Measured.OrderBy(m => m.Id), measured.OrderBy(m => m.Id));
            Assert.Equal(made.Count, made.DistinctBy(m => m.Id).Count());
            stories++;
            findings += made.Count;
            rules.UnionWith(made.Select(m => m.Rule));

            void Go(Action<CaseFold> read)
            {
                var track = JsonSerializer.Deserialize<CaseTrack>(remembered, Json)!;
                var fold = new CaseFold("project:test", track, story.Sources);
                read(fold);
                made.AddRange(fold.Made);
                settled.AddRange(fold.Settled);
                measured.AddRange(fold.Measured);
                remembered = JsonSerializer.Serialize(track, Json);
            }
        }
        Assert.Equal(400, stories);
        Assert.True(findings > 2000 && rules.Count >= 14, $"{findings} findings of {rules.Count} rules");
    }

    private static Comparer<Made> ById { get; } = Comparer<Made>.Create((a, b) => a.Id.CompareTo(b.Id));

    // Any acts in any order: what the platform would refuse, the rules must bear too.
    private static CaseStory Tell(int seed)
    {
        var random = new Random(seed);
        var story = new CaseStory();
        story.HasPower = random.Next(4) > 0;
        var day = new DateOnly(2026, 3, 2);
        string[] items = ["S1-03", "S1-04", "S1-09"], types = [PauseTypes.ExpertReview, PauseTypes.Testing, PauseTypes.Hearing];
        for (var i = 0; i < 40; i++)
        {
            day = day.AddDays(random.Next(100) < 60 ? 0 : random.Next(9));
            story.On($"{day:yyyy-MM-dd}", i);
            var (item, organ) = (items[random.Next(3)], new[] { Lead, Land, Water }[random.Next(3)]);
            _ = random.Next(12) switch { 0 => story.ByApplicant(), 1 => story.By(Applicant, organ, null), 2 => story.By(Officer, null, "91360502MA0001018B"), 3 => story.ByPlatform(), < 8 => story.ByHead(organ), _ => story.ByOfficer(organ) };
            IAct act = random.Next(26) switch
            {
                0 => new StageSubmitted(Stage, 1, Said),
                1 => new CorrectionRequested(Stage, [random.Next(2) == 0 ? "M10" : "M99"], Said),
                2 => new CorrectionAnswered(Stage, Said),
                3 => new StageAccepted(Stage, day, random.Next(2) == 0, day.AddDays(63)),
                4 or 5 or 6 => new ItemsOpened(Stage, default, [new(item, organ, day.AddDays(random.Next(12)))]),
                7 => new ItemTaken(Stage, item, Officer),
                8 => new SpecialProcedureRequested(Stage, item, types[random.Next(3)], day.AddDays(5), Said),
                9 or 10 => new SpecialProcedureBegun(Stage, item, types[random.Next(3)], "行政许可法第四十五条", day, day.AddDays(random.Next(8))),
                11 => new SpecialProcedureEnded(Stage, item, day, day.AddDays(random.Next(8))),
                12 => new ExtensionRequested(Stage, item, 10, LimitUnit.WorkingDay, Said),
                13 => new LimitExtended(Stage, random.Next(3) == 0 ? null : item, 10, LimitUnit.WorkingDay, "行政许可法第四十二条", day.AddDays(14)),
                14 or 15 or 16 => new ItemDecided(Stage, item, organ, (ItemDecision)random.Next(3), "P-1", day, random.Next(9), random.Next(3) == 0 ? Sha256.Of(null) : Said),
                17 => new ResultIssued(Stage, item, random.Next(2) == 0 ? null : "1号", Said),
                18 => new ItemReturned(Stage, item, organ, Said),
                19 => new StageConcluded(Stage, 1, (ItemDecision)random.Next(3), day, 9),
                20 => new StageReopened(Stage, 1, default, "行政许可法第六十九条", Said, [item], [], "P-1", day, day.AddDays(20)),
                21 => new CertificateMade(Sha256.Key($"{seed}{i}"), Stage, item, default, "1号", Said, day.AddDays(14), null),
                22 => new LimitRecomputed(Stage, random.Next(2) == 0 ? null : item, "c2", day, day.AddDays(random.Next(9))),
                23 => new JointVisitArranged(Thing, Stage, day.AddDays(2), 1, [Land, Water]),
                24 => new CommitmentCheckOpened(Sha256.Key($"c{seed}{i}"), Stage, item, organ, day.AddMonths(2)),
                _ => new PreCheckOpinionGiven(Stage, organ, true, [], null),
            };
            story.Did(act);
        }
        return story;
    }
}
