using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Engine.Train;

/// <summary>Trains the place network on every window of synthetic calculations that the shape network was not trained on.</summary>
public static class SymbolFit
{
    /// <summary>Calculations whose windows are learnt.</summary>
    public const int Calculations = 16_000;

    private const int Hidden = 64, Epochs = 12;
    private const double Rate = 2e-3;

    /// <summary>
    /// Standard deviation of what is added to the inputs. The shape network has learnt synthetic ink, and is surer of it than of people's:
    /// without this the place network would take small doubts for signs.
    /// </summary>
    private const float ShapeBlur = 0.1f, MeasureBlur = 0.03f;

    private const uint BlurSeed = 0x1C00_0000;

    /// <summary>Separates these calculations from those that trained the shape network.</summary>
    private const uint Seed = 0x00F1_7000;

    /// <summary>Trains.</summary>
    /// <param name="device">Where.</param>
    /// <param name="shapes">The shape network, trained.</param>
    /// <param name="seed">Seed of the calculations, the initial weights and the order.</param>
    /// <param name="calculations">Number of calculations.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    public static TrainedModel Fit(
        Device device, TrainedModel shapes, uint seed, int calculations = Calculations,
        CancellationToken cancellation = default)
    {
        var places = Places();
        var start = shapes with { Places = new(places, places.Initialise(seed)) };
        var (vectors, labels) = Vectors(device, start, seed + Seed, calculations, cancellation);
        var weights = VectorTrainer.Train(
            device, places, start.Places.Weights, vectors, labels, Epochs, Rate, seed, null, cancellation);
        return start with { Places = new(places, weights) };
    }

    /// <summary>The place network: two dense layers.</summary>
    internal static Sequential Places() => new(
        new(Placement.Inputs), new Dense(Hidden), new Relu(), new Dense(Hidden), new Relu(), new Dense(Alphabet.Classes), new Softmax());

    /// <summary>The place network's inputs for the windows of calculations, and what each window is.</summary>
    internal static (float[] Vectors, byte[] Labels) Vectors(
        Device device, TrainedModel model, uint seed, int calculations, CancellationToken cancellation = default)
    {
        using var networks = new SymbolNetworks(device, model, Evaluation.Batch);
        var all = new (float[] Vectors, byte[] Labels)[calculations];
        const int Chunk = 64;
        for (var first = 0; first < calculations; first += Chunk)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(Chunk, calculations - first);
            var prepared = new (Page Page, (int[] Strokes, byte Label)[] Windows, byte[][] Pictures)[count];
            Parallel.For(0, count, i =>
            {
                var (written, isTraced) = TracedCalculations.Write(seed, (uint)(first + i));
                var page = Page.Of(written.Strokes, isTraced);
                var windows = WrittenWindows.Of(page, written).ToArray();
                prepared[i] = (page, windows, Array.ConvertAll(windows, one => page.PictureOf(one.Strokes)));
            });
            var shapes = networks.ReadShapes([.. prepared.SelectMany(one => one.Pictures)]);
            var starts = new int[count];
            for (var i = 1; i < count; i++)
                starts[i] = starts[i - 1] + prepared[i - 1].Windows.Length;
            Parallel.For(0, count, i =>
            {
                var (page, windows, _) = prepared[i];
                var vectors = Placement.Measure(page, [.. windows.Select((one, w) => page.WindowOf(
                    one.Strokes, shapes.AsSpan((starts[i] + w) * Alphabet.None, Alphabet.None).ToArray()))]);
                Blur(vectors, new(seed + BlurSeed, (uint)(first + i)));
                all[first + i] = (vectors, Array.ConvertAll(windows, one => one.Label));
            });
        }

        return ([.. all.SelectMany(one => one.Vectors)], [.. all.SelectMany(one => one.Labels)]);
    }

    private static void Blur(float[] vectors, PenRandom random)
    {
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] += random.Spread(i % Placement.Inputs < Alphabet.None ? ShapeBlur : MeasureBlur);
    }
}
