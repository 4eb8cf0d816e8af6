using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Fuzz;

/// <summary>
/// Stands where the journals of calculator and sheet are kept, makes each step on the plain ones as it is written, and compares. So it sees
/// what a later window would read.
/// </summary>
internal sealed class Witness : IDisposable
{
    private readonly PlainCalculator _calculator = new();
    private readonly PlainPaper _paper = new();

    public Witness()
    {
        CalculatorJournal = new(new LineTap(line =>
        {
            Steps++;
            _calculator.Apply(JournalLine.Read(line) ?? throw new InvalidDataException("the journal has a line that is no step"));
        }), JournalContent.Parse([]));
        SheetJournal = new(new(new LineTap(line =>
        {
            SheetSteps++;
            _paper.Make(PaperJson.Read(line));
        }), "sheet"), []);
    }

    public Journal CalculatorJournal { get; }

    public PaperJournal SheetJournal { get; }

    /// <summary>Steps of the calculator that were seen.</summary>
    public long Steps { get; private set; }

    /// <summary>Steps of the sheet that were seen.</summary>
    public long SheetSteps { get; private set; }

    /// <summary>What is wrong at an app that keeps its steps here; null if nothing is.</summary>
    public string? Difference(ViewerApp app) => _calculator.Difference(app.Calculator) ?? _paper.Difference(app.Paper.Content);

    public void Dispose()
    {
        CalculatorJournal.Dispose();
        SheetJournal.Dispose();
    }

    /// <summary>A file that keeps nothing: each line that is written to it goes to an action.</summary>
    private sealed class LineTap(Action<byte[]> take) : Stream
    {
        private readonly List<byte> _line = [];

        public override bool CanRead => false;

        public override bool CanSeek => true;

        public override bool CanWrite => true;

        public override long Length => Position;

        public override long Position { get; set; }

        public override void Write(byte[] buffer, int offset, int count)
        {
            Position += count;
            foreach (var one in buffer.AsSpan(offset, count))
            {
                if (one != (byte)'\n')
                {
                    _line.Add(one);
                    continue;
                }

                take([.. _line]);
                _line.Clear();
            }
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
