using System.Collections.Immutable;
using System.Diagnostics;
using System.Numerics;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Ink;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Viewer.Replay;

namespace GpuDigits.Viewer.Measure;

/// <summary>
/// Writes calculations on the sheet as a pen would, event by event, in a window without a screen, and looks at the answers. The pen waits
/// after each stroke until it was read. Other calculations stand on the page meanwhile.
/// </summary>
internal sealed class SheetMeasurement : IDisposable
{
    private const int Width = 1280, Height = 800;

    /// <summary>The least number of other symbols on the page.</summary>
    private const int OtherSymbols = 60;

    /// <summary>Where a calculation is written, and the first place of the others, in pixels from the paper's corner.</summary>
    private static readonly Vector2 Corner = new(40, 40), Room = new(1200, 300), OtherCorner = new(40, 420), OtherRoom = new(520, 70);

    /// <summary>From one place of the others to the next.</summary>
    private static readonly Vector2 OtherStep = new(640, 110);

    private readonly ViewerApp _app;
    private readonly OffscreenPlayer _player;
    private readonly List<double> _milliseconds = [];
    private double _time;

    /// <param name="app">An app with an empty sheet.</param>
    /// <exception cref="Graphics.GraphicsException">OpenGL without a screen is not available.</exception>
    public SheetMeasurement(ViewerApp app)
    {
        _app = app;
        _player = new(app, 1);
        _player.Open(Width, Height);
        app.Handle(new Typed(0, 's'));
    }

    private SheetPanel Panel => (SheetPanel)_app.View.Panel!;

    /// <summary>Writes all calculations that have an =.</summary>
    /// <param name="samples">Written calculations.</param>
    /// <returns>The score; null if none has an =.</returns>
    public SheetScore? Run(IReadOnlyList<CalculationSample> samples)
    {
        CutCalculation[] calculations = [.. samples.Select(CutCalculation.Of).OfType<CutCalculation>()];
        if (calculations.Length == 0)
            return null;
        var others = WriteOthers(samples);
        var kept = _app.Paper.Strokes.Select(stroke => stroke.Id).ToHashSet();
        var (right, none, missed) = (0, 0, new List<SheetMiss>());
        foreach (var calculation in calculations)
        {
            Write(calculation.Strokes);
            var written = _app.Paper.Calculations.Where(one => one.StrokeIds.Any(id => !kept.Contains(id))).ToArray();
            var answered = written.Where(one => one.Answer is not null).ToArray();
            var wrong = answered.Where(one => !calculation.IsRight(one.Answer!)).ToArray();
            if (answered.Length == 0)
                none++;
            else if (wrong.Length == 0)
                right++;
            if (answered.Length == 0 || wrong.Length > 0)
            {
                missed.Add(new(
                    calculation.Sample.Id, calculation.Sample.Written.Plain, string.Join("  ", written.Select(SheetSelection.ReadText)),
                    string.Join("  ", answered.Select(one => one.Answer!.Shown)), wrong.All(one => one.IsDoubtful)));
            }
            _app.Paper.Delete([.. _app.Paper.Strokes.Select(stroke => stroke.Id).Where(id => !kept.Contains(id))]);
        }

        _milliseconds.Sort();
        var unmarked = missed.Count(one => !one.IsMarked);
        return new(
            calculations.Length, right, none, missed.Count - none - unmarked, unmarked, Quantile(0.5), Quantile(0.95), others, missed);
    }

    public void Dispose() => _player.Dispose();

    private int WriteOthers(IReadOnlyList<CalculationSample> samples)
    {
        var (symbols, at) = (0, OtherCorner);
        foreach (var sample in samples.OrderByDescending(sample => sample.Written.Symbols.Length))
        {
            if (symbols >= OtherSymbols || at.Y + OtherRoom.Y > Height)
                break;
            foreach (var stroke in Fitted(sample.Written.Strokes, at, OtherRoom))
                _app.Paper.Write(stroke);
            symbols += sample.Written.Symbols.Length;
            at = at.X > OtherCorner.X ? new(OtherCorner.X, at.Y + OtherStep.Y) : at with { X = at.X + OtherStep.X };
        }

        _app.FinishReading();
        return symbols;
    }

    /// <summary>Writes ink; if an answer is there in the end, the time from the last pen-up until it was drawn is kept.</summary>
    private void Write(ImmutableArray<Stroke> ink)
    {
        var (place, start) = (new Vector2(Panel.Space.Place.X, Panel.Space.Place.Y), _time + 1);
        var answers = _app.Paper.Calculations.Count(one => one.Answer is not null);
        var elapsed = TimeSpan.Zero;
        foreach (var (index, stroke) in Fitted(ink, place + Corner, Room).Index())
        {
            foreach (var (i, point) in stroke.Points.Index())
            {
                _time = Math.Max(_time, start + (point.Time / 1000));
                _app.Handle(new PointerMoved(_time, point.Position));
                if (i == 0)
                    _app.Handle(new PointerPressed(_time, PointerButton.Left));
            }

            // The frames before the last stroke do not count.
            var isLast = index == ink.Length - 1;
            if (isLast)
                _player.Show(_time);
            var penUp = Stopwatch.GetTimestamp();
            _app.Handle(new PointerReleased(_time, PointerButton.Left));
            _app.FinishReading();
            if (isLast)
                _player.Show(_time);
            elapsed = Stopwatch.GetElapsedTime(penUp);
        }

        if (_app.Paper.Calculations.Count(one => one.Answer is not null) > answers)
            _milliseconds.Add(elapsed.TotalMilliseconds);
    }

    /// <summary>Ink at a place, smaller where it has no room; its times begin at 0.</summary>
    private static IEnumerable<Stroke> Fitted(ImmutableArray<Stroke> ink, Vector2 corner, Vector2 room)
    {
        var bounds = InkBounds.Of(ink);
        var scale = MathF.Min(1, MathF.Min(room.X / MathF.Max(bounds.Size.X, 1), room.Y / MathF.Max(bounds.Size.Y, 1)));
        var start = ink[0].Points[0].Time;
        return ink.Select(stroke => new Stroke(
        [
            .. stroke.Points.Select(point =>
            {
                var at = corner + ((point.Position - bounds.Min) * scale);
                return new InkPoint(at.X, at.Y, point.Time - start);
            }),
        ]));
    }

    private double? Quantile(double share) =>
        _milliseconds.Count == 0 ? null : _milliseconds[(int)Math.Ceiling(share * _milliseconds.Count) - 1];
}
