using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Tongban.Foundation.Storage;

internal enum RowChangeKind { Insert, Update, Delete }

/// <summary>One row to write: which table, what to do, the parameter values in the order of the statement.</summary>
internal readonly record struct RowChange(RowMap Map, RowChangeKind Kind, object?[] Values);

/// <summary>How the rows of one entity type are written: three fixed statements made from EF's own model.</summary>
/// <remarks>EF's update pipeline does far more per row than the row needs; on SQLite that is time on the single writer, which bounds the
/// whole city. The same metadata with prepared statements keeps it short (decision 0004). Updates write all columns, so that there is
/// one statement a type to prepare.</remarks>
internal sealed class RowMap
{
    private readonly Dictionary<int, string> _insertMany = [];
    private readonly Column[] _columns;
    private readonly Column[] _keys;
    private readonly Column? _version;
    private readonly Column[] _updated;

    private RowMap(IEntityType entity, int order, bool postgres)
    {
        Order = order;
        var table = entity.GetTableName()!;
        var store = StoreObjectIdentifier.Table(table);
        _columns = [.. entity.GetProperties().Where(p => p.GetColumnName(store) is not null).Select(p => new Column(p, p.GetColumnName(store)!))];
        _keys = [.. entity.FindPrimaryKey()!.Properties.Select(p => _columns.Single(c => c.Property == p))];
        _version = _columns.SingleOrDefault(c => c.Property.IsConcurrencyToken);
        _updated = [.. _columns.Except(_keys)];

        string P(int i) => postgres ? $"${i + 1}" : $"@p{i}";
        string Where(int first)
        {
            var text = string.Join(" AND ", _keys.Select((k, i) => $"{k.Name} = {P(first + i)}"));
            return _version is null ? text : $"{text} AND {_version.Name} = {P(first + _keys.Length)}";
        }
        var names = new StringBuilder();
        var insert = $"INSERT INTO {table} ({names.AppendJoin(", ", _columns.Select(c => c.Name))}) VALUES ";
        string Row(int row) => $"({string.Join(", ", _columns.Select((_, i) => P((row * _columns.Length) + i)))})";
        foreach (var rows in InsertsTogether)
            _insertMany[rows] = insert + string.Join(", ", Enumerable.Range(0, rows).Select(Row));
        InsertSql = _insertMany[1];
        UpdateSql = $"UPDATE {table} SET {string.Join(", ", _updated.Select((c, i) => $"{c.Name} = {P(i)}"))} WHERE {Where(_updated.Length)}";
        DeleteSql = $"DELETE FROM {table} WHERE {Where(0)}";
        InsertColumns = _columns;
        Column[] where = _version is null ? _keys : [.. _keys, _version];
        UpdateColumns = [.. _updated, .. where];
        DeleteColumns = where;
    }

    /// <summary>Place in the order of foreign keys: a row is inserted after the rows it points to.</summary>
    public int Order { get; }

    public string InsertSql { get; }

    /// <summary>How many rows one statement may insert, most first.</summary>
    public static IReadOnlyList<int> InsertsTogether { get; } = [16, 4, 1];

    public string UpdateSql { get; }

    public string DeleteSql { get; }

    public Column[] InsertColumns { get; }

    public Column[] UpdateColumns { get; }

    public Column[] DeleteColumns { get; }

    /// <param name="rows">One of <see cref="InsertsTogether"/>.</param>
    public string InsertManySql(int rows) => _insertMany[rows];

    public string Sql(RowChangeKind kind) => kind switch { RowChangeKind.Insert => InsertSql, RowChangeKind.Update => UpdateSql, _ => DeleteSql };

    public Column[] Columns(RowChangeKind kind) => kind switch { RowChangeKind.Insert => InsertColumns, RowChangeKind.Update => UpdateColumns, _ => DeleteColumns };

    public RowChange Insert(object entity) => new(this, RowChangeKind.Insert, Values(_columns, entity, [], null));

    /// <param name="seen">The version that was loaded, for types that have one.</param>
    public RowChange Update(object entity, long? seen) => new(this, RowChangeKind.Update, Values(_updated, entity, _keys, seen));

    public RowChange Delete(object entity, long? seen) => new(this, RowChangeKind.Delete, Values([], entity, _keys, seen));

    /// <summary>The maps of a whole model, principals before dependents.</summary>
    public static IReadOnlyDictionary<IEntityType, RowMap> Of(IModel model, bool postgres)
    {
        var maps = new Dictionary<IEntityType, RowMap>();
        var visiting = new HashSet<IEntityType>();
        void Visit(IEntityType entity)
        {
            if (maps.ContainsKey(entity) || !visiting.Add(entity))
                return;
            foreach (var key in entity.GetForeignKeys())
                Visit(key.PrincipalEntityType);
            maps[entity] = new RowMap(entity, maps.Count, postgres);
        }
        foreach (var entity in model.GetEntityTypes())
            Visit(entity);
        return maps;
    }

    private object?[] Values(Column[] first, object entity, Column[] second, long? seen)
    {
        var values = new object?[first.Length + second.Length + (seen is not null && _version is not null ? 1 : 0)];
        for (var i = 0; i < first.Length; i++)
            values[i] = first[i].Read(entity);
        for (var i = 0; i < second.Length; i++)
            values[first.Length + i] = second[i].Read(entity);
        if (seen is not null && _version is not null)
            values[^1] = seen;
        return values;
    }

    internal sealed class Column
    {
        private readonly IClrPropertyGetter _getter;
        private readonly Func<object?, object?>? _convert;

        public Column(IProperty property, string name)
        {
            (Property, Name) = (property, $"\"{name}\"");
            _getter = property.GetGetter();
            var mapping = property.GetRelationalTypeMapping();
            _convert = mapping.Converter?.ConvertToProvider;
            var type = mapping.StoreType;
            DataTypeName = type.Contains('(', StringComparison.Ordinal) ? type[..type.IndexOf('(', StringComparison.Ordinal)] : type;
        }

        public IProperty Property { get; }

        /// <summary>The column, quoted: a property may be called Limit, From or To.</summary>
        public string Name { get; }

        /// <summary>PostgreSQL's name of the type, without length.</summary>
        public string DataTypeName { get; }

        public object? Read(object entity)
        {
            var value = _getter.GetClrValue(entity);
            return value is null || _convert is null ? value : _convert(value);
        }
    }
}
