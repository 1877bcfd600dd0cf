using System.Text;
using Tongban.Foundation;
using Tongban.Space.Layers;

namespace Tongban.Space.Import;

/// <summary>Takes files in before anything is decided about them: only size and kind are looked at.</summary>
internal sealed class FileIntake(BlobStore blobs, BlobFolder folder)
{
    /// <returns>The SHA-256 under which the file is kept, and its length.</returns>
    public async Task<Result<(string Digest, long Bytes)>> ReceiveAsync(Stream content, CancellationToken ct)
    {
        Directory.CreateDirectory(folder.Scratch);
        var path = Path.Combine(folder.Scratch, $"{Guid.NewGuid():N}.upload");
        try
        {
            var length = 0L;
            await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
            {
                var buffer = new byte[131_072];
                for (int read; (read = await content.ReadAsync(buffer, ct)) > 0;)
                {
                    if ((length += read) > ImportLimits.File)
                        return LayerErrors.TooLarge("file", ImportLimits.File >> 20);
                    await file.WriteAsync(buffer.AsMemory(0, read), ct);
                }
            }
            if (LayerSource.Sniff(path) is null)
                return LayerErrors.Format("file");
            return (await blobs.KeepAsync(path, ct), length);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A file's own name, without folders and control characters, cut to what is kept.</summary>
    public static string NameOf(string name)
    {
        var plain = new StringBuilder();
        foreach (var c in name.AsSpan(name.LastIndexOfAny(['/', '\\']) + 1))
        {
            if (!char.IsControl(c) && plain.Length < 200)
                plain.Append(c);
        }
        return plain.Length == 0 ? "layer" : plain.ToString();
    }
}
