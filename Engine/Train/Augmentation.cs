using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Train;

/// <summary>Shows what <see cref="AugmentationOptions"/> do to pictures.</summary>
public static class Augmentation
{
    /// <summary>The pictures of a set as a training sees them in an epoch.</summary>
    /// <param name="options">How they are changed.</param>
    /// <param name="device">Where it is computed.</param>
    /// <param name="digits">The set; a sample's changes follow from its place in it.</param>
    /// <param name="seed">The training's seed.</param>
    /// <param name="epoch">Counted from 1.</param>
    /// <exception cref="ArgumentException">A strength is unusable, or the pictures have more than 1,024 pixels.</exception>
    public static DigitSet Apply(this AugmentationOptions options, Device device, DigitSet digits, uint seed, int epoch = 1)
    {
        options.Check();
        using var source = new DeviceDigits(device, digits);
        using var pictures = device.Allocate<float>(Math.Max(1, digits.Images.Length));
        using var labels = device.Allocate<byte>(Math.Max(1, digits.Count));
        if (digits.Count > 0)
            source.GatherAugmented(pictures, labels, 0, digits.Count, options.ToSettings(), seed, epoch);
        var changed = Array.ConvertAll(pictures.ToArray()[..digits.Images.Length], Levels.ToByte);
        return new(digits.Height, digits.Width, changed, digits.Labels);
    }
}
