using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;

namespace Tongban.Server.Web;

/// <summary>The value of a page's address that is none of its kind, as <c>?year=next</c>: the page that answers names it.</summary>
internal sealed record UnreadableAddress(string Name);

/// <summary>Refuses an address that a page could not read (400) before the page is made, which would break over it.</summary>
internal static class ReadableAddresses
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<(string Name, Func<string, bool> Reads)>> ByPage = new();

    public static void UseReadableAddresses(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.Request.QueryString.HasValue && http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is { Type: var page }
            && ByPage.GetOrAdd(page, ValuesOf).FirstOrDefault(v => !http.Request.Query[v.Name].All(text => v.Reads(text ?? ""))) is { Name: { } name })
        {
            http.Features.Set(new UnreadableAddress(name));
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        }
        return next(http);
    });

    private static IReadOnlyList<(string Name, Func<string, bool> Reads)> ValuesOf(Type page) =>
    [
        .. from property in page.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
           let asked = property.GetCustomAttribute<SupplyParameterFromQueryAttribute>()
           where asked is not null && property.PropertyType != typeof(string)
           select (asked.Name ?? property.Name, ReaderOf(property.PropertyType)),
    ];

    // As the framework reads them: an empty value is none where there may be none.
    private static Func<string, bool> ReaderOf(Type type)
    {
        var inner = Nullable.GetUnderlyingType(type);
        var reads = typeof(ReadableAddresses).GetMethod(nameof(Reads), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(inner ?? type).CreateDelegate<Func<string, bool>>();
        return inner is null ? reads : text => text.Length == 0 || reads(text);
    }

    private static bool Reads<T>(string text) where T : IParsable<T> => T.TryParse(text, CultureInfo.InvariantCulture, out _);
}
