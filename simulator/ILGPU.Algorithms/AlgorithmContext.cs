namespace ILGPU;

/// <summary>Enables the functions of ILGPU.Algorithms. Our kernels use MathF, which the simulator runs directly.</summary>
public static class AlgorithmContext
{
    public static Context.Builder EnableAlgorithms(this Context.Builder builder) => builder;
}
