using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Layers;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Model.Steps;

/// <summary>
/// Convolution, batch normalisation, ReLU, and a max-pool or dropout behind them, in training on a device that fuses them; see
/// <see cref="ConvolutionNormalizationForward"/>. Of two such steps in a row, the second computes the first one's normalisation gradients.
/// </summary>
internal sealed class NormalizedConvolutionStep : ReluStep
{
    private readonly ConvolutionShape _shape;
    private readonly PoolShape? _pool;
    private readonly (float Rate, uint Seed)? _drop;
    private readonly BatchNormalization _layer;
    private readonly IReadOnlyList<Variable> _convolution;
    private readonly IReadOnlyList<Variable> _normalization;
    private readonly BatchNormalizationState _state;
    private readonly Tensor _raw;
    private readonly Tensor _rawGradient;
    private readonly Tensor _peaks;
    private readonly DeviceBuffer<byte>? _argMax;
    private readonly NormalizedConvolutionStep? _before;
    private bool _isTakenBack;

    /// <param name="source">What the step is built from.</param>
    /// <param name="fused">The layers.</param>
    /// <param name="before">The step before.</param>
    public NormalizedConvolutionStep(StepSource source, in NormalizedConvolution fused, Step? before)
        : base(source, endsInRelu: true)
    {
        (_shape, _layer, _convolution, _normalization) = (fused.Shape, fused.Layer, fused.Convolution, fused.Normalization);
        (_pool, _drop) = (fused.Pool, fused.Drop);
        var channels = _shape.Filters;
        var p = _normalization;
        _state = new(p[0].Value, p[1].Value, p[2].Value, p[3].Value, source.NewConstants(2 * channels));
        _raw = source.NewValues(_shape.OutputSize);
        _rawGradient = source.NewValues(_shape.OutputSize);
        if (_pool is { } pool)
        {
            (Output, OutputGradient) = source.NewOutput(pool.OutputSize);
            _peaks = source.NewValues(pool.OutputSize);
            _argMax = source.NewBytes(pool.OutputSize);
        }
        else
        {
            (Output, OutputGradient) = (source.NewValues(_shape.OutputSize), _rawGradient);
        }

        if (InputGradient is not null && before is NormalizedConvolutionStep { _drop: null } normalized)
        {
            _before = normalized;
            normalized._isTakenBack = true;
        }
    }

    public override void Forward(in Pass pass)
    {
        var batch = pass.Batch;
        var convolution = new ConvolutionForward(
            _shape, Input.First(batch), _convolution[0].Value, _convolution[1].Value, _raw.First(batch));
        // Before a pool, the memory of the gradient is free for the normalised values.
        var normalization = new BatchNormalizationForward(
            Pixels(_raw, pass), _state, _layer.Epsilon, pass.Training ? 1 - _layer.Momentum : 0,
            Pixels(_pool is null ? Output : _rawGradient, pass), Relu: true);
        if (_pool is { } pool)
        {
            Device.Run(new ConvolutionNormalizationForward(
                convolution, normalization, new MaxPoolForward(pool, _rawGradient.First(batch), Output.First(batch), _argMax!),
                _peaks.First(batch)));
        }
        else
        {
            Device.Run(new ConvolutionNormalizationForward(
                convolution, normalization, Drop: pass.Training ? Dropped(Output, pass) : null));
        }
    }

    public override void Backward(in Pass pass)
    {
        if (!_isTakenBack)
            Device.Run(NormalizationBackward(pass));

        var (x, dy) = (Input.First(pass.Batch), _rawGradient.First(pass.Batch));
        var filters = new ConvolutionBackwardFilters(_shape, x, dy, _convolution[0].Gradient!.Value, _convolution[1].Gradient!.Value);
        if (InputGradient?.First(pass.Batch) is not { } dx)
        {
            Device.Run(filters);
            return;
        }

        var input = new ConvolutionBackwardInput(_shape, dy, _convolution[0].Value, dx);
        if (_before is not null)
        {
            Device.Run(new ConvolutionNormalizationBackward(filters, input, _before.NormalizationBackward(pass)));
            return;
        }

        Device.Run(filters);
        Device.Run(input);
    }

    private NormalizationPoolBackward NormalizationBackward(in Pass pass)
    {
        var (batch, dy) = (pass.Batch, Pixels(_rawGradient, pass));
        var normalization = new BatchNormalizationBackward(
            Pixels(_raw, pass), _pool is null ? Pixels(Output, pass) : Pixels(_raw, pass), dy, _state,
            _normalization[0].Gradient!.Value, _normalization[1].Gradient!.Value, dy, !ReluIsTakenBack);
        return _pool is { } pool
            ? new(
                normalization, new MaxPoolBackward(pool, OutputGradient!.Value.First(batch), _argMax!, _rawGradient.First(batch)),
                Output.First(batch), _peaks.First(batch))
            : new(normalization, Drop: Dropped(_rawGradient, pass));
    }

    private DropValues? Dropped(in Tensor values, in Pass pass) =>
        _drop is var (rate, seed) ? new(values.First(pass.Batch), values.First(pass.Batch), rate, seed, pass.Number) : null;

    private Tensor Pixels(in Tensor values, in Pass pass) => values.First(pass.Batch).Reshape(_shape.Filters);
}

/// <summary>The layers of a <see cref="NormalizedConvolutionStep"/>.</summary>
/// <param name="Shape">Sizes of the convolution.</param>
/// <param name="Convolution">Filters and bias.</param>
/// <param name="Layer">The normalisation.</param>
/// <param name="Normalization">γ, β, moving mean, moving variance.</param>
/// <param name="Pool">A max-pool behind the ReLU.</param>
/// <param name="Drop">A dropout behind the ReLU; not with a pool.</param>
internal readonly record struct NormalizedConvolution(
    ConvolutionShape Shape, IReadOnlyList<Variable> Convolution, BatchNormalization Layer, IReadOnlyList<Variable> Normalization,
    PoolShape? Pool, (float Rate, uint Seed)? Drop);
