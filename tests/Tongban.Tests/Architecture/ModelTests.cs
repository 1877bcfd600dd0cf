using System.Reflection;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Server;

namespace Tongban.Tests.Architecture;

public class ModelTests
{
    [Fact]
    public void No_aggregate_can_be_changed_from_outside()
    {
        var aggregates = House.Types.Where(t => t.IsSubclassOf(typeof(Aggregate))).ToList();
        Assert.NotEmpty(aggregates);
        Assert.Empty(PublicSetters(aggregates));
        Assert.Empty(aggregates.Where(a => a.GetConstructors().Length > 0 && !a.IsAbstract).Select(a => a.FullName));
    }

    [Fact]
    public void No_record_of_a_room_can_be_changed_from_outside()
    {
        using var db = Migration.Open(StorageOptions.SqliteAt("unused.db"), Modules.All);
        Assert.Empty(PublicSetters(db.Model.GetEntityTypes().Select(e => e.ClrType).Where(t => t.Assembly != typeof(Aggregate).Assembly)));
    }

    /// <summary>What the writer of rows relies on (decision 0004): scalar columns, keys made in code, no shadow state, nothing owned.</summary>
    [Fact]
    public void Every_table_is_one_the_writer_can_write()
    {
        using var db = Migration.Open(StorageOptions.SqliteAt("unused.db"), Modules.All);
        var entities = db.Model.GetEntityTypes().ToList();
        Assert.NotEmpty(entities);
        Assert.Empty(entities.Where(e => e.IsOwned() || e.BaseType is not null || e.GetComplexProperties().Any()).Select(e => e.Name));
        Assert.Empty(from e in entities from p in e.GetProperties() where p.IsShadowProperty() || p.ValueGenerated is not Microsoft.EntityFrameworkCore.Metadata.ValueGenerated.Never select $"{e.Name}.{p.Name}");
    }

    [Fact]
    public void Every_table_carries_the_name_of_its_room()
    {
        using var db = Migration.Open(StorageOptions.SqliteAt("unused.db"), Modules.All);
        var rooms = Modules.All.ToDictionary(m => m.GetType().Assembly, m => m.Name);
        Assert.Empty(from e in db.Model.GetEntityTypes()
                     let table = (string?)e.FindAnnotation("Relational:TableName")?.Value
                     where table is null || !table.StartsWith(rooms[e.ClrType.Assembly] + "_", StringComparison.Ordinal)
                     select $"{e.Name}: {table}");
    }

    private static IEnumerable<string> PublicSetters(IEnumerable<Type> types) =>
        from type in types from p in type.GetProperties(BindingFlags.Public | BindingFlags.Instance) where p.SetMethod is { IsPublic: true } select $"{type.Name}.{p.Name}";
}
