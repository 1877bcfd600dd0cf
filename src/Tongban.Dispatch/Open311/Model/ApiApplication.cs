using System.Security.Cryptography;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;

namespace Tongban.Dispatch.Open311.Model;

/// <summary>An application that may send requests, known by its key. Only the key's SHA-256 is kept.</summary>
internal sealed class ApiApplication : Aggregate
{
    private ApiApplication() { }

    public override string Matter => $"api-application:{Id}";

    public string Name { get; private set; } = "";

    /// <summary>Whom to write to when it misbehaves.</summary>
    public string Contact { get; private set; } = "";

    /// <summary>SHA-256 of the key.</summary>
    public string KeyDigest { get; private set; } = "";

    /// <summary>The key's first characters, to tell it from others.</summary>
    public string KeyStart { get; private set; } = "";

    /// <summary>May also send requests that another system began, with their times.</summary>
    public bool MayImport { get; private set; }

    /// <summary>How many posts it may send in a minute.</summary>
    public int PerMinute { get; private set; }

    public DateTimeOffset IssuedAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    /// <returns>The application and its key, which nobody can read again.</returns>
    public static Result<(ApiApplication Application, string Key)> Register(string? name, string? contact, bool mayImport, int perMinute, DateTimeOffset now)
    {
        List<Error> no = [];
        if (name?.Trim() is not { Length: >= 2 and <= 80 })
            no.Add(RequestErrors.Text("name", 2, 80));
        if (contact?.Trim() is not { Length: >= 5 and <= 100 })
            no.Add(RequestErrors.Text("contact", 5, 100));
        if (perMinute is < 1 or > 6000)
            no.Add(RequestErrors.Rate());
        if (Error.Combine(no) is { } refusal)
            return refusal;
        var key = "tb" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var application = new ApiApplication { Id = NewId.At(now), Name = name!.Trim(), Contact = contact!.Trim(), KeyDigest = Sha256.Of(key), KeyStart = key[..8], MayImport = mayImport, PerMinute = perMinute, IssuedAt = now };
        application.Record(new ApplicationRegistered(application.Id, application.KeyDigest, mayImport, perMinute));
        return (application, key);
    }

    public Error? Revoke(DateTimeOffset now)
    {
        if (RevokedAt is not null)
            return RequestErrors.Revoked();
        RevokedAt = now;
        Record(new ApplicationRevoked(Id));
        return null;
    }
}
