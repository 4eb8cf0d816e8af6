namespace GpuDigits.Engine.Ink.Tracing;

/// <summary>
/// Thins ink to lines of one pixel (Zhang and Suen, "A fast parallel algorithm for thinning digital patterns", 1984). Their rounds remove
/// all pixels at once, which erases squares of 2×2; here each pixel is looked at again before it goes, so that no piece vanishes or breaks.
/// </summary>
internal static class Thinning
{
    /// <summary>The lines in a mask [height, width]; its edge must be free of ink.</summary>
    public static bool[] Thin(bool[] mask, int width)
    {
        var thin = (bool[])mask.Clone();
        int[] around = [-width, -width + 1, 1, width + 1, width, width - 1, -1, -width - 1];
        var inked = Enumerable.Range(0, thin.Length).Where(i => thin[i]).ToList();
        int before;
        do
        {
            before = inked.Count;
            foreach (var isFirst in (bool[])[true, false])
            {
                foreach (var i in inked.FindAll(i => IsOuter(i, isFirst) && IsFree(i)))
                    thin[i] = !IsFree(i);
                inked.RemoveAll(i => !thin[i]);
            }
        }
        while (inked.Count < before);
        return thin;

        // Neither an end of a line nor what connects two parts.
        bool IsFree(int at)
        {
            int neighbours = 0, changes = 0;
            for (var k = 0; k < 8; k++)
            {
                var here = thin[at + around[k]];
                neighbours += here ? 1 : 0;
                changes += !here && thin[at + around[(k + 1) % 8]] ? 1 : 0;
            }

            return neighbours is >= 2 and <= 6 && changes == 1;
        }

        bool IsOuter(int at, bool isFirst)
        {
            bool north = thin[at + around[0]], east = thin[at + around[2]], south = thin[at + around[4]], west = thin[at + around[6]];
            return isFirst ? !(north && east && south) && !(east && south && west) : !(north && east && west) && !(north && south && west);
        }
    }
}
