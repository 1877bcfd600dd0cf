using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Tongban.Foundation.Web;
using Tongban.Server.Security;

namespace Tongban.Server.Api;

/// <summary>The OpenAPI 3.1 description of the API, with what every operation shares: token, problems, repeat key, version.</summary>
internal static class ApiDescription
{
    public const string Path = "/api/v1/openapi.json";
    private const string Bearer = "bearer", Problem = "problem";

    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", o =>
    {
        o.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        o.ShouldInclude = api => api.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) is true;
        o.AddDocumentTransformer((document, _, _) =>
        {
            Describe(document);
            return Task.CompletedTask;
        });
        o.AddSchemaTransformer((schema, context, _) =>
        {
            Describe(schema, context);
            return Task.CompletedTask;
        });
        o.AddOperationTransformer((operation, context, _) =>
        {
            Describe(operation, context);
            return Task.CompletedTask;
        });
    });

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Tongban API",
            Version = "v1",
            Description = """
                投资项目并联审批平台的接口。令牌由 `POST /api/v1/tokens` 取得；拒绝以 RFC 9457 问题文档回答，`code` 稳定不变；语言随 `Accept-Language`。
                The API of the parallel approval platform. Get a token at `POST /api/v1/tokens`. Refusals are RFC 9457 problem documents with a stable `code`; their language follows `Accept-Language`.
                A write with an `Idempotency-Key` (UUID) can be repeated safely for 30 days; `If-Match` with the ETag you saw guards against deciding on an old version. Lists are paged by key: pass `next` as `after`.
                """,
        };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "POST /api/v1/tokens" },
        };
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas[Problem] = ProblemSchema();
    }

    private static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var isPublic = metadata.OfType<IAllowAnonymous>().Any();
        if (!isPublic)
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] }];
        if (context.Description.HttpMethod is not ("GET" or "HEAD"))
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(Header(CallerMiddleware.KeyHeader, "uuid", "Identity of this act, made by you; a repeat returns the first answer.", "0198f3a2-6f0e-7c3b-9d51-2b6a5c7e8f90"));
            if (!isPublic)
                operation.Parameters.Add(Header("If-Match", null, "The ETag of the version you decided on; refused with 412 when it is no longer the current one.", "\"3\""));
        }
        operation.Responses ??= [];
        foreach (var (status, text) in Refusals(isPublic, context.Description.HttpMethod))
            operation.Responses.TryAdd(status, new OpenApiResponse { Description = text, Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(Problem, context.Document) } } });
        if (metadata.OfType<ApiExample>().FirstOrDefault() is { } example)
            Show(operation, example);
    }

    // Of text the framework knows only that a converter reads it, and of a value in an address that it is text.
    private static void Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        if (context.JsonTypeInfo.Type == typeof(string))
            schema.Type ??= context.JsonPropertyInfo is { IsGetNullable: true } or { IsSetNullable: true } ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
        var asked = context.ParameterDescription?.ParameterDescriptor?.ParameterType is { } type ? Nullable.GetUnderlyingType(type) ?? type : null;
        if (asked is { IsGenericType: true } && asked.GetGenericTypeDefinition() == typeof(Named<>))
            (schema.Type, schema.Enum) = (JsonSchemaType.String, [.. Enum.GetValues(asked.GenericTypeArguments[0]).Cast<object>().Select(v => JsonSerializer.SerializeToNode(v, context.JsonTypeInfo.Options)!)]);
    }

    private static IEnumerable<(string Status, string Text)> Refusals(bool isPublic, string? method)
    {
        if (!isPublic)
        {
            yield return ("401", "No token, or it has ended");
            yield return ("403", "Not allowed in this capacity");
        }
        if (method is "GET")
        {
            yield return ("404", "No such resource, or not for this caller");
            yield break;
        }
        yield return ("400", "The request cannot be read");
        yield return ("409", "The matter has moved on meanwhile");
        yield return ("412", "Decided on an old version");
        yield return ("422", "Refused by a rule; code, sentence, legal basis and way out say why");
    }

    private static OpenApiParameter Header(string name, string? format, string text, string example) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = text,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = format },
        Example = JsonValue.Create(example),
    };

    private static void Show(OpenApiOperation operation, ApiExample example)
    {
        if (example.Request is { } request && operation.RequestBody?.Content is { } content && content.TryGetValue("application/json", out var body))
            body.Example = JsonNode.Parse(request);
        if (example.Response is { } response && operation.Responses is { } responses && responses.TryGetValue("200", out var ok) && ok.Content is { } answers && answers.TryGetValue("application/json", out var answer))
            answer.Example = JsonNode.Parse(response);
    }

    private static OpenApiSchema ProblemSchema()
    {
        var text = new OpenApiSchema { Type = JsonSchemaType.String };
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "RFC 9457 problem",
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = text,
                ["title"] = text,
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
                ["code"] = text,
                ["field"] = text,
                ["legalBasis"] = text,
                ["wayOut"] = text,
                ["traceId"] = text,
                ["errors"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.Object } },
            },
        };
    }
}
