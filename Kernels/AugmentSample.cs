namespace GpuDigits.Kernels;

/// <summary>How strongly training pictures are changed; with 0 everywhere they stay as they are.</summary>
public readonly struct AugmentSettings(
    float halfTurn, float shear, float scale, float shift, float elastic, float thickness, float blur, float contrast, float cutOut)
{
    /// <summary>Tangent of half the largest angle of rotation.</summary>
    public readonly float HalfTurn = halfTurn;

    /// <summary>Largest shear, in columns per row.</summary>
    public readonly float Shear = shear;

    /// <summary>Natural logarithm of the largest scale of each axis.</summary>
    public readonly float Scale = scale;

    /// <summary>Largest shift along each axis, in pixels.</summary>
    public readonly float Shift = shift;

    /// <summary>Largest displacement of a node of the elastic field along each axis, in pixels.</summary>
    public readonly float Elastic = elastic;

    /// <summary>Probability of thicker or thinner strokes.</summary>
    public readonly float Thickness = thickness;

    /// <summary>Probability of a blur.</summary>
    public readonly float Blur = blur;

    /// <summary>Probability of a changed contrast.</summary>
    public readonly float Contrast = contrast;

    /// <summary>Probability of a cleared patch.</summary>
    public readonly float CutOut = cutOut;
}

/// <summary>Which pictures are gathered, their size, and the seed of their random numbers.</summary>
public readonly struct AugmentBatch(int first, int height, int width, uint seed, uint epoch)
{
    /// <summary>Position of the first picture in the order.</summary>
    public readonly int First = first;

    /// <summary>Rows of a picture.</summary>
    public readonly int Height = height;

    /// <summary>Columns of a picture.</summary>
    public readonly int Width = width;

    /// <summary>Seed of the random numbers.</summary>
    public readonly uint Seed = seed;

    /// <summary>The stream of random numbers: a different one for each epoch.</summary>
    public readonly uint Epoch = epoch;

    /// <summary>Pixels of a picture.</summary>
    public int Pixels => Height * Width;

    /// <summary>A random number in [0, 1) for a sample; <see cref="AugmentSample"/> uses the numbers 0 … 17.</summary>
    public float Uniform(int sample, int number) => CounterRandom.Uniform(Seed, Epoch, Index(sample, number));

    /// <summary>A random number in [−1, 1) for a sample.</summary>
    public float Signed(int sample, int number) => (2.0f * Uniform(sample, number)) - 1.0f;

    /// <summary>32 random bits for a node of a sample's elastic field.</summary>
    public uint NodeBits(int sample, int node) => CounterRandom.Bits(Seed, Epoch, Index(sample, 32 + node));

    private static uint Index(int sample, int number) => ((uint)sample * 128) + (uint)number;
}

/// <summary>
/// The changes of one picture. They depend only on (seed, epoch, sample), by the counter-based generator. Order: the ink is made thicker or
/// thinner, or blurred. Then the picture is scaled, sheared, rotated, shifted and distorted elastically: pixel p reads the position
/// M · (p − centre − shift) + centre + elastic(p) with M = scale⁻¹ · shear⁻¹ · rotation⁻¹, bilinearly, 0 outside the picture. Then the
/// contrast is changed, and a patch is cleared.
/// </summary>
public readonly struct AugmentSample
{
    private const float MaxThicker = 0.8f;
    private const float MaxThinner = 0.6f;
    private const float LeastGain = 0.6f;
    private const float MaxTone = 0.6f;
    private const int MinPatch = 3;
    private const int PatchSizes = 6;

    /// <summary>The source column is Xx · column + Xy · row + X0.</summary>
    public readonly float Xx, Xy, X0;

    /// <summary>The source row is Yx · column + Yy · row + Y0.</summary>
    public readonly float Yx, Yy, Y0;

    /// <summary>How far a pixel moves towards the largest value of itself and its four neighbours; below 0: towards the smallest.</summary>
    public readonly float Morph;

    /// <summary>
    /// How far a pixel moves towards the binomial mean (1 2 1)ᵀ(1 2 1) / 16 of its neighbourhood; 0 if <see cref="Morph"/> is not 0.
    /// </summary>
    public readonly float Blur;

    /// <summary>Contrast: v becomes Gain · (v + Tone · v · (1 − v)).</summary>
    public readonly float Gain, Tone;

    /// <summary>
    /// The cleared patch, [Left, Right) × [Top, Bottom). It may extend beyond the picture; an empty patch clears nothing.
    /// </summary>
    public readonly int Left, Top, Right, Bottom;

    /// <summary>Draws all random numbers of a sample.</summary>
    public AugmentSample(AugmentSettings settings, AugmentBatch batch, int sample)
    {
        float t = settings.HalfTurn * batch.Signed(sample, 0);
        float shear = settings.Shear * batch.Signed(sample, 1);
        float columns = MathF.Exp(-settings.Scale * batch.Signed(sample, 2));
        float rows = MathF.Exp(-settings.Scale * batch.Signed(sample, 3));
        float cosine = (1.0f - (t * t)) / (1.0f + (t * t));
        float sine = 2.0f * t / (1.0f + (t * t));
        Xx = columns * (cosine + (shear * sine));
        Xy = columns * (sine - (shear * cosine));
        Yx = -rows * sine;
        Yy = rows * cosine;
        float middleX = (batch.Width - 1) / 2.0f;
        float middleY = (batch.Height - 1) / 2.0f;
        float fromX = middleX + (settings.Shift * batch.Signed(sample, 4));
        float fromY = middleY + (settings.Shift * batch.Signed(sample, 5));
        X0 = middleX - (Xx * fromX) - (Xy * fromY);
        Y0 = middleY - (Yx * fromX) - (Yy * fromY);

        bool thicker = batch.Uniform(sample, 6) < settings.Thickness;
        float change = batch.Signed(sample, 7);
        Morph = thicker ? change * (change > 0.0f ? MaxThicker : MaxThinner) : 0.0f;
        Blur = !thicker && batch.Uniform(sample, 8) < settings.Blur ? batch.Uniform(sample, 9) : 0.0f;
        bool other = batch.Uniform(sample, 10) < settings.Contrast;
        Gain = other ? 1.0f - ((1.0f - LeastGain) * batch.Uniform(sample, 11)) : 1.0f;
        Tone = other ? MaxTone * batch.Signed(sample, 12) : 0.0f;
        bool cut = batch.Uniform(sample, 13) < settings.CutOut;
        int width = cut ? MinPatch + (int)(PatchSizes * batch.Uniform(sample, 14)) : 0;
        int height = cut ? MinPatch + (int)(PatchSizes * batch.Uniform(sample, 15)) : 0;
        Left = (int)((batch.Width + width) * batch.Uniform(sample, 16)) - width;
        Top = (int)((batch.Height + height) * batch.Uniform(sample, 17)) - height;
        Right = Left + width;
        Bottom = Top + height;
    }

    /// <summary>Whether the strokes are made thicker, thinner or blurred.</summary>
    public bool ChangesInk => Morph != 0.0f || Blur != 0.0f;

    /// <summary>Whether a pixel lies in the cleared patch.</summary>
    public bool Cuts(int row, int column) => row >= Top && row < Bottom && column >= Left && column < Right;

    /// <summary>The contrast curve.</summary>
    public float Curve(float value) => Gain * (value + (Tone * value * (1.0f - value)));
}

/// <summary>
/// A smooth displacement field: uniform random displacements at 7×7 nodes over the picture, interpolated by cubic B-splines. The field is
/// twice differentiable and nowhere larger than the largest node displacement.
/// </summary>
public static class ElasticField
{
    /// <summary>Nodes along a side. The picture spans the middle <see cref="Cells"/> intervals between them.</summary>
    public const int Side = 7;

    /// <summary>Number of nodes.</summary>
    public const int Nodes = Side * Side;

    /// <summary>Intervals along a side of the picture.</summary>
    public const int Cells = Side - 3;

    /// <summary>A node's displacement along x, in (−1, 1).</summary>
    public static float X(uint bits) => (((int)(bits & 0xFFFFu) + 0.5f) * (1.0f / 32768.0f)) - 1.0f;

    /// <summary>A node's displacement along y, in (−1, 1).</summary>
    public static float Y(uint bits) => (((int)(bits >> 16) + 0.5f) * (1.0f / 32768.0f)) - 1.0f;

    /// <summary>A pixel's position along a side of the given length, in intervals: 0 to <see cref="Cells"/>.</summary>
    public static float Place(int pixel, int length) => pixel * ((float)Cells / Math.Max(1, length - 1));

    /// <summary>The first of the four nodes that influence a position.</summary>
    public static int First(float place) => Math.Min((int)place, Cells - 1);

    /// <summary>Weight of node 0 … 3, counted from the first, at the position t in [0, 1] within the interval.</summary>
    public static float Weight(int node, float t)
    {
        float rest = 1.0f - t;
        if (node == 0)
            return rest * rest * rest / 6.0f;
        if (node == 1)
            return ((((3.0f * t) - 6.0f) * t * t) + 4.0f) / 6.0f;
        if (node == 2)
            return ((((3.0f * rest) - 6.0f) * rest * rest) + 4.0f) / 6.0f;
        return t * t * t / 6.0f;
    }
}
