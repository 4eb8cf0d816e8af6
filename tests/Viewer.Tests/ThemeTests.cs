using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests;

/// <summary>Contrast after WCAG 2.1: 4.5 for writing (1.4.3), 3 for what shows a state (1.4.11).</summary>
public class ThemeTests
{
    public static TheoryData<string> Names => ["dark", "light"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Writing_is_readable(string name)
    {
        var theme = Named(name);
        foreach (var paper in (Rgba[])[theme.Background, theme.Card, theme.Pad])
            foreach (var ink in (Rgba[])[theme.Text, theme.DimText, theme.Error, theme.Accent, .. theme.Series])
                AtLeast(4.5, ink, paper);
        // The number held out stands over its chart, the warning of a file that is replaced on a card.
        AtLeast(4.5, theme.Positive, theme.Background);
        AtLeast(4.5, theme.Unsure, theme.Background);
        AtLeast(4.5, theme.Unsure, theme.Card);
        AtLeast(4.5, theme.DimText, theme.Key.Hover);
        AtLeast(7, theme.Ink, theme.Pad);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Buttons_are_readable_in_every_state(string name)
    {
        var theme = Named(name);
        foreach (var role in Enum.GetValues<Role>())
        {
            var look = theme[role];
            foreach (var face in (Rgba[])[look.Normal, look.Hover, look.Pressed])
                AtLeast(4.5, look.Text, face);
            AtLeast(2.5, look.DisabledText, look.Disabled);
            Assert.Distinct([look.Normal, look.Hover, look.Pressed]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Focus_and_bars_stand_out(string name)
    {
        var theme = Named(name);
        foreach (var paper in (Rgba[])[theme.Background, theme.Card])
            AtLeast(3, theme.Focus, paper);
        AtLeast(3, theme.Accent, theme.BarTrack);
    }

    private static Theme Named(string name) => name == "dark" ? Theme.Dark : Theme.Light;

    private static void AtLeast(double wanted, Rgba a, Rgba b)
    {
        var contrast = Rgba.Contrast(a, b);
        Assert.True(contrast >= wanted, $"{a} on {b}: {contrast:F2}, wanted {wanted}");
    }
}
