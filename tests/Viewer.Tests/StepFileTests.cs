using GpuDigits.Engine.Calculator;
using GpuDigits.Scenes.App;

namespace GpuDigits.Viewer.Tests;

/// <summary>Steps that wait for room on the disk.</summary>
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
}
