namespace GpuDigits.Engine.Reading;

/// <summary>What tells the reader how probable each class of the <see cref="Alphabet"/> is.</summary>
public interface ISymbolClassifier
{
    /// <summary>By the shape alone.</summary>
    /// <param name="pictures">Pictures of windows, 28×28 grey levels each.</param>
    /// <returns>[count, shapes]: the logarithm of each shape's probability.</returns>
    float[] ReadShapes(IReadOnlyList<byte[]> pictures);

    /// <summary>By the shape, the size and the place.</summary>
    /// <param name="measures">[count, inputs]: what the shape says of each window, and its measures.</param>
    /// <returns>[count, classes]: the logarithm of each class's probability.</returns>
    float[] ReadPlaces(float[] measures);
}
