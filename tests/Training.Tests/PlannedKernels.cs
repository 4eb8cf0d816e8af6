using System.Linq.Expressions;
using GpuDigits.Engine.Devices.Ilgpu;

namespace GpuDigits.Training.Tests;

/// <summary>
/// Launchers that do nothing: a device plans its launches as a large card would, in no time, and we see which kernels it would use.
/// </summary>
internal sealed class PlannedKernels() : KernelLoader("planned")
{
    public override TLauncher Load<TKernel, TLauncher>(Func<TKernel, TLauncher> compile, TKernel kernel)
    {
        base.Load(_ => kernel, kernel);
        var parameters = typeof(TLauncher).GetMethod("Invoke")!.GetParameters().Select(p => Expression.Parameter(p.ParameterType))
            .ToArray();
        return Expression.Lambda<TLauncher>(Expression.Empty(), parameters).Compile();
    }

    /// <summary>A device with groups as large as a card's, and so many multiprocessors.</summary>
    public static IlgpuDevice Device(int multiprocessors)
    {
        var device = IlgpuPlatform.Simulation.Open(1, busyGroups: multiprocessors);
        device.Loader = new PlannedKernels();
        return device;
    }
}
