using System.Globalization;
using System.Numerics;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Panels;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.Lab;

/// <summary>
/// A filter to experiment with, over the drawing, a test card or a photograph. Shows its result, the poolings of that, and the computation
/// of each number. The window can slide over the picture.
/// </summary>
internal sealed class LabPanel : Panel
{
    private const float Step = 0.5f;
    private const double SlideSeconds = 12, LeastPerSecond = 10;

    private readonly List<LabGroup> _groups;
    private GreyPicture? _drawing, _photograph;
    private byte[]? _drawn;
    private LabSource _source = LabSource.Drawing;
    private Vector2 _pointer = new(-1);
    private double _slid;
    private bool _minusMayBegin;

    public LabPanel() => _groups = MakeGroups();

    private enum LabSource { Drawing, Card, Photograph }

    public override string Name => "Filter lab";

    public override char Key => 'f';

    public override IReadOnlyList<Arrangement> Arrangements { get; } = [Arrangement.Beside, Arrangement.Full];

    public override string Hint =>
        Selected is not null ? "Type a number · − turns its sign · wheel, + −" :
        Hovered is { } choice ? _groups.First(group => group.Choices.Contains(choice)).Hint :
        Layout?.FilterCellAt(_pointer) is not null ? "Click to type, or turn the wheel · I" :
        HoveredPreset >= 0 ? "Page keys" : "Point, or arrows · G: slide · C: colour";

    public LabBench Bench { get; } = new();

    /// <summary>The places of everything; null before the panel is opened.</summary>
    public LabLayout? Layout { get; private set; }

    public IReadOnlyList<LabGroup> Groups => _groups;

    /// <summary>The number whose computation is shown.</summary>
    public LabSpot Spot { get; private set; } = new(LabMap.Result, 14, 13);

    /// <summary>The filter's cell that is being edited.</summary>
    public int? Selected { get; private set; }

    /// <summary>The text typed for it so far.</summary>
    public string Entry { get; private set; } = "";

    /// <summary>True: values in two colours around zero; false: in grey from the lowest to the highest.</summary>
    public bool IsSigned { get; private set; }

    public bool IsSliding { get; private set; }

    public string PictureName =>
        Bench.Picture == _photograph ? "Photograph" : Bench.Picture == LabPictures.TestCard ? "Test card" : "Your drawing";

    /// <summary>Whether the drawing is selected but there is none yet.</summary>
    public bool WaitsForDrawing => _source == LabSource.Drawing && _drawing is null;

    public LabChoice? Hovered => Layout?.Choices.FirstOrDefault(choice => choice.Value.Contains(_pointer)).Key;

    /// <summary>The preset under the pointer; −1 for none.</summary>
    public int HoveredPreset => Layout?.Presets.Index().FirstOrDefault(preset => preset.Item.Contains(_pointer), (-1, default)).Index ?? -1;

    public override IEnumerable<PanelButton> Buttons => Layout is not { } layout ? [] :
    [
        .. layout.Presets.Select((box, i) => new PanelButton($"Filter: {LabScene.PresetLabels[i]}", box, IsOn: Bench.Preset == i)),
        .. _groups.SelectMany(group => group.Choices.Select(choice =>
            new PanelButton($"{group.Caption}: {choice.Label}", layout.Choices[choice], IsOn: choice.IsOn()))),
        .. Bench.Filter.Values.Select((value, i) => Cell(i / Bench.Filter.Size, i % Bench.Filter.Size, value, Selected == i)),
    ];

    private PanelButton Cell(int row, int column, float value, bool isOn) => new(
        string.Create(CultureInfo.InvariantCulture, $"Row {row + 1}, column {column + 1}: {value:0.##}"), Layout!.Filter.BoxOf(row, column),
        IsOn: isOn);

    /// <summary>Picture, result and poolings for the GPU; after the picture in the order of <see cref="LabMap"/>.</summary>
    public TileSheet Tiles { get; } = new(LabPictures.LargestSide);

    private long TilesVersion { get; set; } = -1;

    /// <summary>Adds a photograph to filter, and selects it.</summary>
    public void Show(GreyPicture photograph)
    {
        _photograph = photograph;
        _source = LabSource.Photograph;
        _groups.Clear();
        _groups.AddRange(MakeGroups());
        TakePicture();
    }

    public override void Closed()
    {
        IsSliding = false;
        Select(null);
    }

    public override bool Handle(InputEvent input)
    {
        switch (input)
        {
            case PointerMoved move:
                _pointer = move.At;
                if (!IsSliding && Layout?.SpotAt(move.At) is { } spot)
                    Spot = spot;
                return false;
            case PointerPressed { Button: PointerButton.Left }:
                return Press();
            case Scrolled wheel when Layout?.FilterCellAt(_pointer) is { } cell:
                Add(cell, wheel.Notches.Y > 0 ? Step : -Step);
                return true;
            case Typed typed:
                return Selected is { } selected && Edit(selected, typed.Character) || Command(typed.Character);
            case KeyPressed key:
                return Selected is not null ? EditKey(key.Key) : Move(key.Key);
            default:
                return false;
        }
    }

    public override void Refresh(ViewState state, Reading reading)
    {
        if (reading.Picture is { } picture && picture != _drawn)
        {
            _drawn = picture;
            _drawing = new(28, 28, Levels.ToFloats(picture));
            TakePicture();
        }
        Layout = new(Bench, state.Layout, _groups);
        Spot = Bench.Nearest(Spot);
        if (TilesVersion == Bench.Version)
            return;
        TilesVersion = Bench.Version;
        Tiles.Clear();
        foreach (var shown in (GreyPicture[])[Bench.Picture, Bench.Result, Bench.MaxPool, Bench.AveragePool])
            Tiles.Add(shown.Width, shown.Height, shown.Values);
    }

    public override bool Advance(double seconds)
    {
        if (!IsSliding)
            return false;
        var count = Bench.Result.Values.Length;
        _slid += seconds * Math.Max(LeastPerSecond, count / SlideSeconds);
        var at = Math.Min(count - 1, (int)_slid);
        Spot = new(LabMap.Result, at / Bench.Result.Width, at % Bench.Result.Width);
        IsSliding = _slid < count;
        return IsSliding;
    }

    public override void Draw(DrawList list, ViewState state) => LabScene.Draw(list, this, state);

    private List<LabGroup> MakeGroups()
    {
        LabChoice From(string label, float width, LabSource source) => new(label, width, () => Choose(source), () => _source == source);
        LabChoice By(string label, float width, Action change, Func<bool> isOn) => new(label, width, change, isOn);
        List<LabChoice> sources = [From("Drawing", 62, LabSource.Drawing), From("Card", 44, LabSource.Card)];
        if (_photograph is not null)
            sources.Add(From("Photo", 50, LabSource.Photograph));
        return
        [
            new("Picture", "What is filtered · N", 'n', sources),
            new("Filter", "Rows and columns of the filter · K", 'k',
                [.. FilterLab.Sizes.Select(size => By($"{size}×{size}", 38, () => Resize(size), () => Bench.Filter.Size == size))]),
            new("Stride", "How far the window moves on · S", 's',
                [.. Enumerable.Range(1, 3)
                    .Select(stride => By($"{stride}", 26, () => Change(stride: stride), () => Bench.Stride == stride))]),
            new("Padding", "Only whole windows, or zeros around the picture · V", 'v',
                [
                    By("valid", 44, () => Change(padding: Padding.Valid), () => Bench.Padding == Padding.Valid),
                    By("same", 44, () => Change(padding: Padding.Same), () => Bench.Padding == Padding.Same),
                ]),
            new("Result", "The sum, as networks take it, or the lesson's average · A", 'a',
                [
                    By("sum", 40, () => Change(reduction: Reduction.Sum), () => Bench.Reduction == Reduction.Sum),
                    By("average", 62, () => Change(reduction: Reduction.Average), () => Bench.Reduction == Reduction.Average),
                ]),
            new("Pooling", "The pooling's window · O", 'o',
                [.. Enumerable.Range(2, 2)
                    .Select(size => By($"{size}×{size}", 38, () => Change(poolSize: size), () => Bench.PoolSize == size))]),
            new("Watch it", "The window slides over the picture · G", 'g', [By("Slide", 56, Slide, () => IsSliding)]),
        ];
    }

    private void Choose(LabSource source)
    {
        _source = source;
        TakePicture();
    }

    private void TakePicture() => Change(picture: _source switch
    {
        LabSource.Photograph => _photograph!,
        LabSource.Drawing when _drawing is not null => _drawing,
        _ => LabPictures.TestCard,
    });

    private void Change(GreyPicture? picture = null, Filter? filter = null, int? stride = null, Padding? padding = null,
        Reduction? reduction = null, int? poolSize = null)
    {
        Bench.Change(picture, filter, stride, padding, reduction, poolSize);
        Spot = Bench.Nearest(Spot);
    }

    private void Resize(int size)
    {
        Select(null);
        Bench.Resize(size);
        Spot = Bench.Nearest(Spot);
    }

    private void Slide()
    {
        Select(null);
        IsSliding = !IsSliding;
        _slid = 0;
    }

    private bool Press()
    {
        var cell = Layout?.FilterCellAt(_pointer);
        Select(cell);
        if (cell is not null)
            return true;
        if (Hovered is { } choice)
            choice.Do();
        else if (HoveredPreset is >= 0 and var preset)
            Change(filter: Bench.Presets[preset]);
        else
            return false;
        return true;
    }

    private bool Command(char character)
    {
        switch (character)
        {
            case 'c':
                IsSigned = !IsSigned;
                return true;
            case 'i':
                Select(Bench.Filter.Values.Length / 2);
                return true;
            default:
                if (_groups.FirstOrDefault(group => group.Key == character) is not { } group)
                    return false;
                group.Next();
                return true;
        }
    }

    /// <summary>
    /// Handles typing while a cell is edited: a number, a change of its sign, a step up or down. A minus alone steps down; if a number
    /// follows, it was that number's sign.
    /// </summary>
    private bool Edit(int cell, char character)
    {
        var isAfterMinus = _minusMayBegin;
        _minusMayBegin = false;
        switch (character)
        {
            case '.' or ',' when Entry.Contains('.'):
                return true;
            case (>= '0' and <= '9') or '.' or ',' when Entry.Length < 6:
                if (isAfterMinus)
                    Entry = "-";
                Entry += character == ',' ? '.' : character;
                break;
            case (>= '0' and <= '9') or '.' or ',':
                return true;
            case '-' or '−' when Entry.Length > 0:
                Entry = Entry[0] == '-' ? Entry[1..] : '-' + Entry;
                break;
            case '+' or '-' or '−':
                Add(cell, character == '+' ? Step : -Step);
                _minusMayBegin = character != '+';
                return true;
            default:
                return false;
        }
        TakeEntry(cell);
        return true;
    }

    private bool EditKey(App.Key key)
    {
        var (cell, size) = (Selected!.Value, Bench.Filter.Size);
        switch (key)
        {
            case App.Key.Escape or App.Key.Enter:
                Select(null);
                return true;
            case App.Key.Backspace when Entry.Length > 0:
                Entry = Entry[..^1];
                TakeEntry(cell);
                return true;
            case App.Key.Backspace or App.Key.Delete:
                Bench.Set(cell, 0);
                Select(cell);
                return true;
            case App.Key.Left or App.Key.Right or App.Key.Up or App.Key.Down:
                var (y, x) = Stepped(key, cell / size, cell % size);
                Select(Math.Clamp(y, 0, size - 1) * size + Math.Clamp(x, 0, size - 1));
                return true;
            default:
                return false;
        }
    }

    private bool Move(App.Key key)
    {
        switch (key)
        {
            case App.Key.PageUp or App.Key.PageDown:
                var count = Bench.Presets.Count;
                var next = key == App.Key.PageDown ? Bench.Preset + 1 : Math.Max(Bench.Preset, 0) - 1;
                Change(filter: Bench.Presets[(next + count) % count]);
                return true;
            case App.Key.Left or App.Key.Right or App.Key.Up or App.Key.Down:
                IsSliding = false;
                var (y, x) = Stepped(key, Spot.Y, Spot.X);
                Spot = Bench.Nearest(Spot with { Y = y, X = x });
                return true;
            default:
                return false;
        }
    }

    private static (int Y, int X) Stepped(App.Key key, int y, int x) => key switch
    {
        App.Key.Left => (y, x - 1),
        App.Key.Right => (y, x + 1),
        App.Key.Up => (y - 1, x),
        _ => (y + 1, x),
    };

    private void Add(int cell, float step)
    {
        (Entry, _minusMayBegin) = ("", false);
        Bench.Set(cell, Bench.Filter.Values[cell] + step);
    }

    private void TakeEntry(int cell)
    {
        // A sign or a point alone begins a number that is 0 so far.
        _ = float.TryParse(Entry, NumberStyles.Float, CultureInfo.InvariantCulture, out var value);
        Bench.Set(cell, value);
    }

    /// <summary>Selects a cell, or none, with nothing typed for it.</summary>
    private void Select(int? cell) => (Selected, Entry, _minusMayBegin) = (cell, "", false);
}
