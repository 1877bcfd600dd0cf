using System.Formats.Tar;
using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Files;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Server;
using Tongban.Server.Backup;
using Tongban.Server.Cli;
using Tongban.Tests.Foundation;
using Tongban.Tests.Support;

namespace Tongban.Tests.Server;

/// <summary>A backup is made while others write, is verified by itself, and gives everything back.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tongban-backup-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Archive => Path.Combine(_folder, "backup.tar.gz");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task What_was_backed_up_beside_a_busy_server_is_there_again(DatabaseKind kind)
    {
        var from = await OptionsAsync("from", kind);
        await Migration.RunAsync(from.Storage, Modules.All, Ct);
        var large = new byte[200_000];
        Random.Shared.NextBytes(large);
        string digest, publicKey;
        await using (var app = Hosting.Build(from))
        {
            using var stop = new CancellationTokenSource();
            digest = (await InAsync(app, async s =>
            {
                await PeopleAsync(s, "first");
                var files = s.GetRequiredService<FileStore>();
                return (await s.GetRequiredService<TongbanDb>().ActAsync("keep", new Caller { Actor = Actor.System }, async () => (Tongban.Foundation.Result<string>)(await files.KeepAsync(large, "application/pdf", Ct)).Digest, Ct)).Value;
            }))!;
            await app.Services.GetRequiredService<CheckpointService>().CloseAsync(Ct);
            publicKey = app.Services.GetRequiredService<LedgerKeyRing>().Signer.PublicKey.ToString();
            var busy = Task.Run(async () =>
            {
                for (var i = 0; !stop.IsCancellationRequested; i++)
                    await InAsync(app, async s => await PeopleAsync(s, $"busy{i}"));
            }, Ct);
            var made = await InAsync(app, s => new BackupWriter(from, s.GetRequiredService<TongbanDb>(), TimeProvider.System).WriteAsync(Archive, privateKeys: false, Ct));
            await stop.CancelAsync();
            await busy;
            Assert.True(made.Entries >= 1);
        }
        Assert.DoesNotContain(Names(), n => n.EndsWith(".pem", StringComparison.Ordinal) || n.EndsWith(".xml", StringComparison.Ordinal));
        Assert.False(File.Exists(Archive + ".partial") || File.Exists(Archive + ".database"));

        Assert.Equal(0, await RestoreAsync(from, onlyVerify: true));
        await Assert.ThrowsAsync<CommandFailedException>(() => RestoreAsync(from));   // never over what is there
        var to = await OptionsAsync("to", kind);
        Assert.Equal(0, await RestoreAsync(to));
        Assert.False(Directory.Exists(Path.Combine(to.DataFolder, ".restoring")));
        await using var again = Hosting.Build(to);
        await InAsync(again, async s =>
        {
            Assert.True(await s.GetRequiredService<TongbanDb>().Set<Person>().AnyAsync(p => p.UserName == "first", Ct));
            Assert.Equal(large, (await s.GetRequiredService<FileStore>().ReadAsync(digest, Ct))!.Value.Content);
            return true;
        });
        Assert.Contains(publicKey, again.Services.GetRequiredService<LedgerKeyRing>().PublicKeys.Select(k => k.ToString()));
        Assert.Equal(ExitCodes.Refused, (await Assert.ThrowsAsync<CommandFailedException>(async () => await RestoreAsync(await OptionsAsync("other", kind is DatabaseKind.Sqlite ? DatabaseKind.Postgres : DatabaseKind.Sqlite)))).ExitCode);
    }

    [Fact]
    public async Task A_backup_that_was_damaged_or_changed_is_refused_and_leaves_nothing()
    {
        var from = await OptionsAsync("from", DatabaseKind.Sqlite);
        await Migration.RunAsync(from.Storage, Modules.All, Ct);
        await using (var app = Hosting.Build(from))
        {
            await InAsync(app, async s => await PeopleAsync(s, "first"));
            await app.Services.GetRequiredService<CheckpointService>().CloseAsync(Ct);
            await InAsync(app, s => new BackupWriter(from, s.GetRequiredService<TongbanDb>(), TimeProvider.System).WriteAsync(Archive, privateKeys: true, Ct));
        }
        Assert.Contains(Names(), n => n == "keys/ledger.pem");
        var sound = await File.ReadAllBytesAsync(Archive, Ct);
        var to = await OptionsAsync("to", DatabaseKind.Sqlite);

        async Task RefusedAsync(byte[] content)
        {
            await File.WriteAllBytesAsync(Archive, content, Ct);
            Assert.Equal(ExitCodes.Refused, (await Assert.ThrowsAsync<CommandFailedException>(() => RestoreAsync(to))).ExitCode);
            Assert.False(File.Exists(to.Storage.SqliteFile) || Directory.Exists(Path.Combine(to.DataFolder, ".restoring")));
        }
        await RefusedAsync("no archive"u8.ToArray());
        await RefusedAsync(sound[..(sound.Length / 2)]);
        var flipped = sound.ToArray();
        flipped[sound.Length / 2] ^= 1;
        await RefusedAsync(flipped);
        await RefusedAsync(Packed(("../../evil", "x"u8.ToArray())));
        await RefusedAsync(Packed((BackupManifest.FileName, "{}"u8.ToArray())));
        await RefusedAsync(Packed((BackupManifest.FileName, new BackupManifest(BackupManifest.Name, default, DatabaseKind.Sqlite, 0, null, false, []).ToBytes())));
        await File.WriteAllBytesAsync(Archive, sound, Ct);
        Assert.Equal(0, await RestoreAsync(to));
    }

    private Task<int> RestoreAsync(ServerOptions to, bool onlyVerify = false) => BackupCommand.RestoreAsync(to, Archive, onlyVerify, new StringWriter(), Ct);

    private List<string> Names()
    {
        using var tar = new TarReader(new GZipStream(File.OpenRead(Archive), CompressionMode.Decompress));
        var names = new List<string>();
        while (tar.GetNextEntry() is { } entry)
            names.Add(entry.Name);
        return names;
    }

    private static byte[] Packed(params (string Name, byte[] Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var zip = new GZipStream(stream, CompressionMode.Compress))
        using (var tar = new TarWriter(zip))
        {
            foreach (var (name, content) in files)
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
        }
        return stream.ToArray();
    }

    private async Task<ServerOptions> OptionsAsync(string name, DatabaseKind kind)
    {
        if (kind is DatabaseKind.Postgres)
            Assert.SkipWhen(PgCluster.Running is null, "PostgreSQL is not installed");
        return new ServerOptions
        {
            DataFolder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName,
            CatalogFolder = Path.Combine(Repository.Root, "catalog"),
            Database = kind is DatabaseKind.Postgres ? await PgCluster.Running!.NewDatabaseAsync() : null,
            RunsSchedule = false,
        };
    }

    private static async Task<bool> PeopleAsync(IServiceProvider services, string name) =>
        (await services.GetRequiredService<Accounts>().RegisterAsync(new RegisterPerson(name, "张三", null, "Correct-Horse-7"), new Caller { Actor = Actor.System }, default)).Error is null;

    private static async Task<T> InAsync<T>(Microsoft.AspNetCore.Builder.WebApplication app, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }
}
