using System.Xml.Linq;
using Microsoft.Extensions.Logging.Abstractions;
using Tongban.Foundation.Files;
using Tongban.Server.Security;

namespace Tongban.Tests.Foundation.Files;

public sealed class DurableTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tongban-durable-").FullName;

    [Fact]
    public void Folders_files_and_moves_arrive_whole_and_leave_nothing_beside()
    {
        var inner = Path.Combine(_folder, "a", "b");
        Durable.CreateFolder(inner);
        Durable.Write(Path.Combine(inner, "one"), "第一");
        Durable.Write(Path.Combine(inner, "one"), "第二");
        Durable.Move(Path.Combine(inner, "one"), Path.Combine(_folder, "a", "two"), overwrite: false);
        Assert.Equal("第二", File.ReadAllText(Path.Combine(_folder, "a", "two")));
        Assert.Empty(Directory.GetFiles(inner));
    }

    [Fact]
    public void A_folder_that_is_not_there_cannot_be_made_to_last() => Assert.Throws<IOException>(() => Durable.SyncFolder(Path.Combine(_folder, "missing")));

    [Fact]
    public void A_torn_key_of_sessions_stands_in_nobodys_way()
    {
        var keys = new KeyFiles(_folder, NullLogger<KeyFiles>.Instance);
        keys.StoreElement(new XElement("key", new XAttribute("id", "1")), "key-1");
        File.WriteAllText(Path.Combine(_folder, "key-2.xml"), "");
        File.WriteAllText(Path.Combine(_folder, "key-3.xml"), "<key id=\"3");
        Assert.Equal("1", Assert.Single(keys.GetAllElements()).Attribute("id")!.Value);
    }

    public void Dispose() => Directory.Delete(_folder, true);
}
