using System.Net;
using System.Text.Json.Nodes;
using Tongban.Foundation.People;
using Tongban.Tests.Support;

namespace Tongban.Tests.Space;

/// <summary>Layers, imported and published through the API.</summary>
internal static class LayersByHttp
{
    public const string Authority = "ZRZY@360500";

    public static async Task<Said> ImportAsync(HttpClient officer, string layer, byte[] file, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(file), "file", "图层.dat" } };
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        using var answer = await officer.PostAsync(new Uri($"/api/v1/layers/{layer}/imports", UriKind.Relative), form);
        return new Said(answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers, answer.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>Imports and waits until the file was read.</summary>
    public static async Task<JsonNode> ReadAsync(HttpClient officer, string layer, byte[] file, params (string Name, string Value)[] fields)
    {
        var begun = await ImportAsync(officer, layer, file, [("coverage", LayerFiles.Coverage), .. fields]);
        Assert.True(begun.Status is HttpStatusCode.Accepted, begun.Text);
        return await FinishedAsync(officer, (string)begun.Json["id"]!);
    }

    public static async Task<JsonNode> FinishedAsync(HttpClient officer, string version)
    {
        for (var i = 0; i < 600; i++)
        {
            var said = (await officer.SayAsync(HttpMethod.Get, $"/api/v1/layer-versions/{version}")).Ok();
            if ((string?)said.Json["state"] is not "importing")
                return said.Json;
            await Task.Delay(50);
        }
        throw new TimeoutException("the import does not end");
    }

    /// <summary>One square of 100 m as the layer's version in force.</summary>
    public static async Task<string> PublishedAsync(CityByHttp city, string layer = "L01", string? wkt = null)
    {
        var officer = await city.OfficerAsync(Authority, Roles.Handler | Roles.Head);
        var version = (string)(await ReadAsync(officer, layer, LayerFiles.Csv(("1", "", wkt ?? LayerFiles.Square(588_000, 3_076_000, 100))), ("epsg", "4547")))["id"]!;
        (await officer.SayAsync(HttpMethod.Post, $"/api/v1/layer-versions/{version}/publication")).Ok();
        return version;
    }
}
