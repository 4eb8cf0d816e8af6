namespace GpuDigits.Viewer.Tests;

/// <summary>A disk with so much room left, of which a write that is too long takes all.</summary>
internal sealed class FullDisk : MemoryStream
{
    public long Room { get; set; } = long.MaxValue;

    public override void Write(byte[] buffer, int offset, int count)
    {
        var fits = (int)Math.Min(count, Room);
        base.Write(buffer, offset, fits);
        if (fits < count)
            throw new IOException("No space left on device");
    }
}
