using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Tongban.Foundation.Storage;

/// <summary>A compiled query for every model of this process. EF binds a compiled query to the model it first ran on, and a process may hold
/// several: one per database kind, one per set of modules.</summary>
/// <typeparam name="TQuery">The delegate that <c>EF.CompileAsyncQuery</c> gives.</typeparam>
public sealed class PerModel<TQuery>(Func<TQuery> compile) where TQuery : class
{
    private readonly ConditionalWeakTable<IModel, TQuery> _queries = [];

    public TQuery Of(TongbanDb db)
    {
        ArgumentNullException.ThrowIfNull(db);
        return _queries.GetValue(db.Model, _ => compile());
    }
}
