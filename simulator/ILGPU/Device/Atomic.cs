using System.Runtime.CompilerServices;

namespace ILGPU;

/// <summary>Atomic operations; all give the value from before.</summary>
public static class Atomic
{
    public static int Add(ref int target, int value) => Interlocked.Add(ref target, value) - value;

    public static int Max(ref int target, int value)
    {
        int current = Volatile.Read(ref target);
        while (true)
        {
            int seen = Interlocked.CompareExchange(ref target, Math.Max(current, value), current);
            if (seen == current)
                return current;
            current = seen;
        }
    }

    public static int Min(ref int target, int value)
    {
        int current = Volatile.Read(ref target);
        while (true)
        {
            int seen = Interlocked.CompareExchange(ref target, Math.Min(current, value), current);
            if (seen == current)
                return current;
            current = seen;
        }
    }

    public static int And(ref int target, int value) => Interlocked.And(ref target, value);

    public static int Or(ref int target, int value) => Interlocked.Or(ref target, value);

    public static int Xor(ref int target, int value)
    {
        int current = Volatile.Read(ref target);
        while (true)
        {
            int seen = Interlocked.CompareExchange(ref target, current ^ value, current);
            if (seen == current)
                return current;
            current = seen;
        }
    }

    public static int Exchange(ref int target, int value) => Interlocked.Exchange(ref target, value);

    public static int CompareExchange(ref int target, int compare, int value) =>
        Interlocked.CompareExchange(ref target, value, compare);

    public static long Add(ref long target, long value) => Interlocked.Add(ref target, value) - value;

    public static long Max(ref long target, long value)
    {
        long current = Volatile.Read(ref target);
        while (true)
        {
            long seen = Interlocked.CompareExchange(ref target, Math.Max(current, value), current);
            if (seen == current)
                return current;
            current = seen;
        }
    }

    public static long Min(ref long target, long value)
    {
        long current = Volatile.Read(ref target);
        while (true)
        {
            long seen = Interlocked.CompareExchange(ref target, Math.Min(current, value), current);
            if (seen == current)
                return current;
            current = seen;
        }
    }

    public static long And(ref long target, long value) => Interlocked.And(ref target, value);

    public static long Or(ref long target, long value) => Interlocked.Or(ref target, value);

    public static long Xor(ref long target, long value)
    {
        long current = Volatile.Read(ref target);
        while (true)
        {
            long seen = Interlocked.CompareExchange(ref target, current ^ value, current);
            if (seen == current)
                return current;
            current = seen;
        }
    }

    public static long Exchange(ref long target, long value) => Interlocked.Exchange(ref target, value);

    public static long CompareExchange(ref long target, long compare, long value) =>
        Interlocked.CompareExchange(ref target, value, compare);

    public static uint Add(ref uint target, uint value) => Interlocked.Add(ref target, value) - value;

    public static uint Max(ref uint target, uint value)
    {
        uint current = Volatile.Read(ref target);
        while (true)
        {
            uint seen = Interlocked.CompareExchange(ref target, Math.Max(current, value), current);
            if (seen == current)
                return current;
            current = seen;
        }
    }

    public static uint Min(ref uint target, uint value)
    {
        uint current = Volatile.Read(ref target);
        while (true)
        {
            uint seen = Interlocked.CompareExchange(ref target, Math.Min(current, value), current);
            if (seen == current)
                return current;
            current = seen;
        }
    }

    public static uint And(ref uint target, uint value) => Interlocked.And(ref target, value);

    public static uint Or(ref uint target, uint value) => Interlocked.Or(ref target, value);

    public static uint Xor(ref uint target, uint value)
    {
        uint current = Volatile.Read(ref target);
        while (true)
        {
            uint seen = Interlocked.CompareExchange(ref target, current ^ value, current);
            if (seen == current)
                return current;
            current = seen;
        }
    }

    public static uint Exchange(ref uint target, uint value) => Interlocked.Exchange(ref target, value);

    public static uint CompareExchange(ref uint target, uint compare, uint value) =>
        Interlocked.CompareExchange(ref target, value, compare);

    public static ulong Add(ref ulong target, ulong value) => Interlocked.Add(ref target, value) - value;

    public static ulong Max(ref ulong target, ulong value)
    {
        ulong current = Volatile.Read(ref target);
        while (true)
        {
            ulong seen = Interlocked.CompareExchange(ref target, Math.Max(current, value), current);
            if (seen == current)
                return current;
            current = seen;
        }
    }

    public static ulong Min(ref ulong target, ulong value)
    {
        ulong current = Volatile.Read(ref target);
        while (true)
        {
            ulong seen = Interlocked.CompareExchange(ref target, Math.Min(current, value), current);
            if (seen == current)
                return current;
            current = seen;
        }
    }

    public static ulong And(ref ulong target, ulong value) => Interlocked.And(ref target, value);

    public static ulong Or(ref ulong target, ulong value) => Interlocked.Or(ref target, value);

    public static ulong Xor(ref ulong target, ulong value)
    {
        ulong current = Volatile.Read(ref target);
        while (true)
        {
            ulong seen = Interlocked.CompareExchange(ref target, current ^ value, current);
            if (seen == current)
                return current;
            current = seen;
        }
    }

    public static ulong Exchange(ref ulong target, ulong value) => Interlocked.Exchange(ref target, value);

    public static ulong CompareExchange(ref ulong target, ulong compare, ulong value) =>
        Interlocked.CompareExchange(ref target, value, compare);

    public static float Add(ref float target, float value)
    {
        float current = Volatile.Read(ref target);
        while (true)
        {
            float seen = Interlocked.CompareExchange(ref target, current + value, current);
            if (BitConverter.SingleToInt32Bits(seen) == BitConverter.SingleToInt32Bits(current))
                return current;
            current = seen;
        }
    }

    public static float Max(ref float target, float value)
    {
        float current = Volatile.Read(ref target);
        while (true)
        {
            float seen = Interlocked.CompareExchange(ref target, Math.Max(current, value), current);
            if (BitConverter.SingleToInt32Bits(seen) == BitConverter.SingleToInt32Bits(current))
                return current;
            current = seen;
        }
    }

    public static float Min(ref float target, float value)
    {
        float current = Volatile.Read(ref target);
        while (true)
        {
            float seen = Interlocked.CompareExchange(ref target, Math.Min(current, value), current);
            if (BitConverter.SingleToInt32Bits(seen) == BitConverter.SingleToInt32Bits(current))
                return current;
            current = seen;
        }
    }

    public static float Exchange(ref float target, float value) => Interlocked.Exchange(ref target, value);

    public static float CompareExchange(ref float target, float compare, float value) =>
        Interlocked.CompareExchange(ref target, value, compare);

    public static double Add(ref double target, double value)
    {
        double current = Volatile.Read(ref target);
        while (true)
        {
            double seen = Interlocked.CompareExchange(ref target, current + value, current);
            if (BitConverter.DoubleToInt64Bits(seen) == BitConverter.DoubleToInt64Bits(current))
                return current;
            current = seen;
        }
    }

    public static double Max(ref double target, double value)
    {
        double current = Volatile.Read(ref target);
        while (true)
        {
            double seen = Interlocked.CompareExchange(ref target, Math.Max(current, value), current);
            if (BitConverter.DoubleToInt64Bits(seen) == BitConverter.DoubleToInt64Bits(current))
                return current;
            current = seen;
        }
    }

    public static double Min(ref double target, double value)
    {
        double current = Volatile.Read(ref target);
        while (true)
        {
            double seen = Interlocked.CompareExchange(ref target, Math.Min(current, value), current);
            if (BitConverter.DoubleToInt64Bits(seen) == BitConverter.DoubleToInt64Bits(current))
                return current;
            current = seen;
        }
    }

    public static double Exchange(ref double target, double value) => Interlocked.Exchange(ref target, value);

    public static double CompareExchange(ref double target, double compare, double value) =>
        Interlocked.CompareExchange(ref target, value, compare);

    public static Index1D Add(ref Index1D target, Index1D value) => Add(ref Number(ref target), value.X);

    public static Index1D Exchange(ref Index1D target, Index1D value) => Exchange(ref Number(ref target), value.X);

    public static Index1D CompareExchange(ref Index1D target, Index1D compare, Index1D value) =>
        CompareExchange(ref Number(ref target), compare.X, value.X);

    private static ref int Number(ref Index1D index) => ref Unsafe.As<Index1D, int>(ref index);
}
