using System.Numerics;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.Panels;

/// <summary>What a press of the pointer would do.</summary>
internal enum PointerMeaning { Nothing, Write, Press }

/// <summary>
/// A view that replaces the calculator's column, while the pad stays beside it. A panel has a tab and a letter that opens it. It belongs to
/// the app's thread.
/// </summary>
internal abstract class Panel
{
    /// <summary>The title of its tab.</summary>
    public abstract string Name { get; }

    /// <summary>The lower-case letter that opens it, selects its next arrangement, and closes it after the last.</summary>
    public abstract char Key { get; }

    /// <summary>Its arrangements beside the pad, in the order in which its key selects them.</summary>
    public abstract IReadOnlyList<Arrangement> Arrangements { get; }

    /// <summary>The text of the line under the pad if there is no other.</summary>
    public virtual string Hint => "";

    /// <summary>The panel was opened: from now on it receives events and is drawn.</summary>
    public virtual void Opened()
    {
    }

    /// <summary>The panel was closed, and must do no more work.</summary>
    public virtual void Closed()
    {
    }

    /// <summary>
    /// Handles an event before the calculator; if the pointer is on the pad or on a button, only its movement. Never fails.
    /// </summary>
    /// <returns>Whether the event was handled, so that nothing else receives it.</returns>
    public virtual bool Handle(InputEvent input) => false;

    /// <summary>The drawing, the reading, the layout or the theme may have changed. Called after every event while open.</summary>
    public virtual void Refresh(ViewState state, Reading reading)
    {
    }

    /// <summary>
    /// Whether the panel has this button for its own purpose, and it can be pressed now; null if the button is the app's. It is then
    /// pressed by <see cref="Activate"/>.
    /// </summary>
    public virtual bool? CanPress(Widget widget) => null;

    /// <inheritdoc cref="CanPress"/>
    public virtual void Activate(Widget widget)
    {
    }

    /// <summary>Whether characters are text of any language now, and no commands.</summary>
    public virtual bool TakesText => false;

    /// <summary>Whether a drag that began in the panel goes on, so that all of the pointer belongs to it.</summary>
    public virtual bool IsDragging => false;

    /// <summary>What the pointer would do at a place.</summary>
    public virtual PointerMeaning MeaningAt(Vector2 place) => PointerMeaning.Nothing;

    /// <summary>What can be pressed in it now, as it was drawn last; without what lies in the paper, the ink or a picture.</summary>
    public virtual IEnumerable<PanelButton> Buttons => [];

    /// <summary>Advances all motion. Returns whether something still moves.</summary>
    public virtual bool Advance(double seconds) => false;

    /// <summary>Draws into <see cref="Layout.Panel"/>, and into <see cref="Layout.Side"/> if the arrangement has one.</summary>
    public abstract void Draw(DrawList list, ViewState state);
}
