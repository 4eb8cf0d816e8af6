using GpuDigits.Engine.Devices;

namespace GpuDigits.Engine.Tests.Operations;

public abstract partial class OperationSuite
{
    [SkippableFact]
    public void BuffersKeepCopyAndShareTheirValues()
    {
        var buffer = Device.Allocate<int>(6);
        Assert.Equal(new int[6], buffer.ToArray());
        buffer.CopyFromHost([1, 2, 3, 4, 5]);
        var slice = buffer.Slice(2, 3);
        Assert.Equal([3, 4, 5], slice.ToArray());
        slice.CopyFromHost([7]);
        slice.Slice(1, 1).Clear();
        slice.Dispose();
        Assert.Equal([1, 2, 7, 0, 5, 0], buffer.ToArray());
        var first = new int[2];
        buffer.CopyToHost(first);
        Assert.Equal([1, 2], first);
        buffer.Dispose();
        using var empty = Device.Allocate<float>(0);
        Assert.Empty(empty.ToArray());
    }

    [SkippableTheory]
    [InlineData(0, 3)]
    [InlineData(2, 5)]
    [InlineData(9, 4)]
    [InlineData(13, 0)]
    public void APartIsClearedAndNothingElse(int first, int count)
    {
        PartOf(bytes => bytes, first, count);
        PartOf(bytes => Array.ConvertAll(bytes, value => (int)value), first, count);
        PartOf(bytes => Array.ConvertAll(bytes, value => (float)value), first, count);
    }

    // Values of one size: a driver that counts in bytes clears another place.
    private void PartOf<T>(Func<byte[], T[]> values, int first, int count)
        where T : unmanaged
    {
        byte[] bytes = [.. Enumerable.Range(1, 13).Select(i => (byte)i)];
        var buffer = Send(values(bytes));
        buffer.Slice(first, count).Clear();
        Array.Clear(bytes, first, count);
        Assert.Equal(values(bytes), buffer.ToArray());
    }

    [SkippableFact]
    public void BuffersRefuseWhatDoesNotFit()
    {
        using var buffer = Device.Allocate<float>(4);
        Assert.Throws<ArgumentException>(() => buffer.CopyFromHost(new float[5]));
        Assert.Throws<ArgumentException>(() => buffer.CopyToHost(new float[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Slice(2, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Slice(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Device.Allocate<float>(-1));
    }

    [SkippableFact]
    public void AllocationThatCannotBeSaysHowMuchWasAsked()
    {
        var error = Assert.Throws<DeviceException>(() => Device.Allocate<float>(1L << 50));
        Assert.Contains("4294967296", error.Message, StringComparison.Ordinal);
        using var after = Device.Allocate<float>(4);
        Assert.Equal(4, after.ToArray().Length);
    }
}
