using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Tongban.Foundation.Storage;

/// <summary>Columns are snake case on both databases, so that an administrator's SQL reads alike.</summary>
internal static class Naming
{
    public static void UseSnakeCaseColumns(ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
                property.SetColumnName(SnakeCase(property.Name));
            foreach (var index in entity.GetIndexes())
                index.SetDatabaseName($"ix_{entity.GetTableName()}_{string.Join('_', index.Properties.Select(p => SnakeCase(p.Name)))}");
            foreach (var key in entity.GetKeys())
                key.SetName($"pk_{entity.GetTableName()}{(key.IsPrimaryKey() ? "" : "_" + string.Join('_', key.Properties.Select(p => SnakeCase(p.Name))))}");
        }
    }

    public static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
                text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }
        return text.ToString();
    }
}
