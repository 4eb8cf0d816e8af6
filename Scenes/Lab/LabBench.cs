using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;

namespace GpuDigits.Scenes.Lab;

/// <summary>The map that holds a number of the lab: the result of the filter, or one of its two poolings.</summary>
internal enum LabMap { Result, MaxPool, AveragePool }

/// <summary>One number of the lab.</summary>
internal readonly record struct LabSpot(LabMap Map, int Y, int X);

/// <summary>A filter over a picture, its result and the poolings of it, always up to date (computed by <see cref="FilterLab"/>).</summary>
internal sealed class LabBench
{
    /// <summary>The largest filter value, so that it fits in a cell.</summary>
    public const float Largest = 99;

    public LabBench() => Work();

    public GreyPicture Picture { get; private set; } = LabPictures.TestCard;

    public Filter Filter { get; private set; } = FilterLab.Presets(3)[0];

    public int Stride { get; private set; } = 1;

    public Padding Padding { get; private set; } = Padding.Valid;

    public Reduction Reduction { get; private set; } = Reduction.Sum;

    /// <summary>Rows and columns of the pooling's window, and its stride.</summary>
    public int PoolSize { get; private set; } = 2;

    /// <summary>The filter over the picture.</summary>
    public GreyPicture Result { get; private set; } = null!;

    /// <summary>The largest value of each window of the result.</summary>
    public GreyPicture MaxPool { get; private set; } = null!;

    /// <summary>The mean of each window of the result.</summary>
    public GreyPicture AveragePool { get; private set; } = null!;

    /// <summary>Rows of zeros above the picture, and below it.</summary>
    public (int Before, int After) PaddedRows { get; private set; }

    /// <summary>Columns of zeros left of the picture, and right of it.</summary>
    public (int Before, int After) PaddedColumns { get; private set; }

    /// <summary>Increases with every change.</summary>
    public long Version { get; private set; }

    public IReadOnlyList<Filter> Presets => FilterLab.Presets(Filter.Size);

    /// <summary>The preset in use; −1 for the person's own filter.</summary>
    public int Preset => PresetOf(Filter.Values);

    private WindowMove PoolMove => new(PoolSize, PoolSize);

    public GreyPicture this[LabMap map] => map switch { LabMap.Result => Result, LabMap.MaxPool => MaxPool, _ => AveragePool };

    public float this[LabSpot spot] => this[spot.Map].Values[spot.Y * this[spot.Map].Width + spot.X];

    /// <summary>Changes choices and computes everything again; null leaves a choice unchanged.</summary>
    public void Change(GreyPicture? picture = null, Filter? filter = null, int? stride = null, Padding? padding = null,
        Reduction? reduction = null, int? poolSize = null)
    {
        Picture = picture ?? Picture;
        Filter = filter ?? Filter;
        Stride = stride ?? Stride;
        Padding = padding ?? Padding;
        Reduction = reduction ?? Reduction;
        PoolSize = poolSize ?? PoolSize;
        Work();
    }

    /// <summary>The same preset in another size; the first preset in place of the person's own filter.</summary>
    public void Resize(int size) => Change(filter: FilterLab.Presets(size)[Math.Max(0, Preset)]);

    public void Set(int cell, float value)
    {
        float[] values = [.. Filter.Values];
        values[cell] = Math.Clamp(value, -Largest, Largest);
        Change(filter: PresetOf(values) is >= 0 and var preset ? Presets[preset] : new("Own filter", Filter.Size, values));
    }

    /// <summary>The computation of a value of the filter's result.</summary>
    public ConvolutionArithmetic Arithmetic(int y, int x) => FilterLab.ArithmeticOf(Picture, Filter, y, x, Stride, Padding, Reduction);

    /// <summary>The computation of a value of a pooling.</summary>
    public PoolArithmetic Arithmetic(LabSpot pooled) =>
        FilterLab.ArithmeticOf(Result, PoolMove, pooled.Map == LabMap.MaxPool, pooled.Y, pooled.X);

    /// <summary>The nearest number that exists.</summary>
    public LabSpot Nearest(LabSpot spot) =>
        spot with { Y = Math.Clamp(spot.Y, 0, this[spot.Map].Height - 1), X = Math.Clamp(spot.X, 0, this[spot.Map].Width - 1) };

    private int PresetOf(float[] values) =>
        Presets.Index().FirstOrDefault(preset => preset.Item.Values.AsSpan().SequenceEqual(values), (-1, null!)).Index;

    private void Work()
    {
        Result = FilterLab.Convolve(Picture, Filter, Stride, Padding, Reduction);
        MaxPool = FilterLab.Pool(Result, PoolMove, max: true);
        AveragePool = FilterLab.Pool(Result, PoolMove, max: false);
        var (first, last) = (Arithmetic(0, 0).Window, Arithmetic(Result.Height - 1, Result.Width - 1).Window);
        PaddedRows = (-first.Top, Math.Max(0, last.Top + last.Height - Picture.Height));
        PaddedColumns = (-first.Left, Math.Max(0, last.Left + last.Width - Picture.Width));
        Version++;
    }
}
