using System.CommandLine;
using Tongban.Drills.Support;

namespace Tongban.Drills.Mutations;

internal static class MutationsCommand
{
    public static Command Create()
    {
        var count = new Option<int>("--count") { DefaultValueFactory = _ => 60_000, Description = "mutations in all" };
        var second = new Option<int>("--second") { DefaultValueFactory = _ => 300, Description = "of these, so many are given to the second verifier too" };
        var acts = new Option<int>("--acts") { DefaultValueFactory = _ => 120, Description = "acts over the API that the ledger has at least" };
        var minutes = Rounds.Minutes(30);
        var command = new Command("mutations", "Changes a ledger in many ways and looks whether each is found") { count, second, acts, Rounds.Seed, minutes };
        command.SetAction((parsed, ct) => Rounds.RunAsync(parsed.GetValue(minutes), async limit =>
        {
            using var drill = new MutationsDrill();
            return await drill.RunAsync(parsed.GetValue(count), parsed.GetValue(second), parsed.GetValue(acts), parsed.GetValue(Rounds.Seed), Console.Out, limit);
        }, ct));
        return command;
    }
}
