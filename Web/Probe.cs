using System.Runtime.InteropServices.JavaScript;
using GpuDigits.Engine.Model;
using GpuDigits.Scenes;

namespace GpuDigits.Web;

/// <summary>Reads single pictures with any model, so that tests can compare and time what the page computes.</summary>
internal static partial class Probe
{
    private static ReadingNetwork? _network;

    /// <summary>Takes the bytes of a model file.</summary>
    [JSExport]
    internal static void Load(byte[] model)
    {
        _network?.Dispose();
        var file = Path.Combine(Path.GetTempPath(), "probe.safetensors");
        File.WriteAllBytes(file, model);
        _network = new(TrainedModel.Load(file), ReadingDevice.Create());
    }

    /// <summary>The ten probabilities of a picture of 784 grey levels.</summary>
    [JSExport]
    internal static double[] Read(byte[] picture) =>
        [.. _network!.Read([.. picture.Select(level => level / 255f)]).Probabilities.Select(one => (double)one)];
}
