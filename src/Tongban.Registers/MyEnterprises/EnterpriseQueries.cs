using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.People;
using Tongban.Foundation.Privacy.Reading;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Registers.Contracts;
using Tongban.Registers.Model;

namespace Tongban.Registers.MyEnterprises;

/// <summary>One line of a list of legal persons.</summary>
/// <param name="Representative">Whether the reader is the representative account.</param>
public sealed record EnterpriseRow(string CreditCode, string Name, LegalPersonKind Kind, string Division, DateTimeOffset RegisteredAt, bool Representative);

/// <summary>A mandate as those see it who may act for the legal person.</summary>
/// <param name="Agent">Name of the agent.</param>
/// <param name="InForce">Covers today.</param>
/// <param name="Ends">Can still be taken back.</param>
internal sealed record AgentAnswer(
    Guid Id, string UserName, string Agent, AgentScope Scope, Guid? ProjectId, DateOnly From, DateOnly To, DateOnly? RevokedOn, bool InForce, bool Ends, bool Mine);

/// <summary>A legal person. Name of the legal representative and telephone are masked for those who may not act for it; they see no mandates either.</summary>
internal sealed record EnterpriseAnswer(
    Guid Id, long Version, string CreditCode, string Name, LegalPersonKind Kind, string Representative, string Address, string Division, string Phone, string? Industry,
    DateTimeOffset RegisteredAt, bool IsRepresentative, bool Masked, IReadOnlyList<AgentAnswer> Agents);

/// <summary>Lists and shows legal persons, each reader what is theirs to see.</summary>
internal sealed class EnterpriseQueries(TongbanDb db, Caller caller, CityClock clock, ReadLog reads)
{
    public const int PageSize = 50;

    /// <param name="search">Beginning of the credit code or part of the name.</param>
    public async Task<KeyPage<EnterpriseRow>> ListAsync(string? search, string? after, CancellationToken ct)
    {
        var me = caller.Actor.PersonId;
        var query = db.Set<LegalPerson>().AsNoTracking().VisibleTo(db, caller.Actor, clock.Today);
        if (search?.Trim() is { Length: > 0 } text)
        {
            var code = text.ToUpperInvariant();
            query = query.Where(p => p.CreditCode.StartsWith(code) || p.Name.Contains(text));
        }
        if (PageKey.Read<string>(after) is { } key)
            query = query.Where(p => string.Compare(p.CreditCode, key) > 0);
        var rows = await query.OrderBy(p => p.CreditCode).Take(PageSize + 1)
            .Select(p => new EnterpriseRow(p.CreditCode, p.Name, p.Kind, p.Division, p.RegisteredAt, p.RegisteredBy == me)).ToListAsync(ct);
        return rows.Count <= PageSize ? new(rows, null) : new(rows[..PageSize], PageKey.Write(rows[PageSize - 1].CreditCode));
    }

    /// <returns>The legal person, or <see langword="null"/> when there is none for this reader.</returns>
    public async Task<EnterpriseAnswer?> FindAsync(string creditCode, CancellationToken ct)
    {
        var (me, today) = (caller.Actor.PersonId, clock.Today);
        var person = await db.Set<LegalPerson>().AsNoTracking().Include(p => p.Agents).VisibleTo(db, caller.Actor, today).SingleOrDefaultAsync(p => p.CreditCode == creditCode, ct);
        if (person is null)
            return null;
        var representative = !caller.Actor.IsOfficer && person.RegisteredBy == me;
        var own = representative || (!caller.Actor.IsOfficer && person.MayAct(me, today));
        var shown = person.Agents.Where(a => representative || (!caller.Actor.IsOfficer && a.PersonId == me)).OrderByDescending(a => a.FirstDay).ThenBy(a => a.Id).ToList();
        var ids = shown.ConvertAll(a => a.PersonId);
        var names = await db.Set<Person>().AsNoTracking().Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, p.UserName, p.DisplayName }).ToDictionaryAsync(p => p.Id, ct);
        var agents = shown.ConvertAll(a => new AgentAnswer(a.Id, names[a.PersonId].UserName, names[a.PersonId].DisplayName, a.Scope, a.ProjectId, a.FirstDay, a.LastDay, a.RevokedOn,
            a.Covers(today, a.ProjectId), a.RevokedOn is null && a.LastDay >= today, a.PersonId == me));
        await reads.NoteAsync(person.RegisteredBy, ReadKinds.Enterprise, person.CreditCode, ct, unmasked: own);
        return new(person.Id, person.Version, person.CreditCode, person.Name, person.Kind, own ? person.Representative : Masks.Name(person.Representative), person.Address, person.Division,
            own ? person.Phone : Masks.Phone(person.Phone), person.Industry, person.RegisteredAt, representative, !own, agents);
    }

    /// <summary>The legal person as an HTTP answer with its ETag.</summary>
    internal async Task<IResult> AnswerAsync(string creditCode, HttpContext http, Func<EnterpriseAnswer, string, IResult> answer, CancellationToken ct)
    {
        if (await FindAsync(creditCode, ct) is not { } enterprise)
            return RegisterErrors.NotFound(creditCode).ToHttp();
        http.Response.Headers.ETag = Problems.ETag(enterprise.Version);
        return answer(enterprise, $"/api/v1/enterprises/{enterprise.CreditCode}");
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/enterprises", async (string? q, string? after, EnterpriseQueries enterprises, CancellationToken ct) => Results.Json(await enterprises.ListAsync(q, after, ct)))
            .Require(RegisterPermissions.Read)
            .WithName("ListEnterprises").WithTags("enterprises")
            .WithSummary("Enterprises the caller may act for; for officers every one")
            .WithDescription("Ordered by credit code, 50 a page: pass next as after. q is the beginning of a credit code or part of a name.")
            .WithExample(null, """{"items":[{"creditCode":"91360502MA0000015T","name":"新余示范新材料有限公司","kind":"enterprise","division":"360502","registeredAt":"2026-03-02T01:00:00+00:00","representative":true}]}""")
            .Produces<KeyPage<EnterpriseRow>>();
        api.MapGet("/enterprises/{code}", (string code, EnterpriseQueries enterprises, HttpContext http, CancellationToken ct) =>
                enterprises.AnswerAsync(code, http, (answer, _) => Results.Json(answer), ct))
            .Require(RegisterPermissions.Read)
            .WithName("GetEnterprise").WithTags("enterprises")
            .WithSummary("One enterprise with its mandates")
            .WithDescription("Officers see the legal representative's name and the telephone masked and no mandates; an agent sees only the own mandates. The ETag is the version to name in If-Match.")
            .Produces<EnterpriseAnswer>();
    }
}
