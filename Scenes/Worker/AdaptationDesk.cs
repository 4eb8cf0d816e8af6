using GpuDigits.Engine;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Train;

namespace GpuDigits.Scenes.Worker;

/// <summary>The adaptation in a worker, in a folder that ends with it.</summary>
/// <param name="open">Opens the device.</param>
/// <param name="post">Sends a message to the window.</param>
internal sealed class AdaptationDesk(Func<Device> open, Action<Message> post)
{
    public void Run(AdaptModel order)
    {
        try
        {
            var folder = Directory.CreateTempSubdirectory().FullName;
            File.WriteAllBytes(CorrectionFile.In(folder), order.Corrections);
            using var device = open();
            var done = PersonalAdaptation.Run(device, folder, ModelBytes.Read(order.Tail), progress: Report());
            var result = done.Result;
            post(new ModelWasAdapted(
                result.IsKept, result.StandardBefore, result.StandardAfter, result.CorrectedBefore, result.CorrectedAfter, done.Corrections,
                done.LeftOut, done.Standard)
            {
                Tail = ModelBytes.Write(result.Model),
            });
        }
        catch (Exception e)
        {
            // The window shows any error.
            post(new WorkFailed(Fault.Describe(e)));
        }
    }

    /// <summary>Tells each percent once.</summary>
    private Action<double> Report()
    {
        var told = -1.0;
        return share =>
        {
            if (Math.Floor(share * 100) / 100 is var percent && percent != told)
                post(new AdaptationTold(told = percent));
        };
    }
}
