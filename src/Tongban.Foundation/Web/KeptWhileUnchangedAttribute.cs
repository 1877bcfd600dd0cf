namespace Tongban.Foundation.Web;

/// <summary>A page that may be shown again to the same session as it was, until anything is committed or the minute is over (decision 0015).</summary>
/// <remarks>For pages that are looked at again and again, that only read, and that follow from records, reader, language, address and the minute alone.</remarks>
[AttributeUsage(AttributeTargets.Class)]
public sealed class KeptWhileUnchangedAttribute : Attribute;
