using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Tests;
using GpuDigits.Training.Commands;

namespace GpuDigits.Training.Tests;

public sealed class TrainingSessionTests
{
    /// <summary>What a resumed training tells at its start goes to --metrics and --logdir.</summary>
    [Fact]
    public void A_device_that_fails_at_once_does_not_make_earlier_epochs_forgotten()
    {
        var digits = MnistExcerpt.Load().Train.Take(0, 20);
        Sequential network = new(new(28, 28, 1), new Flatten(), new Dense(10), new Softmax());
        var options = new TrainingOptions { Epochs = 1 };
        Checkpoint state;
        using (var cpu = new VectorDevice())
        using (var first = new Trainer(cpu, network, digits, options))
        {
            Assert.True(first.Run());
            state = first.Capture();
        }

        using var session = new TrainingSession(new Gone(), network, digits, options with { Epochs = 2 }, state) { MayFallBack = true };
        List<int> told = [];
        session.EpochEnded += e => told.Add(e.Epoch);

        Assert.True(session.Run(default));
        Assert.Equal([1, 2], told);
    }

    private sealed class Gone() : VectorDevice(1)
    {
        public override string Id => "gone";

        public override DeviceBuffer<T> Allocate<T>(long length) => throw new DeviceException("gone: there is no such device any more");
    }
}
