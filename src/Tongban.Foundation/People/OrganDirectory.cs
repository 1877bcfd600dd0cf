using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Storage;

namespace Tongban.Foundation.People;

/// <summary>Names and places of all organs, read often and changed a few times a year. Another process's change is seen within seconds.</summary>
public sealed class OrganDirectory
{
    private readonly IServiceScopeFactory _scopes;
    private readonly Remembered<Dictionary<string, OrganEntry>> _known;

    public OrganDirectory(IServiceScopeFactory scopes, TimeProvider clock) => (_scopes, _known) = (scopes, new(_ => Read(), TimeSpan.FromSeconds(10), clock));

    public IReadOnlyDictionary<string, OrganEntry> All => _known.Value!;

    /// <summary>The organ's name, or its key when there is no such organ.</summary>
    public Words NameOf(string? key) => key is not null && All.TryGetValue(key, out var organ) ? (organ.NameZh, organ.NameEn) : (key ?? "", key ?? "");

    public OrganEntry? Find(string key) => All.GetValueOrDefault(key);

    /// <summary>Forgets what it knows; called after an organ changed in this process.</summary>
    public void Refresh() => _known.Forget();

    private Dictionary<string, OrganEntry> Read()
    {
        using var scope = _scopes.CreateScope();
        return scope.ServiceProvider.GetRequiredService<TongbanDb>().Set<Organ>().AsNoTracking()
            .Select(o => new OrganEntry(o.Key, o.Department, o.Division, o.NameZh, o.NameEn)).ToDictionary(o => o.Key, StringComparer.Ordinal);
    }
}

/// <summary>One organ as the directory knows it.</summary>
public sealed record OrganEntry(string Key, string Department, string Division, string NameZh, string NameEn)
{
    public Words Name => (NameZh, NameEn);
}
