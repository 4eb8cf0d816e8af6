using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.Watch;

/// <summary>The places of everything in the training's view, in framebuffer pixels.</summary>
internal sealed class WatchLayout
{
    public const int Filters = 32, Worst = 12;
    private const int FiltersAcross = 16, MostWorstAcross = 6;
    private const float LeastWorstStep = 98;

    private readonly float _worstStep, _worstSide, _worstHigh, _filterStep, _filterCell;
    private readonly Box _filters, _worst;
    private readonly int _worstAcross;

    public WatchLayout(Layout window)
    {
        var (panel, unit) = (window.Panel, window.Unit);
        Unit = unit;
        Button = Box.Whole(new(panel.X, panel.Y, 128 * unit, window.Target(36) * unit));
        Status = new(panel.X, Button.Bottom + 6 * unit, panel.Width, 22 * unit);
        Legend = new(Button.Right + 16 * unit, panel.Y, panel.Right - Button.Right - 16 * unit, Button.Height);
        var y = Status.Bottom + 30 * unit;
        var rest = panel.Bottom - y;

        var (label, gap) = (26 * unit, 14 * unit);
        _filterStep = MathF.Floor(panel.Width / FiltersAcross);
        _filterCell = MathF.Floor(MathF.Min((_filterStep - 5 * unit) / 3, rest * 0.035f));
        _filterStep = MathF.Min(_filterStep, 3 * _filterCell + 8 * unit);
        var filtersHigh = 2 * (3 * _filterCell + 5 * unit);
        _worstAcross = Math.Clamp((int)(panel.Width / (LeastWorstStep * unit)), 1, MostWorstAcross);
        _worstStep = panel.Width / _worstAcross;
        _worstSide = MathF.Min(rest * 0.15f, _worstStep * 0.55f);
        if (_worstSide >= 28)
            _worstSide = MathF.Floor(_worstSide / 28) * 28;
        // The text about a digit is beside it, on two lines.
        _worstHigh = MathF.Max(_worstSide, 38 * unit) + 8 * unit;
        var chartHigh = rest - filtersHigh - 2 * _worstHigh - 2 * label;
        var wide = (panel.Width - 24 * unit) / 2;
        Loss = Box.Whole(new(panel.X + 34 * unit, y, wide - 34 * unit, chartHigh - gap));
        Accuracy = Box.Whole(new(panel.X + wide + 24 * unit + 44 * unit, y, wide - 44 * unit, chartHigh - gap));

        FiltersCaption = new(panel.X, y + chartHigh, panel.Width, 20 * unit);
        _filters = Box.Whole(new(panel.X, FiltersCaption.Y + label, panel.Width, filtersHigh));
        WorstCaption = new(panel.X, _filters.Bottom, panel.Width, 20 * unit);
        _worst = Box.Whole(new(panel.X, WorstCaption.Y + label, panel.Width, panel.Bottom - WorstCaption.Y - label));
    }

    public float Unit { get; }

    /// <summary>The digits that have room: two rows of them.</summary>
    public int WorstShown => 2 * _worstAcross;

    public Box Button { get; }

    public Box Status { get; }

    /// <summary>The legend of the curves, beside the button.</summary>
    public Box Legend { get; }

    public Box Loss { get; }

    public Box Accuracy { get; }

    public Box FiltersCaption { get; }

    public Box WorstCaption { get; }

    public Box Filter(int index) =>
        new(_filters.X + index % FiltersAcross * _filterStep, _filters.Y + index / FiltersAcross * (3 * _filterCell + 5 * Unit),
            3 * _filterCell, 3 * _filterCell);

    public Box Digit(int index) =>
        new(MathF.Round(_worst.X + index % _worstAcross * _worstStep), MathF.Round(_worst.Y + index / _worstAcross * _worstHigh),
            _worstSide, _worstSide);
}
