using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Privacy.Erasure;
using Tongban.Foundation.Privacy.Reading;
using Tongban.Foundation.Web;
using Tongban.Registers.AuthoriseAgent;
using Tongban.Registers.Contracts;
using Tongban.Registers.Model;
using Tongban.Registers.MyEnterprises;
using Tongban.Registers.PersonalData;
using Tongban.Registers.RegisterLegalPerson;
using Tongban.Registers.RevokeAgent;

namespace Tongban.Registers;

/// <summary>The registers (基础库): legal persons and those who may act for them.</summary>
public sealed class RegistersModule : IModule
{
    public string Name => "registers";

    public IReadOnlyList<Permission> Permissions => RegisterPermissions.All;

    public void AddServices(IServiceCollection services)
    {
        services.AddScoped<LegalPersonRegister>();
        services.AddScoped<ILegalPersons>(s => s.GetRequiredService<LegalPersonRegister>());
        services.AddScoped<IMandates>(s => s.GetRequiredService<LegalPersonRegister>());
        services.AddScoped<IProjectMandates, ProjectMandates>();
        services.AddScoped<RegisterLegalPersonHandler>();
        services.AddScoped<AuthoriseAgentHandler>();
        services.AddScoped<RevokeAgentHandler>();
        services.AddScoped<EnterpriseQueries>();
        services.AddScoped<IPersonalData, RegisterPersonalData>();
        services.AddScoped<IMaskedData, MaskedEnterprises>();
        services.AddSingleton<INavigationSource, RegisterNavigation>();
    }

    public void ConfigureModel(ModelBuilder model)
    {
        model.ApplyConfiguration(new LegalPersonTable());
        model.ApplyConfiguration(new LegalPersonAgentTable());
    }

    public void MapEndpoints(IEndpointRouteBuilder api)
    {
        RegisterLegalPersonHandler.Map(api);
        AuthoriseAgentHandler.Map(api);
        RevokeAgentHandler.Map(api);
        EnterpriseQueries.Map(api);
    }
}
