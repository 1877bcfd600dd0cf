using Tongban.Foundation;

namespace Tongban.Space.Contracts;

/// <summary>Many sites are to be held against the layers at once. The set of versions is fixed here and stays what it is until the end.</summary>
/// <param name="Kind"><c>file</c> for an uploaded file, else the kind of the subjects.</param>
/// <param name="SourceDigest">SHA-256 of the uploaded file.</param>
[Act("space.classification-begun", "开始批量分类", "Batch classification begun")]
public sealed record ClassificationBegun(Guid Run, string Kind, string? SourceDigest, string SetDigest) : IAct;

/// <summary>Every site of the batch has its answer.</summary>
/// <param name="Classes">How many of each class: A to D, U without a usable boundary, N not classified because not everything was looked at.</param>
/// <param name="ResultDigest">SHA-256 over the answers in their order.</param>
[Act("space.classification-finished", "批量分类完成", "Batch classification finished")]
public sealed record ClassificationFinished(Guid Run, string SetDigest, int Sites, IReadOnlyDictionary<string, int> Classes, string ResultDigest) : IAct;

/// <summary>The file of a batch cannot be read.</summary>
[Act("space.classification-refused", "批量分类无法进行", "Batch classification refused")]
public sealed record ClassificationRefused(Guid Run, string Code) : IAct;

/// <summary>A batch was called off; what was answered stays to be read.</summary>
/// <param name="Sites">Answered until then.</param>
[Act("space.classification-cancelled", "取消批量分类", "Batch classification cancelled")]
public sealed record ClassificationCancelled(Guid Run, int Sites) : IAct;
