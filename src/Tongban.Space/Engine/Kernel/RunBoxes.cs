using Tongban.Space.Engine.Files;

namespace Tongban.Space.Engine.Kernel;

/// <summary>Cuts rings into runs and boxes them.</summary>
internal static unsafe class RunBoxes
{
    public static int Count(ReadOnlySpan<int> ringStarts, int edgesPerRun)
    {
        var runs = 0;
        for (var ring = 0; ring + 1 < ringStarts.Length; ring++)
            runs += (ringStarts[ring + 1] - ringStarts[ring] - 1 + edgesPerRun - 1) / edgesPerRun;
        return runs;
    }

    /// <summary>Boxes needed for so many runs: their own, and those around sixteen of them when they are more than sixteen.</summary>
    public static int BoxCount(int runs) => runs > 16 ? runs + ((runs + 15) / 16) : runs;

    public static void Fill(in EdgeSet edges, ReadOnlySpan<int> ringStarts, int edgesPerRun)
    {
        var run = 0;
        for (var ring = 0; ring + 1 < ringStarts.Length; ring++)
        {
            for (var start = ringStarts[ring]; start < ringStarts[ring + 1] - 1; start += edgesPerRun)
            {
                var count = Math.Min(edgesPerRun, ringStarts[ring + 1] - 1 - start);
                (edges.Runs[2 * run], edges.Runs[(2 * run) + 1]) = (start, count);
                var box = new Window(double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
                for (var i = start; i <= start + count; i++)
                    box = new(Math.Min(box.West, edges.X[i]), Math.Min(box.South, edges.Y[i]), Math.Max(box.East, edges.X[i]), Math.Max(box.North, edges.Y[i]));
                Put(edges.Boxes, edges.RunCount, run++, FloatBox.Around(box, edges.OriginX, edges.OriginY));
            }
        }

        for (var group = 0; group < edges.GroupCount; group++)
        {
            var box = new FloatBox(float.MaxValue, float.MaxValue, float.MinValue, float.MinValue);
            for (var i = group * 16; i < Math.Min(edges.RunCount, (group + 1) * 16); i++)
                box = Join(box, Get(edges.Boxes, edges.RunCount, i));
            Put(edges.GroupBoxes, edges.GroupCount, group, box);
        }
    }

    public static FloatBox Get(float* boxes, int count, int at) => new(boxes[at], boxes[count + at], boxes[(2 * count) + at], boxes[(3 * count) + at]);

    public static void Put(float* boxes, int count, int at, FloatBox box) =>
        (boxes[at], boxes[count + at], boxes[(2 * count) + at], boxes[(3 * count) + at]) = (box.West, box.South, box.East, box.North);

    public static FloatBox Join(FloatBox a, FloatBox b) => new(Math.Min(a.West, b.West), Math.Min(a.South, b.South), Math.Max(a.East, b.East), Math.Max(a.North, b.North));

    /// <summary>Fills one block of a packed tree from the boxes it covers; what is left over of sixteen meets nothing.</summary>
    public static FloatBox FillBlock(float* block, ReadOnlySpan<FloatBox> boxes)
    {
        var all = new FloatBox(float.MaxValue, float.MaxValue, float.MinValue, float.MinValue);
        for (var i = 0; i < LayerFormat.Fan; i++)
        {
            var box = i < boxes.Length ? boxes[i] : new(float.PositiveInfinity, float.PositiveInfinity, float.NegativeInfinity, float.NegativeInfinity);
            Put(block, LayerFormat.Fan, i, box);
            if (i < boxes.Length)
                all = Join(all, box);
        }

        return all;
    }
}
