namespace GpuDigits.Web.Publishing;

/// <summary>
/// Chooses the data that a trimmed module keeps. Data has no names, only addresses that code speaks of. But a linker puts the data of a
/// library together. So what goes is one stretch: the one of which dead code speaks most, and living code next to never.
/// </summary>
internal static class DataTrimmer
{
    // A number in living code may be an address there by chance: some twenty are. Elsewhere living code speaks as often as dead code.
    private const int Doubt = 4;

    /// <summary>The segments without those of which only dead code speaks, and without the files of time zones.</summary>
    /// <param name="segments">All, ordered by address.</param>
    /// <param name="live">The numbers in living code.</param>
    /// <param name="all">The numbers in all code.</param>
    public static IReadOnlyList<(int Address, ReadOnlyMemory<byte> Bytes)> Kept(
        IReadOnlyList<(int Address, ReadOnlyMemory<byte> Bytes)> segments, HashSet<int> live, HashSet<int> all)
    {
        if (segments is not [var first, .., var last])
            return segments;
        var (from, to) = Silent([.. all.Where(address => address >= first.Address && address < End(last)).Order()], live);
        // Zones are named by a table that stays, since the runtime registers it when it starts; nobody looks into them.
        var zones = segments.Where(segment => segment.Bytes.Span.StartsWith("TZif"u8)).ToList();
        return [.. segments.Where(segment =>
            !Lies(segment, from, to) && !Lies(segment, zones.FirstOrDefault().Address, End(zones.LastOrDefault())))];
    }

    private static bool Lies((int Address, ReadOnlyMemory<byte> Bytes) segment, int from, int to) =>
        segment.Address >= from && End(segment) <= to;

    private static int End((int Address, ReadOnlyMemory<byte> Bytes) segment) => segment.Address + segment.Bytes.Length;

    // The stretch with the greatest sum, where an address counts one if only dead code speaks of it (J. Bentley, Programming Pearls, 8).
    private static (int From, int To) Silent(int[] spoken, HashSet<int> live)
    {
        var (best, sum, start) = (0, 0, 0);
        var found = (0, 0);
        foreach (var address in spoken)
        {
            if (sum == 0)
                start = address;
            sum = Math.Max(0, sum + (live.Contains(address) ? -Doubt : 1));
            if (sum > best)
                (best, found) = (sum, (start, address));
        }

        return found;
    }
}
