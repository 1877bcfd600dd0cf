using Tongban.Approvals;
using Tongban.Dispatch;
using Tongban.Dispatch.Models;
using Tongban.Dispatch.Open311.Model;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Server.Cli;

namespace Tongban.Server.City;

/// <summary>What the catalogue folder says about the nation and the city, for everyone to ask.</summary>
internal static class CityServices
{
    public static IServiceCollection AddCity(this IServiceCollection services, ServerOptions options, ModuleSet modules)
    {
        services.AddSingleton(_ => ReferenceData.Load(options.CatalogFolder));
        services.AddSingleton(_ => Read(options.CityFolder));
        services.AddSingleton(s => PasswordRules.Of(s.GetRequiredService<CityCatalogue>().City, Path.Combine(options.DataFolder, "refused-passwords.txt")));
        services.AddSingleton(new Tongban.Foundation.Files.FileOptions(Path.Combine(options.DataFolder, "files")));
        // A server of fewer rooms, as a test may run it, has no whole city to load.
        if (modules.OfType<ApprovalsModule>().Any())
            services.AddScoped<CityLoader>();
        if (modules.OfType<DispatchModule>().Any())
        {
            services.AddSingleton(s => ReadDispatch(options.CityFolder, s.GetRequiredService<CityCatalogue>()));
            services.AddSingleton(s => ReadServices(options.CityFolder, s.GetRequiredService<CityCatalogue>()));
        }
        return services;
    }

    private static DispatchCatalogue ReadDispatch(string folder, CityCatalogue city)
    {
        var outcome = DispatchCatalogue.Read(folder, city);
        return outcome.IsSound ? outcome.Value : throw new CommandFailedException(ExitCodes.Refused, new Words(
            "调度目录 {0} 有 {1} 处错误；请运行 tongban catalog check 查看。", "The dispatch catalogue in {0} has {1} faults; run “tongban catalog check” to see them.").With(folder, outcome.Faults.Count));
    }

    private static ServiceCatalogue ReadServices(string folder, CityCatalogue city)
    {
        var outcome = ServiceCatalogue.Read(folder, city);
        return outcome.IsSound ? outcome.Value : throw new CommandFailedException(ExitCodes.Refused, new Words(
            "服务目录 {0} 有 {1} 处错误：{2}", "The service catalogue in {0} has {1} faults: {3}").With(folder, outcome.Faults.Count, string.Join("；", outcome.Faults.Select(f => $"{f.Path} {f.Text.Zh}")), string.Join("; ", outcome.Faults.Select(f => $"{f.Path} {f.Text.En}"))));
    }

    private static CityCatalogue Read(string folder)
    {
        var outcome = CityCatalogue.Read(folder);
        return outcome.IsSound ? outcome.Value : throw new CommandFailedException(ExitCodes.Refused, new Words(
            "城市目录 {0} 有 {1} 处错误；请运行 tongban catalog check 查看。", "The city's catalogue {0} has {1} faults; run “tongban catalog check” to see them.").With(folder, outcome.Faults.Count));
    }
}
