using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Web;
using Tongban.Space.Contracts;
using Tongban.Space.Features;

namespace Tongban.Space;

/// <summary>多规合一: what is known about land. Boundaries of sites, and the control layers they are held against.</summary>
public sealed class SpaceModule : IModule, IPageEndpoints
{
    public string Name => "space";

    public IReadOnlyList<Permission> Permissions => SpacePermissions.All;

    public void AddServices(IServiceCollection services) => services.AddLayers().AddExchange();

    public void ConfigureModel(ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.ConfigureLayers();
        model.ConfigureExchange();
    }

    public void MapEndpoints(IEndpointRouteBuilder api)
    {
        api.MapLayers();
        api.MapExchange();
        api.MapPost("/sites:read", Read).Require(FoundationPermissions.SignedIn).WithTags("space").WithName("ReadSite")
            .WithSummary("Check and measure a site boundary")
            .WithDescription("Takes GeoJSON (longitude, latitude, CGCS2000) or the text of a boundary-point file (界址点坐标文件) and answers its area, its canonical GeoJSON and what was noticed. Nothing is kept.")
            .Produces<SiteAnswer>()
            .WithExample("""{"text":"{\"type\":\"Polygon\",\"coordinates\":[[[114.9,27.8],[114.905,27.8],[114.905,27.805],[114.9,27.805],[114.9,27.8]]]}"}""");
    }

    public void MapPageEndpoints(IEndpointRouteBuilder site)
    {
        Map.MapEndpoints.MapPages(site);
        OgcEndpoints.Map(site);
    }

    private static IResult Read(SiteQuestion question) => Site.FromText(question.Text, "text").ToHttp(reading => Results.Ok(SiteAnswer.Of(reading)));
}

/// <summary>A boundary to look at.</summary>
/// <param name="Text">GeoJSON, or a boundary-point file.</param>
internal sealed record SiteQuestion(string? Text);

/// <summary>What a boundary encloses.</summary>
/// <param name="Zone">3-degree zone of its centre.</param>
/// <param name="Digest">SHA-256 of the canonical GeoJSON.</param>
internal sealed record SiteAnswer(
    decimal SquareMetres, decimal Hectares, decimal Mu, int Parts, int Points, int Zone, SitePoint Centroid, SiteBounds Bounds, string Digest, string GeoJson, IReadOnlyList<SiteRemark> Warnings)
{
    public static SiteAnswer Of(SiteReading reading) => new(
        reading.Site.AreaSquareMetres, reading.Site.AreaHectares, reading.Site.AreaMu, reading.Site.PartCount, reading.Site.PointCount, reading.Site.Zone, reading.Site.Centroid,
        reading.Site.Bounds, reading.Site.Digest, reading.Site.GeoJson, [.. reading.Warnings.Select(w => new SiteRemark(w.Code, w.Text.ToString(), w.Place))]);
}

/// <summary>Something noticed that stops nothing.</summary>
internal sealed record SiteRemark(string Code, string Text, SitePoint? Place);
