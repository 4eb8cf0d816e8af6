using System.Collections.Immutable;

namespace GpuDigits.Engine.Calculator;

/// <summary>A digit that a drawing may be, and how likely that is, from 0 to 1.</summary>
public readonly record struct DigitReading(int Digit, float Probability);

/// <summary>A digit of a number, and where it came from.</summary>
public sealed record SavedDigit
{
    /// <summary>A digit as the network read it.</summary>
    /// <param name="digit">The likeliest reading, 0 to 9.</param>
    /// <param name="probability">How likely, from 0 to 1.</param>
    /// <param name="alternatives">What else it may be, the likeliest first.</param>
    /// <exception cref="ArgumentOutOfRangeException">digit is not 0 to 9, or probability not a number from 0 to 1.</exception>
    public SavedDigit(int digit, float probability, params ImmutableArray<DigitReading> alternatives)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(digit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digit, 9);
        if (!IsProbability(probability) || !(alternatives.IsDefault || alternatives.All(other => IsProbability(other.Probability))))
            throw new ArgumentOutOfRangeException(nameof(probability), "a probability is a number from 0 to 1");
        Digit = digit;
        Probability = probability;
        Alternatives = alternatives;
    }

    /// <summary>0 to 9.</summary>
    public int Digit { get; }

    /// <summary>How sure the reading was, from 0 to 1; 1 when it was typed.</summary>
    public float Probability { get; }

    /// <summary>What else it may be, the likeliest first; none when it was typed.</summary>
    public ImmutableArray<DigitReading> Alternatives { get; }

    /// <summary>Whether a value is one from 0 to 1, and no NaN.</summary>
    public static bool IsProbability(float value) => value is >= 0 and <= 1;

    /// <summary>A digit from the keyboard.</summary>
    public static SavedDigit Typed(int digit) => new(digit, 1);

    /// <summary>The best reading of ten probabilities, and the next best ones as alternatives.</summary>
    public static SavedDigit Read(ReadOnlySpan<float> probabilities, int alternatives = 2)
    {
        var readings = probabilities.ToArray()
            .Select((probability, digit) => new DigitReading(digit, probability))
            .OrderByDescending(reading => reading.Probability)
            .ToImmutableArray();
        return new SavedDigit(readings[0].Digit, readings[0].Probability, readings[1..Math.Min(1 + alternatives, readings.Length)]);
    }

    /// <summary>
    /// The same drawing read as another digit; what it was read as becomes an alternative. A digit that was no alternative counts as typed.
    /// </summary>
    public SavedDigit CorrectedTo(int digit)
    {
        float probability = Alternatives.FirstOrDefault(reading => reading.Digit == digit, new DigitReading(digit, 1)).Probability;
        var others = Alternatives.Where(reading => reading.Digit != digit).Prepend(new DigitReading(Digit, Probability));
        return new SavedDigit(digit, probability, [.. others.OrderByDescending(reading => reading.Probability)]);
    }
}
