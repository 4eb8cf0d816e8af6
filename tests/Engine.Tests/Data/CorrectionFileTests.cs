using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Tests.Data;

public sealed class CorrectionFileTests : IDisposable
{
    private static readonly ImmutableArray<Stroke> Seven =
        [new([new(1.234f, 2.346f, 0), new(30, -4.006f, 8)]), new([new(0.5f, 70, 100)])];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpudigits-test-");

    private string Corrections => CorrectionFile.In(Path.Combine(_folder.FullName, "new", "hand"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Drawings_are_kept_oldest_first_in_a_folder_that_is_made()
    {
        Assert.Equal("corrections.jsonl", Path.GetFileName(Corrections));
        Assert.True(CorrectionFile.Append(Corrections, 7, Seven));
        Assert.True(CorrectionFile.Append(Corrections, 0, Seven[1..]));
        Assert.Equal(
            """
            {"label":"7","writer":"me","strokes":[[[1.23,2.35],[30,-4.01]],[[0.5,70]]]}
            {"label":"0","writer":"me","strokes":[[[0.5,70]]]}

            """.ReplaceLineEndings("\n"),
            File.ReadAllText(Corrections));
        var (samples, leftOut) = CorrectionFile.Read(Corrections);
        Assert.Equal((0, 2), (leftOut, samples.Length));
        Assert.Equal([(7, "me"), (0, "me")], samples.Select(sample => (sample.Label, sample.Writer)));
        Assert.Equal([new Vector2(1.23f, 2.35f), new(30, -4.01f)], samples[0].Strokes[0].AsEnumerable());
    }

    [Fact]
    public void A_drawing_has_the_label_that_it_was_given_last()
    {
        Assert.True(CorrectionFile.Append(Corrections, 7, Seven));
        Assert.True(CorrectionFile.Append(Corrections, 0, Seven[1..]));
        Assert.True(CorrectionFile.Append(Corrections, 1, Seven));
        Assert.Equal([0, 1], CorrectionFile.Read(Corrections).Samples.Select(sample => sample.Label));
    }

    [Fact]
    public void Without_a_file_there_are_no_drawings_and_nothing_to_delete()
    {
        Assert.Empty(CorrectionFile.Read(Corrections).Samples);
        Assert.Equal(0, CorrectionFile.Read(Corrections).LeftOut);
        CorrectionFile.Delete(Corrections);
        Assert.False(Directory.Exists(Path.GetDirectoryName(Corrections)));
    }

    [Fact]
    public void Lines_that_cannot_be_read_are_counted_and_kept()
    {
        CorrectionFile.Append(Corrections, 1, Seven);
        File.AppendAllText(Corrections, "no drawing\n");
        CorrectionFile.Append(Corrections, 2, Seven[1..]);
        var (samples, leftOut) = CorrectionFile.Read(Corrections);
        Assert.Equal([1, 2], samples.Select(sample => sample.Label));
        Assert.Equal(1, leftOut);
        Assert.Equal("no drawing", File.ReadAllLines(Corrections)[1]);
    }

    [Fact]
    public void The_oldest_give_way_to_the_newest()
    {
        CorrectionFile.Append(Corrections, 1, Seven);
        var line = File.ReadAllLines(Corrections)[0];
        File.WriteAllLines(
            Corrections, Enumerable.Range(0, CorrectionFile.Most).Select(i => line.Replace("me", $"w{i}", StringComparison.Ordinal)));
        CorrectionFile.Append(Corrections, 3, Seven[1..]);
        var (samples, _) = CorrectionFile.Read(Corrections);
        Assert.Equal(500, samples.Length);
        Assert.Equal(("w1", "w499", "me"), (samples[0].Writer, samples[^2].Writer, samples[^1].Writer));
    }

    [Fact]
    public void What_the_reader_would_refuse_is_not_written()
    {
        Stroke Of(int points) => new([.. Enumerable.Range(0, points).Select(i => new InkPoint(i % 9, 1, i))]);
        Assert.False(CorrectionFile.Append(Corrections, 1, []));
        Assert.False(CorrectionFile.Append(Corrections, 1, [.. Enumerable.Repeat(Of(1), StrokeFile.MaxStrokes + 1)]));
        Assert.False(CorrectionFile.Append(Corrections, 1, [Of(StrokeFile.MaxPoints), Of(1)]));
        Assert.False(Directory.Exists(Path.GetDirectoryName(Corrections)));
        Assert.True(CorrectionFile.Append(Corrections, 1, [.. Enumerable.Repeat(Of(1), StrokeFile.MaxStrokes)]));
        Assert.True(CorrectionFile.Append(Corrections, 1, [Of(StrokeFile.MaxPoints - 1), Of(1)]));
        Assert.Equal(2, CorrectionFile.Read(Corrections).Samples.Length);
    }

    [Fact]
    public void Deleting_takes_all_drawings()
    {
        CorrectionFile.Append(Corrections, 1, Seven);
        CorrectionFile.Delete(Corrections);
        Assert.False(File.Exists(Corrections));
        Assert.Empty(CorrectionFile.Read(Corrections).Samples);
        CorrectionFile.Append(Corrections, 2, Seven[1..]);
        Assert.Equal(2, Assert.Single(CorrectionFile.Read(Corrections).Samples).Label);
    }

    [Fact]
    public void While_another_program_writes_it_is_asked_to_end()
    {
        CorrectionFile.Append(Corrections, 1, Seven);
        using (FileLock.TryTake(Corrections))
        {
            Assert.Equal(
                "another program is writing corrections.jsonl; try again, or close the other one",
                Assert.Throws<IOException>(() => CorrectionFile.Append(Corrections, 2, Seven)).Message);
        }

        Assert.True(CorrectionFile.Append(Corrections, 2, Seven));
        CorrectionFile.Delete(Corrections);
    }
}
