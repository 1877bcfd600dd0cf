using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Tongban.Foundation.Files;

namespace Tongban.Server.Security;

/// <summary>The keys that protect sessions and forms, a file each in the folder of keys. They last through a power cut, and one that cannot be read stands in nobody's way: a new one is made.</summary>
/// <remarks>The framework's own repository writes them to the temporary folder, syncs nothing and refuses every page when one of them is torn.</remarks>
internal sealed partial class KeyFiles(string folder, ILogger<KeyFiles> log) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var keys = new List<XElement>();
        if (!Directory.Exists(folder))
            return keys;
        foreach (var file in Directory.EnumerateFiles(folder, "*.xml").Where(f => !Path.GetFileName(f).StartsWith('.')).Order(StringComparer.Ordinal))
        {
            try
            {
                keys.Add(XElement.Load(file));
            }
            catch (XmlException)
            {
                Unreadable(file);
            }
        }
        return keys;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        Durable.CreateFolder(folder);
        Durable.Write(Path.Combine(folder, (friendlyName.Length > 0 && friendlyName.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? friendlyName : Guid.NewGuid().ToString("N")) + ".xml"), element.ToString());
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The key {File} cannot be read; sessions it protected have ended")]
    private partial void Unreadable(string file);
}
