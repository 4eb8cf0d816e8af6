namespace GpuDigits.Engine.Data.Repair;

/// <summary>Pixels that are stuck at black or white: they are unlike all but one of their neighbours.</summary>
internal static class Impulses
{
    /// <summary>So near to black or white is stuck; so near to a neighbour is alike.</summary>
    private const float Stuck = 0.05f, Alike = 0.4f;

    private const int MostAlike = 1, Passes = 3;

    /// <summary>A picture with fewer of them has none: ends of strokes look like them.</summary>
    private const int Least = 20;

    /// <summary>Gives them the median of their neighbourhood, again until pairs are gone too.</summary>
    public static Grey TakeOut(Grey grey)
    {
        for (var pass = 0; pass < Passes; pass++)
        {
            var before = grey;
            var found = 0;
            grey = before.MapAt((x, y, v) =>
            {
                if (v is > Stuck and < 1 - Stuck)
                    return v;
                var around = before.Around(x, y);
                if (around.Count(other => Math.Abs(other - v) < Alike) - 1 > MostAlike)
                    return v;
                // The median is never like it: four of the neighbours would be, too.
                Array.Sort(around);
                found++;
                return around[around.Length / 2];
            });
            if (pass == 0 && found < Least)
                return before;
        }

        return grey;
    }
}
