using System.Reflection;
using Microsoft.AspNetCore.Components;
using Tongban.Foundation;
using Tongban.Foundation.Web;
using Tongban.Server;

namespace Tongban.Tests.Architecture;

public class RoomTests
{
    [Fact]
    public void Every_project_stands_in_the_plan_and_the_plan_names_no_other()
    {
        Assert.NotEmpty(House.Arrows());
        Assert.Equal(House.Arrows().Keys, House.Plan().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_arrow_is_in_the_plan_and_points_down()
    {
        var plan = House.Plan();
        var wrong = from room in House.Arrows()
                    from used in room.Value
                    where !plan.TryGetValue(room.Key, out var planned) || !planned.MayUse.Contains(used) || !plan.TryGetValue(used, out var below) || below.Floor >= planned.Floor
                    select $"{room.Key} → {used}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void The_plan_itself_points_down()
    {
        var plan = House.Plan();
        Assert.Empty(from room in plan.Values from used in room.MayUse where plan[used].Floor >= room.Floor select $"{room.Name} → {used}");
    }

    [Fact]
    public void Every_room_is_in_the_server_and_has_a_readme()
    {
        var rooms = House.Arrows().Keys.Where(p => !p.StartsWith("Tongban.Migrations.", StringComparison.Ordinal)).ToList();
        Assert.Equal(rooms.Where(r => r != "Tongban.Server"), Modules.All.Select(m => m.GetType().Assembly.GetName().Name!).Order(StringComparer.Ordinal));
        Assert.All(rooms, r => Assert.True(House.Read($"src/{r}/README.md").Length > 500, r));
    }

    /// <summary>Besides its contracts a room shows its module class, its permissions, its pages, and what those pages take as parameters.</summary>
    [Fact]
    public void A_room_shows_only_its_contracts()
    {
        var shown = from module in Modules.All
                    where module is not FoundationModule
                    let assembly = module.GetType().Assembly
                    let parameters = assembly.GetExportedTypes().Where(IsPage).SelectMany(ParameterTypes).ToHashSet()
                    from type in assembly.GetExportedTypes()
                    where type != module.GetType() && !type.IsNested && type.Name != "_Imports" && !IsPage(type) && !parameters.Contains(type) && !type.IsAssignableTo(typeof(INavigationSource))
                        && !type.Name.EndsWith("Permissions", StringComparison.Ordinal) && type.Namespace?.EndsWith(".Contracts", StringComparison.Ordinal) is not true
                    select type.FullName;
        Assert.Empty(shown);
    }

    [Fact]
    public void The_permissions_of_all_rooms_have_different_names_that_begin_with_the_room()
    {
        var all = Modules.All.SelectMany(m => m.Permissions.Select(p => (Room: m.Name, p.Name))).ToList();
        Assert.NotEmpty(all);
        Assert.Empty(all.GroupBy(p => p.Name).Where(g => g.Count() > 1).Select(g => g.Key));
        Assert.Empty(all.Where(p => !p.Name.StartsWith(p.Room + ".", StringComparison.Ordinal)).Select(p => p.Name));
    }

    [Fact]
    public void Nothing_is_called_manager_helper_or_util()
    {
        string[] words = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities"];
        Assert.DoesNotContain(House.Types.Select(t => t.Name.Split('`')[0]), n => words.Any(w => n.EndsWith(w, StringComparison.Ordinal)));
    }

    private static bool IsPage(Type type) => type.IsAssignableTo(typeof(IComponent));

    private static IEnumerable<Type> ParameterTypes(Type page) => page.GetProperties().Where(p => p.GetCustomAttribute<ParameterAttribute>() is not null).SelectMany(p => Unwrap(p.PropertyType));

    private static IEnumerable<Type> Unwrap(Type type) => type.IsGenericType ? type.GetGenericArguments().SelectMany(Unwrap).Append(type) : [type.GetElementType() ?? type];
}
