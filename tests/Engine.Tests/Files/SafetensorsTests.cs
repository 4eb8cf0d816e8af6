using System.Buffers.Binary;
using System.Text;
using GpuDigits.Engine.Files;

namespace GpuDigits.Engine.Tests.Files;

public class SafetensorsTests
{
    private const string F32Pair = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";

    [Fact]
    public void RoundTripsRandomContents()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            List<SafetensorsTensor> tensors = [];
            for (var i = random.Next(6); i > 0; i--)
            {
                var type = random.GetItems(Enum.GetValues<TensorType>(), 1)[0];
                int[] shape = [.. Enumerable.Range(0, random.Next(5)).Select(_ => random.Next(5))];
                var bytes = new byte[shape.Aggregate(1, (a, b) => a * b) * SafetensorsTensor.SizeOf(type)];
                random.NextBytes(bytes);
                tensors.Add(new($"layer.{i}/\"ü\\\n", type, shape, bytes));
            }

            Dictionary<string, string> metadata = new() { ["preset"] = "tutorial", ["\u0001é😀"] = $"line\nline {seed} \"\\" };
            var file = Read(Write(tensors, metadata));
            Assert.Equal(metadata, file.Metadata);
            Assert.Equal(tensors.Count, file.Tensors.Count);
            Assert.All(tensors, expected =>
            {
                var actual = file.Find(expected.Name)!;
                Assert.Equal(expected.Type, actual.Type);
                Assert.Equal(expected.Shape, actual.Shape);
                Assert.Equal(expected.Bytes, actual.Bytes);
            });
        }
    }

    [Fact]
    public void WritesTheBytesOfTheSpecification()
    {
        var bytes = Write([SafetensorsTensor.From<float>("a", [2], [1f, -2f])], null);
        Assert.Equal(56, BinaryPrimitives.ReadInt64LittleEndian(bytes));
        Assert.Equal(F32Pair.PadRight(56), Encoding.UTF8.GetString(bytes, 8, 56));
        Assert.Equal("0000803F000000C0", Convert.ToHexString(bytes, 64, 8));
        Assert.Equal([1f, -2f], Read(bytes).Tensors[0].As<float>().ToArray());
        Assert.Throws<InvalidOperationException>(() => Read(bytes).Tensors[0].As<int>().Length);
    }

    [Fact]
    public void EqualContentsGiveEqualBytes()
    {
        var tensor = SafetensorsTensor.From<long>("t", [], [7]);
        Assert.Equal(
            Write([tensor], new() { ["b"] = "1", ["a"] = "2" }),
            Write([tensor], new() { ["a"] = "2", ["b"] = "1" }));
    }

    [Fact]
    public void RefusesToWriteOneNameTwice()
    {
        var tensor = SafetensorsTensor.From<float>("a", [1], [1f]);
        Assert.Throws<ArgumentException>(() => Write([tensor, tensor], null));
        Assert.Throws<ArgumentException>(() => Write([SafetensorsTensor.From<float>("__metadata__", [1], [1f])], null));
        Assert.Throws<ArgumentException>(() => SafetensorsTensor.From<float>("a", [2, 2], [1f, 2f, 3f]));
    }

    [Fact]
    public void TakesAnyOrderOfEntriesAndUnpaddedHeaders()
    {
        var file = Read(
            Raw("""{"b":{"shape":[1],"data_offsets":[4,8],"dtype":"I32"},"a":{"dtype":"U8","shape":[4,1],"data_offsets":[0,4]}}""", 8));
        Assert.Equal(["a", "b"], file.Tensors.Select(tensor => tensor.Name));
        Assert.Equal(0x07060504, file.Find("b")!.As<int>()[0]);
        Assert.Null(file.Find("c"));
    }

    /// <summary>Types that only the format's future knows have bytes of any number; who needs the tensor refuses it.</summary>
    [Theory]
    [InlineData("F8_E4M3", "[8]")]
    [InlineData("F4", "[16]")]
    [InlineData("3", "[4]")]
    public void A_tensor_of_an_unknown_type_is_no_reason_to_refuse_the_others(string type, string shape)
    {
        var file = Read(
            Raw(
                $$$"""{"odd":{"dtype":"{{{type}}}","shape":{{{shape}}},"data_offsets":[0,8]}"""
                    + ""","a":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""",
                12));
        var odd = file.Find("odd")!;
        Assert.Equal((TensorType.Other, type, 8), (odd.Type, odd.TypeName, odd.Bytes.Length));
        Assert.Null(odd.Floats());
        Assert.Single(file.Find("a")!.Floats()!);
    }

    [Fact]
    public void Metadata_may_be_null()
    {
        var file = Read(Raw("""{"__metadata__":null,"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}""", 8));
        Assert.Empty(file.Metadata);
        Assert.Single(file.Tensors);
    }

    [Fact]
    public void Floats_of_every_length_are_converted()
    {
        Assert.Equal([1.5f, -3f], Of("F32", BitConverter.GetBytes(1.5f), BitConverter.GetBytes(-3f)));
        Assert.Equal([1.5f, -3f], Of("F64", BitConverter.GetBytes(1.5), BitConverter.GetBytes(-3.0)));
        Assert.Equal([1.5f, -3f], Of("F16", BitConverter.GetBytes((Half)1.5f), BitConverter.GetBytes((Half)(-3f))));
        // 1.5 is 3FC0, -3 is C040, the lower byte first.
        Assert.Equal([1.5f, -3f], Of("BF16", [0xC0, 0x3F], [0x40, 0xC0]));

        static float[] Of(string type, byte[] one, byte[] two)
        {
            byte[] data = [.. one, .. two];
            var header = Raw($$$"""{"a":{"dtype":"{{{type}}}","shape":[2],"data_offsets":[0,{{{data.Length}}}]}}""", 0);
            return Read([.. header, .. data]).Find("a")!.Floats()!;
        }
    }

    [Theory]
    [InlineData("cut", F32Pair, 7)]
    [InlineData("follow", F32Pair, 9)]
    [InlineData("overlap", """{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""",
        8)]
    [InlineData("gap", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""", 8)]
    [InlineData("takes 12 bytes", """{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8)]
    [InlineData("takes 4 bytes", """{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,8]}}""", 8)]
    [InlineData("takes 6 bytes", """{"a":{"dtype":"BF16","shape":[3],"data_offsets":[0,8]}}""", 8)]
    [InlineData("takes 16 bytes", """{"a":{"dtype":"F64","shape":[2],"data_offsets":[0,8]}}""", 8)]
    [InlineData("Number instead of String", """{"a":{"dtype":3,"shape":[4],"data_offsets":[0,8]}}""", 8)]
    [InlineData("twice", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"a":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""",
        8)]
    [InlineData("twice", """{"a":{"dtype":"U8","dtype":"U8","shape":[8],"data_offsets":[0,8]}}""", 8)]
    [InlineData("twice", """{"__metadata__":{"x":"1","x":"2"}}""", 0)]
    [InlineData("twice", """{"__metadata__":{},"__metadata__":{}}""", 0)]
    [InlineData("unknown field", """{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8],"x":1}}""", 8)]
    [InlineData("lacks shape", """{"a":{"dtype":"U8","data_offsets":[0,8]}}""", 8)]
    [InlineData("whole number", """{"a":{"dtype":"U8","shape":[-8],"data_offsets":[0,8]}}""", 8)]
    [InlineData("whole number", """{"a":{"dtype":"U8","shape":[8.0],"data_offsets":[0,8]}}""", 8)]
    [InlineData("whole number", """{"a":{"dtype":"U8","shape":[99999999999999999999],"data_offsets":[0,8]}}""", 8)]
    [InlineData("larger than", """{"a":{"dtype":"F32","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,8]}}""", 8)]
    [InlineData("larger than", """{"a":{"dtype":"U8","shape":[4000000000],"data_offsets":[0,4000000000]}}""", 8)]
    [InlineData("cut", """{"a":{"dtype":"U8","shape":[2000000000],"data_offsets":[0,2000000000]}}""", 8)]
    [InlineData("begin and an end", """{"a":{"dtype":"U8","shape":[8],"data_offsets":[8,0]}}""", 8)]
    [InlineData("begin and an end", """{"a":{"dtype":"U8","shape":[8],"data_offsets":[0]}}""", 8)]
    [InlineData("more than 2", """{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8,8]}}""", 8)]
    [InlineData("more than 8", """{"a":{"dtype":"U8","shape":[8,1,1,1,1,1,1,1,1],"data_offsets":[0,8]}}""", 8)]
    [InlineData("not correct JSON", """{"a":{"dtype":"U8","shape":[[[8]]],"data_offsets":[0,8]}}""", 8)]
    [InlineData("Number instead of String", """{"__metadata__":{"x":1}}""", 0)]
    [InlineData("half of a character", """{"__metadata__":{"x":"\ud800"}}""", 0)]
    [InlineData("not correct JSON", """{"__metadata__":{},}""", 0)]
    [InlineData("not correct JSON", "{} {}", 0)]
    [InlineData("does not end", "{}\n", 0)]
    [InlineData("does not start", " {}", 0)]
    [InlineData("does not start", "", 0)]
    public void RefusesWithTheReason(string reason, string header, int dataLength)
    {
        var e = Assert.Throws<ModelFileException>(() => Read(Raw(header, dataLength)));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.StartsWith("test: ", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Theory]
    [InlineData("tensor \"a\": StartArray instead of StartObject", """{"a":[]}""")]
    [InlineData("tensor \"a\": dtype: Number instead of String", """{"a":{"dtype":3}}""")]
    [InlineData("tensor \"a\": shape: Null instead of StartArray", """{"a":{"dtype":"U8","shape":null}}""")]
    [InlineData("tensor \"a\": data_offsets: String instead of StartArray", """{"a":{"data_offsets":"0"}}""")]
    [InlineData("metadata \"x\": Number instead of String", """{"__metadata__":{"x":1}}""")]
    [InlineData("__metadata__: Number instead of StartObject", """{"__metadata__":3}""")]
    public void AFaultIsSaidWithItsPlace(string fault, string header) => Assert.Matches(
        $"^test: offset [0-9]+: {fault}; get or make the file again$",
        Assert.Throws<ModelFileException>(() => Read(Raw(header, 0))).Message);

    [Fact]
    public void TheLongestHeaderIsReadAndNoneThatIsLonger()
    {
        Assert.Empty(Read(Raw("{}".PadRight(16 << 20), 0)).Tensors);
        Assert.Contains(
            "at most 16777216 are read",
            Assert.Throws<ModelFileException>(() => Read(Raw("{}".PadRight((16 << 20) + 1), 0))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RefusesHeadersThatClaimTooMuchBeforeAllocating()
    {
        foreach (var claim in (ulong[])[65, 1 << 20, 16 << 20, 1UL << 31, 1UL << 32, 1UL << 63, ulong.MaxValue])
        {
            var bytes = Write([SafetensorsTensor.From<float>("a", [2], [1f, 2f])], null);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, claim);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<ModelFileException>(() => Read(bytes));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        }

        Assert.Contains("too short", Assert.Throws<ModelFileException>(() => Read([1, 2, 3])).Message, StringComparison.Ordinal);
        var latin = Raw("{\"x\"}", 0);
        latin[10] = 0xE9;
        Assert.Contains("UTF-8", Assert.Throws<ModelFileException>(() => Read(latin)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SurvivesMutations()
    {
        float[] values = [.. Enumerable.Range(0, 60).Select(i => i / 7f)];
        var bytes = Write(
            [
                SafetensorsTensor.From<float>("conv.filter", [3, 4, 5], values),
                SafetensorsTensor.From<byte>("labels", [4], [1, 2, 3, 4]),
                SafetensorsTensor.From<float>("bias", [], [0.5f]),
            ],
            new() { ["preset"] = "tutorial", ["epochs"] = "5" });
        var header = bytes.Length - 248;
        Mutations.Campaign<ModelFileException>(bytes, stream => SafetensorsFile.Load(stream, "test"), 20_000, 100_000, header);
    }

    [Fact]
    public void SaysWhatIsWrongWithThePath()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "none.safetensors");
        Assert.Contains(path, Assert.Throws<ModelFileException>(() => SafetensorsFile.Load(path)).Message, StringComparison.Ordinal);
        Assert.Contains("no folder", Assert.ThrowsAny<IOException>(() => SafetensorsFile.Save(path, [])).Message, StringComparison.Ordinal);
        Assert.Throws<ModelFileException>(() => SafetensorsFile.Load(Path.GetTempPath()));
    }

    private static byte[] Write(IReadOnlyList<SafetensorsTensor> tensors, Dictionary<string, string>? metadata)
    {
        using var stream = new MemoryStream();
        SafetensorsFile.Save(stream, tensors, metadata);
        return stream.ToArray();
    }

    private static byte[] Raw(string header, int dataLength)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        return [.. length, .. text, .. Enumerable.Range(0, dataLength).Select(i => (byte)i)];
    }

    private static SafetensorsFile Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return SafetensorsFile.Load(stream, "test");
    }
}
