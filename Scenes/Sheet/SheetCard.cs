using System.Numerics;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Panels;
using GpuDigits.Scenes.Ui;
using AppKey = GpuDigits.Scenes.App.Key;

namespace GpuDigits.Scenes.Sheet;

/// <summary>
/// A card over the paper with rows to choose from: the menu, or files. While it is open it has the keys and the pointer; a press outside
/// closes it.
/// </summary>
/// <param name="close">Takes the card away.</param>
internal abstract class SheetCard(Action close)
{
    protected const float Radius = 14, RowRadius = 9, RowText = 15;

    private int? _pressed;

    /// <summary>Whether characters are text, and not commands.</summary>
    public virtual bool TakesText => false;

    /// <summary>The row that Enter takes; −1 for none.</summary>
    public int Chosen { get; protected set; } = -1;

    /// <summary>The number of rows that can be chosen, those that are out of sight too.</summary>
    protected abstract int Count { get; }

    /// <summary>The pointer's place, in pixels.</summary>
    protected Vector2 Pointer { get; private set; } = new(-1);

    /// <summary>Handles an event. Never fails.</summary>
    public void Handle(InputEvent input, Layout layout)
    {
        switch (input)
        {
            case PointerMoved move:
                Pointer = move.At;
                break;
            case PointerPressed when !BoxOf(layout).Contains(Pointer):
                close();
                break;
            case PointerPressed { Button: PointerButton.Left }:
                _pressed = RowAt(Pointer, layout);
                break;
            case PointerReleased { Button: PointerButton.Left } when _pressed is { } row:
                _pressed = null;
                if (row >= 0 && row == RowAt(Pointer, layout))
                    Take(row);
                break;
            case KeyPressed { Key: AppKey.Escape }:
                close();
                break;
            case KeyPressed { Key: AppKey.Up or AppKey.Down } arrow when Count > 0:
                Choose(arrow.Key == AppKey.Down ? (Chosen + 1) % Count : (Math.Max(Chosen, 0) + Count - 1) % Count);
                break;
            case KeyPressed { Key: AppKey.Enter }:
                Enter();
                break;
            case KeyPressed { Key: AppKey.Space }:
                Type(" ");
                break;
            case KeyPressed { Key: AppKey.Backspace or AppKey.Delete }:
                Erase();
                break;
            case Scrolled scrolled:
                Scroll(-scrolled.Notches.Y);
                break;
            case Typed typed:
                Type(typed.Character.ToString());
                break;
            case Pasted pasted:
                Type(pasted.Text);
                break;
        }
    }

    public abstract void Draw(DrawList list, ViewState state);

    /// <inheritdoc cref="Panel.Buttons"/>
    public abstract IEnumerable<PanelButton> ButtonsOf(Layout layout);

    /// <summary>Whether a press at a place would do something.</summary>
    public bool IsOverRow(Vector2 place, Layout layout) => RowAt(place, layout) >= 0;

    protected abstract Box BoxOf(Layout layout);

    /// <summary>The row at a place; −1 for none.</summary>
    protected abstract int RowAt(Vector2 place, Layout layout);

    /// <summary>A row was pressed.</summary>
    protected abstract void Take(int row);

    /// <summary>A row was chosen with the arrow keys.</summary>
    protected virtual void Choose(int row) => Chosen = row;

    protected virtual void Enter()
    {
        if (Chosen >= 0)
            Take(Chosen);
    }

    protected virtual void Type(string text)
    {
    }

    protected virtual void Erase()
    {
    }

    protected virtual void Scroll(float notches)
    {
    }

    protected static void DrawCard(DrawList list, Theme theme, Layout layout, Box box)
    {
        var unit = layout.Unit;
        list.Shadow(box with { Y = box.Y + 4 * unit }, theme.Shadow, Radius * unit, 14 * unit);
        list.Box(box, theme.Card, Radius * unit, MathF.Max(1, MathF.Round(unit)), theme.CardEdge);
    }

    /// <summary>A line of a list: its text on the left, a note on the right.</summary>
    protected static void DrawRow(
        DrawList list, Theme theme, float unit, Box box, string text, string note, bool isLit, bool isEnabled = true)
    {
        if (isLit)
            list.Box(box, theme.Operator.Normal, RowRadius * unit);
        var inside = box with { X = box.X + 10 * unit, Width = box.Width - 20 * unit };
        var size = RowText * unit;
        var width = MathF.Ceiling(list.Font.Measure(note, size)) + 1;
        if (note.Length > 0)
            list.TextIn(inside with { X = inside.Right - width, Width = width }, note, size, theme.DimText, Align.Right);
        list.TextIn(inside with { Width = inside.Width - (note.Length > 0 ? width + 16 * unit : 0) }, text, size,
            !isEnabled ? theme.Quiet.DisabledText : isLit ? theme.Operator.Text : theme.Text, Align.Left);
    }

    protected static float Round(float length) => MathF.Round(length);
}
