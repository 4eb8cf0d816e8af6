using GpuDigits.Engine.Layers;

namespace GpuDigits.Engine.Model;

/// <summary>
/// The resources that a network may request, whatever its source: a file of a few hundred bytes can describe layers of gigabytes. The
/// limits are far above what pictures of digits need (the calculator's network: 0.2 million values, 0.15 million parameters, 9 million
/// multiply-adds).
/// </summary>
public static class Limits
{
    /// <summary>Layers of a network.</summary>
    public const int Layers = 1000;

    /// <summary>Values per sample, summed over the outputs of all layers: 128 MiB.</summary>
    public const long Values = 1 << 25;

    /// <summary>Parameters, summed over all layers: 1 GiB.</summary>
    public const long Parameters = 1 << 28;

    /// <summary>Multiply-adds per sample.</summary>
    public const long MultiplyAdds = 10_000_000_000;

    /// <summary>Values per batch: 512 MiB.</summary>
    private const long BatchValues = 1 << 27;

    /// <summary>The batch size: the wanted number, limited by the number of samples and by memory.</summary>
    public static int Batch(Sequential model, int wanted, int samples) =>
        (int)Math.Clamp(Math.Min(wanted, samples), 1, Math.Max(1, BatchValues / ValuesOf(model)));

    private static long ValuesOf(Sequential model) => model.Input.Size + model.Layers.Sum(l => OutputOf(l.Layer, l.Output));

    /// <summary>Values of a layer's output; some layers work in place.</summary>
    private static long OutputOf(Layer layer, Shape output) => layer is Flatten or Relu or Dropout ? 0 : output.Size;

    /// <summary>Adds up the resources of a network's layers and throws at the first layer that exceeds a limit.</summary>
    internal sealed class Sum
    {
        private long _values, _parameters;
        private long _products;
        private int _layers;

        /// <exception cref="ModelException">The input is too large.</exception>
        public Sum(Shape input) => Require(_values = input.Size, Values, "the input", "values a picture");

        /// <exception cref="ModelException">With this layer the network exceeds a limit.</exception>
        public void Add(string name, Layer layer, Shape input, Shape output, IReadOnlyList<ParameterSpec> parameters)
        {
            Require(++_layers, Layers, name, "layers");
            Require(_values += OutputOf(layer, output), Values, name, "values a picture");
            foreach (var parameter in parameters)
                _parameters += parameter.Shape.Size;
            Require(_parameters, Parameters, name, "parameters");
            Require(_products += layer.MultiplyAdds(input, output), MultiplyAdds, name, "products a picture");
        }

        private static void Require(long asked, long limit, string where, string what)
        {
            if (asked > limit)
            {
                throw new ModelException(
                    FormattableString.Invariant($"{where}: with it the network has {asked:N0} {what}, at most {limit:N0} are read"));
            }
        }
    }
}
