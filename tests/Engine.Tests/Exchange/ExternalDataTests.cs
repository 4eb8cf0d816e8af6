using System.Runtime.InteropServices;
using Google.Protobuf;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Files.Onnx;
using GpuDigits.Engine.Files.Onnx.Messages;

namespace GpuDigits.Engine.Tests.Exchange;

/// <summary>Weights that a graph keeps in a file of its own: read beside the model, and nowhere else.</summary>
public sealed class ExternalDataTests : IDisposable
{
    private static readonly float[] Weights = [1, -2, 3, -4];

    private readonly string _root = Directory.CreateTempSubdirectory("gpudigits-external-").FullName;

    public ExternalDataTests()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "inner"));
        foreach (var file in (string[])[In("weights.bin"), In("inner/weights.bin"), Path.Combine(_root, "secret.bin")])
            File.WriteAllBytes(file, [9, 9, 9, 9, .. MemoryMarshal.AsBytes<float>(Weights)]);
    }

    private string Folder => Path.Combine(_root, "model");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Weights_beside_the_model_are_read()
    {
        Assert.Equal(Weights, Load(("location", "weights.bin"), ("offset", "4"), ("length", "16")).Floats()!);
        Assert.Equal(Weights, Load(("offset", "4"), ("location", "./weights.bin")).Floats()!);
        Assert.NotEqual(Weights, Load(("location", "weights.bin")).Floats()!);
    }

    [SkippableFact]
    public void A_link_is_read_that_stays_in_the_folder()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need a right there");
        File.CreateSymbolicLink(In("link.bin"), "weights.bin");
        Assert.Equal(Weights, Load(("location", "link.bin"), ("offset", "4")).Floats()!);
    }

    [Theory]
    [InlineData("../secret.bin")]
    [InlineData("inner/../../secret.bin")]
    [InlineData("inner/weights.bin")]
    [InlineData("..\\secret.bin")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("weights.bin\0")]
    [InlineData("/ROOT/secret.bin")]
    [InlineData("/ROOT/model/weights.bin")]
    [InlineData("../model/weights.bin")]
    public void No_other_place_is_read(string location)
    {
        var refusal = Refusal(("location", location.Replace("/ROOT", _root, StringComparison.Ordinal)), ("offset", "4"));
        Assert.Contains("own folder", refusal, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("../secret.bin")]
    [InlineData("/ROOT/secret.bin")]
    [InlineData("inner/weights.bin")]
    [InlineData("away.bin")]
    public void A_link_leads_to_no_other_place(string target)
    {
        Skip.If(OperatingSystem.IsWindows(), "links need a right there");
        File.CreateSymbolicLink(In("away.bin"), target.Replace("/ROOT", _root, StringComparison.Ordinal));
        Assert.Contains("own folder", Refusal(("location", "away.bin"), ("offset", "4")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none.bin", "4", "16", "cannot be read")]
    [InlineData("inner", "4", "16", "cannot be read")]
    [InlineData("weights.bin", "5", "16", "the file has 20")]
    [InlineData("weights.bin", "9223372036854775807", "16", "the file has 20")]
    [InlineData("weights.bin", "-4", "16", "is no number of bytes")]
    [InlineData("weights.bin", "4", "20", "16 are needed")]
    [InlineData("weights.bin", "4", "x", "is no number of bytes")]
    public void What_does_not_hold_the_constant_is_refused(string location, string offset, string length, string reason) =>
        Assert.Contains(reason, Refusal(("location", location), ("offset", offset), ("length", length)), StringComparison.Ordinal);

    private string In(string name) => Path.Combine(Folder, name);

    private string Refusal(params (string Key, string Value)[] entries)
    {
        var message = Assert.Throws<ModelFileException>(() => Load(entries)).Message;
        Assert.StartsWith(In("model.onnx") + ": ", message, StringComparison.Ordinal);
        Assert.Contains("\"w\"", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        return message;
    }

    /// <summary>Writes a model with one constant of four floats at a place, and reads the constant.</summary>
    private OnnxTensor Load(params (string Key, string Value)[] entries)
    {
        var tensor = new TensorProto { Name = "w", Dims = { 4 }, DataType = (int)OnnxType.Float, DataLocation = 1 };
        foreach (var (key, value) in entries)
            tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
        var model = new ModelProto
        {
            OpsetImport = { new OperatorSetIdProto { Version = 17 } },
            Graph = new() { Initializer = { tensor } }
        };
        File.WriteAllBytes(In("model.onnx"), model.ToByteArray());
        return OnnxFile.Load(In("model.onnx")).Graph.Initializers[0];
    }
}
