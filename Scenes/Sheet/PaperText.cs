namespace GpuDigits.Scenes.Sheet;

/// <summary>A typed text on the paper.</summary>
/// <param name="Id">Its name, as that of a stroke, and the name of its calculation.</param>
/// <param name="Typed">The text and its place.</param>
internal sealed record PaperText(int Id, TypedText Typed);
