namespace GpuDigits.Viewer;

/// <summary>Makes the network that reads digits.</summary>
internal static class NetworkLoader
{
    /// <param name="file">A model file; null for the shipped one.</param>
    /// <returns>784 values 0..1 to ten probabilities; for one thread at a time.</returns>
    public static Func<float[], float[]> Load(string? file) =>
        throw new InvalidOperationException($"{file ?? "the shipped model"}: this build has no device to run a network on");
}
