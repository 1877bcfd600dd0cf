using System.Globalization;
using System.Text;
using Tongban.Mining.Desk;

namespace Tongban.Server.City;

/// <summary>A log of the system that was used before: receipts of a year, with departments that wait, papers that come back and deadlines that pass. All of it is made up, from one seed.</summary>
internal sealed class DemoMining(DemoActs acts, DemoPeople people, DemoClock clock, DateOnly today)
{
    private const string Declared = "# 收件办法\n收件登记 > 材料核对 > 部门会签 > 出具意见 > 送达\n收件登记 > 现场踏勘 > 出具意见\n! 出具意见\n通知补正 > 收到补正";

    private static readonly (string Name, int Weight)[] Departments = [("自然资源局", 4), ("生态环境局", 3), ("住房和城乡建设局", 3), ("水利局", 1)];

    public async Task TellAsync()
    {
        clock.GoTo(today.AddDays(-5));
        var head = people.Head("FGW@360500");
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(Table()));
        var log = await acts.AsAsync(head, s => s.GetRequiredService<LogHandlers>().HandInAsync($"旧系统收件登记 {today.Year - 1} 年（虚构）", file, default));
        await acts.AsAsync(head, s => s.GetRequiredService<LogHandlers>().TakeInAsync(log, guess => guess, default));
        await acts.AsAsync(head, s => s.GetRequiredService<LogHandlers>().DeclareAsync(log, Declared, default));
        clock.GoTo(today);
    }

    private string Table()
    {
        var dice = new Random(360500);
        var table = new StringBuilder("办件编号,环节,办理时间,经办人,case:部门,case:渠道,case:截止时间,case:办结时间\n");
        for (var n = 1; n <= 240; n++)
        {
            var department = Pick(dice);
            var at = new DateTime(today.Year - 1, 1, 4, 9, 0, 0).AddDays(dice.Next(0, 340)).AddMinutes(dice.Next(0, 420));
            var (due, steps) = (at.AddDays(9), new List<(string, DateTime)> { ("收件登记", at) });
            Then("材料核对", 2, 30);
            while (dice.Next(100) < (department == "水利局" ? 40 : 22) && steps.Count < 9)
            {
                Then("通知补正", 1, 6);
                Then("收到补正", 30, 200);
                Then("材料核对", 2, 30);
            }
            var visited = dice.Next(100) < 35;
            if (visited && dice.Next(2) == 0)
                Then("现场踏勘", 24, 96);
            Then("部门会签", 20, department == "生态环境局" ? 260 : 120);
            if (visited && !steps.Exists(s => s.Item1 == "现场踏勘"))
                Then("现场踏勘", 24, 96);
            if (dice.Next(100) < 8)
                Then("部门会签", 10, 60);
            if (dice.Next(100) < 95)
            {
                Then("出具意见", 4, 40);
                if (dice.Next(100) < 90)
                    Then("送达", 1, 30);
            }
            var ended = steps.Exists(s => s.Item1 == "出具意见") ? Write(steps[^1].Item2) : "";
            var channel = dice.Next(3) switch { 0 => "窗口", 1 => "网上", _ => "邮寄" };
            foreach (var (name, time) in steps)
                table.Append(CultureInfo.InvariantCulture, $"SJ{today.Year - 1}{n:0000},{name},{Write(time)},{department[..2]}{"甲乙丙丁"[dice.Next(4)]},{department},{channel},{Write(due)},{ended}\n");

            void Then(string step, int least, int most)
            {
                at = at.AddHours(least + (dice.NextDouble() * dice.NextDouble() * (most - least)));
                steps.Add((step, at));
            }
        }
        return table.ToString();
    }

    private static string Pick(Random dice)
    {
        var at = dice.Next(Departments.Sum(d => d.Weight));
        return Departments.First(d => (at -= d.Weight) < 0).Name;
    }

    private static string Write(DateTime at) => at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
