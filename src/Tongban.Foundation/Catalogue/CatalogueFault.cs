namespace Tongban.Foundation.Catalogue;

/// <summary>Something wrong in a city's data, said so that whoever edits the file finds the place.</summary>
/// <param name="Code">Stable kind of fault, lower case with hyphens: <c>unknown-department</c>.</param>
/// <param name="File">File name inside the city's folder.</param>
/// <param name="Path">Place in the file such as <c>items[12].dependsOn[0]</c>; empty for the whole file.</param>
/// <param name="Text">The sentence for a person.</param>
public sealed record CatalogueFault(string Code, string File, string Path, Words Text)
{
    /// <summary>The rule that is broken, with the article of law where one stands behind it.</summary>
    public Words? Rule { get; init; }

    public override string ToString() => $"{File}{(Path.Length == 0 ? "" : $" {Path}")}: {Text} [{Code}]{(Rule is { } rule ? Words.T($"（规则：{rule.Zh}）", $" (rule: {rule.En})") : "")}";
}

/// <summary>What came out of reading a city's data: a value, or every fault that was found.</summary>
/// <remarks>Shapes are checked before meanings: while a file has a member of the wrong shape, faults of meaning are not looked for.</remarks>
public sealed record CatalogueOutcome<T>(T? Value, IReadOnlyList<CatalogueFault> Faults)
    where T : class
{
    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(true, nameof(Value))]
    public bool IsSound => Value is not null && Faults.Count == 0;
}
