using System.Security.Cryptography;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Tests.Data;
using GpuDigits.Engine.Train;
using GpuDigits.Tests;

namespace GpuDigits.Engine.Tests.Trust;

/// <summary>What a person's folder gives to learn from, and what is said of it.</summary>
public sealed class PersonalAdaptationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-adapt-").FullName;

    private MnistStore Nothing => new(Path.Combine(_folder, "empty"), [], MnistFile.All);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Without_MNIST_ordinary_digits_are_synthetic_and_the_better_model_is_kept_in_the_folder()
    {
        Correct();
        File.AppendAllText(CorrectionFile.In(_folder), "no drawing\n");

        var done = Adapt(Nothing);

        Assert.Equal(("synthetic", 5, 1, ""), (done.Standard, done.Corrections, done.LeftOut, done.Reason));
        Assert.True(done.Result.IsKept, $"{done.Result}");
        Assert.Equal(done.Result.Model.Weights, TrainedModel.Load(PersonalModel.Find(_folder)!).Weights);
    }

    [Fact]
    public void Where_MNIST_is_on_the_machine_its_test_digits_are_the_ordinary_ones()
    {
        Correct();
        (var train, var test) = MnistExcerpt.Load();
        const int times = 8;
        byte[][] contents =
        [
            IdxFileTests.Idx([times * train.Count, 28, 28], [.. Enumerable.Repeat(train.Images, times).SelectMany(all => all)]),
            IdxFileTests.Idx([times * train.Count], [.. Enumerable.Repeat(train.Labels, times).SelectMany(all => all)]),
            IdxFileTests.Idx([test.Count, 28, 28], test.Images), IdxFileTests.Idx([test.Count], test.Labels),
        ];
        var folder = Path.Combine(_folder, "mnist");
        Directory.CreateDirectory(folder);
        MnistFile[] files =
        [
            .. MnistFile.All.Zip(contents, (file, content) =>
                new MnistFile(file.Name, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), file.Rank)),
        ];
        foreach (var (file, content) in files.Zip(contents))
            File.WriteAllBytes(Path.Combine(folder, file.Name), content);

        var done = Adapt(new(folder, [], files));

        Assert.Equal("MNIST test", done.Standard);
        // A share of that many digits, and of no other number of them.
        var read = done.Result.StandardAfter * test.Count;
        Assert.Equal(Math.Round(read), read, 1e-9);
        // The network began with noise, and has learnt from the ordinary digits, too.
        Assert.True(done.Result.StandardAfter > done.Result.StandardBefore + 0.1, $"{done.Result}");
    }

    [Fact]
    public void Without_corrections_the_empty_file_is_named()
    {
        var message = Assert.Throws<ModelException>(() => Adapt(Nothing)).Message;
        Assert.Equal($"{CorrectionFile.In(_folder)}: holds no corrected digits; correct some in the window first", message);
    }

    [Fact]
    public void Cancelled_at_the_last_operation_nothing_is_kept()
    {
        Correct();
        using var device = new VectorDevice();
        var operations = 0;
        device.Ran = (_, _) => operations++;
        Assert.True(Adapt(Nothing, device).Result.IsKept);
        Assert.True(PersonalModel.Undo(_folder));

        using var stop = new CancellationTokenSource();
        device.Ran = (_, _) =>
        {
            if (--operations == 0)
                stop.Cancel();
        };
        Assert.Throws<OperationCanceledException>(() => Adapt(Nothing, device, stop.Token));
        Assert.Equal(0, operations);
        Assert.Null(PersonalModel.Find(_folder));
    }

    [Theory]
    [InlineData(false, 0.5, 0.7, "ordinary digits would be read worse by more than 0.1 %")]
    [InlineData(false, 0.5, 0.5, "there was nothing to gain")]
    [InlineData(false, 0.5, 0.4, "there was nothing to gain")]
    [InlineData(true, 0.5, 0.7, "")]
    public void The_reason_why_the_old_model_stays_is_said(bool kept, double before, double after, string reason) =>
        Assert.Equal(reason, new PersonalAdaptation(new(Noise(), kept, 0.9, 0.8, before, after), 1, 0, "synthetic").Reason);

    /// <summary>Five sevens, drawn as a bar and a slope.</summary>
    private void Correct()
    {
        for (var i = 0; i < 5; i++)
        {
            CorrectionFile.Append(
                CorrectionFile.In(_folder), 7, [new Stroke([new(0, 9 * i, 0), new(100, 0, 8), new(50, 200, 16)])]);
        }
    }

    private PersonalAdaptation Adapt(MnistStore store)
    {
        using var device = new VectorDevice();
        return Adapt(store, device);
    }

    private PersonalAdaptation Adapt(MnistStore store, VectorDevice device, CancellationToken cancellation = default) =>
        PersonalAdaptation.Run(device, _folder, Noise(), store, cancellation: cancellation);

    private static TrainedModel Noise()
    {
        var architecture = new Sequential(new(28, 28, 1), new Flatten(), new Dense(24), new Relu(), new Dense(10), new Softmax());
        return new(architecture, architecture.Initialise(4));
    }
}
