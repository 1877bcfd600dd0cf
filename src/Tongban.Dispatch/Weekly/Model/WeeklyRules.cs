using System.Text.Json;
using Tongban.Dispatch.Models;

namespace Tongban.Dispatch.Weekly.Model;

/// <summary>What a city decides about its weeks (domain 06 § 9.3). The defaults hold where the catalogue says nothing.</summary>
/// <param name="DueDay">Day on which the return of the week is due.</param>
/// <param name="DueTime">Time of that day, in the city.</param>
/// <param name="RemindAt">Time of the due day from which those who have not reported are reminded.</param>
/// <param name="Red">Rates below are red, in percent.</param>
/// <param name="Yellow">Rates below are yellow, in percent.</param>
/// <param name="MaterialDays">A material is secured that lasts so many days.</param>
/// <param name="SupplyDays">The same for epidemic supplies.</param>
internal sealed record WeeklyRules(DayOfWeek DueDay, TimeOnly DueTime, TimeOnly RemindAt, decimal Red, decimal Yellow, decimal MaterialDays, decimal SupplyDays)
{
    public static WeeklyRules Default { get; } = new(DayOfWeek.Friday, new(18, 0), new(15, 0), 80, 90, 3, 7);

    /// <summary>The city's own, from the member <c>weekly</c> of its <c>dispatch.json</c>.</summary>
    /// <exception cref="InvalidDataException">They cannot be read.</exception>
    public static WeeklyRules Of(DispatchCatalogue catalogue)
    {
        if (catalogue.File.Weekly is not { } given)
            return Default;
        try
        {
            return given.Deserialize<WeeklyRules>(WeekFields.Json)!;
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"{DispatchCatalogue.FileName}: weekly: {broken.Message}", broken);
        }
    }
}

/// <summary>How a rate stands to the alert lines.</summary>
internal enum WeekLevel
{
    /// <summary>There is nothing to divide by.</summary>
    NoData,
    Good,
    Yellow,
    Red,
}

internal static class WeekLevels
{
    public static WeekLevel Of(decimal? percent, WeeklyRules rules) => percent is not { } p ? WeekLevel.NoData : p < rules.Red ? WeekLevel.Red : p < rules.Yellow ? WeekLevel.Yellow : WeekLevel.Good;
}
