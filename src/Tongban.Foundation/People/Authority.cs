using Tongban.Foundation.Time;

namespace Tongban.Foundation.People;

/// <summary>A power (行政职权) that an organ holds on a day, as the power list states it.</summary>
/// <param name="Code">Code in the power list: <c>360500-Q-ZRZY-01-0003-00</c>.</param>
public sealed record PowerInForce(string Code, string Category, string LegalBasis);

/// <summary>Answers which powers are in force. The lists module keeps them.</summary>
public interface IPowerRegister
{
    /// <returns>The power, or the reason why there is none on that day.</returns>
    (PowerInForce? Power, Words Reason) Find(string organ, string item, DateOnly on);
}

/// <summary>Decides whether an officer may act for an organ on an item today: post, role, power (法无授权不可为).</summary>
public sealed class Authority(IPowerRegister powers, OrganDirectory organs, CityClock clock)
{
    /// <returns>The power acted by, or the reason why the officer may not act.</returns>
    public Result<PowerInForce> Check(Actor actor, Roles role, string organ, string item)
    {
        if (actor.Organ != organ)
            return PeopleErrors.NotYourOrgan(organs.NameOf(organ));
        if (!actor.Is(role))
            return PeopleErrors.RoleMissing(role);
        return Power(organ, item);
    }

    /// <summary>Whether the organ itself holds the power, whoever acts for it; also for acts the law performs by itself.</summary>
    public Result<PowerInForce> Power(string organ, string item)
    {
        var (power, reason) = powers.Find(organ, item, clock.Today);
        return power is null ? PeopleErrors.NoPower(organs.NameOf(organ), item, reason) : power;
    }
}
