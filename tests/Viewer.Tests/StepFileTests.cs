using GpuDigits.Engine.Calculator;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Viewer.Tests;

/// <summary>Steps that wait for room on the disk, and files that have grown long.</summary>
public sealed class StepFileTests
{
    [Fact]
    public void Steps_that_could_not_be_written_are_written_at_the_end()
    {
        var disk = new FullDisk();
        using (var journal = new Journal(disk, JournalContent.Parse([])))
        {
            disk.Room = 20;
            journal.Append(CalculatorInput.Operation(Operation.Multiply));
            disk.Room = long.MaxValue;
        }
        Assert.Equal(InputKind.Operation, Assert.Single(JournalContent.Parse(disk.ToArray()).Steps).Kind);
    }

    [Fact]
    public void A_disk_that_stays_full_is_no_fault_of_the_end()
    {
        var disk = new FullDisk { Room = 0 };
        var journal = new Journal(disk, JournalContent.Parse([]));
        journal.Append(CalculatorInput.Operation(Operation.Multiply));
        journal.Dispose();
        journal.Dispose();
        Assert.Empty(disk.ToArray());
    }

    /// <summary>A browser is given the whole file at each pause.</summary>
    [Fact]
    public void A_journal_of_the_sheet_is_written_anew_as_early_as_its_window_wants()
    {
        var folder = Directory.CreateTempSubdirectory("gpudigits-").FullName;
        var (usual, early) = (Write("usual", null), Write("early", 10_000));
        Directory.Delete(folder, recursive: true);
        Assert.True(early < usual / 2, $"{early} and {usual} bytes");

        long Write(string name, long? longest)
        {
            var file = Path.Combine(folder, name);
            using (var journal = longest is { } bytes ? PaperJournal.Open(file, out _, bytes) : PaperJournal.Open(file, out _))
            {
                var paper = new Paper(journal: journal);
                // More than can be undone, and little that stays.
                for (var i = 0; i < 4_000; i++)
                {
                    paper.Write(Sheet.SheetInk.Line(10, 10, 90, 60));
                    paper.Undo();
                }
            }
            return new FileInfo(file).Length;
        }
    }
}
