using Microsoft.AspNetCore.Routing;

namespace Tongban.Foundation.Web;

/// <summary>A module that serves something beside its pages and outside <c>/api/v1</c>: a download, the target of an automatic saving. Implemented by the module's class.</summary>
public interface IPageEndpoints
{
    /// <param name="site">The root of the site. Every endpoint names a permission; one that writes checks the antiforgery token.</param>
    void MapPageEndpoints(IEndpointRouteBuilder site);
}
