using Tongban.Foundation.Web;
using Tongban.Mining.Logs;

namespace Tongban.Mining.Api;

/// <summary>A page or endpoint that takes the file of a log.</summary>
internal sealed class LogUploadAttribute() : UploadLimitAttribute(LogLimits.Default.FileBytes + (1 << 20), 1 << 16);
