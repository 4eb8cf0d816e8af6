namespace GpuDigits.Scenes.App;

/// <summary>A width of the ink on the pad. The network's picture does not depend on it.</summary>
/// <param name="Name">Its name in the settings file and in the window.</param>
/// <param name="Radius">The radius of a resting pen, in ink units (<see cref="PadSpace"/>).</param>
internal sealed record Pen(string Name, float Radius)
{
    /// <summary>From the finest to the broadest.</summary>
    public static IReadOnlyList<Pen> All { get; } = [new("fine", 6.5f), new("medium", 11), new("broad", 16)];

    public static Pen Medium => All[1];

    /// <summary>The pen of that name, or the default one.</summary>
    public static Pen Named(string name) => All.FirstOrDefault(pen => pen.Name == name) ?? Medium;

    /// <summary>The next broader pen; after the broadest, the finest.</summary>
    public Pen Next
    {
        get
        {
            var after = All.SkipWhile(pen => pen != this).Skip(1).FirstOrDefault();
            return after ?? All[0];
        }
    }
}
