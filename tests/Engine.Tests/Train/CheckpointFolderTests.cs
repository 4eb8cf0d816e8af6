using GpuDigits.Engine.Files;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;

namespace GpuDigits.Engine.Tests.Train;

public sealed class CheckpointFolderTests : IDisposable
{
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("gpudigits-test-");

    private string Folder => Path.Combine(_scratch.FullName, "a", "b");

    public void Dispose() => _scratch.Delete(recursive: true);

    private static Checkpoint State(long step)
    {
        Sequential model = new(new(2, 2, 1), new Flatten(), new Dense(2), new Softmax());
        var weights = model.Initialise(1);
        return new(model, new(), step, [], weights, weights, weights, null) { Metrics = [0.5f, 1], Device = "cpu", Digits = "abc" };
    }

    [Fact]
    public void Keeps_the_newest_and_gives_it_back_whole()
    {
        using var folder = new CheckpointFolder(Folder);
        Assert.Null(folder.Load());
        folder.Save(State(1));
        folder.Save(State(2));
        var read = folder.Load()!;
        Assert.Equal((2, "cpu", "abc"), (read.Step, read.Device, read.Digits));
        Assert.Equal([0.5f, 1], read.Metrics);
        Assert.Equal(State(2).Weights, read.Weights);
        Assert.Equal(2, Directory.GetFiles(Folder).Length);
    }

    /// <summary>A squared gradient may be larger than a weight of a model, and so may a weight on its way there.</summary>
    [Fact]
    public void What_is_larger_than_a_model_may_keep_is_given_back_too()
    {
        using var folder = new CheckpointFolder(Folder);
        var large = Array.ConvertAll(State(1).V, v => 1e14f * v);
        folder.Save(State(1) with { Weights = large, M = large, V = large, Best = large, Average = large });
        var read = folder.Load()!;
        Assert.All([read.Weights, read.M, read.V, read.Best!, read.Average!], values => Assert.Equal(large, values));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_is_no_number_is_refused_with_its_place(float value)
    {
        using var folder = new CheckpointFolder(Folder);
        folder.Save(State(1) with { V = [.. State(1).V.Select((v, i) => i == 3 ? value : v)] });
        var message = Assert.Throws<ModelFileException>(folder.Load).Message;
        Assert.Contains("tensor adam.v/dense.weight[3] is ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_training_at_a_time()
    {
        using (new CheckpointFolder(Folder))
            Assert.Contains(
                "another training", Assert.ThrowsAny<IOException>(() => new CheckpointFolder(Folder)).Message, StringComparison.Ordinal);
        new CheckpointFolder(Folder).Dispose();
    }

    [Fact]
    public void Half_written_files_of_a_killed_training_are_removed()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, ".checkpoint.safetensors.abc.tmp"), "half");
        new CheckpointFolder(Folder).Dispose();
        Assert.Equal(["lock"], Directory.GetFiles(Folder).Select(Path.GetFileName));
    }

    [Fact]
    public void A_vanished_folder_is_named()
    {
        using var folder = new CheckpointFolder(Folder);
        folder.Save(State(1));
        Directory.Delete(Folder, recursive: true);
        Assert.Contains(
            $"there is no folder {Folder}", Assert.ThrowsAny<IOException>(() => folder.Save(State(2))).Message, StringComparison.Ordinal);
    }

    /// <summary>Only a lock that is held is blamed on another training.</summary>
    [Fact]
    public void A_lock_that_cannot_be_made_is_not_blamed_on_another_training()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "lock"));
        var message = Assert.ThrowsAny<IOException>(() => new CheckpointFolder(Folder)).Message;
        Assert.StartsWith($"{Folder}: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain("another training", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_is_a_file_is_named()
    {
        File.WriteAllText(Path.Combine(_scratch.FullName, "a"), "");
        var message = Assert.ThrowsAny<IOException>(() => new CheckpointFolder(Path.Combine(_scratch.FullName, "a"))).Message;
        Assert.StartsWith(_scratch.FullName, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}
