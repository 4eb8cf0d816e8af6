using System.Collections.Immutable;
using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Scenes.Sheet;

/// <summary>A typed calculation.</summary>
internal sealed class TypedEntry(PaperText text) : CalculationEntry
{
    public PaperText PaperText => text;

    public override int Id => text.Id;

    public override InkBounds Bounds { get; } = text.Typed.Bounds;

    public override WritingLine? Line => new(text.Typed.At.Y, text.Typed.Height);

    public override bool GoesOn { get; } = text.Typed.Text.TrimStart() is [var first, _, ..] && Operations.Contains(first);

    public override bool IsWaiting => false;

    public override ImmutableArray<int> Links => [];

    public override string Text(Func<int, string> links, string above) => (GoesOn ? above : "") + text.Typed.Text;

    public override PaperCalculation Show(Expression? expression, Answer? answer, int? goesOnFrom) =>
        new(Id, [], text.Typed, Bounds, null, [], expression, answer, IsDoubtful: expression is null, goesOnFrom);
}
