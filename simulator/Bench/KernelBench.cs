using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Ilgpu;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using ILGPU.Checking;

namespace GpuDigits.Simulator;

/// <summary>One launch of a training step with its costs.</summary>
/// <param name="Operation">The operation of <see cref="Device"/> to which it belongs.</param>
/// <param name="Counts">The counts of the simulator.</param>
/// <param name="Flops">Floating-point operations by the layer's formula; one for each value of a sum of shares.</param>
/// <param name="MinimumBytes">Bytes if each input and each output is moved once.</param>
/// <param name="Seconds">Estimated time.</param>
/// <param name="Bound">The bound that determines the estimate.</param>
/// <param name="IsMemoryBound">Whether memory, rather than arithmetic, limits its work.</param>
public sealed record KernelRow(
    string Operation, LaunchReport Counts, double Flops, double MinimumBytes, double Seconds, Bound Bound, bool IsMemoryBound)
{
    /// <summary>Bytes moved divided by the minimum.</summary>
    public double Excess => Counts.MovedBytes / MinimumBytes;

    /// <summary>Operations per byte moved.</summary>
    public double Intensity => Flops / Math.Max(1, Counts.MovedBytes);
}

/// <summary>The launches of one training step, counted on the simulated GPU, and an estimate of their time on a card.</summary>
/// <param name="Rows">The launches in order.</param>
/// <param name="Batch">Samples per step.</param>
/// <param name="Samples">Samples of the estimated epoch.</param>
public sealed record KernelBench(IReadOnlyList<KernelRow> Rows, int Batch, int Samples)
{
    /// <summary>Pictures of MNIST's training set.</summary>
    public const int MnistSamples = 60_000;

    /// <summary>Estimated seconds of a step.</summary>
    public double StepSeconds => Rows.Sum(r => r.Seconds);

    /// <summary>Estimated seconds of an epoch.</summary>
    public double EpochSeconds => StepSeconds * Math.Ceiling(Samples / (double)Batch);

    /// <summary>Runs one training step on the simulated GPU, with products split as on the card, and counts.</summary>
    /// <param name="model">The network, for pictures of 28×28.</param>
    /// <param name="batch">Samples per step.</param>
    /// <param name="card">The card of the estimate.</param>
    /// <param name="sampleGroups">Number of groups of a launch to run, spread over its grid; 0: all.</param>
    public static KernelBench Run(Sequential model, int batch, GpuCard card, int sampleGroups)
    {
        using var device = IlgpuPlatform.Simulation.Open(1, busyGroups: card.Multiprocessors);
        var images = new byte[batch * model.Input.Size];
        for (var i = 0; i < images.Length; i++)
            images[i] = (byte)Kernels.CounterRandom.Bits(1, 0, (uint)i);
        byte[] labels = [.. Enumerable.Range(0, batch).Select(i => (byte)(i % model.Output.Size))];
        using var digits = new DeviceDigits(device, new DigitSet(model.Input[0], model.Input[1], images, labels));
        using var network = new Network(device, model, batch, training: true);
        network.LoadWeights(model.Initialise(1));
        using var labelBuffer = device.Allocate<byte>(batch);
        using var metrics = device.Allocate<float>(2);
        void Step()
        {
            digits.Gather(network, labelBuffer, 0, batch);
            network.Forward(batch, training: true);
            network.Loss(batch, labelBuffer, metrics, 0);
            network.BackwardAndUpdate(batch, 0, new(1e-3f, 0.9f, 0.999f, 1e-7f));
        }

        // First run a whole step: groups outside the sample then have real results in memory, for kernels whose reads depend on values.
        if (sampleGroups > 0)
            Step();
        var rows = new List<KernelRow>();
        var inspector = new Inspector { SampleGroups = sampleGroups };
        device.Accelerator.Checks().Inspector = inspector;
        device.Ran = (name, cost) =>
        {
            for (var i = 0; i < inspector.Launches.Count; i++)
            {
                // A second launch of an operation adds shares; it reads each share once.
                var counts = inspector.Launches[i];
                var work = i == 0 ? cost.Flops : counts.LoadBytes / sizeof(float);
                var minimum = (i == 0 ? cost.InputBytes : counts.LoadBytes) + counts.StoreBytes;
                (var seconds, var bound) = card.Estimate(work, counts.MovedBytes, counts.Groups);
                rows.Add(new(name, counts, work, minimum, seconds, bound, card.IsMemoryBound(work, counts.MovedBytes, counts.Groups)));
            }

            inspector.Clear();
        };
        Step();
        return new(rows, batch, MnistSamples);
    }
}
