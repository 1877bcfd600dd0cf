using Tongban.Foundation;

namespace Tongban.Projects.Contracts;

/// <summary>How a question of the declaration is answered.</summary>
public enum QuestionKind
{
    /// <summary>A decimal number, not below zero; <see cref="DeclarationQuestion.Unit"/> says of what.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    YesNo,

    /// <summary>One code of the choices.</summary>
    Choice,

    /// <summary>Several codes, separated by commas; <c>none</c> when none of them applies.</summary>
    Set,
}

/// <summary>One answer a question offers.</summary>
public sealed record QuestionChoice(string Code, Words Name);

/// <summary>Something the declaration asks because it decides which approvals a project needs.</summary>
/// <param name="Name">Key of the answer in <see cref="ProjectRecord.Facts"/>, for example <c>annualEnergyTce</c>.</param>
/// <param name="Title">Short name of the answer, for lists.</param>
/// <param name="Question">The question as a person reads it.</param>
/// <param name="Help">Where to find the answer, what counts.</param>
/// <param name="Unit">Unit of a number.</param>
/// <param name="Choices">Offered by <see cref="QuestionKind.Choice"/> and <see cref="QuestionKind.Set"/>, in this order.</param>
public sealed record DeclarationQuestion(
    string Name, QuestionKind Kind, Words Title, Words Question, Words Help, Words? Unit, IReadOnlyList<QuestionChoice> Choices);

/// <summary>What a module above wants to know at the declaration. When none is registered, nothing is asked and no answers are taken.</summary>
public interface IDeclarationQuestions
{
    /// <summary>Questions in the order in which they are asked.</summary>
    IReadOnlyList<DeclarationQuestion> Questions { get; }

    /// <summary>Checks the answers, of which any may be missing: an unanswered question means that it is not known.</summary>
    /// <returns>The answers in their stored form, or all refusals; the field of a refusal is the name of its question.</returns>
    Result<IReadOnlyDictionary<string, string>> Check(IReadOnlyDictionary<string, string> answers);
}
