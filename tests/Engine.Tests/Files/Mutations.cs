using GpuDigits.Fuzz;

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
        var refused = 0;
        for (var seed = 0; seed < count; seed++)
        {
            var damaged = Mutator.Bytes(original, new Random(seed), original, headerLength);
            repair?.Invoke(damaged);
            using var stream = new MemoryStream(damaged);
            var before = GC.GetAllocatedBytesForCurrentThread();
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

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated <= maximumBytes, $"seed {seed}: {allocated} bytes allocated");
        }

        Assert.InRange(refused, count / 20, count);
    }
}
