using Tongban.Foundation.Web;
using Tongban.Space.Contracts;

namespace Tongban.Space.Import;

/// <summary>A page that takes a layer's file, as large as the API takes it, with the coverage and the other fields.</summary>
internal sealed class LargeUploadAttribute() : UploadLimitAttribute(ImportLimits.File + (16 << 20), Site.MaxBytes);
