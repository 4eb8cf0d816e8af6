using System.IO.Compression;
using System.Text;
using GpuDigits.Engine.Files;
using static GpuDigits.Engine.Tests.Exchange.Makers.LaidOut;

namespace GpuDigits.Engine.Tests.Exchange.Makers;

/// <summary>A file without a graph as a tool writes it.</summary>
/// <param name="Maker">The tool.</param>
/// <param name="Layout">What is particular about its files.</param>
/// <param name="File">The bytes.</param>
internal sealed record OtherMaker(string Maker, string Layout, byte[] File);

/// <summary>The reference network's weights as other tools save them, and files of kinds that are not read.</summary>
internal static class OtherMakers
{
    public static IReadOnlyList<OtherMaker> Weights { get; } =
    [
        new("PyTorch, `save_file(model.state_dict(), …)`", "filters out, in, height, width; dense out, in",
            Torch("conv1.weight", "conv1.bias", "fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias")),
        new("PyTorch, compiled or of Lightning", "a prefix before the names",
            Torch([.. from layer in (string[])["conv1", "fc1", "fc2"]
                      from role in (string[])["weight", "bias"]
                      select $"model._orig_mod.{layer}.{role}"])),
        new("candle, `VarMap::save`", "as PyTorch, in any order",
            Saved(Torch("c1.weight", "c1.bias", "ln1.weight", "ln1.bias", "ln2.weight", "ln2.bias"), reversed: true)),
        new("tinygrad, `safe_save(get_state_dict(model), …)`", "as PyTorch, a list of layers by their numbers",
            Torch("layers.0.weight", "layers.0.bias", "layers.4.weight", "layers.4.bias", "layers.6.weight", "layers.6.bias")),
        new("Keras 3, `vars` by number", "filters height, width, in, out; dense in, out",
            Keras("layers/conv2d/vars/0", "layers/conv2d/vars/1", "layers/dense/vars/0", "layers/dense/vars/1", "layers/dense_1/vars/0",
                "layers/dense_1/vars/1")),
        new("JAX, Flax (`flatten_dict`)", "`kernel` and `bias`, axes as Keras",
            Keras("params/Conv_0/kernel", "params/Conv_0/bias", "params/Dense_0/kernel", "params/Dense_0/bias", "params/Dense_1/kernel",
                "params/Dense_1/bias")),
        new("JAX, Haiku", "`w` and `b`, axes as Keras",
            Keras("cnn/~/conv2_d/w", "cnn/~/conv2_d/b", "cnn/~/linear/w", "cnn/~/linear/b", "cnn/~/linear_1/w", "cnn/~/linear_1/b")),
        new("burn, `SafetensorsStore`; PaddlePaddle, a `state_dict`", "filters as PyTorch, dense in, out",
            Mixed("conv1.weight", "conv1.bias", "fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias")),
        new("MLX, `save_weights`", "filters out, height, width, in; dense out, in, the picture channels last", Save(
            Stored("conv1.weight", Oihw, Filters, Window, Window, 1), Stored("conv1.bias", FilterBias, Filters),
            Stored("fc1.weight", Transposed(ChannelsLast, Flat, Hidden), Hidden, Flat), Stored("fc1.bias", HiddenBias, Hidden),
            Stored("fc2.weight", Transposed(Last, Hidden, Digits), Digits, Hidden), Stored("fc2.bias", DigitBias, Digits))),
    ];

    /// <summary>The beginning of a file of each kind is enough: it is told by its first bytes.</summary>
    public static IReadOnlyList<OtherMaker> Unread { get; } =
    [
        new("ggml, its MNIST example", "`.gguf`",
            [.. "GGUF"u8, 3, 0, 0, 0, .. BitConverter.GetBytes(4L), .. BitConverter.GetBytes(1L), .. new byte[200]]),
        new("PyTorch, `torch.save`", "`.pt`, a zip with a pickle", Zip("model/data.pkl", "model/data/0")),
        new("Keras 3", "`.keras`, a zip", Zip("config.json", "model.weights.h5")),
        new("Keras 2, MATLAB 7.3", "`.h5`, HDF5", [0x89, .. "HDF\r\n"u8, 0x1A, 0x0A, .. new byte[200]]),
        new("TensorFlow Lite", "`.tflite`", [0x1C, 0, 0, 0, .. "TFL3"u8, .. new byte[200]]),
        new("NumPy, `savez`", "`.npz`, a zip", Zip("w1.npy", "b1.npy")),
    ];

    private static byte[] Torch(params string[] names) => Save(
        Stored(names[0], Oihw, OihwShape), Stored(names[1], FilterBias, Filters),
        Stored(names[2], Transposed(ChannelsFirst, Flat, Hidden), Hidden, Flat), Stored(names[3], HiddenBias, Hidden),
        Stored(names[4], Transposed(Last, Hidden, Digits), Digits, Hidden), Stored(names[5], DigitBias, Digits));

    private static byte[] Keras(params string[] names) => Save(
        Stored(names[0], Hwio, HwioShape), Stored(names[1], FilterBias, Filters), Stored(names[2], ChannelsLast, Flat, Hidden),
        Stored(names[3], HiddenBias, Hidden), Stored(names[4], Last, Hidden, Digits), Stored(names[5], DigitBias, Digits));

    private static byte[] Mixed(params string[] names) => Save(
        Stored(names[0], Oihw, OihwShape), Stored(names[1], FilterBias, Filters), Stored(names[2], ChannelsFirst, Flat, Hidden),
        Stored(names[3], HiddenBias, Hidden), Stored(names[4], Last, Hidden, Digits), Stored(names[5], DigitBias, Digits));

    /// <summary>The same tensors in the other order.</summary>
    private static byte[] Saved(byte[] file, bool reversed)
    {
        using var stream = new MemoryStream(file);
        var tensors = SafetensorsFile.Load(stream, "file").Tensors;
        return Save([.. reversed ? tensors.Reverse() : tensors]);
    }

    private static byte[] Save(params SafetensorsTensor[] tensors)
    {
        using var stream = new MemoryStream();
        SafetensorsFile.Save(stream, tensors);
        return stream.ToArray();
    }

    private static byte[] Zip(params string[] names)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach (var name in names)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(Encoding.ASCII.GetBytes(new string('x', 100)));
            }
        }

        return stream.ToArray();
    }
}
