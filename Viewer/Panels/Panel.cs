using GpuDigits.Viewer.App;
using GpuDigits.Viewer.Painting;
using GpuDigits.Viewer.Ui;

namespace GpuDigits.Viewer.Panels;

/// <summary>
/// Something to look into while one goes on writing: it takes the place of the calculator's column, and the pad stays beside it. A panel
/// has a tab, and a letter that opens it; it belongs to the app's thread.
/// </summary>
internal abstract class Panel
{
    /// <summary>What its tab says.</summary>
    public abstract string Name { get; }

    /// <summary>The lower-case letter that opens it, goes on to its next arrangement, and closes it after the last.</summary>
    public abstract char Key { get; }

    /// <summary>How it can share the window with the pad, in the order in which its key goes through them.</summary>
    public abstract IReadOnlyList<Arrangement> Arrangements { get; }

    /// <summary>What the line under the pad says while nothing else is said there.</summary>
    public virtual string Hint => "";

    /// <summary>It was opened; from now on it is told of events and drawn.</summary>
    public virtual void Opened()
    {
    }

    /// <summary>It was closed, and should cost nothing any more.</summary>
    public virtual void Closed()
    {
    }

    /// <summary>
    /// Takes an event before the calculator does; where the pointer is on the pad or on a button, only its movement. Never fails.
    /// </summary>
    /// <returns>Whether the event was for the panel, and for nobody else.</returns>
    public virtual bool Handle(InputEvent input) => false;

    /// <summary>The drawing, the reading, the layout or the theme may have changed. Called after every event while open.</summary>
    public virtual void Refresh(ViewState state, Reading reading)
    {
    }

    /// <summary>Moves on what moves. Returns whether there is still some way to go.</summary>
    public virtual bool Advance(double seconds) => false;

    /// <summary>Draws into <see cref="Layout.Panel"/>, and into <see cref="Layout.Side"/> where the arrangement has one.</summary>
    public abstract void Draw(DrawList list, ViewState state);
}
