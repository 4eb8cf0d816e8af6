using GpuDigits.Engine.Layers;

namespace GpuDigits.Engine.Model;

/// <summary>
/// How much a network may ask for, whoever describes it: a file of some hundred bytes can describe layers of gigabytes. The limits lie far above what
/// pictures of digits need (the calculator's network: 0.2 million values, 0.15 million parameters, 9 million products).
/// </summary>
public static class Limits
{
    /// <summary>Layers of a network.</summary>
    public const int Layers = 1000;

    /// <summary>Values of one sample, the outputs of all layers together: 128 MiB.</summary>
    public const long Values = 1 << 25;

    /// <summary>Parameters of all layers together: 1 GiB.</summary>
    public const long Parameters = 1 << 28;

    /// <summary>Products that are added up to read one sample.</summary>
    public const long MultiplyAdds = 10_000_000_000;

    /// <summary>Values of the samples that are read at once: 512 MiB.</summary>
    private const long BatchValues = 1 << 27;

    /// <summary>How many samples to read at once: as many as wanted, but no more than there are, nor than the memory is meant for.</summary>
    public static int Batch(Sequential model, int wanted, int samples) =>
        (int)Math.Clamp(Math.Min(wanted, samples), 1, Math.Max(1, BatchValues / ValuesOf(model)));

    private static long ValuesOf(Sequential model) => model.Input.Size + model.Layers.Sum(l => OutputOf(l.Layer, l.Output));

    /// <summary>What a layer's output takes; some change their input in place.</summary>
    private static long OutputOf(Layer layer, Shape output) => layer is Flatten or Relu or Dropout ? 0 : output.Size;

    /// <summary>Adds up what the layers of a network ask for, and refuses the first that goes beyond a limit.</summary>
    internal sealed class Sum
    {
        private long _values, _parameters;
        private Int128 _products;
        private int _layers;

        /// <exception cref="ModelException">The input is too large.</exception>
        public Sum(Shape input) => Require(_values = input.Size, Values, "the input", "values a picture");

        /// <exception cref="ModelException">With this layer the network asks for too much.</exception>
        public void Add(string name, Layer layer, Shape input, Shape output, IReadOnlyList<ParameterSpec> parameters)
        {
            Require(++_layers, Layers, name, "layers");
            Require(_values += OutputOf(layer, output), Values, name, "values a picture");
            Require(_parameters += parameters.Sum(p => (long)p.Shape.Size), Parameters, name, "parameters");
            Require(_products += layer.MultiplyAdds(input, output), MultiplyAdds, name, "products a picture");
        }

        private static void Require(Int128 asked, long limit, string where, string what)
        {
            if (asked > limit) throw new ModelException(FormattableString.Invariant($"{where}: with it the network has {asked:N0} {what}, at most {limit:N0} are read"));
        }
    }
}
