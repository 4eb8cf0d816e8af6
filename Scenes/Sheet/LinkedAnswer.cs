using GpuDigits.Engine.Ink;

namespace GpuDigits.Scenes.Sheet;

/// <summary>A dragged answer as it is shown.</summary>
/// <param name="Link">The link: its place and the height of its digits.</param>
/// <param name="Calculation">The calculation that it stands in.</param>
/// <param name="Text">The number, or a question mark while there is none.</param>
/// <param name="Bounds">The room that it takes for reading: the text should not be wider.</param>
internal sealed record LinkedAnswer(PaperLink Link, int Calculation, string Text, InkBounds Bounds);
