using System.Text.RegularExpressions;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Registers.Contracts;

namespace Tongban.Registers.Model;

/// <summary>What is filled in to register a legal person.</summary>
internal sealed record LegalPersonForm(string CreditCode, string Name, LegalPersonKind Kind, string Representative, string Address, string Division, string Phone, string? Industry = null);

/// <summary>An entry of the register of legal persons (法人库) with the people who may act for it.</summary>
/// <remarks>The account that registers a legal person is its representative on the platform: it alone grants and revokes mandates.
/// The name of the legal representative and the telephone stay in this row; acts carry the credit code only.</remarks>
internal sealed partial class LegalPerson : Aggregate
{
    private readonly List<LegalPersonAgent> _agents = [];

    private LegalPerson()
    {
    }

    public override string Matter => $"legal-person:{CreditCode}";

    public string CreditCode { get; private set; } = "";

    public string Name { get; private set; } = "";

    public LegalPersonKind Kind { get; private set; }

    /// <summary>法定代表人.</summary>
    public string Representative { get; private set; } = "";

    public string Address { get; private set; } = "";

    public string Division { get; private set; } = "";

    public string Phone { get; private set; } = "";

    public string? Industry { get; private set; }

    /// <summary>The representative account.</summary>
    public Guid RegisteredBy { get; private set; }

    public DateTimeOffset RegisteredAt { get; private set; }

    /// <summary>Mandates, past ones too.</summary>
    public IReadOnlyList<LegalPersonAgent> Agents => _agents;

    public static Result<LegalPerson> Register(LegalPersonForm form, Guid by, DateTimeOffset now)
    {
        List<Error> errors = [];
        if (!Foundation.Identifiers.CreditCode.Parse(form.CreditCode, "creditCode").TryGet(out var code, out var wrongCode))
            errors.Add(wrongCode);
        Text(form.Name, "name", ("单位名称", "The name"), 2, 120);
        Text(form.Representative, "representative", ("法定代表人姓名", "The legal representative's name"), 2, 60);
        Text(form.Address, "address", ("住所", "The address"), 4, 200);
        if (!SixDigits().IsMatch(form.Division))
            errors.Add(RegisterErrors.Division("division"));
        if (!Telephone().IsMatch(form.Phone.Trim()))
            errors.Add(RegisterErrors.Phone("phone"));
        if (form.Industry is not null && !IndustryForm().IsMatch(form.Industry))
            errors.Add(RegisterErrors.Industry("industry"));
        if (Error.Combine(errors) is { } refusal)
            return refusal;

        var person = new LegalPerson
        {
            Id = NewId.At(now),
            CreditCode = code!.Value,
            Name = form.Name.Trim(),
            Kind = form.Kind,
            Representative = form.Representative.Trim(),
            Address = form.Address.Trim(),
            Division = form.Division,
            Phone = form.Phone.Trim(),
            Industry = form.Industry,
            RegisteredBy = by,
            RegisteredAt = now,
        };
        person.Record(new LegalPersonRegistered(person.Id, person.CreditCode, form.Kind, form.Division));
        return person;

        void Text(string value, string field, Words what, int min, int max)
        {
            var text = value.Trim();
            if (text.Length < min || text.Length > max || text.Any(c => char.IsControl(c) || c is '<' or '>'))
                errors.Add(RegisterErrors.Text(field, what, min, max));
        }
    }

    /// <summary>Gives a person a mandate from one day to another, both included (民法典165: agent, matter, extent, period).</summary>
    public Result<LegalPersonAgent> Authorise(Guid grantedBy, Guid agent, AgentScope scope, Guid? projectId, DateOnly from, DateOnly to, DateOnly today)
    {
        if (grantedBy != RegisteredBy)
            return RegisterErrors.NotTheGrantor;
        if (agent == RegisteredBy || agent == Guid.Empty)
            return RegisterErrors.OwnMandate;
        if ((scope is AgentScope.OneProject) != (projectId is not null))
            return RegisterErrors.MandateProject;
        if (from < today || to < from)
            return RegisterErrors.MandatePeriod;
        if (_agents.Find(a => a.PersonId == agent && a.Scope == scope && a.ProjectId == projectId && a.RevokedOn is null && a.FirstDay <= to && from <= a.LastDay) is { } same)
            return RegisterErrors.MandateOverlaps(same.FirstDay, same.LastDay);

        var mandate = new LegalPersonAgent(Id, agent, scope, projectId, from, to, grantedBy);
        _agents.Add(mandate);
        Record(new AgentAuthorised(Id, mandate.Id, agent, scope, projectId, from, to));
        return mandate;
    }

    /// <summary>The grantor withdraws a mandate, or the agent lays it down (民法典173). It no longer covers that day.</summary>
    public Error? Revoke(Guid by, Guid mandateId, DateOnly today)
    {
        if (_agents.Find(a => a.Id == mandateId) is not { } mandate)
            return RegisterErrors.MandateNotFound;
        if (by != RegisteredBy && by != mandate.PersonId)
            return RegisterErrors.NotTheGrantor;
        if (mandate.RevokedOn is not null || mandate.LastDay < today)
            return RegisterErrors.MandateOver;

        mandate.Revoke(today);
        Record(new AgentRevoked(Id, mandate.Id, today));
        return null;
    }

    /// <summary>The telephone goes at the request of the account that entered it.</summary>
    internal void ErasePhone() => Phone = "";

    /// <summary>Whether the account may act on that day, for everything or for the project named.</summary>
    public bool MayAct(Guid person, DateOnly today, Guid? projectId = null) =>
        person != Guid.Empty && (person == RegisteredBy || _agents.Exists(a => a.PersonId == person && a.Covers(today, projectId)));

    public LegalPersonRecord ToRecord() => new(Id, CreditCode, Name, Kind, Division, Address, Industry);

    [GeneratedRegex("^[0-9]{6}\\z", RegexOptions.None, 1000)]
    private static partial Regex SixDigits();

    [GeneratedRegex("^(?:1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})\\z", RegexOptions.None, 1000)]
    private static partial Regex Telephone();

    [GeneratedRegex("^[A-T]?[0-9]{2,4}\\z", RegexOptions.None, 1000)]
    private static partial Regex IndustryForm();
}
