using System.Reflection;
using System.Text.RegularExpressions;
using Tongban.Foundation;

namespace Tongban.Tests.Architecture;

public partial class ActTests
{
    private static readonly List<Type> Acts = [.. House.Types.Where(t => t.IsClass && t.IsAssignableTo(typeof(IAct)))];

    [Fact]
    public void Every_act_has_a_name_of_its_own()
    {
        Assert.NotEmpty(Acts);
        Assert.Empty(Acts.Where(a => a.GetCustomAttribute<ActAttribute>() is null).Select(a => a.FullName));
        Assert.Empty(Acts.GroupBy(a => ActNames.Of(a).Name).Where(g => g.Count() > 1).Select(g => g.Key));
        Assert.All(Acts, a => Assert.Matches("^[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*$", ActNames.Of(a).Name));
        Assert.All(Acts, a => Assert.False(string.IsNullOrWhiteSpace(ActNames.Of(a).Zh) || string.IsNullOrWhiteSpace(ActNames.Of(a).En), a.FullName));
    }

    [Fact]
    public void The_list_of_acts_in_the_documents_is_that_of_the_code()
    {
        var listed = ListedAct().Matches(House.Read("docs/acts.md")).Select(m => $"{m.Groups["name"].Value} {m.Groups["zh"].Value}").Order(StringComparer.Ordinal);
        Assert.Equal(Acts.Select(ActNames.Of).Select(a => $"{a.Name} {a.Zh}").Order(StringComparer.Ordinal), listed);
    }

    /// <summary>A record that is written once and for ever changes no more: its payload has no setters.</summary>
    [Fact]
    public void An_act_cannot_be_changed() =>
        Assert.Empty(from act in Acts from p in act.GetProperties() where p.SetMethod is { IsPublic: true } set && !IsInit(set) select $"{act.Name}.{p.Name}");

    private static bool IsInit(MethodInfo set) => set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit));

    [GeneratedRegex(@"^\| `(?<name>[a-z-]+\.[a-z-]+)` \| (?<zh>[^|]+?) \|", RegexOptions.Multiline)]
    private static partial Regex ListedAct();
}
