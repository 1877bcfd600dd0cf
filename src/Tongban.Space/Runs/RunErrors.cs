using Tongban.Foundation;
using Tongban.Space.Model;

namespace Tongban.Space.Runs;

/// <summary>Refusals of batches.</summary>
internal static class RunErrors
{
    public static Error NoSuchRun() => new("space.no-such-run", ("没有这次批量分类。", "There is no such batch."), ErrorKind.NotFound);

    public static Error NotRunning() => new("space.run-ended", ("该批量分类已经结束。", "The batch has ended."), ErrorKind.Conflict);

    public static Error Title(int most) => new("space.run-title", new Words("名称应为 1 至 {0} 字。", "The name has 1 to {0} characters.").With(most)) { Field = "title" };

    public static Error NoSuchKind(string kind, IEnumerable<string> known) => new("space.no-such-kind", new Words("没有“{0}”这类用地可供批量分类。", "There are no sites of the kind {0} to classify.").With(SpaceErrors.Quote(kind)))
    { Field = "kind", WayOut = new Words("可选：{0}，或上传文件。", "There are: {0}; or hand a file in.").With(string.Join(", ", known)) };

    public static Error TooMany(int most) => new("space.run-too-many", new Words("一次最多 {0} 个用地。", "A batch has at most {0} sites.").With(most)) { Field = "file", WayOut = ("请分批上传。", "Hand them in by parts.") };

    public static Error OneAtATime() => new("space.run-running", ("本机关已有一次批量分类正在进行。", "Your organ has a batch under way."), ErrorKind.Conflict)
    { WayOut = ("请等它完成，或先取消。", "Wait for it, or cancel it first.") };

    public static Error NoLayers() => new("space.run-no-layers", ("尚未公布任何图层，无从分类。", "No layer has been published: there is nothing to classify by."), ErrorKind.Conflict);
}
