using Microsoft.AspNetCore.Http.Metadata;
using Tongban.Space.Contracts;

namespace Tongban.Space.Import;

/// <summary>A page that takes a layer's file: as large as the API takes it. The server writes it to disk while it comes in.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class LargeUploadAttribute : Attribute, IRequestSizeLimitMetadata, IFormOptionsMetadata
{
    /// <summary>The file, and room for the coverage and the other fields.</summary>
    private const long Most = ImportLimits.File + (16 << 20);

    public long? MaxRequestBodySize => Most;

    public long? MultipartBodyLengthLimit => Most;

    public int? ValueLengthLimit => Site.MaxBytes;

    public bool? BufferBody => null;

    public int? MemoryBufferThreshold => null;

    public long? BufferBodyLengthLimit => null;

    public int? ValueCountLimit => null;

    public int? KeyLengthLimit => null;

    public int? MultipartBoundaryLengthLimit => null;

    public int? MultipartHeadersCountLimit => null;

    public int? MultipartHeadersLengthLimit => null;
}
