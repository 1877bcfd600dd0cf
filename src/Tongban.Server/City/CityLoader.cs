using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Lists.LoadLists;
using Tongban.Lists.LoadPowers;
using Tongban.Plans.Contracts;
using Tongban.Space.Layers;

namespace Tongban.Server.City;

/// <summary>Takes the city's catalogue into the database: organs, calendars, powers, the three lists, the control layers, the flow. Run at every start; what is there already stays.</summary>
internal sealed class CityLoader(
    TongbanDb db, Caller caller, CityCatalogue city, OrganDirectory organs, LoadCalendars calendars, LoadPowersHandler powers, LoadListsHandler lists, FlowLibrary flows, LayerDirectory layers, PlanCatalogue plans, ServerOptions options, TimeProvider clock)
{
    /// <returns>The refusal, for example of a flow with faults; nothing of the refused part is loaded.</returns>
    public async Task<Error?> LoadAsync(CancellationToken ct)
    {
        caller.Actor = Actor.System;
        if ((await EstablishOrgansAsync(ct)).Error is { } noOrgans)
            return noOrgans;
        if ((await calendars.LoadAsync(Path.Combine(options.CatalogFolder, "cn", "calendar"), ct)).Error is { } noCalendar)
            return noCalendar;
        if ((await powers.HandleAsync(new(options.CityFolder), ct)).Error is { } noPowers)
            return noPowers;
        if ((await lists.HandleAsync(new(options.CityFolder), ct)).Error is { } noLists)
            return noLists;
        if (layers.Load(options.CityFolder, city) is { } noLayers)
            return noLayers;
        if (plans.Load(options.CityFolder) is { } noPlanRules)
            return noPlanRules;
        return (await flows.PublishAsync(options.CityFolder, caller, clock, ct)).Error;
    }

    private async Task<Result<int>> EstablishOrgansAsync(CancellationToken ct)
    {
        var established = await db.ActAsync("establish-organs", caller, async () =>
        {
            var known = await db.Set<Organ>().Select(o => o.Key).ToListAsync(ct);
            var missing = city.Organs.ExceptBy(known, o => o.Key).ToList();
            foreach (var organ in missing)
                db.Add(Organ.Establish(organ.Department, organ.Division, organ.Name, clock.GetUtcNow()));
            return (Result<int>)missing.Count;
        }, ct);
        organs.Refresh();
        return established;
    }
}
