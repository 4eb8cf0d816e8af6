namespace GpuDigits.Kernels;

/// <summary>How strongly training pictures are changed; with 0 everywhere they stay as they are.</summary>
/// <param name="HalfTurn">Tangent of half the largest angle of rotation.</param>
/// <param name="Shear">Largest shear, in columns per row.</param>
/// <param name="Scale">Natural logarithm of the largest scale of each axis.</param>
/// <param name="Shift">Largest shift along each axis, in pixels.</param>
/// <param name="Elastic">Largest displacement of a node of the elastic field along each axis, in pixels.</param>
/// <param name="Thickness">Probability of thicker or thinner strokes.</param>
/// <param name="Blur">Probability of a blur.</param>
/// <param name="Contrast">Probability of a changed contrast.</param>
/// <param name="CutOut">Probability of a cleared patch.</param>
public readonly record struct AugmentSettings(
    float HalfTurn, float Shear, float Scale, float Shift, float Elastic, float Thickness, float Blur, float Contrast, float CutOut);

/// <summary>Which pictures are gathered, their size, and the seed of their random numbers.</summary>
/// <param name="First">Position of the first picture in the order.</param>
/// <param name="Height">Rows of a picture.</param>
/// <param name="Width">Columns of a picture.</param>
/// <param name="Seed">Seed of the random numbers.</param>
/// <param name="Epoch">The stream of random numbers: a different one for each epoch.</param>
public readonly record struct AugmentBatch(int First, int Height, int Width, uint Seed, uint Epoch)
{
    /// <summary>Pixels of a picture.</summary>
    public int Pixels => Height * Width;

    /// <summary>A random number in [0, 1) for a sample, by its number in <see cref="Draw"/>.</summary>
    public float Uniform(int sample, int number) => CounterRandom.Uniform(Seed, Epoch, Index(sample, number));

    /// <summary>A random number in [−1, 1) for a sample.</summary>
    public float Signed(int sample, int number) => (2.0f * Uniform(sample, number)) - 1.0f;

    /// <summary>32 random bits for a node of a sample's elastic field.</summary>
    public uint NodeBits(int sample, int node) => CounterRandom.Bits(Seed, Epoch, Index(sample, Draw.FirstNode + node));

    private static uint Index(int sample, int number) => ((uint)sample * Draw.PerSample) + (uint)number;
}

/// <summary>
/// The numbers of a sample's random draws. Another number is another draw: they must stay for a training to give the same bits.
/// </summary>
internal static class Draw
{
    public const int Turn = 0, Shear = 1, ScaleX = 2, ScaleY = 3, ShiftX = 4, ShiftY = 5;
    public const int IsMorphed = 6, Morph = 7, IsBlurred = 8, Blur = 9;
    public const int HasContrast = 10, Gain = 11, Tone = 12;
    public const int IsCut = 13, CutWidth = 14, CutHeight = 15, CutLeft = 16, CutTop = 17;

    /// <summary>The nodes of the elastic field follow from here on.</summary>
    public const int FirstNode = 32;

    /// <summary>Numbers that are kept for a sample.</summary>
    public const int PerSample = 128;
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
        var t = settings.HalfTurn * batch.Signed(sample, Draw.Turn);
        var shear = settings.Shear * batch.Signed(sample, Draw.Shear);
        var columns = Exp(-settings.Scale * batch.Signed(sample, Draw.ScaleX));
        var rows = Exp(-settings.Scale * batch.Signed(sample, Draw.ScaleY));
        var cosine = (1.0f - (t * t)) / (1.0f + (t * t));
        var sine = 2.0f * t / (1.0f + (t * t));
        Xx = columns * (cosine + (shear * sine));
        Xy = columns * (sine - (shear * cosine));
        Yx = -rows * sine;
        Yy = rows * cosine;
        var middleX = (batch.Width - 1) / 2.0f;
        var middleY = (batch.Height - 1) / 2.0f;
        var fromX = middleX + (settings.Shift * batch.Signed(sample, Draw.ShiftX));
        var fromY = middleY + (settings.Shift * batch.Signed(sample, Draw.ShiftY));
        X0 = middleX - (Xx * fromX) - (Xy * fromY);
        Y0 = middleY - (Yx * fromX) - (Yy * fromY);

        var thicker = batch.Uniform(sample, Draw.IsMorphed) < settings.Thickness;
        var change = batch.Signed(sample, Draw.Morph);
        Morph = thicker ? change * (change > 0.0f ? MaxThicker : MaxThinner) : 0.0f;
        Blur = !thicker && batch.Uniform(sample, Draw.IsBlurred) < settings.Blur ? batch.Uniform(sample, Draw.Blur) : 0.0f;
        var other = batch.Uniform(sample, Draw.HasContrast) < settings.Contrast;
        Gain = other ? 1.0f - ((1.0f - LeastGain) * batch.Uniform(sample, Draw.Gain)) : 1.0f;
        Tone = other ? MaxTone * batch.Signed(sample, Draw.Tone) : 0.0f;
        var cut = batch.Uniform(sample, Draw.IsCut) < settings.CutOut;
        var width = cut ? MinPatch + (int)(PatchSizes * batch.Uniform(sample, Draw.CutWidth)) : 0;
        var height = cut ? MinPatch + (int)(PatchSizes * batch.Uniform(sample, Draw.CutHeight)) : 0;
        Left = (int)((batch.Width + width) * batch.Uniform(sample, Draw.CutLeft)) - width;
        Top = (int)((batch.Height + height) * batch.Uniform(sample, Draw.CutTop)) - height;
        Right = Left + width;
        Bottom = Top + height;
    }

    /// <summary>Whether the strokes are made thicker, thinner or blurred.</summary>
    public bool ChangesInk => Morph != 0.0f || Blur != 0.0f;

    /// <summary>Whether a pixel lies in the cleared patch.</summary>
    public bool Cuts(int row, int column) => row >= Top && row < Bottom && column >= Left && column < Right;

    /// <summary>The contrast curve.</summary>
    public float Curve(float value) => Gain * (value + (Tone * value * (1.0f - value)));

    /// <summary>
    /// eˣ for |x| up to 1, as (e^(x/4))⁴, by the power series up to its sixth power; error below 4 ulp. The function of the system's C
    /// library would make other pictures on another system.
    /// </summary>
    private static float Exp(float x)
    {
        var t = 0.25f * x;
        var high = (1.0f / 6.0f) + (t * ((1.0f / 24.0f) + (t * ((1.0f / 120.0f) + (t * (1.0f / 720.0f))))));
        var root = 1.0f + (t + (t * t * (0.5f + (t * high))));
        var square = root * root;
        return square * square;
    }
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
        var rest = 1.0f - t;
        if (node == 0)
            return rest * rest * rest / 6.0f;
        if (node == 1)
            return ((((3.0f * t) - 6.0f) * t * t) + 4.0f) / 6.0f;
        if (node == 2)
            return ((((3.0f * rest) - 6.0f) * rest * rest) + 4.0f) / 6.0f;
        return t * t * t / 6.0f;
    }
}
