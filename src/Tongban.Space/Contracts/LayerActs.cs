using Tongban.Foundation;

namespace Tongban.Space.Contracts;

// Names of files, reasons and attributes stand in the records; the ledger keeps codes, counts and SHA-256 digests.

/// <summary>A file was handed in for a new version of a layer.</summary>
/// <param name="SourceDigest">SHA-256 of the file as it came.</param>
/// <param name="CoverageDigest">SHA-256 of the canonical GeoJSON of the area it is said to cover.</param>
[Act("space.layer-import-begun", "开始导入图层", "Layer import begun")]
public sealed record LayerImportBegun(Guid Version, string Layer, int Number, string SourceDigest, string CoverageDigest) : IAct;

/// <summary>The file was read: what is usable became a draft.</summary>
/// <param name="ContentHash">SHA-256 of the layer file made of it.</param>
/// <param name="ReportDigest">SHA-256 of the report with every feature that was rejected, repaired or remarked on.</param>
[Act("space.layer-imported", "图层导入完成", "Layer imported")]
public sealed record LayerImported(Guid Version, string Layer, int Number, string ContentHash, int Features, int Rejected, int Repaired, int AreaChanged, string ReportDigest) : IAct;

/// <summary>The file could not be used at all.</summary>
[Act("space.layer-import-refused", "图层导入被拒绝", "Layer import refused")]
public sealed record LayerImportRefused(Guid Version, string Layer, int Number, string Code) : IAct;

/// <summary>A person compared the areas of repaired shapes before and after and took them for right.</summary>
[Act("space.layer-repairs-confirmed", "确认图形修复", "Repaired shapes confirmed")]
public sealed record LayerRepairsConfirmed(Guid Version, string Layer, int Number, int Shapes, string ReportDigest) : IAct;

/// <summary>A person took responsibility for a layer without the features that were rejected.</summary>
[Act("space.layer-rejections-acknowledged", "确认被拒绝的要素", "Rejected features acknowledged")]
public sealed record LayerRejectionsAcknowledged(Guid Version, string Layer, int Number, int Features, string ReasonDigest) : IAct;

/// <summary>A version came into force; the one before it, if any, ended in the same moment.</summary>
[Act("space.layer-published", "公布图层版本", "Layer version published")]
public sealed record LayerPublished(Guid Version, string Layer, int Number, string ContentHash, string DefinitionDigest, Guid? Replaces) : IAct;

/// <summary>A version ended without a successor: from now on the layer is "not checked".</summary>
[Act("space.layer-retired", "停用图层版本", "Layer version retired")]
public sealed record LayerRetired(Guid Version, string Layer, int Number, string ReasonDigest) : IAct;

/// <summary>A draft was thrown away.</summary>
[Act("space.layer-draft-discarded", "撤销图层草稿", "Layer draft discarded")]
public sealed record LayerDraftDiscarded(Guid Version, string Layer, int Number) : IAct;
