namespace ILGPU;

#pragma warning disable CA1069 // The real package has these names twice.
public enum OptimizationLevel
{
    Debug = 0,
    O0 = 0,
    Release = 1,
    O1 = 1,
    O2 = 2,
}

public enum InliningMode
{
    Default = 0,
    Aggressive = 0,
    Conservative = 1,
    Disabled = 2,
}
#pragma warning restore CA1069

public enum MathMode
{
    Default = 0,
    Fast = 1,
    Fast32BitOnly = 2,
}

public enum CachingMode
{
    Default = 0,
    NoKernelCaching = 1,
    NoLaunchCaching = 2,
    Disabled = 3,
}

public enum PageLockingMode
{
    Default = 0,
    Auto = 1,
    Aggressive = 2,
}
