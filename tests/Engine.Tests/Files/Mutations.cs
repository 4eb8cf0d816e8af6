namespace GpuDigits.Engine.Tests.Files;

/// <summary>Damages files in seeded ways and holds readers to their promise: their own exception, a bounded allocation.</summary>
internal static class Mutations
{
    /// <summary>
    /// Reads <paramref name="count"/> damaged versions of <paramref name="original"/>. Each read must return or throw
    /// <typeparamref name="TException"/> with one line of text, and allocate at most <paramref name="maximumBytes"/>.
    /// </summary>
    /// <param name="original">A file that the reader takes.</param>
    /// <param name="read">The reader.</param>
    /// <param name="count">How many versions.</param>
    /// <param name="maximumBytes">Limit of what one read allocates.</param>
    /// <param name="headerLength">Half of the damage is done within so many bytes from the start.</param>
    /// <param name="repair">Makes checksums fit again after the damage, so that it reaches the code behind them.</param>
    public static void Campaign<TException>(
        byte[] original, Action<MemoryStream> read, int count, long maximumBytes, int headerLength, Action<byte[]>? repair = null)
        where TException : Exception
    {
        using (var intact = new MemoryStream(original))
            read(intact);
        int refused = 0;
        for (int seed = 0; seed < count; seed++)
        {
            byte[] damaged = Damage(original, new Random(seed), headerLength);
            repair?.Invoke(damaged);
            using var stream = new MemoryStream(damaged);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(stream);
            }
            catch (TException e)
            {
                refused++;
                Assert.DoesNotContain('\n', e.Message);
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {e}");
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated <= maximumBytes, $"seed {seed}: {allocated} bytes allocated");
        }

        Assert.InRange(refused, count / 20, count);
    }

    private static byte[] Damage(byte[] original, Random random, int headerLength)
    {
        byte[] bytes = [.. original];
        for (int times = random.Next(1, 4); times > 0; times--)
        {
            int reach = random.Next(2) == 0 ? Math.Min(headerLength, bytes.Length) : bytes.Length;
            if (reach == 0)
                return bytes;
            int at = random.Next(reach);
            switch (random.Next(8))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes[at] = random.GetItems<byte>([0, 1, 0x7F, 0x80, 0xFF, (byte)'0', (byte)'9', (byte)'"', (byte)'-'], 1)[0];
                    break;
                case 3:
                    bytes = bytes[..at];
                    break;
                case 4:
                    var tail = new byte[random.Next(1, 40)];
                    random.NextBytes(tail);
                    bytes = [.. bytes, .. tail];
                    break;
                case 5:
                    bytes = [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]];
                    break;
                case 6:
                    bytes = [.. bytes[..at], .. bytes[(at + 1)..]];
                    break;
                default:
                    // Four bytes at once reach sizes that one byte does not.
                    random.NextBytes(bytes.AsSpan(at, Math.Min(4, bytes.Length - at)));
                    break;
            }
        }

        return bytes;
    }
}
