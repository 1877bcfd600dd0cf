using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Lists.Contracts;

namespace Tongban.Approvals.Catalogue;

/// <content>Rules of who handles an item, and by which power, on the power list in force and on the published one.</content>
internal sealed partial class CatalogueCompiler
{
    private void CheckOrgansAndPowers()
    {
        var city = _city.City;
        for (var i = 0; i < _flow.Stages.Count; i++)
        {
            foreach (var division in city.AllDivisions.Where(d => _city.Department(_flow.Stages[i].LeadDepartment) is not null && _city.Organ(_flow.Stages[i].LeadDepartment, d.Code) is null))
                Add("lead-without-organ", $"stages[{i}].leadDepartment", ($"{division.NameZh}没有牵头机关 {_flow.Stages[i].LeadDepartment}@{division.Code}", $"{division.NameEn} has no leading organ {_flow.Stages[i].LeadDepartment}@{division.Code}"));
        }

        if (_powers is null)
            return;
        var categories = _powers.Categories.Select(c => c.Code).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < _flow.Items.Count; i++)
        {
            var item = _flow.Items[i];
            if (!categories.Contains(item.PowerCategory))
                Add("unknown-power-category", $"items[{i}].powerCategory", ($"没有权力类别“{item.PowerCategory}”", $"there is no power category “{item.PowerCategory}”"));
            // A project may lie in the city itself; there the item falls to the city's organ, and somebody has to be able to act.
            if (item.Level is HandlingLevel.County && _city.Department(item.Department) is not null && _powers.Find(OrganData.KeyOf(item.Department, city.Division), item.Id, _today) is null)
                Add("level-without-organ", $"items[{i}].level", ($"{item.Id} 由县级办理，但项目在市本级时没有有权办理的机关", $"{item.Id} is handled by counties, but for a project of the city itself no organ may act"));
            foreach (var division in city.AllDivisions.Where(d => Handles(item.Level, city.LevelOf(d.Code)) && _city.Organ(item.Department, d.Code) is not null))
            {
                var organ = OrganData.KeyOf(item.Department, division.Code);
                if (_powers.Find(organ, item.Id, _today) is not { } power)
                    Add("no-power-in-force", $"items[{i}]", ($"{organ} 在 {_today:yyyy-MM-dd} 没有办理 {item.Id} 的有效权力", $"{organ} has no power in force for {item.Id} on {_today:yyyy-MM-dd}"));
                else if (power.Category != item.PowerCategory)
                    Add("power-category-mismatch", $"items[{i}].powerCategory", ($"权力 {power.Code} 的类别是 {power.Category}，事项写的是 {item.PowerCategory}", $"power {power.Code} is of category {power.Category}, the item says {item.PowerCategory}"));
            }
        }

        for (var i = 0; i < _powers.Entries.Count; i++)
        {
            if (!_items.ContainsKey(_powers.Entries[i].ItemCode))
                _faults.Add(new("unknown-item", "powers.json", $"entries[{i}].itemCode", ($"没有事项“{_powers.Entries[i].ItemCode}”", $"there is no item “{_powers.Entries[i].ItemCode}”")));
        }
    }

    /// <summary>What an organ does to a project stands on the published power list too, in force.</summary>
    private void CheckListedPowers(ListCatalogue? lists)
    {
        if (lists is not { Lists.Count: > 0 })
            return;
        for (var i = 0; i < _flow.Items.Count; i++)
        {
            var item = _flow.Items[i];
            foreach (var division in _city.City.AllDivisions.Where(d => Handles(item.Level, _city.City.LevelOf(d.Code)) && _city.Organ(item.Department, d.Code) is not null))
            {
                if (lists.PowerFor(OrganData.KeyOf(item.Department, division.Code), item.Id, _today) is null)
                    Add("no-listed-power", $"items[{i}]", ($"{ListCatalogue.FileOf(ListKind.Power)} 没有 {item.Department}@{division.Code} 办理 {item.Id} 的有效权力", $"{ListCatalogue.FileOf(ListKind.Power)} has no power in force for {item.Department}@{division.Code} on {item.Id}"));
            }
        }
    }

    private static bool Handles(HandlingLevel level, OrganLevel organ) => level switch
    {
        HandlingLevel.City => organ == OrganLevel.City,
        HandlingLevel.County => organ == OrganLevel.County,
        _ => true,
    };
}
