using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Ink;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Panels;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.App;

/// <summary>One finished calculation on the tape.</summary>
internal sealed record TapeLine(string Expression, string Result);

/// <summary>Exactly what a frame shows. The app fills it, <see cref="Scene"/> draws it.</summary>
internal sealed class ViewState
{
    public Theme Theme { get; set; } = Theme.Dark;

    /// <summary>
    /// The colour where nothing is drawn. On a panel alone most of the window is its paper, which is cleared faster than drawn.
    /// </summary>
    public Rgba Background => Layout.Arrangement == Arrangement.Alone ? Theme.Pad : Theme.Background;

    public Pen Pen { get; set; } = Pen.Medium;

    public Layout Layout { get; set; } = new(1100, 700, 1, false, 0);

    public string Expression { get; set; } = "";

    public string Number { get; set; } = "0";

    public bool NumberIsError { get; set; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<TapeLine> Tape { get; set; } = [];

    public ImmutableArray<Stroke> Ink { get; set; } = [];

    /// <summary>Ink that was just taken or cleared and fades out.</summary>
    public ImmutableArray<Stroke> LeavingInk { get; set; } = [];

    /// <summary>1 while the leaving ink is whole, 0 when it is gone.</summary>
    public float LeavingAmount { get; set; }

    /// <summary>The heights of the ten bars now, while they move to the probabilities.</summary>
    public float[] Bars { get; } = new float[10];

    /// <summary>What the network reads on the pad; null while it reads nothing.</summary>
    public DigitReading? Read { get; set; }

    /// <summary>
    /// The number that is read on the pad, of which <see cref="Read"/> is the least sure digit; empty while there is a single digit.
    /// </summary>
    public string ReadNumber { get; set; } = "";

    /// <summary>Whether several digits side by side are read.</summary>
    public bool ReadsNumbers { get; set; }

    /// <summary>
    /// Whether the network asks which digit is on the pad; <see cref="Alternatives"/> then holds the two most probable digits.
    /// </summary>
    public bool IsUnsure { get; set; }

    /// <summary>The picture that the network sees; null when nothing is drawn.</summary>
    public byte[]? Preview { get; set; }

    /// <summary>Shown in place of the bars if nothing can be read ("Loading the network…").</summary>
    public string ReadingNote { get; set; } = "";

    /// <summary>The digit that was taken last, while it can still be corrected.</summary>
    public DigitReading? Saved { get; set; }

    /// <summary>Other readings of that digit: as many as there are keys, or none.</summary>
    public IReadOnlyList<DigitReading> Alternatives { get; set; } = [];

    /// <summary>The text of the line under the pad.</summary>
    public string Hint { get; set; } = "";

    public bool HintIsError { get; set; }

    /// <summary>Whether the person has opened the sheet before.</summary>
    public bool KnowsSheet { get; set; }

    /// <summary>Whether there is a keyboard: without one no key is named where the person begins.</summary>
    public bool HasKeys { get; set; } = true;

    /// <summary>Whether it may cover the foot of the pad if the line is too short for it.</summary>
    public bool HintMayCoverPad { get; set; }

    /// <summary>The eraser's place in pixels while it is used.</summary>
    public Vector2? Eraser { get; set; }

    /// <summary>0 to 1: how far the list of keys is visible.</summary>
    public float Help { get; set; }

    /// <summary>0 to 1: how far the newest digit of the number is visible.</summary>
    public float NumberArrival { get; set; } = 1;

    /// <summary>The titles of the tabs.</summary>
    public IReadOnlyList<string> Tabs { get; set; } = [];

    public int OpenTab { get; set; }

    /// <summary>The tool of the open panel that is in use instead of the pen; None for the pen.</summary>
    public Widget OpenTool { get; set; }

    /// <summary>The panel that is open, or null.</summary>
    public Panel? Panel { get; set; }

    public bool[] Enabled { get; } = new bool[Widgets.Count];

    /// <summary>0 to 1 for each widget.</summary>
    public float[] Hover { get; } = new float[Widgets.Count];

    /// <inheritdoc cref="Hover"/>
    public float[] Press { get; } = new float[Widgets.Count];

    /// <summary>The widget that has the keyboard focus; None if the keyboard is not used.</summary>
    public Widget Focused { get; set; }
}
