using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;

namespace Tongban.Lists.Model;

/// <summary>Answers which powers are in force from a picture of the list in memory: asked by every act, changed a few times a year.</summary>
/// <remarks>A change made in this process is seen at once, another process's within <see cref="Fresh"/>.</remarks>
internal sealed class PowerRegister : IPowerRegister
{
    internal static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private readonly IServiceScopeFactory _scopes;
    private readonly Remembered<FrozenDictionary<(string Organ, string Item), Line[]>> _known;

    public PowerRegister(IServiceScopeFactory scopes, TimeProvider clock) => (_scopes, _known) = (scopes, new(_ => Read(), Fresh, clock));

    public (PowerInForce? Power, Words Reason) Find(string organ, string item, DateOnly on)
    {
        if (!_known.Value!.TryGetValue((organ, item), out var lines))
            return (null, ("权力清单中没有该机关办理此事项的条目。", "the power list has no entry for this organ and item."));
        foreach (var line in lines)
        {
            if (line.InForceOn(on))
                return (line.Power, default);
        }
        return (null, lines.MinBy(l => l.NearnessOn(on))!.WhyNotOn(on));
    }

    /// <summary>Forgets the picture; called after a change was committed.</summary>
    public void Refresh() => _known.Forget();

    private FrozenDictionary<(string Organ, string Item), Line[]> Read()
    {
        using var scope = _scopes.CreateScope();
        return scope.ServiceProvider.GetRequiredService<TongbanDb>().Set<PowerEntry>().AsNoTracking().OrderBy(p => p.Code)
            .Select(p => new { p.Organ, p.ItemCode, Line = new Line(new PowerInForce(p.Code, p.Category, p.LegalBasis), p.ValidFrom, p.ValidTo, p.SuspendedFrom, p.State, p.Reason) })
            .AsEnumerable().GroupBy(p => (p.Organ, p.ItemCode), p => p.Line).ToFrozenDictionary(g => g.Key, g => g.ToArray());
    }

    private sealed record Line(PowerInForce Power, DateOnly From, DateOnly? To, DateOnly? SuspendedFrom, PowerState State, string? Reason)
    {
        public bool InForceOn(DateOnly day) => From <= day && !(To < day) && !Suspended(day);

        /// <summary>Of several lines the one nearest to being in force explains the refusal: suspended, then about to come, then ended.</summary>
        public int NearnessOn(DateOnly day) => To < day ? 2 : From > day ? 1 : 0;

        public Words WhyNotOn(DateOnly day) =>
            To < day ? State is PowerState.Withdrawn
                ? new Words("权力 {0} 已于 {1:yyyy-MM-dd} 终止：{2}", "power {0} ended on {1:yyyy-MM-dd}: {2}").With(Power.Code, To, Reason)
                : new Words("权力 {0} 的有效期已于 {1:yyyy-MM-dd} 届满。", "power {0} ended on {1:yyyy-MM-dd}.").With(Power.Code, To) :
            From > day ? new Words("权力 {0} 自 {1:yyyy-MM-dd} 起生效，尚未生效。", "power {0} is not yet in force; it begins on {1:yyyy-MM-dd}.").With(Power.Code, From) :
            new Words("权力 {0} 自 {1:yyyy-MM-dd} 起暂停行使：{2}", "power {0} has been suspended since {1:yyyy-MM-dd}: {2}").With(Power.Code, SuspendedFrom, Reason);

        private bool Suspended(DateOnly day) => SuspendedFrom <= day;
    }
}
