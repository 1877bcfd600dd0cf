using Tongban.Foundation.Files;

namespace Tongban.Foundation.Ledger;

/// <summary>The key that signs, and the keys that are believed: the present one and those retired.</summary>
/// <remarks>To change the key, stop the server and move <c>ledger.pem</c> away: a new one is made, and the old public key stays in its folder, so that old checkpoints still verify.</remarks>
internal sealed class LedgerKeyRing : IDisposable
{
    private readonly LedgerOptions _options;
    private readonly Lazy<FileLedgerSigner> _signer;

    public LedgerKeyRing(LedgerOptions options)
    {
        _options = options;
        _signer = new(() =>
        {
            var signer = FileLedgerSigner.LoadOrCreate(options.KeyFile);
            Publish(signer.PublicKey);
            return signer;
        });
    }

    /// <summary>Loads the key, or makes one at first use.</summary>
    public ILedgerSigner Signer => _signer.Value;

    /// <summary>All keys whose signatures count. Makes no key and reads none but public ones.</summary>
    public IReadOnlyList<LedgerPublicKey> PublicKeys => !Directory.Exists(_options.PublicKeyFolder) ? []
        : [.. Directory.EnumerateFiles(_options.PublicKeyFolder, "*.txt").Order(StringComparer.Ordinal)
            .Select(f => LedgerPublicKey.TryParse(File.ReadAllText(f).Trim(), out var key) ? key : null).OfType<LedgerPublicKey>()];

    public LedgerPublicKey? Find(string keyId) => PublicKeys.FirstOrDefault(k => k.KeyId == keyId);

    public void Dispose()
    {
        if (_signer.IsValueCreated)
            _signer.Value.Dispose();
    }

    private void Publish(LedgerPublicKey key)
    {
        Durable.CreateFolder(_options.PublicKeyFolder);
        var file = Path.Combine(_options.PublicKeyFolder, $"{key.KeyId}.txt");
        // A key that cannot be read, as after a power cut, is published anew.
        if (!File.Exists(file) || !LedgerPublicKey.TryParse(File.ReadAllText(file).Trim(), out var published) || published.ToString() != key.ToString())
            Durable.Write(file, key + "\n");
    }
}
