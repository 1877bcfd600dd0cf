using System.Numerics;
using Tongban.Space.Engine.Files;
using Tongban.Space.Engine.Kernel;

namespace Tongban.Space.Engine;

/// <summary>Which entities of a layer may meet a box, by the file's own tree.</summary>
internal static unsafe class FeatureSearch
{
    /// <summary>Numbers of the entities with a polygon whose box meets the window, ascending.</summary>
    public static List<int> Find(LayerFile file, Window window)
    {
        if (file.Levels == 0)
            return [];
        var polygons = file.Polygons;
        var found = new bool[file.FeatureCount];
        var scan = new BoxScan(FloatBox.Around(window, file.OriginX, file.OriginY));
        Stack<(int Level, int Block)> open = new();
        open.Push((file.Levels - 1, 0));
        while (open.TryPop(out var at))
        {
            for (var bits = scan.Meets(file.Block(at.Level, at.Block), LayerFormat.Fan); bits != 0; bits &= bits - 1)
            {
                var number = (at.Block * LayerFormat.Fan) + BitOperations.TrailingZeroCount(bits);
                if (at.Level > 0)
                    open.Push((at.Level - 1, number));
                else if (polygons[number].Role is PolygonRole.Plain or PolygonRole.Member)
                    found[polygons[number].Feature] = true;
            }
        }

        List<int> numbers = [];
        for (var i = 0; i < found.Length; i++)
        {
            if (found[i])
                numbers.Add(i);
        }

        return numbers;
    }
}
