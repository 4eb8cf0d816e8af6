namespace GpuDigits.Engine.Data;

/// <summary>The brightness of a pixel: a byte from 0 to 255 in files, a float from 0 to 1 in networks.</summary>
public static class Levels
{
    /// <summary>Bytes as floats from 0 to 1.</summary>
    public static float[] ToFloats(ReadOnlySpan<byte> levels)
    {
        var values = new float[levels.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = levels[i] / 255f;
        return values;
    }

    /// <summary>A float as the nearest byte; what is below 0 or above 1 becomes 0 or 255.</summary>
    public static byte ToByte(float value) => (byte)MathF.Round(255 * Math.Clamp(value, 0, 1));
}
