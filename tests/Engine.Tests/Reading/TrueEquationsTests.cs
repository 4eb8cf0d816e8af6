using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Engine.Tests.Reading;

public sealed class TrueEquationsTests
{
    [Theory]
    [InlineData("13×14=183", 8, '2', "13×14=182")]
    [InlineData("13×14=183", 3, '0', "13×14=183")]
    [InlineData("1+2-3", 3, '=', "1+2=3")]
    [InlineData("48121=2.29", 2, '/', "48/21=2.29")]
    [InlineData("3+4=8", 0, '4', "4+4=8")]
    [InlineData("3·4=13", 5, '2', "3·4=12")]
    [InlineData("3·4=7", 1, '+', "3+4=7")]
    public void OneOtherLabel_MakesAnEquationTrue_IfItDoes(string text, int at, char other, string found)
    {
        var (labelling, formula) = Written(text, (at, other, 6));
        var near = TrueEquations.Near(labelling, formula).Select(one => formula.Write(one.Write)).ToArray();
        Assert.Equal(found != text, near.Contains(found));
        Assert.All(near, one => Assert.NotEqual(text, one));
    }

    [Fact]
    public void TwoOtherLabels_AreTried_AndTheCheapestComesFirst()
    {
        var (labelling, formula) = Written("13×19=183", (4, '4', 3), (8, '2', 4), (3, '0', 1));
        var near = TrueEquations.Near(labelling, formula).ToArray();
        Assert.Equal("13×14=182", formula.Write(near[0].Write));
        Assert.Equal(labelling.Score - 7, near[0].Score, 1e-4f);
        Assert.Equal(near.Select(one => one.Score).OrderDescending(), near.Select(one => one.Score));
    }

    [Fact]
    public void ALabelThatTheNetworksRuleOut_HasAPriceThatALongEquationCanPay()
    {
        var (labelling, formula) = Written("192×123=35136", (5, '8', 19));
        var near = TrueEquations.Near(labelling, formula).First();
        Assert.Equal("192×183=35136", formula.Write(near.Write));
        Assert.InRange(labelling.Score - near.Score, 5, 10);
    }

    [Fact]
    public void WhatAPersonSaid_StaysAlthoughTheEquationIsFalse()
    {
        var (labelling, formula) = Written("13×14=183", (8, '2', 3));
        var windows = labelling.Division.Windows;
        var said = JudgedWindow.Locked(windows[8].Window, [.. windows[8].Classes], '3');
        labelling = Labelling.Of(new(windows.SetItem(8, said), 10));
        Assert.DoesNotContain(TrueEquations.Near(labelling, formula), one => !one.Has(said, Alphabet.ClassOf('3')));
    }

    [Theory]
    [InlineData("13×14=")]
    [InlineData("13×14")]
    public void WhatAsksForItsValue_IsLeftAlone(string text)
    {
        var (labelling, formula) = Written(text, (1, '1', 2));
        Assert.Empty(TrueEquations.Near(labelling, formula));
    }

    /// <summary>A row of symbols, of which some have another label at a price.</summary>
    private static (Labelling Labelling, Formula Formula) Written(string text, params (int At, char Other, float Price)[] others)
    {
        const float Never = -20;
        var windows = text.Select((label, at) =>
        {
            var classes = Enumerable.Repeat(Never, Alphabet.Classes).ToArray();
            classes[Alphabet.ClassOf(label == '·' ? '.' : label)] = 0;
            foreach (var (_, other, price) in others.Where(one => one.At == at))
                classes[Alphabet.ClassOf(other)] = -price;
            return JudgedWindow.Of(new([at], InkBounds.Empty, []), classes);
        });
        return (
            Labelling.Of(new([.. windows], 10)),
            new([.. text.Select((label, at) => new SymbolPart(at, label))]));
    }
}
