namespace ILGPU;

/// <summary>Switches the functions of this namespace on; here they always are.</summary>
public static class AlgorithmContext
{
    public static Context.Builder EnableAlgorithms(this Context.Builder builder) => builder;
}
