// Types of no use but for the arrows between them: what ArrowsTests has to find, and beside it what is allowed.
#pragma warning disable IDE0161, IDE0130, CA1812, CA1823, CA1018, IDE0051, IDE0052, CS0169, CS1591
namespace GpuDigits.Engine.Tests.House.Planted
{
    internal sealed class Shared;
}

namespace GpuDigits.Engine.Tests.House.Planted.Data
{
    internal class Leaf
    {
        public static int Count => 3;

        public Ink.Pen? Allowed { get; }
    }

    internal sealed class LeafException : Exception;

    [AttributeUsage(AttributeTargets.All)]
    internal sealed class MarkAttribute : Attribute;
}

namespace GpuDigits.Engine.Tests.House.Planted.Ink
{
    internal sealed class Pen
    {
        public Shared? Allowed { get; }
    }

    internal sealed class Derived : Data.Leaf;

    internal sealed class Field
    {
        public List<Data.Leaf[]> Leaves = [];
    }

    internal static class Signature
    {
        public static void Take(ref Data.Leaf leaf) => _ = leaf;
    }

    internal static class Argument
    {
        public static bool IsEmpty => Array.Empty<Data.Leaf>() is [];
    }

    internal static class Body
    {
        public static int Count => Data.Leaf.Count;
    }

    internal static class Closure
    {
        public static Func<int> Count(int more) => () => Data.Leaf.Count + more;
    }

    internal static class Caught
    {
        public static void Try(Action action)
        {
            try
            {
                action();
            }
            catch (Data.LeafException)
            {
            }
        }
    }

    [Data.Mark]
    internal static class Attributed;

    internal static class FromFile
    {
        public static bool Exists => File.Exists("");
    }
}

namespace GpuDigits.Engine.Tests.House.Planted.Devices.Ilgpu
{
    internal sealed class Card;
}

namespace GpuDigits.Engine.Tests.House.Planted.Devices.Vector
{
    internal static class Sibling
    {
        public static Ilgpu.Card? Card => null;
    }
}

namespace GpuDigits.Engine.Tests.House.Planted.Nowhere
{
    internal sealed class Stray;
}
