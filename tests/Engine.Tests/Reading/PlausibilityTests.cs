using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Engine.Tests.Reading;

public sealed class PlausibilityTests
{
    [Theory]
    [InlineData("84/113", "841113")]
    [InlineData("(3)/51", "(3)151")]
    [InlineData("48/21=2.29", "48/21=2,29")]
    [InlineData("3.5", "3,5")]
    [InlineData("9.3", "9·3")]
    [InlineData("0.45", ".45")]
    [InlineData("45", "05")]
    [InlineData("2√(3)", "1√(3)")]
    [InlineData("2(3+4)", "1(3+4)")]
    [InlineData("1+1=2", "1+1=3")]
    [InlineData("13×14=182", "1+1=2")]
    [InlineData("3+4", "3+×4")]
    [InlineData("+36=", "+3×=")]
    [InlineData("36=", "×36=")]
    public void OfTwoReadingsOfSimilarInk_TheUsualOneIsLikelier(string usual, string odd) => Assert.True(Of(usual) > Of(odd));

    [Theory]
    [InlineData("13×14=")]
    [InlineData("2^(8)3^(6)5^(8)")]
    [InlineData("0.5+10")]
    [InlineData("2((1)/(2))")]
    public void WhatPeopleUsuallyWrite_LosesNothing(string text) => Assert.True(Of(text) >= 0);

    [Fact]
    public void ANumberThatEqualsItself_IsNoCalculation() => Assert.Equal(Of("1+1"), Of("1=1"));

    [Fact]
    public void EveryPartOfAFormulaCounts()
    {
        foreach (var text in (string[])["((05)/(2))", "((2)/(05))", "√(05)", "2^(05)"])
            Assert.True(Of(text) < Of(text.Replace("05", "15", StringComparison.Ordinal)), text);
    }

    private static float Of(string text)
    {
        var symbols = new WrittenFormula(1, tremble: 0).Place(text);
        var formula = FormulaLayout.Candidates(symbols).First(one => one.Formula.ToString() == text).Formula;
        return Plausibility.Of(formula, Expression.TryParse(text, out var expression, out _) ? expression : null).LogOdds;
    }
}
