using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Tongban.Foundation.Storage;

/// <summary>The model depends on the modules, so it is remembered per set of modules: one process may hold contexts of two sets, as tests do.</summary>
internal sealed class ModelPerModules : IModelCacheKeyFactory
{
    public object Create(DbContext context, bool designTime) => (context.GetType(), ((TongbanDb)context).Modules.Key, designTime);
}
