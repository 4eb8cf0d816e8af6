using System.Collections.Immutable;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Engine.Tests.Reading;

/// <summary>Sheets with several calculations, by hands that the shipped networks have never seen; digits are about 60 high.</summary>
public sealed class SeparateCalculationsTests : IDisposable
{
    private readonly Device _device = DeviceCatalog.Open("cpu");
    private readonly SymbolNetworks _networks;

    public SeparateCalculationsTests() =>
        _networks = new(_device, TrainedModel.Load(ShippedModel.Find(Presets.SymbolsName)!));

    public static TheoryData<uint> Hands() => [5, 6, 8];

    public void Dispose()
    {
        _networks.Dispose();
        _device.Dispose();
    }

    [Theory]
    [MemberData(nameof(Hands))]
    public void Lines_under_each_other_are_read_from_top_to_bottom(uint hand)
    {
        var first = Write("12+7", hand);
        var second = Write("35-4=31", hand, 0, Bottom(first) + 70);
        var third = Write("8×6", hand, 0, Bottom(second) + 70);
        Assert.Equal(["12+7", "35-4=31"], Read([.. second, .. first]));
        var found = SeparateCalculations.Find(_networks, [.. third, .. first, .. second]);
        Assert.Equal([first.AsEnumerable(), second, third], found.Select(one => one.Strokes.AsEnumerable()));
        Assert.Equal(["12+7", "35-4=31", "8×6"], found.Select(one => one.Reader.Read().Text));
    }

    [Theory]
    [MemberData(nameof(Hands))]
    public void Columns_are_read_from_left_to_right(uint hand)
    {
        var left = Write("12+7", hand);
        var right = Write("35+4", hand, Right(left) + 240, -5);
        var below = Write("8×6", hand, 0, Bottom(left) + 70);
        Assert.Equal(["12+7", "35+4", "8×6"], Read([.. below, .. right, .. left]));
    }

    [Theory]
    [MemberData(nameof(Hands))]
    public void What_an_equals_sign_asks_for_is_no_calculation_of_its_own(uint hand)
    {
        var equation = Write("12+7=", hand);
        Two(["12+7=19"], [.. equation, .. Write("19", hand, Right(equation) + 190)]);
    }

    [Theory]
    [InlineData(5u)]
    [InlineData(6u)]
    public void What_has_an_equals_sign_too_is_a_calculation_of_its_own(uint hand)
    {
        var equation = Write("12+7=", hand);
        Two(["12+7=", "9=4+5"], [.. equation, .. Write("9=4+5", hand, Right(equation) + 230)]);
    }

    [Theory]
    [MemberData(nameof(Hands))]
    public void An_exponent_that_stands_high_is_one(uint hand)
    {
        var ten = Write("10", hand, 0, 60);
        Two(["10^(64)"], [.. ten, .. Write("64", hand, Right(ten) + 25, -30)]);
    }

    [Theory]
    [MemberData(nameof(Hands))]
    public void A_numerator_high_above_its_bar_is_one_and_a_number_above_a_sum_is_not(uint hand)
    {
        var below = Write("3", hand, 40, 150);
        ImmutableArray<Stroke> bar = [TestInk.Dash(0, 130, 120)];
        Two(["((7)/(3))"], [.. bar, .. below, .. Write("7", hand, 40, 5)]);
        Two(["7", "2-3"], [.. Write("2-3", hand, 0, 150), .. Write("7", hand, 40, 5)]);
    }

    [Theory]
    [MemberData(nameof(Hands))]
    public void What_says_no_number_is_a_part_of_what_is_near(uint hand)
    {
        var number = Write("12", hand);
        var dash = TestInk.Dash(Right(number) + 290, 30);
        var other = Write("35", hand, 0, Bottom(number) + 200);
        var found = SeparateCalculations.Find(_networks, [.. number, dash, .. other]);
        Assert.Equal([[.. number, dash], other.AsEnumerable()], found.Select(one => one.Strokes.AsEnumerable()));
        Assert.Equal([.. number, dash], Assert.Single(SeparateCalculations.Find(_networks, [.. number, dash])).Strokes.AsEnumerable());
    }

    [Fact]
    public void Too_many_strokes_are_one_that_is_not_read()
    {
        var number = Write("12", 5);
        var scattered = Enumerable.Range(0, SeparateCalculations.MaxStrokes)
            .SelectMany(at => Write("1", 5, 400 * (at % 30), 200 * (1 + (at / 30))));
        var one = Assert.Single(SeparateCalculations.Find(_networks, [.. number, .. scattered]));
        Assert.Equal("", one.Explained.Reading.Text);
    }

    [Fact]
    public void Nothing_is_read_twice()
    {
        var below = Write("2-3", 5, 0, 150);
        var equation = Write("12+7=", 5, 0, Bottom(below) + 150);
        var asked = new Questions(_networks);
        var found = SeparateCalculations.Find(
            asked, [.. Write("7", 5, 40, 5), .. below, .. equation, .. Write("19", 5, Right(equation) + 190, Bottom(below) + 150)]);
        Assert.Equal(["7", "2-3", "12+7=19"], found.Select(one => one.Explained.Reading.Text));
        Assert.Distinct(asked.Asked);
    }

    [Fact]
    public void A_line_of_too_many_strokes_leaves_the_next_one_alone()
    {
        var much = Enumerable.Range(0, CalculationReader.MaxStrokes + 1).Select(at => TestInk.Bar(30 * at, 0, 60));
        var found = SeparateCalculations.Find(_networks, [.. much, .. Write("12+7", 5, 0, 130)]);
        Assert.Equal(["", "12+7"], found.Select(one => one.Reader.Read().Text));
    }

    /// <summary>Keeps what the networks are asked.</summary>
    private sealed class Questions(ISymbolClassifier symbols) : ISymbolClassifier
    {
        public List<string> Asked { get; } = [];

        public float[] ReadShapes(IReadOnlyList<byte[]> pictures) => symbols.ReadShapes(pictures);

        public float[] ReadPlaces(float[] measures)
        {
            Asked.Add(string.Join(' ', measures));
            return symbols.ReadPlaces(measures);
        }
    }

    /// <summary>Ink that the grouping alone takes for two.</summary>
    private void Two(string[] texts, ImmutableArray<Stroke> ink)
    {
        var next = 1;
        Assert.Equal(2, Grouping.Group([], ink.Select((stroke, at) => new PaperStroke(at + 1, stroke)), [], ref next).Length);
        Assert.Equal(texts, Read(ink));
    }

    private IEnumerable<string> Read(ImmutableArray<Stroke> ink) =>
        SeparateCalculations.Find(_networks, ink).Select(one => one.Reader.Read().Text);

    private static float Right(ImmutableArray<Stroke> ink) => InkBounds.Of(ink).Max.X;

    private static float Bottom(ImmutableArray<Stroke> ink) => InkBounds.Of(ink).Max.Y;

    /// <summary>Symbols on a line whose upper left corner is at a place.</summary>
    private static ImmutableArray<Stroke> Write(string text, uint hand, float x = 0, float y = 0)
    {
        var formula = new Formula([.. text.Select((label, at) => new SymbolPart(at, label))]);
        var ink = SyntheticCalculations.Write(4242, hand, formula).Strokes;
        var scale = 60 / new PaperGroup(1, [.. ink.Select((stroke, at) => new PaperStroke(at + 1, stroke))]).Height;
        var corner = InkBounds.Of(ink).Min;
        return [.. ink.Select(stroke => new Stroke([.. stroke.Points.Select(
            at => new InkPoint(((at.X - corner.X) * scale) + x, ((at.Y - corner.Y) * scale) + y, at.Time))]))];
    }
}
