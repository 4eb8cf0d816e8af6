using GpuDigits.Engine.Devices;

namespace GpuDigits.Engine.Tests.Operations;

public sealed class DeviceCatalogTests
{
    [Fact]
    public void ListNamesEveryKindAndWhatIsMissing()
    {
        var entries = DeviceCatalog.List();
        foreach (string kind in new[] { "cuda", "opencl", "cpu", "ilgpu-cpu" })
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
}
