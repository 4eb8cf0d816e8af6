using System.Collections.Immutable;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Scenes.Sheet;

/// <summary>How was a calculation read, and what did the network see in a symbol of it? Questions are compared by reference.</summary>
/// <param name="job">The calculation.</param>
/// <param name="strokes">The symbol: places in the job's strokes.</param>
internal sealed class ExplanationQuestion(ReadingJob job, ImmutableArray<int> strokes)
{
    public ReadingJob Job => job;

    public ImmutableArray<int> Strokes => strokes;
}

/// <summary>The answer to a question.</summary>
/// <param name="Question">The question.</param>
/// <param name="Explanation">How the calculation was read.</param>
/// <param name="Strokes">What was read: the strokes of the job, and one more if it goes on from the line above.</param>
/// <param name="Activations">What the shape network computed for the symbol; null if nobody can look into it.</param>
internal sealed record ExplanationAnswer(
    ExplanationQuestion Question, ReadingExplanation Explanation, ImmutableArray<Stroke> Strokes, Activations? Activations)
{
    /// <summary>Answers a question on the reader's thread.</summary>
    /// <param name="question">The question.</param>
    /// <param name="page">Has read the calculation.</param>
    /// <param name="last">The last answer; what it says of the same calculation is not worked out again.</param>
    /// <param name="probe">Looks into the shape network; null if nobody can.</param>
    public static ExplanationAnswer To(ExplanationQuestion question, ReadPage page, ExplanationAnswer? last, NetworkProbe? probe)
    {
        var (explanation, strokes) = last?.Question.Job == question.Job ? (last.Explanation, last.Strokes) : page.Explain(question.Job);
        Stroke[] symbol = [.. question.Strokes.Select(at => strokes[at])];
        return new(question, explanation, strokes, probe?.Run(Levels.ToFloats(DigitPreparation.Picture(symbol))));
    }
}
