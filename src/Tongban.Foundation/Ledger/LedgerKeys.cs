using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Tongban.Foundation.Files;

namespace Tongban.Foundation.Ledger;

/// <summary>Signs checkpoints. The algorithm is the implementation's: ECDSA P-256 today, SM2 where the rules ask for it.</summary>
public interface ILedgerSigner
{
    /// <summary>The key that others verify with.</summary>
    LedgerPublicKey PublicKey { get; }

    byte[] Sign(ReadOnlySpan<byte> data);
}

/// <summary>The key a checkpoint is verified with. Its text is <c>algorithm:base64(SubjectPublicKeyInfo)</c>, fit for a web page or a printed notice.</summary>
public sealed class LedgerPublicKey
{
    /// <summary>ECDSA over P-256 with SHA-256; signatures in DER.</summary>
    public const string EcdsaP256 = "ecdsa-p256-sha256";

    private readonly byte[] _subjectPublicKeyInfo;
    private readonly Lock _verifying = new();
    private ECDsa? _key;   // reading a key costs as much as verifying with it

    public LedgerPublicKey(string algorithm, byte[] subjectPublicKeyInfo)
    {
        (Algorithm, _subjectPublicKeyInfo) = (algorithm, subjectPublicKeyInfo);
        KeyId = Convert.ToHexStringLower(SHA256.HashData(subjectPublicKeyInfo).AsSpan(0, 4));
    }

    public string Algorithm { get; }

    /// <summary>First four bytes of SHA-256 of the SubjectPublicKeyInfo, as eight hex digits. Names a key; proves nothing.</summary>
    public string KeyId { get; }

    /// <summary>Whether it is a P-256 key that signatures can be verified with.</summary>
    public bool CanVerify
    {
        get
        {
            try
            {
                using var key = ECDsa.Create();
                key.ImportSubjectPublicKeyInfo(_subjectPublicKeyInfo, out var read);
                return Algorithm == EcdsaP256 && read == _subjectPublicKeyInfo.Length && key.KeySize == 256;
            }
            catch (CryptographicException)
            {
                return false;
            }
        }
    }

    /// <summary>Whether the signature is this key's. An unknown algorithm or a broken key verifies nothing.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (Algorithm != EcdsaP256)
            return false;

        try
        {
            lock (_verifying)
            {
                if (_key is null)
                {
                    var key = ECDsa.Create();
                    key.ImportSubjectPublicKeyInfo(_subjectPublicKeyInfo, out _);
                    _key = key;
                }

                return _key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
            }
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    public override string ToString() => $"{Algorithm}:{Convert.ToBase64String(_subjectPublicKeyInfo)}";

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out LedgerPublicKey? key)
    {
        key = null;
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (colon <= 0)
            return false;

        var bytes = new byte[text!.Length];
        if (!Convert.TryFromBase64String(text[(colon + 1)..].Trim(), bytes, out var written) || written == 0)
            return false;

        key = new LedgerPublicKey(text[..colon].Trim(), bytes[..written]);
        return true;
    }
}

/// <summary>An ECDSA P-256 key in a PKCS#8 PEM file that only its owner may read.</summary>
public sealed class FileLedgerSigner : ILedgerSigner, IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly ECDsa _key;
    private readonly Lock _signing = new();

    private FileLedgerSigner(ECDsa key)
    {
        _key = key;
        PublicKey = new LedgerPublicKey(LedgerPublicKey.EcdsaP256, key.ExportSubjectPublicKeyInfo());
    }

    public LedgerPublicKey PublicKey { get; }

    /// <summary>Loads the key, or makes one if there is no such file.</summary>
    /// <exception cref="InvalidOperationException">Others than the owner may read the file, or it holds another kind of key.</exception>
    public static FileLedgerSigner LoadOrCreate(string path)
    {
        if (!File.Exists(path))
            Create(path);

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly & ~UnixFileMode.UserExecute) != UnixFileMode.None)
            throw new InvalidOperationException($"The ledger key {path} can be read by others; run: chmod 600 {path}");

        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(path));
        if (key.KeySize == 256)
            return new FileLedgerSigner(key);

        key.Dispose();
        throw new InvalidOperationException($"The ledger key {path} is not a P-256 key.");
    }

    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        lock (_signing)
            return _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    public void Dispose() => _key.Dispose();

    // Written beside and moved into place: a crash leaves no half key, and of two processes starting together both use the first one's.
    private static void Create(string path)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Durable.CreateFolder(directory);
        var beside = Path.Combine(directory, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;

        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        using (var file = new FileStream(beside, options))
        using (var writer = new StreamWriter(file))
        {
            writer.Write(key.ExportPkcs8PrivateKeyPem());
            writer.Write('\n');
            writer.Flush();
            file.Flush(flushToDisk: true);
        }

        try
        {
            Durable.Move(beside, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(beside);
        }
    }
}
