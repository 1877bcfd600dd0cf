using Microsoft.AspNetCore.Http.Metadata;

namespace Tongban.Plans.Api;

/// <summary>The statement of a city's year is longer than any other upload; it is read as it comes.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongStatementAttribute : Attribute, IRequestSizeLimitMetadata
{
    public long? MaxRequestBodySize => 1_000_000_000;
}
