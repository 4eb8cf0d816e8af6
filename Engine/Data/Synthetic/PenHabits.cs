namespace GpuDigits.Engine.Data.Synthetic;

/// <summary>What one person's symbols have in common; <see cref="Penmanship"/> adds what differs from one symbol to the next.</summary>
internal sealed record PenHabits
{
    private readonly uint _seed;
    private readonly uint _index;

    /// <summary>A person.</summary>
    /// <param name="seed">Seed of the whole set.</param>
    /// <param name="index">Index of the calculation.</param>
    public PenHabits(uint seed, uint index)
    {
        (_seed, _index) = (seed, index);
        var random = new PenRandom(seed, index);
        Haste = 0.3f + 2.1f * PortableMath.Pow(random.Uniform(), 2);
        Width = Math.Clamp(PortableMath.Exp(0.07f + random.Spread(0.2f)), 0.7f, 1.7f);
        Slant = Math.Clamp(0.04f + random.Spread(0.21f), -0.4f, 0.6f);
        Turn = random.Spread(0.07f);
        Tremor = 0.011f * PortableMath.Pow(random.Uniform(), 2);
        Rounding = (int)(random.Uniform() * 4);
        Step = random.Between(0.022f, 0.055f);
    }

    /// <summary>How far the person deviates from the plan; 1 is usual.</summary>
    public float Haste { get; init; }

    /// <summary>How wide the symbols are; 1 is usual.</summary>
    public float Width { get; init; }

    /// <summary>Tangent of the angle between stems and the vertical; positive leans to the right.</summary>
    public float Slant { get; init; }

    /// <summary>Angle by which symbols are turned clockwise, in radians.</summary>
    public float Turn { get; init; }

    /// <summary>The largest deviation of a point by tremor, in digit heights.</summary>
    public float Tremor { get; init; }

    /// <summary>Distance between the points of a path, in digit heights.</summary>
    public float Step { get; init; }

    /// <summary>How often corners are rounded.</summary>
    public int Rounding { get; init; }

    /// <summary>The random numbers that say how this person mixes a skeleton's forms: the same for each symbol with one label.</summary>
    public PenRandom Style(PenSkeleton skeleton) => new(_seed ^ (0x9E37_79B9 * skeleton.Label), _index);
}
