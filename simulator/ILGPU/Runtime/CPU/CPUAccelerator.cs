namespace ILGPU.Runtime.CPU;

/// <summary>The accelerator that checks; how it runs kernels is set through <see cref="Checking.CheckingExtensions"/>.</summary>
public sealed class CPUAccelerator : Accelerator
{
    internal CPUAccelerator(Context context, CPUDevice device, CPUAcceleratorMode mode, ThreadPriority threadPriority)
        : base(context, device)
    {
        Mode = mode;
        ThreadPriority = threadPriority;
        if (mode == CPUAcceleratorMode.Sequential)
            Options.Workers = 1;
    }

    public CPUAcceleratorMode Mode { get; }

    public ThreadPriority ThreadPriority { get; }

    public bool UsesSequentialExecution => Mode == CPUAcceleratorMode.Sequential;

    public int NumThreads => MaxNumThreads;
}
