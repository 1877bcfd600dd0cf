using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Lists.Contracts;
using Tongban.Lists.Model;

namespace Tongban.Lists.LoadLists;

/// <summary>Publish the three lists of a city's folder.</summary>
internal sealed record LoadListsCommand(string CityFolder);

/// <summary>What a loading did. A second loading of the same folder leaves everything unchanged.</summary>
internal sealed record LoadedLists(int Published, int Changed);

/// <summary>Takes the lists of the city's folder over. New codes are published, changed lines become new versions; entries the file no longer names stay until someone
/// ends them, and entries that an officer has changed here are left to the officers.</summary>
internal sealed class LoadListsHandler(TongbanDb db, Caller caller, CityClock clock, ListRegister register, ListClasses classes)
{
    public async Task<Result<LoadedLists>> HandleAsync(LoadListsCommand command, CancellationToken ct)
    {
        var city = CityCatalogue.Read(command.CityFolder);
        if (!city.IsSound)
            return Refusal(city.Faults);
        var powers = PowerCatalogue.Read(command.CityFolder, city.Value);
        if (!powers.IsSound)
            return Refusal(powers.Faults);
        var lists = ListCatalogue.Read(command.CityFolder, city.Value, powers.Value);
        if (!lists.IsSound)
            return Refusal(lists.Faults);
        classes.Set(lists.Value);

        var result = await db.ActAsync(command, caller, async () =>
        {
            var heads = await db.Set<ListHead>().ToDictionaryAsync(h => h.List, ct);
            var (published, changed) = (0, 0);
            foreach (var (list, file) in lists.Value.Lists)
            {
                var digest = DigestOf(file);
                var head = heads.GetValueOrDefault(list);
                if (head?.CatalogueDigest == digest)
                    continue;
                if (head is null)
                    db.Add(head = ListHead.Begin(list, clock.Now));
                var known = head.Edition == 0 ? [] : await db.Set<ListEntry>().Include(e => e.Versions).Where(e => e.List == list).ToDictionaryAsync(e => e.Code, StringComparer.Ordinal, ct);
                var edition = head.Edition + 1;
                var before = published + changed;
                foreach (var data in file.Entries)
                {
                    if (!known.TryGetValue(data.Code, out var entry))
                    {
                        db.Add(ListEntry.TakeOver(list, data, edition, clock.Now));
                        published++;
                    }
                    else if (entry.TakeOverChange(data.Content, edition, clock.Now))
                        changed++;
                }
                if (published + changed == before)
                {
                    head.SawUnchanged(digest);
                    continue;
                }
                head.Next(clock.Now);
                head.TakenOver(digest, published + changed - before);
            }
            return (Result<LoadedLists>)new LoadedLists(published, changed);
        }, ct);
        register.Refresh();
        return result;
    }

    private static string DigestOf(ListFile file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (code, content) in file.Entries)
            hash.AppendData(Encoding.UTF8.GetBytes($"{code}\n{ListColumns.Write(content)}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static Error Refusal(IReadOnlyList<CatalogueFault> faults) => Error.Combine([.. faults.Select(f => ListErrors.CatalogueUnsound(f.ToString()))])!;
}
