using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;
using Tongban.Projects.Model;

namespace Tongban.Projects.Declare;

/// <summary>Where the random part of a project code comes from. A code must not tell how many projects there are, so it is not counted.</summary>
internal sealed class CodeDigits(Func<int> next)
{
    public static CodeDigits Random { get; } = new(() => RandomNumberGenerator.GetInt32(100_000));

    /// <summary>0 to 99999.</summary>
    public int Next() => next();
}

/// <summary>Finds a free project code (固定资产投资项目代码管理规范; domain 02 § 2.3).</summary>
internal sealed class ProjectCodes(TongbanDb db, CodeDigits digits, CityClock clock)
{
    /// <summary>发展改革: guides every project that no other central department guides.</summary>
    private const string DevelopmentAndReform = "04";

    private static readonly Func<TongbanDb, string, Task<bool>> IsTaken = EF.CompileAsyncQuery((TongbanDb db, string code) => db.Set<Project>().Any(p => p.Code == code));

    // With half of a month's 100,000 codes gone, the chance to meet only taken ones is one in a thousand billion.
    private const int Tries = 40;

    /// <returns>A code nobody has; should two declarations choose the same one at the same moment, the unique index lets one of them choose again.</returns>
    public async Task<Result<string>> FreeAsync(string division, string? category, CancellationToken ct)
    {
        var place = DivisionCode.Parse(division.Trim(), provider: null);
        var segment = string.IsNullOrWhiteSpace(category) ? ProjectCategories.Default : category.Trim();
        for (var i = 0; i < Tries; i++)
        {
            var code = ProjectCode.Issue(clock.Today, place, DevelopmentAndReform, segment, digits.Next()).Value;
            if (!await IsTaken(db, code))
                return code;
        }
        return ProjectErrors.NoFreeCode;
    }
}
