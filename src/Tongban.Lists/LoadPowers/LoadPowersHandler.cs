using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Lists.Contracts;
using Tongban.Lists.Model;

namespace Tongban.Lists.LoadPowers;

/// <summary>Publish the power list of a city's folder.</summary>
internal sealed record LoadPowersCommand(string CityFolder);

/// <summary>What a loading did. A second loading of the same folder leaves everything unchanged.</summary>
internal sealed record LoadedPowers(int Published, int Revised, int Unchanged);

/// <summary>Takes the city's <c>powers.json</c> into the list: new codes are published, changed ones published anew. Entries the file no longer names stay
/// until someone ends them with a reason; suspensions and endings decided here are kept.</summary>
internal sealed class LoadPowersHandler(TongbanDb db, Caller caller, CityClock clock, PowerRegister register)
{
    public async Task<Result<LoadedPowers>> HandleAsync(LoadPowersCommand command, CancellationToken ct)
    {
        var city = CityCatalogue.Read(command.CityFolder);
        if (!city.IsSound)
            return Refusal(city.Faults);
        var powers = PowerCatalogue.Read(command.CityFolder, city.Value);
        if (!powers.IsSound)
            return Refusal(powers.Faults);

        var result = await db.ActAsync(command, caller, async () =>
        {
            var known = await db.Set<PowerEntry>().ToDictionaryAsync(p => p.Code, StringComparer.Ordinal, ct);
            var (published, revised, unchanged) = (0, 0, 0);
            foreach (var data in powers.Value.Entries)
            {
                if (!known.TryGetValue(data.Code, out var entry))
                {
                    db.Add(PowerEntry.Publish(data, clock.Now));
                    published++;
                }
                else if (entry.Revise(data))
                    revised++;
                else
                    unchanged++;
            }
            return (Result<LoadedPowers>)new LoadedPowers(published, revised, unchanged);
        }, ct);
        register.Refresh();
        return result;
    }

    private static Error Refusal(IReadOnlyList<CatalogueFault> faults) => Error.Combine([.. faults.Select(f => ListErrors.CatalogueUnsound(f.ToString()))])!;
}
