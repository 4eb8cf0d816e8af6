using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Train;

/// <summary>
/// Trains a small network on vectors in the host's memory: the last layers of a network on the output of the layers before them (the
/// features). Shuffled batches, cross-entropy, Adam with Keras' defaults, a learning rate that falls along half a cosine. All random
/// numbers follow from the seed.
/// </summary>
internal static class VectorTrainer
{
    private const int Batch = 128;

    /// <summary>Trains and returns the weights (flat).</summary>
    /// <param name="device">Where to compute.</param>
    /// <param name="model">The network; its last layer is a Softmax.</param>
    /// <param name="start">The weights to start from (flat).</param>
    /// <param name="vectors">[count, model.Input].</param>
    /// <param name="labels">[count].</param>
    /// <param name="epochs">Passes over the vectors.</param>
    /// <param name="rate">The learning rate at the start.</param>
    /// <param name="seed">The seed of shuffling and dropout.</param>
    /// <param name="progress">Told the share that is done, 0 to 1, after each epoch.</param>
    /// <param name="cancellation">Stops between batches with an <see cref="OperationCanceledException"/>.</param>
    public static float[] Train(
        Device device, Sequential model, float[] start, float[] vectors, byte[] labels, int epochs, double rate, uint seed,
        Action<double>? progress = null, CancellationToken cancellation = default)
    {
        int size = model.Input.Size, batches = Numbers.CeilDiv(labels.Length, Batch);
        if (vectors.Length != labels.Length * size)
            throw new ArgumentException($"{vectors.Length} values are not {labels.Length} vectors of {size}", nameof(vectors));
        using var network = new Network(device, model, Batch, training: true, seed);
        network.LoadWeights(start);
        using var batchLabels = device.Allocate<byte>(Batch);
        using var metrics = new Metrics(device, 1);
        var input = new float[Batch * size];
        var wanted = new byte[Batch];
        var adam = new AdamSchedule(LearningRateSchedule.Cosine, rate, (long)batches * epochs);
        long step = 0;
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            var order = Shuffle.Order(labels.Length, seed, epoch);
            for (var first = 0; first < order.Length; first += Batch)
            {
                cancellation.ThrowIfCancellationRequested();
                var count = Math.Min(Batch, order.Length - first);
                for (var i = 0; i < count; i++)
                {
                    vectors.AsSpan(order[first + i] * size, size).CopyTo(input.AsSpan(i * size));
                    wanted[i] = labels[order[first + i]];
                }

                network.Input.CopyFromHost(input.AsSpan(0, count * size));
                batchLabels.CopyFromHost(wanted.AsSpan(0, count));
                var number = (uint)step;
                network.Forward(count, training: true, number);
                network.Loss(count, batchLabels, metrics.Buffer, 0);
                network.BackwardAndUpdate(count, number, adam.At(step++));
            }

            progress?.Invoke((double)epoch / epochs);
        }

        return network.Weights.ToArray();
    }
}
