using GpuDigits.Engine.Files;

namespace GpuDigits.Engine.Tests.Files;

public class Crc32Tests
{
    [Fact]
    public void KnownChecksums()
    {
        Assert.Equal(0xCBF43926, Crc32.Append(0, "123456789"u8));
        Assert.Equal(0xAE426082, Crc32.Append(0, "IEND"u8));
        Assert.Equal(0xCBF43926, Crc32.Append(Crc32.Append(0, "1234"u8), "56789"u8));
    }
}
