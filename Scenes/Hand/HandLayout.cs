using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.Hand;

/// <summary>The buttons of the panel, from the top.</summary>
internal enum HandButton
{
    Learn,
    Keep,
    Delete,
}

/// <summary>The places of everything in the panel, in pixels.</summary>
internal sealed class HandLayout
{
    private const float Inset = 24, Heading = 34, Line = 24, Button = 48, Gap = 12, SectionGap = 28, WidestButton = 320;

    public HandLayout(Layout window)
    {
        var (panel, unit) = (window.Panel, window.Unit);
        var y = panel.Y + Inset * unit;
        Title = Next(Heading);
        About = Next(Line);
        y += Gap * unit;
        var learn = NextButton();
        Progress = Next(Line);
        y += SectionGap * unit;
        var keep = NextButton();
        KeepNote = Next(Line);
        y += SectionGap * unit;
        var delete = NextButton();
        DeleteNote = Next(Line);
        Buttons = [learn, keep, delete];

        Box Next(float height)
        {
            var box = new Box(MathF.Round(panel.X + Inset * unit), MathF.Round(y), MathF.Round(panel.Width - 2 * Inset * unit),
                MathF.Round(height * unit));
            y += height * unit;
            return box;
        }

        Box NextButton()
        {
            var box = Next(window.Target(Button));
            y += Gap / 2 * unit;
            return box with { Width = MathF.Min(box.Width, MathF.Round(WidestButton * unit)) };
        }
    }

    public Box Title { get; }

    /// <summary>The line with the number of digits that are kept.</summary>
    public Box About { get; }

    /// <summary>The line with the progress or the result of learning.</summary>
    public Box Progress { get; }

    public Box KeepNote { get; }

    public Box DeleteNote { get; }

    /// <summary>One for each <see cref="HandButton"/>.</summary>
    public Box[] Buttons { get; }
}
