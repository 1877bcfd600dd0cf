using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.People;

namespace Tongban.Foundation;

/// <summary>A room of the house: its services, tables, endpoints, permissions. <c>Program.cs</c> lists the modules in one place.</summary>
public interface IModule
{
    /// <summary>Lower case, also the prefix of its tables: <c>approvals</c>.</summary>
    string Name { get; }

    /// <summary>Rights its pages and endpoints ask for.</summary>
    IReadOnlyList<Permission> Permissions { get; }

    void AddServices(IServiceCollection services);

    void ConfigureModel(ModelBuilder model);

    /// <summary>Maps its part of <c>/api/v1</c>. Every endpoint names a permission or says that it is public.</summary>
    void MapEndpoints(IEndpointRouteBuilder api);
}
