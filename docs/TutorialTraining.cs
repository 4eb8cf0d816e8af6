using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;

namespace GpuDigits.Docs;

internal static class TutorialTraining
{
    public static TrainedModel Run(DigitSet train, DigitSet test, string deviceName = "auto", int epochs = 5)
    {
        const int BatchSize = 128;
        const uint Seed = 1;
        using var device = DeviceCatalog.Open(deviceName);
        var model = new Sequential(
            new(28, 28, 1),
            new Conv2D(32, 3), new MaxPool2D(2), new Relu(), new Flatten(),
            new Dense(128), new Relu(), new Dense(10), new Softmax());
        using var network = new Network(device, model, BatchSize, training: true, Seed);
        network.LoadWeights(model.Initialise(Seed));

        using var digits = new DeviceDigits(device, train);                      // pictures and labels, copied to the device once
        using var labels = device.Allocate<byte>(BatchSize);
        var batches = (train.Count + BatchSize - 1) / BatchSize;
        using var metrics = device.Allocate<float>(2 * batches); // loss and hits of each batch
        var adam = new AdamSchedule(LearningRateSchedule.Constant, rate: 1e-3, steps: (long)batches * epochs);

        uint step = 0;
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            digits.SetOrder(Shuffle.Order(train.Count, Seed, epoch));
            for (var batch = 0; batch < batches; batch++, step++)
            {
                int first = batch * BatchSize, count = Math.Min(BatchSize, train.Count - first);
                digits.Gather(network, labels, first, count);                    // [count, 28·28] from 0 to 1, and what they show
                network.Forward(count, training: true, step);
                network.Loss(count, labels, metrics, slot: batch);               // cross-entropy and its gradient
                network.BackwardAndUpdate(count, step, adam.At(step));
            }

            Console.WriteLine($"epoch {epoch}: mean loss {metrics.ToArray().Where((_, i) => i % 2 == 0).Sum() / train.Count:F4}");
        }

        Console.WriteLine($"accuracy on {test.Count} other digits: {Evaluation.Run(network, test).Accuracy:P2}");
        return new TrainedModel(model, network.Weights.ToArray());
    }
}
