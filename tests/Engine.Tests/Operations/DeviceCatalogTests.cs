using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Ilgpu;

namespace GpuDigits.Engine.Tests.Operations;

public sealed class DeviceCatalogTests
{
    [Fact]
    public void ListNamesEveryKindAndWhatIsMissing()
    {
        var entries = DeviceCatalog.List();
        foreach (var kind in new[] { "cuda", "opencl", "cpu", "ilgpu-cpu" })
            Assert.Contains(entries, entry => entry.Id.Split(':')[0] == kind);
        Assert.All(entries, entry => Assert.NotEqual(entry.Available, entry.Reason.Length > 0));
        Assert.All(entries, entry => Assert.Equal(entry.Available, entry.Description.Length > 0));
        Assert.All(entries, entry => Assert.DoesNotContain('\n', entry.Reason + entry.Description));
    }

    [Fact]
    public void EveryListedDeviceOpens()
    {
        foreach (var entry in DeviceCatalog.List().Where(entry => entry.Available))
        {
            using var device = DeviceCatalog.Open(entry.Id, threads: 1);
            Assert.Equal(entry.Id, device.Id);
        }
    }

    [Fact]
    public void AutoSaysWhatItTookAndWhyNotTheOthers()
    {
        var (device, explanation) = DeviceCatalog.Choose("auto", threads: 1);
        using (device)
        {
            Assert.StartsWith(device.Id, explanation, StringComparison.Ordinal);
            if (device.Id == "cpu")
                Assert.Contains("not taken: cuda", explanation, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("gpu", "Unknown device 'gpu': say one of auto, cuda[:n], opencl[:n], cpu, ilgpu-cpu.")]
    [InlineData("cuda:x", "Unknown device 'cuda:x'")]
    [InlineData("cuda:", "Unknown device 'cuda:'")]
    [InlineData("cpu:1", "Unknown device 'cpu:1'")]
    [InlineData("", "Unknown device ''")]
    [InlineData("cuda:99", "cuda:99: ")]
    [InlineData("opencl:99", "opencl:99: ")]
    public void WrongNamesAreAnsweredInOneLine(string id, string message)
    {
        var error = Assert.Throws<DeviceException>(() => DeviceCatalog.Open(id));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void ADeviceThatDoesNotStartIsPassedOverInOneLine()
    {
        var (device, explanation) = DeviceCatalog.ChooseBest([new Broken("cuda"), new Broken("opencl")], threads: 1)!;
        using (device)
        {
            Assert.Equal("cpu", device.Id);
            Assert.EndsWith("; not taken: cuda:0: no luck; opencl:0: no luck", explanation, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TheNextDeviceIsTakenInstead()
    {
        var (device, explanation) = DeviceCatalog.ChooseBest([new Broken("cuda"), new Broken("opencl", starts: true)], threads: 1)!;
        using (device)
        {
            Assert.Equal("ilgpu-cpu", device.Id);
            Assert.EndsWith("not taken: cuda:0: no luck", explanation, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void MemoryThatCannotBeHadIsNamedWithItsSize()
    {
        using var device = DeviceCatalog.Open("ilgpu-cpu");
        var message = Assert.Throws<DeviceException>(() => device.Allocate<float>(1L << 46)).Message;
        Assert.StartsWith("ilgpu-cpu", message, StringComparison.Ordinal);
        Assert.Contains("cannot allocate 268435456.0 MiB", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    /// <summary>Debian's packages of OpenCL and NVIDIA's driver install the versioned names only; ILGPU 1.5.3 imports the others.</summary>
    [Theory]
    [InlineData("OpenCL", "libOpenCL.so.1")]
    [InlineData("cuda", "libcuda.so.1")]
    [InlineData("nvrtc", null)]
    public void LibrariesAreLookedUpUnderTheNamesThatDriversInstall(string import, string? name) =>
        Assert.Equal(name, IlgpuPlatform.Versioned(import));

    [Theory]
    [InlineData(16, 16, 4)]
    [InlineData(100, 64, 8)]
    [InlineData(256, 256, 16)]
    [InlineData(1024, 1024, 16)]
    [InlineData(4096, 1024, 16)]
    public void EveryGroupFitsTheDevice(int limit, int largest, int side)
    {
        var sizes = new GroupSizes(limit);
        int[] threads =
        [
            sizes.Lanes * sizes.ForwardRows, sizes.Lanes * sizes.BackwardRows, sizes.Softmax, sizes.Classifier, sizes.Sum,
            sizes.Tile(1000, 10).Threads, sizes.Tile(1000, 100).Threads,
        ];
        Assert.All(threads, t => Assert.InRange(t, 1, limit));
        Assert.True(threads.Max() >= largest);
        Assert.Equal(side, sizes.ProductSide);
    }

    [Theory]
    [InlineData(1024, 128, 5408, 128, 128)]
    [InlineData(128, 128, 5408, 128, 64)]
    [InlineData(100352, 32, 144, 256, 32)]
    [InlineData(100352, 64, 288, 128, 64)]
    [InlineData(100352, 16, 9, 256, 32)]
    [InlineData(10, 16, 100352, 128, 16)]
    public void TheTileFollowsTheResult(int rows, int columns, int depth, int tileRows, int tileColumns)
    {
        var tile = new GroupSizes(1024).Tile(rows, columns, depth, busyGroups: 132);
        Assert.Equal((tileRows, tileColumns), (tile.Rows, tile.Columns));
    }

    private sealed class Broken(string name, bool starts = false) : IGpuPlatform
    {
        public string Name => name;

        public IReadOnlyList<IlgpuDeviceInfo> Find(out string reason)
        {
            reason = "";
            return [new("a GPU", true)];
        }

        public Device Open(int index) => starts ? IlgpuPlatform.Simulation.Open(0) : throw new DeviceException($"{name}:{index}: no luck.");
    }
}
