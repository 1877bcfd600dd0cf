using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Storage;

namespace Tongban.Foundation.People;

/// <summary>Names and places of all organs, read often and changed a few times a year. Another process's change is seen within seconds.</summary>
public sealed class OrganDirectory(IServiceScopeFactory scopes, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private (long At, IReadOnlyDictionary<string, OrganEntry> Organs)? _known;

    public IReadOnlyDictionary<string, OrganEntry> All
    {
        get
        {
            if (_known is { } known && clock.GetElapsedTime(known.At) < Fresh)
                return known.Organs;
            using var scope = scopes.CreateScope();
            var organs = scope.ServiceProvider.GetRequiredService<TongbanDb>().Set<Organ>().AsNoTracking()
                .Select(o => new OrganEntry(o.Key, o.Department, o.Division, o.NameZh, o.NameEn)).ToDictionary(o => o.Key, StringComparer.Ordinal);
            _known = (clock.GetTimestamp(), organs);
            return organs;
        }
    }

    /// <summary>The organ's name, or its key when there is no such organ.</summary>
    public Words NameOf(string? key) => key is not null && All.TryGetValue(key, out var organ) ? (organ.NameZh, organ.NameEn) : (key ?? "", key ?? "");

    public OrganEntry? Find(string key) => All.GetValueOrDefault(key);

    /// <summary>Forgets what it knows; called after an organ changed in this process.</summary>
    public void Refresh() => _known = null;
}

/// <summary>One organ as the directory knows it.</summary>
public sealed record OrganEntry(string Key, string Department, string Division, string NameZh, string NameEn)
{
    public Words Name => (NameZh, NameEn);
}
