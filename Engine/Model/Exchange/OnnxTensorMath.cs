using GpuDigits.Engine.Files.Onnx;
using GpuDigits.Engine.Layers;

namespace GpuDigits.Engine.Model.Exchange;

/// <summary>
/// The ONNX operations that graphs apply to constants, on arrays in row-major order, computed in double.
/// </summary>
internal static class OnnxTensorMath
{
    /// <summary>The most axes that an array has here.</summary>
    public const int MostAxes = 16;

    /// <summary>An operation on one number; null if there is none of this name.</summary>
    public static Func<double, double>? Unary(string operation) => operation switch
    {
        "Neg" => n => -n,
        "Abs" => Math.Abs,
        "Sqrt" => Math.Sqrt,
        "Reciprocal" => n => 1 / n,
        "Exp" => PortableMath.Exp,
        "Floor" => Math.Floor,
        _ => null,
    };

    /// <summary>An operation on two numbers; null if there is none of this name. Integers are divided without a remainder.</summary>
    public static Func<double, double, double>? Binary(string operation, bool isFloat) => operation switch
    {
        "Add" => (a, b) => a + b,
        "Sub" => (a, b) => a - b,
        "Mul" => (a, b) => a * b,
        "Div" when isFloat => (a, b) => a / b,
        "Div" => (a, b) => b == 0 ? throw new ModelException("divides by 0") : Math.Truncate(a / b),
        "Pow" => PortableMath.Pow,
        _ => null,
    };

    /// <summary>A number converted to another type.</summary>
    public static double Cast(double n, OnnxType type) => type switch
    {
        OnnxType.Double => n,
        OnnxType.Float => (float)n,
        OnnxType.Float16 => (double)(Half)n,
        OnnxType.BFloat16 => double.IsNaN(n) ? n : BFloat16(BitConverter.SingleToUInt32Bits((float)n)),
        OnnxType.Bool => n == 0 ? 0 : 1,
        _ => Math.Truncate(n),
    };

    /// <summary>The upper half of a float's bits, rounded to the nearest, and halfway to the even one.</summary>
    private static float BFloat16(uint bits) => BitConverter.UInt32BitsToSingle((bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000);

    /// <summary>
    /// The common shape of two arrays: they are aligned at their last axes, and an axis of length 1 is repeated (NumPy broadcasting).
    /// </summary>
    /// <exception cref="ModelException">They cannot be broadcast.</exception>
    public static int[] BroadcastShape(int[] a, int[] b)
    {
        var rank = Math.Max(a.Length, b.Length);
        return
        [
            .. Enumerable.Range(0, rank).Select(axis =>
            {
                int own = At(a, axis), other = At(b, axis);
                return own == other || other == 1 ? own
                    : own == 1 ? other
                    : throw new ModelException($"does not fit [{string.Join(", ", a)}] to [{string.Join(", ", b)}]");
            }),
        ];

        int At(int[] shape, int axis) => axis + shape.Length < rank ? 1 : shape[axis + shape.Length - rank];
    }

    /// <summary>An operation on two arrays that are repeated to a shape which they both fit.</summary>
    public static double[] Broadcast(
        int[] shape, double[] a, int[] aShape, double[] b, int[] bShape, Func<double, double, double> operation)
    {
        int[] aSteps = Steps(aShape), bSteps = Steps(bShape), at = new int[shape.Length];
        var result = new double[shape.Aggregate(1, (product, size) => checked(product * size))];
        int ai = 0, bi = 0;
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = operation(a[ai], b[bi]);
            for (var axis = shape.Length - 1; axis >= 0; axis--)
            {
                ai += aSteps[axis];
                bi += bSteps[axis];
                if (++at[axis] < shape[axis])
                    break;
                ai -= aSteps[axis] * shape[axis];
                bi -= bSteps[axis] * shape[axis];
                at[axis] = 0;
            }
        }

        return result;

        int[] Steps(int[] own)
        {
            var steps = new int[shape.Length];
            var step = 1;
            for (var axis = own.Length - 1; axis >= 0; step *= own[axis--])
                steps[axis + shape.Length - own.Length] = own[axis] == 1 ? 0 : step;
            return steps;
        }
    }

    /// <summary>Concatenates arrays along an axis; their other axes are equal.</summary>
    public static double[] Concat(IReadOnlyList<(double[] Values, int[] Shape)> parts, int axis)
    {
        var outer = Product(parts[0].Shape[..axis]);
        return [.. Enumerable.Range(0, outer)
            .SelectMany(o => parts.SelectMany(p => p.Values.Skip(o * (p.Values.Length / outer)).Take(p.Values.Length / outer)))];
    }

    /// <summary>The elements at chosen indices along an axis.</summary>
    public static double[] Gather(double[] values, int[] shape, int axis, int[] places)
    {
        int outer = Product(shape[..axis]), inner = Product(shape[(axis + 1)..]);
        return
        [
            .. Enumerable.Range(0, outer).SelectMany(o => places.SelectMany(p =>
                new ArraySegment<double>(values, ((o * shape[axis]) + p) * inner, inner))),
        ];
    }

    private static int Product(int[] sizes) => sizes.Aggregate(1, (product, size) => product * size);
}
