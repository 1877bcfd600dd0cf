using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Registers.Contracts;
using Tongban.Registers.Model;
using Tongban.Registers.MyEnterprises;

namespace Tongban.Registers.RegisterLegalPerson;

/// <summary>What a person states to register a legal person, as typed.</summary>
/// <param name="CreditCode">统一社会信用代码, GB 32100.</param>
/// <param name="Division">Six digits, GB/T 2260: where the legal person has its seat.</param>
/// <param name="Industry">GB/T 4754 code such as <c>C39</c>, if known.</param>
internal sealed record RegisterLegalPersonCommand(
    string? CreditCode, string? Name, LegalPersonKind Kind, string? Representative, string? Address, string? Division, string? Phone, string? Industry = null);

/// <summary>A registered legal person.</summary>
internal sealed record RegisteredLegalPerson(Guid Id, string CreditCode);

/// <summary>A signed-in person registers a legal person and becomes its representative account.</summary>
internal sealed class RegisterLegalPersonHandler(TongbanDb db, Caller caller, CityClock clock)
{
    public Task<Result<RegisteredLegalPerson>> HandleAsync(RegisterLegalPersonCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        var industry = string.IsNullOrWhiteSpace(command.Industry) ? null : command.Industry.Trim();
        var form = new LegalPersonForm(command.CreditCode ?? "", command.Name ?? "", command.Kind, command.Representative ?? "", command.Address ?? "",
            (command.Division ?? "").Trim(), command.Phone ?? "", industry);
        if (!LegalPerson.Register(form, caller.Actor.PersonId, clock.Now).TryGet(out var person, out var refusal))
            return (Result<RegisteredLegalPerson>)refusal;
        if (await db.Set<LegalPerson>().AnyAsync(p => p.CreditCode == person.CreditCode, ct))
            return RegisterErrors.AlreadyRegistered(person.CreditCode);
        db.Add(person);
        return new RegisteredLegalPerson(person.Id, person.CreditCode);
    }, ct);

    internal static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/enterprises", async (RegisterLegalPersonCommand body, RegisterLegalPersonHandler register, EnterpriseQueries enterprises, HttpContext http, CancellationToken ct) =>
        {
            if (!(await register.HandleAsync(body, ct)).TryGet(out var registered, out var refusal))
                return refusal.ToHttp();
            return await enterprises.AnswerAsync(registered.CreditCode, http, (answer, at) => Results.Created(at, answer), ct);
        })
        .Require(RegisterPermissions.ActFor)
        .WithName("RegisterEnterprise").WithTags("enterprises")
        .WithSummary("Register an enterprise by its unified social credit code")
        .WithDescription("The caller becomes its representative account and alone grants and revokes mandates. A code whose check character does not fit, or one already registered, is refused. "
            + "Division is GB/T 2260, industry GB/T 4754 (optional).")
        .WithExample(
            """{"creditCode":"91360502MA0000015T","name":"新余示范新材料有限公司","kind":"enterprise","representative":"李某某","address":"新余市渝水区高新大道1号","division":"360502","phone":"0790-6440000","industry":"C39"}""")
        .Produces<EnterpriseAnswer>(StatusCodes.Status201Created);
}
