using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Model;
using Xunit.Abstractions;

namespace GpuDigits.Web.Tests.Browser;

/// <summary>What networks compute in the browser.</summary>
[Collection(InBrowsers.Name)]
public sealed class ProbabilityTests(BrowserFixture browser, ITestOutputHelper output)
{
    private const int Pixels = 28 * 28, Times = 200;

    [SkippableTheory]
    [InlineData("digits")]
    [InlineData("tutorial")]
    public async Task Probabilities_are_those_of_the_processor(string model)
    {
        await using var page = await browser.OpenAsync(PageSize.Desktop);

        var answer = await page.Tab.EvaluateFunctionAsync<ProbeAnswer>("""
            (model, times) => new Promise((done, failed) => {
                const worker = new Worker('probe/worker.js', { type: 'module' });
                worker.onmessage = one => done(one.data);
                worker.onerror = one => failed(new Error(one.message));
                worker.postMessage({ model, times });
            })
            """, model, Times);

        var expected = Native(model);
        Assert.Equal(expected.Length, answer.Probabilities.Length);
        var largest = expected.Zip(answer.Probabilities, (one, other) => Math.Abs(one - other)).Max();
        output.WriteLine($"{model}: {expected.Length / 10} digits, the largest difference of a probability is {largest:0.0e+0}");
        Assert.True(largest <= 1e-5, $"a probability differs by {largest}");
        var median = Figures.Milliseconds(Figures.Quantile(answer.Milliseconds, 0.5));
        Figures.Tell(output, $"a reading in the worker, {model}, median of {Times}", median);
    }

    private static double[] Native(string model)
    {
        using var device = new VectorDevice();
        using var classifier = new DigitClassifier(device, TrainedModel.Load(ServedPage.ModelFile(model)), maxBatch: 1);
        return
        [
            .. ServedPage.Digits.Images.Chunk(Pixels)
                .SelectMany(picture => classifier.Read([.. picture.Select(level => level / 255f)]).Probabilities)
                .Select(one => (double)one),
        ];
    }

    private sealed record ProbeAnswer(double[] Probabilities, double[] Milliseconds);
}
