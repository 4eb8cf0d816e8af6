using System.Numerics;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Tests;

namespace GpuDigits.Engine.Tests.Trust;

public sealed class AdaptationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-adapt-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Ten_corrected_ones_of_an_odd_hand_make_the_next_ones_read_and_cost_nothing_else()
    {
        var shipped = TrainedModel.Load(ShippedModel.Find("tutorial")!);
        var test = MnistExcerpt.Load().Test;
        var file = CorrectionFile.In(_folder);
        for (uint i = 0; i < 10; i++)
            CorrectionFile.Append(file, 1, OddOne(i));
        var later = Pictures(Enumerable.Range(100, 60).Select(i => OddOne((uint)i)));
        using var device = new VectorDevice();

        var result = Adaptation.Run(device, shipped, CorrectionFile.Read(file).Samples, SyntheticDigits.Set(4000, 11), test);

        Assert.True(result.IsKept, $"standard {result.StandardBefore} → {result.StandardAfter}");
        Assert.True(result.StandardAfter >= result.StandardBefore - Adaptation.Tolerance);
        Assert.InRange(result.CorrectedAfter, 0.8, 1);
        using DigitClassifier before = new(device, shipped, 50), after = new(device, result.Model, 50);
        Assert.InRange(Adaptation.Accuracy(before, before.Features(later), later.Labels), 0, 0.3);
        Assert.InRange(Adaptation.Accuracy(after, after.Features(later), later.Labels), 0.6, 1);

        PersonalModel.Save(result.Model, _folder);
        Assert.Equal(result.Model.Weights, TrainedModel.Load(PersonalModel.Find(_folder)!).Weights);
        Assert.True(PersonalModel.Undo(_folder));
        Assert.Null(PersonalModel.Find(_folder));
        Assert.False(PersonalModel.Undo(_folder));
    }

    [Fact]
    public void A_model_that_would_read_ordinary_digits_worse_is_not_kept()
    {
        var shipped = TrainedModel.Load(ShippedModel.Find("tutorial")!);
        for (uint i = 0; i < 5; i++)
            CorrectionFile.Append(CorrectionFile.In(_folder), 1, OddOne(i));
        var same = Pictures(Enumerable.Range(0, 5).Select(i => OddOne((uint)i)));
        using var device = new VectorDevice();
        using var classifier = new DigitClassifier(device, shipped, 5);
        byte[] asRead = [.. classifier.ReadAll(Array.ConvertAll(same.Images, level => level / 255f)).Select(v => (byte)v.Digit)];

        // What is ordinary here is the very misreading that was corrected.
        var result = Adaptation.Run(
            device, shipped, CorrectionFile.Read(CorrectionFile.In(_folder)).Samples, SyntheticDigits.Set(1000, 3),
            new(28, 28, same.Images, asRead));

        Assert.False(result.IsKept);
        Assert.Same(shipped, result.Model);
        Assert.True(result.StandardAfter < result.StandardBefore - Adaptation.Tolerance);
    }

    [Fact]
    public void A_model_with_batch_normalisation_learns_as_its_folded_self_does()
    {
        Layer[] layers = [new Flatten(), new Dense(24), new BatchNormalization(), new Relu(), new Dense(10), new Softmax()];
        var architecture = new Sequential(new(28, 28, 1), layers);
        var model = new TrainedModel(architecture, architecture.Initialise(4));
        for (uint i = 0; i < 5; i++)
            CorrectionFile.Append(CorrectionFile.In(_folder), 1, OddOne(i));
        var corrections = CorrectionFile.Read(CorrectionFile.In(_folder)).Samples;
        DigitSet replay = SyntheticDigits.Set(2000, 3), standard = SyntheticDigits.Set(200, 4);
        using var device = new VectorDevice();

        AdaptationResult whole = Adaptation.Run(device, model, corrections, replay, standard),
            folded = Adaptation.Run(device, model.Fold(), corrections, replay, standard);

        Assert.Equal(folded with { Model = whole.Model }, whole);
        Assert.True(whole.IsKept, $"{whole}");
        Assert.Equal(folded.Model.Weights, whole.Model.Weights);
    }

    [Fact]
    public void A_damaged_adapted_model_gives_way_to_the_shipped_one_and_is_no_backup()
    {
        var told = new List<string>();
        var shipped = TrainedModel.Load(ShippedModel.Find("tutorial")!);
        TrainedModel Load() => PersonalModel.Load(_folder, file => file is null ? shipped : TrainedModel.Load(file), told.Add);

        Assert.Same(shipped, Load());
        Assert.Empty(told);
        PersonalModel.Save(shipped with { Preset = "mine" }, _folder);
        Assert.Equal("mine", Load().Preset);
        var intact = File.ReadAllBytes(PersonalModel.In(_folder));
        foreach (var damaged in (byte[][])[[], intact[..1000], intact[..^4], [.. intact.Select((b, i) => i > 5000 ? (byte)0xFF : b)]])
        {
            told.Clear();
            File.WriteAllBytes(PersonalModel.In(_folder), damaged);
            Assert.Same(shipped, Load());
            Assert.StartsWith(PersonalModel.In(_folder), Assert.Single(told), StringComparison.Ordinal);
            Assert.DoesNotContain('\n', told[0]);
        }

        PersonalModel.Save(shipped with { Preset = "mine again" }, _folder);
        Assert.True(PersonalModel.Undo(_folder));
        Assert.Null(PersonalModel.Find(_folder));
    }

    [Fact]
    public void The_file_of_corrections_holds_the_newest_and_no_more()
    {
        var file = CorrectionFile.In(_folder);
        Assert.Empty(CorrectionFile.Read(file).Samples);
        for (uint i = 0; i < CorrectionFile.Most + 3; i++)
            CorrectionFile.Append(file, (int)(i % 10), [new Stroke([new(i, 0, 0), new(i, 50, 8)])]);

        var kept = CorrectionFile.Read(file).Samples;

        Assert.Equal(CorrectionFile.Most, kept.Length);
        Assert.Equal(new Vector2(3, 0), kept[0].Strokes[0][0]);
        Assert.Equal(2, kept[^1].Label);
    }

    /// <summary>Who writes without a turn may write over what another one adds.</summary>
    [Fact]
    public void While_another_program_writes_the_corrections_none_is_added_or_deleted()
    {
        var file = CorrectionFile.In(_folder);
        CorrectionFile.Append(file, 3, OddOne(1));
        var before = File.ReadAllBytes(file);
        using (FileLock.TryTake(file))
        {
            foreach (var write in (Action[])[() => CorrectionFile.Append(file, 4, OddOne(2)), () => CorrectionFile.Delete(file)])
                Assert.Contains("another program", Assert.Throws<IOException>(write).Message, StringComparison.Ordinal);
            Assert.Equal(before, File.ReadAllBytes(file));
        }

        CorrectionFile.Append(file, 4, OddOne(2));
        Assert.Equal([3, 4], CorrectionFile.Read(file).Samples.Select(one => one.Label));
        CorrectionFile.Delete(file);
        Assert.False(File.Exists(file));
    }

    /// <summary>A 1 with an upstroke so long and flat that the shipped model reads a 7.</summary>
    private static System.Collections.Immutable.ImmutableArray<Stroke> OddOne(uint index)
    {
        var random = new PenRandom(77, index);
        Vector2 from = Near(20, 150), top = Near(150, 60), to = Near(155, 300);
        return [new Stroke([.. Way(from, top), .. Way(top, to)])];

        Vector2 Near(float x, float y) => new(x + random.Spread(9), y + random.Spread(9));

        static IEnumerable<InkPoint> Way(Vector2 a, Vector2 b) =>
            Enumerable.Range(0, 20).Select(i => Vector2.Lerp(a, b, i / 19f)).Select(at => new InkPoint(at.X, at.Y, 0));
    }

    private static DigitSet Pictures(IEnumerable<System.Collections.Immutable.ImmutableArray<Stroke>> drawings)
    {
        byte[][] pictures = [.. drawings.Select(strokes => DigitPreparation.Prepare(strokes)!)];
        return new(28, 28, [.. pictures.SelectMany(p => p)], [.. pictures.Select(_ => (byte)1)]);
    }
}
