using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Tongban.Foundation.Storage;

/// <summary>A query that is compiled once and kept. A compiled query belongs to one model, and a process may hold two: one per kind of database.</summary>
/// <typeparam name="TQuery">The delegate that <c>EF.CompileAsyncQuery</c> gives.</typeparam>
public sealed class PreparedQuery<TQuery>(Func<TQuery> compile) where TQuery : class
{
    private readonly ConditionalWeakTable<IModel, TQuery> _byModel = [];

    public TQuery On(TongbanDb db)
    {
        ArgumentNullException.ThrowIfNull(db);
        return _byModel.GetValue(db.Model, _ => compile());
    }
}
