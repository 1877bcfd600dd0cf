using Microsoft.AspNetCore.Http;

namespace Tongban.Foundation.Web;

/// <summary>Turns refusals into RFC 9457 problem documents; the only place that knows status codes.</summary>
public static class Problems
{
    /// <summary>Base of every problem <c>type</c>; the code follows. A name and not an address: the problem itself says all there is to say.</summary>
    public const string TypeBase = "urn:tongban:problem:";

    public static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.NotFound => StatusCodes.Status404NotFound,
        ErrorKind.Forbidden => StatusCodes.Status403Forbidden,
        ErrorKind.Conflict => StatusCodes.Status409Conflict,
        ErrorKind.Stale => StatusCodes.Status412PreconditionFailed,
        ErrorKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    /// <summary>The value as 200 with its ETag when it has one, or the refusal as a problem.</summary>
    public static IResult ToHttp<T>(this Result<T> result) => result.ToHttp(value => Results.Json(value));

    public static IResult ToHttp<T>(this Result<T> result, Func<T, IResult> answer) =>
        result.TryGet(out var value, out var error) ? answer(value) : error.ToHttp();

    public static IResult ToHttp(this Error error) => Results.Json(new ProblemBody(error), contentType: "application/problem+json", statusCode: StatusOf(error.Kind));

    /// <summary>The ETag of a record's version.</summary>
    public static string ETag(long version) => $"\"{version}\"";
}

/// <summary>A problem document with the members of RFC 9457 and three of our own: field, legal basis, way out.</summary>
/// <param name="answeredWith">Status where another standard asks for it; that of the kind unless given.</param>
public sealed class ProblemBody(Error error, int? answeredWith = null)
{
    public string Type => Problems.TypeBase + error.Code;

    public string Title => error.Text.ToString();

    public int Status => answeredWith ?? Problems.StatusOf(error.Kind);

    public string Code => error.Code;

    public string? Field => error.Field;

    public string? LegalBasis => error.LegalBasis;

    public string? WayOut => error.WayOut?.ToString();

    /// <summary>All refusals when there is more than one.</summary>
    public IReadOnlyList<ProblemDetail>? Errors => error.Also.Count == 0 ? null
        : [.. error.All.Select(e => new ProblemDetail(e.Code, e.Text.ToString(), e.Field, e.LegalBasis, e.WayOut?.ToString()))];
}

/// <summary>One of several refusals.</summary>
public sealed record ProblemDetail(string Code, string Title, string? Field, string? LegalBasis, string? WayOut);
