using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;

namespace GpuDigits.Viewer.Lab;

/// <summary>Where a number of the lab stands: in the filter's result, or in one of the two poolings of it.</summary>
internal enum LabMap { Result, MaxPool, AveragePool }

/// <summary>One number of the lab.</summary>
internal readonly record struct LabSpot(LabMap Map, int Y, int X);

/// <summary>A filter over a picture and everything that comes of it, always up to date (<see cref="FilterLab"/> works it out).</summary>
internal sealed class LabBench
{
    /// <summary>Filter values are kept within this, so that they can be written in a cell.</summary>
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

    /// <summary>The preset in use; −1 for a filter of one's own.</summary>
    public int Preset => Presets.Index().FirstOrDefault(p => p.Item.Values.AsSpan().SequenceEqual(Filter.Values), (-1, null!)).Index;

    private WindowMove PoolMove => new(PoolSize, PoolSize);

    public GreyPicture this[LabMap map] => map switch { LabMap.Result => Result, LabMap.MaxPool => MaxPool, _ => AveragePool };

    public float this[LabSpot spot] => this[spot.Map].Values[spot.Y * this[spot.Map].Width + spot.X];

    /// <summary>Changes something and works everything out anew; null leaves a choice as it is.</summary>
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

    /// <summary>Another size of the same kind of filter, or the first preset in place of one's own.</summary>
    public void Resize(int size) => Change(filter: FilterLab.Presets(size)[Math.Max(0, Preset)]);

    /// <summary>Sets one value of the filter.</summary>
    public void Set(int cell, float value)
    {
        float[] values = [.. Filter.Values];
        values[cell] = Math.Clamp(value, -Largest, Largest);
        Change(filter: new("Own filter", Filter.Size, values));
    }

    /// <summary>How the filter came to a value of the result.</summary>
    public ConvolutionArithmetic Arithmetic(int y, int x) => FilterLab.ArithmeticOf(Picture, Filter, y, x, Stride, Padding, Reduction);

    /// <summary>How a pooling came to one of its values.</summary>
    public PoolArithmetic Arithmetic(LabSpot pooled) =>
        FilterLab.ArithmeticOf(Result, PoolMove, pooled.Map == LabMap.MaxPool, pooled.Y, pooled.X);

    /// <summary>The nearest number that there is.</summary>
    public LabSpot Nearest(LabSpot spot) =>
        spot with { Y = Math.Clamp(spot.Y, 0, this[spot.Map].Height - 1), X = Math.Clamp(spot.X, 0, this[spot.Map].Width - 1) };

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
