using Tongban.Dispatch.Open311;
using Tongban.Dispatch.Open311.Model;
using Tongban.Foundation.People;

namespace Tongban.Server.City;

/// <summary>Citizens' requests of the demonstration city: open, under way, passed on, closed in time and late, overdue.</summary>
internal sealed class DemoRequests(DemoActs acts, DemoPeople people, DemoClock clock, DateOnly today)
{
    private const string Roads = "CGJ@360500";

    public async Task TellAsync()
    {
        clock.GoTo(today.AddDays(-30));
        var hotline = await acts.AsAsync(people.Handler("admin"), s => s.GetRequiredService<Applications>().RegisterAsync(new("12345 政务服务热线", "hotline@example.org", true, 120), default));
        (int DaysAgo, string Service, string Where, string What, decimal Lon, decimal Lat, int? ClosedAfter, RequestOutcome Outcome)[] told =
        [
            (28, "potholes", "仙来大道与劳动路口", "路口东侧路面坑洼，约一米见方，雨天积水。", 114.931m, 27.812m, 2, RequestOutcome.Done), (26, "street-lights", "抱石大道中段", "连续五盏路灯不亮。", 114.942m, 27.806m, 12, RequestOutcome.Done),
            (22, "illegal-dumping", "袁河堤外侧便道", "夜间有车辆倾倒渣土。", 114.968m, 27.792m, null, RequestOutcome.Done), (18, "graffiti", "胜利路农贸市场东墙", "墙面小广告。", 114.925m, 27.818m, 5, RequestOutcome.Done),
            (15, "traffic-signals", "新欣大道与毓秀路口", "南进口左转灯不亮。", 114.937m, 27.801m, 1, RequestOutcome.Done), (12, "potholes", "仙来大道与劳动路口", "路面坑洼，与此前反映为同一处。", 114.931m, 27.812m, 1, RequestOutcome.Duplicate),
            (9, "trash-collection", "城北街道五一社区", "垃圾桶两日未清运。", 114.919m, 27.823m, null, RequestOutcome.Done), (6, "tree-inspection", "北湖公园西门", "行道树倾斜，有倒伏风险。", 114.947m, 27.815m, null, RequestOutcome.Done),
            (2, "street-cleaning", "背街小巷公园里", "落叶堆积堵塞雨水口。", 114.933m, 27.809m, null, RequestOutcome.Done), (0, "rodents", "团结西路菜场", "排水沟有老鼠。", 114.921m, 27.813m, null, RequestOutcome.Done),
        ];
        foreach (var (t, i) in told.Select((t, i) => (t, i)))
        {
            clock.GoTo(today.AddDays(-t.DaysAgo), i);
            var received = await acts.AsAsync(Actor.Stranger, s => s.GetRequiredService<ReceiveRequests>().HandleAsync(new([new(t.Service, t.Lon, t.Lat, t.Where, t.What, null, null, null, $"12345-{i + 1:0000}")], hotline.Id), default));
            var number = received[0].Number!;
            var organ = t.Service is "traffic-signals" ? "GAJ@360500" : Roads;
            if (t.ClosedAfter is { } days)
            {
                clock.GoTo(today.AddDays(days - t.DaysAgo), 90 + i);
                await acts.AsAsync(people.Handler(organ), s => s.GetRequiredService<WorkOnRequest>().CloseAsync(new(number, t.Outcome, t.Outcome is RequestOutcome.Duplicate ? "与此前诉求重复，已合并办理。" : "已现场处理完毕。"), default));
            }
            else if (t.Service is "tree-inspection")
            {
                await acts.AsAsync(people.Handler(organ), s => s.GetRequiredService<WorkOnRequest>().NoteAsync(new(number, "已派园林人员到场查看，设置围挡。"), default));
            }
        }
        clock.GoTo(today);
    }
}
