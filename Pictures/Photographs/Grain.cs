using GpuDigits.Kernels;
using SkiaSharp;

namespace GpuDigits.Pictures.Photographs;

/// <summary>
/// Tiles of noise that fit at their edges: what is uneven in paper, ink, wood and walls. A tile is an alpha channel from 0 to 255, of the
/// mean 128.
/// </summary>
internal static class Grain
{
    /// <summary>Texels along a side of a tile.</summary>
    public const int Side = 256;

    private static readonly Lazy<SKImage> FineTile = new(() => Tile(1, [(128, 0.55f), (64, 0.45f)]));
    private static readonly Lazy<SKImage> CloudTile = new(() => Tile(2, [(4, 0.5f), (8, 0.3f), (16, 0.2f)]));

    /// <summary>Grains of two to four texels.</summary>
    public static SKImage Fine => FineTile.Value;

    /// <summary>Clouds of 16 to 64 texels.</summary>
    public static SKImage Clouds => CloudTile.Value;

    /// <summary>A colour whose alpha follows the tile: gain·(tile − 1/2) + level, the tile from 0 to 1.</summary>
    /// <param name="tile">One of the tiles.</param>
    /// <param name="colour">The colour.</param>
    /// <param name="level">The mean alpha.</param>
    /// <param name="gain">How strongly it varies.</param>
    /// <param name="place">Where a texel lies.</param>
    public static SKShader Shader(SKImage tile, SKColor colour, float level, float gain, SKMatrix place)
    {
        using var noise = tile.ToShader(
            SKShaderTileMode.Repeat, SKShaderTileMode.Repeat, new(SKFilterMode.Linear, SKMipmapMode.Nearest), place);
        using var filter = SKColorFilter.CreateColorMatrix(
        [
            0, 0, 0, 0, colour.Red / 255f,
            0, 0, 0, 0, colour.Green / 255f,
            0, 0, 0, 0, colour.Blue / 255f,
            0, 0, 0, gain, level - (gain / 2),
        ]);
        return noise.WithColorFilter(filter);
    }

    /// <summary>Octaves of value noise, each with its cells along a side and its share, stretched to the whole range.</summary>
    private static SKImage Tile(uint stream, (int Cells, float Share)[] octaves)
    {
        var values = new float[Side * Side];
        foreach (var (cells, share) in octaves)
        {
            for (var i = 0; i < values.Length; i++)
            {
                float x = (float)(i % Side) * cells / Side, y = (float)(i / Side) * cells / Side;
                int column = (int)x, row = (int)y;
                values[i] += share * float.Lerp(
                    float.Lerp(Corner(column, row), Corner(column + 1, row), Smooth(x - column)),
                    float.Lerp(Corner(column, row + 1), Corner(column + 1, row + 1), Smooth(x - column)), Smooth(y - row));
            }

            float Corner(int column, int row) =>
                CounterRandom.Uniform(stream, (uint)cells, (uint)((column % cells) + (row % cells * cells)));
        }

        float mean = values.Average(), spread = values.Max(value => MathF.Abs(value - mean));
        using var bitmap = new SKBitmap(new SKImageInfo(Side, Side, SKColorType.Alpha8, SKAlphaType.Premul));
        var bytes = bitmap.GetPixelSpan();
        for (var i = 0; i < values.Length; i++)
            bytes[i] = (byte)MathF.Round(127.5f * (1 + ((values[i] - mean) / spread)));
        return SKImage.FromBitmap(bitmap);
    }

    private static float Smooth(float part) => part * part * (3 - (2 * part));
}
