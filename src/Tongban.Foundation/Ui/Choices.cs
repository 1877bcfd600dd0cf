namespace Tongban.Foundation.Ui;

/// <summary>One answer of a select or radio field.</summary>
/// <param name="Value">What the form sends.</param>
/// <param name="Text">What the person reads.</param>
/// <param name="Hint">A second line under a radio answer: what choosing it means.</param>
/// <param name="Group">Heading in a select field.</param>
public sealed record Choice(string Value, string Text, string? Hint = null, string? Group = null);

/// <summary>A step of the way to the page's heading; the last one has no address.</summary>
public sealed record Crumb(string Text, string? Href = null);

/// <summary>Where a step stands.</summary>
public enum StepState { Ahead, Current, Done, Failed, Skipped }

/// <summary>One step of a process shown as a row.</summary>
/// <param name="Note">Date or length under the name.</param>
public sealed record Step(string Text, StepState State, string? Note = null, string? Href = null);
