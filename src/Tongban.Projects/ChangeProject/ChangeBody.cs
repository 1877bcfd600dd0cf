using System.Globalization;
using Tongban.Foundation;
using Tongban.Projects.Contracts;
using Tongban.Projects.Model;

namespace Tongban.Projects.ChangeProject;

/// <summary>A change as the API takes it; what is left out stays.</summary>
internal sealed record ChangeBody(
    string? Name, string? Location, string? Scale, string? Content, decimal? TotalInvestment, IReadOnlyList<FundShare>? Sources, string? PlannedStart, string? PlannedFinish, string? ContactName, string? ContactPhone, string? Reason, string? Site = null, decimal? LandArea = null)
{
    public Result<ProjectChanges> Read()
    {
        List<Error> errors = [];
        DateOnly? Day(string? text, string field)
        {
            if (string.IsNullOrWhiteSpace(text))
                return null;
            if (DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return day;
            errors.Add(ProjectErrors.NotADate(field, text));
            return null;
        }
        var changes = new ProjectChanges
        {
            Name = Name, Location = Location, Scale = Scale, Content = Content, TotalInvestment = TotalInvestment, Sources = Sources,
            PlannedStart = Day(PlannedStart, "plannedStart"), PlannedFinish = Day(PlannedFinish, "plannedFinish"), ContactName = ContactName, ContactPhone = ContactPhone, Site = Site, LandArea = LandArea,
        };
        return Error.Combine(errors) is { } refusal ? refusal : changes;
    }
}
