namespace Tongban.Approvals.Contracts;

/// <summary>A file a person handed in, already stored and known by its content.</summary>
/// <param name="Name">The name it had with the sender, for people only.</param>
/// <param name="Digest">SHA-256, lower-case hexadecimal.</param>
/// <param name="Length">Bytes.</param>
public sealed record ProvidedFile(string Name, string Digest, string MediaType, long Length);
