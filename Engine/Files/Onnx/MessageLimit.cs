namespace GpuDigits.Engine.Files.Onnx
{
    /// <summary>
    /// Limits the large messages that a file may ask for. An empty node, setting or constant takes two bytes in a file and hundreds in
    /// memory; everything else that the parser makes takes at most about 24 times its bytes.
    /// </summary>
    internal static class MessageLimit
    {
        private const int Most = 100_000;

        [ThreadStatic]
        private static int? _left;

        /// <summary>Runs a parser on this thread under the limit.</summary>
        public static void Apply(Action parse)
        {
            _left = Most;
            try
            {
                parse();
            }
            finally
            {
                _left = null;
            }
        }

        /// <summary>Counts a message that is made.</summary>
        /// <exception cref="InvalidDataException">The file asks for too many.</exception>
        public static void Count()
        {
            if (_left is { } left && (_left = left - 1) < 0)
                throw new InvalidDataException($"more than {Most} nodes, constants and settings");
        }
    }
}

namespace GpuDigits.Engine.Files.Onnx.Messages
{
    internal sealed partial class NodeProto
    {
        partial void OnConstruction() => MessageLimit.Count();
    }

    internal sealed partial class AttributeProto
    {
        partial void OnConstruction() => MessageLimit.Count();
    }

    internal sealed partial class TensorProto
    {
        partial void OnConstruction() => MessageLimit.Count();
    }
}
