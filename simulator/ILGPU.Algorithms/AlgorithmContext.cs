namespace ILGPU;

/// <summary>Switches the functions of ILGPU.Algorithms on. Our kernels use MathF, which the simulator runs as it is.</summary>
public static class AlgorithmContext
{
    public static Context.Builder EnableAlgorithms(this Context.Builder builder) => builder;
}
