namespace GpuDigits.Viewer.App;

/// <summary>A width of the ink on the pad. What the network sees does not depend on it.</summary>
/// <param name="Name">As the settings file and the window call it.</param>
/// <param name="Radius">That of a resting pen, in ink units (<see cref="PadSpace"/>).</param>
internal sealed record Pen(string Name, float Radius)
{
    /// <summary>From the finest to the broadest.</summary>
    public static IReadOnlyList<Pen> All { get; } = [new("fine", 6.5f), new("medium", 11), new("broad", 16)];

    public static Pen Medium => All[1];

    /// <summary>The pen of that name, or the usual one.</summary>
    public static Pen Named(string name) => All.FirstOrDefault(pen => pen.Name == name) ?? Medium;

    /// <summary>The next broader one, or the finest after the broadest.</summary>
    public Pen Next
    {
        get
        {
            var after = All.SkipWhile(pen => pen != this).Skip(1).FirstOrDefault();
            return after ?? All[0];
        }
    }
}
