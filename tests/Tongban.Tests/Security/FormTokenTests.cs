using System.Net;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Tests.Support;

namespace Tongban.Tests.Security;

/// <summary>What a page posts to beside itself asks for the form's token on its own: the framework asks only for pages.</summary>
public sealed class FormTokenTests
{
    [Fact]
    public async Task Nothing_that_a_browser_can_post_to_is_taken_without_the_forms_token()
    {
        await using var city = await CityByHttp.StartAsync(Database.Sqlite);
        await city.App.PersonAsync("li.ming");
        using var browser = city.App.NewBrowser();
        await browser.SignInAsync("li.ming", TestApp.Password);
        var posts = (from endpoint in city.App.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
                     where endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("POST") is true && endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is null
                     let path = "/" + endpoint.RoutePattern.RawText!.Trim('/')
                     // Programs carry a token of their own there, which no browser sends by itself.
                     where !path.StartsWith("/api/", StringComparison.Ordinal) && !path.StartsWith("/open311/", StringComparison.Ordinal) && !path.StartsWith("/ogc/", StringComparison.Ordinal)
                     select path.Replace("{id:guid}", Guid.CreateVersion7().ToString(), StringComparison.Ordinal)).ToList();
        Assert.Contains("/logout", posts);
        Assert.True(posts.Count >= 3, string.Join('\n', posts));
        foreach (var path in posts)
        {
            foreach (var token in new[] { null, "", "CfDJ8x" })
                Assert.Equal((path, HttpStatusCode.BadRequest), (path, (await browser.PostAsync(path, token is null ? [] : [new("__RequestVerificationToken", token)])).Status));
        }
        Assert.Equal("/work", (await browser.GetAsync("/work")).Address.AbsolutePath);
    }
}
