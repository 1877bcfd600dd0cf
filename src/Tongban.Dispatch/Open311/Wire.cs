using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using System.Xml;
using Microsoft.AspNetCore.Http;
using Tongban.Foundation;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;

namespace Tongban.Dispatch.Open311;

/// <summary>An answer of GeoReport v2, which is written as JSON or as XML from the same tree.</summary>
internal abstract record Wire
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
    private static readonly XmlWriterSettings Xml = new() { Encoding = new UTF8Encoding(false), CheckCharacters = true };

    /// <summary>A text, a number, a yes or no, or nothing.</summary>
    internal sealed record Value(object? Of) : Wire;

    /// <summary>Named members in their order.</summary>
    internal sealed record Record(params IReadOnlyList<(string Name, Wire Of)> Members) : Wire;

    /// <summary>A list; in XML each element has this name.</summary>
    internal sealed record Items(string Element, IReadOnlyList<Wire> Of) : Wire;

    public static Wire Text(string? text) => new Value(text);

    /// <summary>An instant with the city's offset.</summary>
    public static Wire Time(DateTimeOffset? at) => new Value(at is { } t ? CityClock.Local(t).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture) : null);

    /// <param name="root">Name of the XML document's element.</param>
    public IResult Answer(string format, string root, int status = StatusCodes.Status200OK)
    {
        using var buffer = new MemoryStream();
        if (format == "xml")
        {
            using (var xml = XmlWriter.Create(buffer, Xml))
            {
                xml.WriteStartElement(root);
                Content(xml, this);
                xml.WriteEndElement();
            }
            return new Bytes(buffer.ToArray(), "text/xml; charset=utf-8", status);
        }
        using (var json = new Utf8JsonWriter(buffer, Json))
            Write(json, this);
        return new Bytes(buffer.ToArray(), "application/json; charset=utf-8", status);
    }

    /// <summary>Refusals as GeoReport says them: a list of code and description, in the asked format and with the status of the first.</summary>
    public static IResult Refuse(Error error, string format, int? answeredWith = null)
    {
        var status = answeredWith ?? (error.Kind is ErrorKind.Invalid ? StatusCodes.Status400BadRequest : Problems.StatusOf(error.Kind));
        return new Items("error", [.. error.All.Select(e => (Wire)new Record(("code", Text(status.ToString(CultureInfo.InvariantCulture))), ("description", Text($"{(e.Field is null ? "" : e.Field + ": ")}{e.Text}"))))])
            .Answer(format == "xml" ? "xml" : "json", "errors", status);
    }

    private static void Write(Utf8JsonWriter json, Wire wire)
    {
        switch (wire)
        {
            case Record record:
                json.WriteStartObject();
                foreach (var (name, of) in record.Members)
                {
                    json.WritePropertyName(name);
                    Write(json, of);
                }
                json.WriteEndObject();
                break;
            case Items items:
                json.WriteStartArray();
                foreach (var item in items.Of)
                    Write(json, item);
                json.WriteEndArray();
                break;
            case Value { Of: bool flag }:
                json.WriteBooleanValue(flag);
                break;
            case Value { Of: decimal number }:
                json.WriteNumberValue(number);
                break;
            case Value { Of: int number }:
                json.WriteNumberValue(number);
                break;
            default:
                json.WriteStringValue(((Value)wire).Of as string);
                break;
        }
    }

    private static void Content(XmlWriter xml, Wire wire)
    {
        switch (wire)
        {
            case Record record:
                foreach (var (name, of) in record.Members)
                    Element(name, of);
                break;
            case Items items:
                foreach (var item in items.Of)
                    Element(items.Element, item);
                break;
            default:
                xml.WriteString(Plain(((Value)wire).Of));
                break;
        }

        void Element(string name, Wire of)
        {
            xml.WriteStartElement(name);
            Content(xml, of);
            xml.WriteEndElement();
        }
    }

    private static string Plain(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => string.Concat(value.ToString()!.Where(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c))),
    };

    private sealed class Bytes(byte[] content, string mediaType, int status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = mediaType;
            httpContext.Response.ContentLength = content.Length;
            return httpContext.Response.Body.WriteAsync(content, httpContext.RequestAborted).AsTask();
        }
    }
}
