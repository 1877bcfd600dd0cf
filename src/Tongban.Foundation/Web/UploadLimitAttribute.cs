using Microsoft.AspNetCore.Http.Metadata;

namespace Tongban.Foundation.Web;

/// <summary>A page or endpoint that takes large files; the server writes what a form carries to disk while it comes in.</summary>
/// <param name="most">Bytes of the whole request: a little more than is accepted, so that what is too large is told so in words.</param>
/// <param name="longestValue">Characters of the longest other field of the form.</param>
[AttributeUsage(AttributeTargets.Class)]
public abstract class UploadLimitAttribute(long most, int longestValue) : Attribute, IRequestSizeLimitMetadata, IFormOptionsMetadata
{
    public long? MaxRequestBodySize => most;

    public long? MultipartBodyLengthLimit => most;

    public int? ValueLengthLimit => longestValue;

    public bool? BufferBody => null;

    public int? MemoryBufferThreshold => null;

    public long? BufferBodyLengthLimit => null;

    public int? ValueCountLimit => null;

    public int? KeyLengthLimit => null;

    public int? MultipartBoundaryLengthLimit => null;

    public int? MultipartHeadersCountLimit => null;

    public int? MultipartHeadersLengthLimit => null;
}
