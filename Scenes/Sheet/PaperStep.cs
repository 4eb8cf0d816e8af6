namespace GpuDigits.Scenes.Sheet;

/// <summary>A step of the person.</summary>
internal abstract record PaperStep;

/// <summary>The last change that is not undone yet is undone.</summary>
internal sealed record PaperUndo : PaperStep;

/// <summary>The change that was undone last is made again.</summary>
internal sealed record PaperRedo : PaperStep;
