using System.Globalization;
using System.Numerics;
using GpuDigits.Viewer.App;
using GpuDigits.Viewer.Painting;
using GpuDigits.Viewer.Panels;
using GpuDigits.Viewer.Ui;

namespace GpuDigits.Viewer.Lens;

/// <summary>What the network sees of the drawing, and what it makes of it.</summary>
internal sealed class LensPanel : Panel
{
    private const int Side = 28;

    private readonly TileSheet _tiles = new(Side);
    private byte[]? _picture;
    private Box _input;
    private Vector2 _pointer = new(-1);

    public override string Name => "Lens";

    public override char Key => 'l';

    public override IReadOnlyList<Arrangement> Arrangements { get; } = [Arrangement.Beside, Arrangement.Full];

    public override string Hint => "Point at a pixel";

    public override bool Handle(InputEvent input)
    {
        if (input is PointerMoved move)
            _pointer = move.At;
        return false;
    }

    public override void Refresh(ViewState state, Reading reading)
    {
        var side = MathF.Floor(MathF.Min(state.Layout.Panel.Width, state.Layout.Panel.Height) / Side) * Side;
        _input = new(state.Layout.Panel.X, state.Layout.Panel.Y, side, side);
        if (_picture == reading.Picture)
            return;
        _picture = reading.Picture;
        _tiles.Clear();
        if (_picture is not null)
            _tiles.Add(Side, Side, Array.ConvertAll(_picture, level => level / 255f));
    }

    public override void Draw(DrawList list, ViewState state)
    {
        if (_tiles.Count == 0)
            return;
        list.Tile(_input, _tiles, 0, ColorScale.Between(0, 1, state.Theme.BarTrack, state.Theme.Ink));
        if (!_input.Contains(_pointer))
            return;
        var cell = (_pointer - new Vector2(_input.X, _input.Y)) / (_input.Width / Side);
        var value = _picture![(int)cell.Y * Side + (int)cell.X] / 255f;
        var at = _input with { X = _input.Right + 16 * state.Layout.Unit, Height = 30 * state.Layout.Unit };
        list.TextIn(at, string.Create(CultureInfo.InvariantCulture, $"{value:0.000}"), 16 * state.Layout.Unit, state.Theme.Text, Align.Left, true);
    }
}
