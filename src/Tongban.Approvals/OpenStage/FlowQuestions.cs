using System.Collections.ObjectModel;
using Tongban.Approvals.Catalogue;
using Tongban.Foundation;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.OpenStage;

/// <summary>What the declaration asks because the first stage of the flow in force depends on it.</summary>
internal sealed class FlowQuestions(FlowLibrary flows) : IDeclarationQuestions
{
    public IReadOnlyList<DeclarationQuestion> Questions => [.. flows.Current.FactsAskedBy(1).Select(Ask)];

    public Result<IReadOnlyDictionary<string, string>> Check(IReadOnlyDictionary<string, string> answers) =>
        FactSheet.Parse(flows.Current, answers.Select(a => KeyValuePair.Create(a.Key, (string?)a.Value))).TryGet(out var facts, out var refusal)
            ? new ReadOnlyDictionary<string, string>(facts.Known.ToDictionary(n => n, n => facts[n]!.Text, StringComparer.Ordinal)) : refusal;

    private static DeclarationQuestion Ask(Fact fact) => new(
        fact.Name,
        fact.Type switch { FactType.Number => QuestionKind.Number, FactType.Bool => QuestionKind.YesNo, FactType.Choice => QuestionKind.Choice, _ => QuestionKind.Set },
        fact.Title, fact.Question, fact.Help, fact.Unit, [.. fact.Values.Select(v => new QuestionChoice(v.Code, v.Name))]);
}
