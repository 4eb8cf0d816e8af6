using System.Collections.Immutable;

namespace GpuDigits.Engine.Calculator;

/// <summary>A possible reading of a drawing, and its probability, from 0 to 1.</summary>
public readonly record struct DigitReading(int Digit, float Probability);

/// <summary>A digit of a number, and its origin.</summary>
public sealed record SavedDigit
{
    /// <summary>Creates a digit as the network read it.</summary>
    /// <param name="digit">The most probable reading, 0 to 9.</param>
    /// <param name="probability">Its probability, from 0 to 1.</param>
    /// <param name="alternatives">Other readings, the most probable first.</param>
    /// <exception cref="ArgumentOutOfRangeException">digit is not 0 to 9, or probability is not a number from 0 to 1.</exception>
    public SavedDigit(int digit, float probability, params ImmutableArray<DigitReading> alternatives)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(digit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digit, 9);
        if (!IsProbability(probability) || !(alternatives.IsDefault || alternatives.All(other => IsProbability(other.Probability))))
            throw new ArgumentOutOfRangeException(nameof(probability), "a probability is a number from 0 to 1");
        Digit = digit;
        Probability = probability;
        Alternatives = alternatives.IsDefault ? [] : alternatives;
    }

    /// <summary>The digit, 0 to 9.</summary>
    public int Digit { get; }

    /// <summary>The probability of the reading, from 0 to 1; 1 if the digit was typed.</summary>
    public float Probability { get; }

    /// <summary>Other readings, the most probable first; none if the digit was typed.</summary>
    public ImmutableArray<DigitReading> Alternatives { get; }

    /// <summary>Whether a value is from 0 to 1, and not NaN.</summary>
    public static bool IsProbability(float value) => value is >= 0 and <= 1;

    /// <summary>A digit from the keyboard.</summary>
    public static SavedDigit Typed(int digit) => new(digit, 1);

    /// <summary>The best of ten probabilities, with the next best ones as alternatives.</summary>
    public static SavedDigit Read(ReadOnlySpan<float> probabilities, int alternatives = 2)
    {
        var readings = probabilities.ToArray()
            .Select((probability, digit) => new DigitReading(digit, probability))
            .OrderByDescending(reading => reading.Probability)
            .ToImmutableArray();
        return new SavedDigit(readings[0].Digit, readings[0].Probability, readings[1..Math.Min(1 + alternatives, readings.Length)]);
    }

    /// <summary>
    /// The same drawing read as another digit; the first reading becomes an alternative. A digit that is not among the alternatives counts
    /// as typed.
    /// </summary>
    public SavedDigit CorrectedTo(int digit)
    {
        var probability = Alternatives.FirstOrDefault(reading => reading.Digit == digit, new DigitReading(digit, 1)).Probability;
        var others = Alternatives.Where(reading => reading.Digit != digit).Prepend(new DigitReading(Digit, Probability));
        return new SavedDigit(digit, probability, [.. others.OrderByDescending(reading => reading.Probability)]);
    }
}
