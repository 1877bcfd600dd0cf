using Microsoft.AspNetCore.Http.Metadata;
using Tongban.Mining.Logs;

namespace Tongban.Mining.Api;

/// <summary>A page or endpoint that takes the file of a log; the server writes what a form carries to disk while it comes in.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class LogUploadAttribute : Attribute, IRequestSizeLimitMetadata, IFormOptionsMetadata
{
    // A little more than is accepted, so that what is too large is told so in words.
    private static readonly long Most = LogLimits.Default.FileBytes + (1 << 20);

    public long? MaxRequestBodySize => Most;

    public long? MultipartBodyLengthLimit => Most;

    public int? ValueLengthLimit => 1 << 16;

    public bool? BufferBody => null;

    public int? MemoryBufferThreshold => null;

    public long? BufferBodyLengthLimit => null;

    public int? ValueCountLimit => null;

    public int? KeyLengthLimit => null;

    public int? MultipartBoundaryLengthLimit => null;

    public int? MultipartHeadersCountLimit => null;

    public int? MultipartHeadersLengthLimit => null;
}
