using GpuDigits.Engine.Data;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Train;

/// <summary>
/// The digits of a training, in the device's memory: in each epoch the real ones and the next part of a pool of synthetic ones, in the
/// epoch's shuffled order and, if the options say so, changed at random.
/// </summary>
internal sealed class TrainingDigits : IDisposable
{
    private readonly TrainingOptions _options;
    private readonly int _real;
    private readonly int _synthetic;
    private readonly int _pool;
    private readonly DeviceDigits _digits;
    private int _ordered;

    /// <summary>Copies the digits to the device.</summary>
    /// <exception cref="ArgumentException">Synthetic digits are asked for and the others are of another size.</exception>
    /// <exception cref="DeviceException">There is not enough memory.</exception>
    public TrainingDigits(Device device, DigitSet digits, TrainingOptions options)
    {
        (_options, _real) = (options, digits.Count);
        _synthetic = checked((int)Math.Round(_real * options.SyntheticShare / (1 - options.SyntheticShare)));
        _pool = (int)Math.Min((long)_synthetic * options.Epochs, TrainingOptions.SyntheticPool);
        if (_pool > 0 && (digits.Height, digits.Width) != (DigitPreparation.Size, DigitPreparation.Size))
            throw new ArgumentException($"synthetic digits are pictures of 28×28, the others of {digits.Height}×{digits.Width}");
        _digits = new(device, _pool == 0 ? digits : digits.Append(SyntheticDigits.Set(_pool, options.Seed)), Count);
    }

    /// <summary>Samples of an epoch.</summary>
    public int Count => _real + _synthetic;

    /// <summary>
    /// Puts samples first … first + count − 1 of an epoch (from 1) into the network's input, and their labels into labels.
    /// </summary>
    public void Gather(Network into, DeviceBuffer<byte> labels, int first, int count, int epoch)
    {
        if (_ordered != epoch)
            _digits.SetOrder(Array.ConvertAll(Shuffle.Order(Count, _options.Seed, epoch), place => Sample(place, epoch)));
        _ordered = epoch;
        if (_options.Augmentation is { } augmentation)
            _digits.GatherAugmented(into.Input, labels, first, count, augmentation.ToSettings(), _options.Seed, epoch);
        else
            _digits.Gather(into, labels, first, count);
    }

    /// <inheritdoc/>
    public void Dispose() => _digits.Dispose();

    /// <summary>The digit at a place of an epoch before shuffling: the real ones, then the pool's next ones.</summary>
    private int Sample(int place, int epoch) =>
        place < _real ? place : _real + (int)((((epoch - 1L) * _synthetic) + place - _real) % _pool);
}
