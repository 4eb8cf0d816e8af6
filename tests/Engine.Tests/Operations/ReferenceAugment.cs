using GpuDigits.Kernels;

namespace GpuDigits.Engine.Tests.Operations;

/// <summary>
/// Augmentation of one picture in double, from the same random numbers: the map as a product of matrices, the elastic field as a sum over
/// all nodes, ink and contrast as they are described.
/// </summary>
internal static class ReferenceAugment
{
    public static double[] Apply(byte[] image, int height, int width, AugmentSettings s, AugmentBatch batch, int sample)
    {
        double U(int k) => batch.Uniform(sample, k);
        double Signed(int k) => (2 * U(k)) - 1;
        var angle = 2 * Math.Atan(s.HalfTurn * Signed(0));
        double[,] rotation = { { Math.Cos(angle), -Math.Sin(angle) }, { Math.Sin(angle), Math.Cos(angle) } };
        double[,] shear = { { 1, s.Shear * Signed(1) }, { 0, 1 } };
        double[,] scale = { { Math.Exp(s.Scale * Signed(2)), 0 }, { 0, Math.Exp(s.Scale * Signed(3)) } };
        var map = Inverse(Product(rotation, Product(shear, scale)));
        double shiftX = s.Shift * Signed(4), shiftY = s.Shift * Signed(5);

        double[] picture = [.. image.Select(b => b / 255.0)];
        double At(double[] from, int y, int x) => y >= 0 && y < height && x >= 0 && x < width ? from[(y * width) + x] : 0;
        var morph = U(6) < s.Thickness ? Signed(7) * (Signed(7) > 0 ? 0.8 : 0.6) : 0;
        var blur = U(6) >= s.Thickness && U(8) < s.Blur ? U(9) : 0;
        var ink = new double[picture.Length];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                double value = At(picture, y, x), mean = 0;
                double[] cross = [value, At(picture, y - 1, x), At(picture, y + 1, x), At(picture, y, x - 1), At(picture, y, x + 1)];
                for (var i = -1; i <= 1; i++)
                    for (var j = -1; j <= 1; j++)
                        mean += (2 - Math.Abs(i)) * (2 - Math.Abs(j)) / 16.0 * At(picture, y + i, x + j);
                ink[(y * width) + x] = value + (Math.Abs(morph) * ((morph > 0 ? cross.Max() : cross.Min()) - value))
                    + (blur * (mean - value));
            }
        }

        var contrast = U(10) < s.Contrast;
        double gain = contrast ? 1 - (0.4 * U(11)) : 1, tone = contrast ? 0.6 * Signed(12) : 0;
        int patchWidth = U(13) < s.CutOut ? 3 + (int)(6 * U(14)) : 0, patchHeight = U(13) < s.CutOut ? 3 + (int)(6 * U(15)) : 0;
        int left = (int)((width + patchWidth) * U(16)) - patchWidth, top = (int)((height + patchHeight) * U(17)) - patchHeight;

        var result = new double[picture.Length];
        double middleX = (width - 1) / 2.0, middleY = (height - 1) / 2.0;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                double px = x - middleX - shiftX, py = y - middleY - shiftY;
                var (ex, ey) = Elastic(s.Elastic, batch, sample, (double)y / Math.Max(1, height - 1), (double)x / Math.Max(1, width - 1));
                double sx = (map[0, 0] * px) + (map[0, 1] * py) + middleX + ex, sy = (map[1, 0] * px) + (map[1, 1] * py) + middleY + ey;
                int x0 = (int)Math.Floor(sx), y0 = (int)Math.Floor(sy);
                double fx = sx - x0, fy = sy - y0;
                var v = ((1 - fy) * (((1 - fx) * At(ink, y0, x0)) + (fx * At(ink, y0, x0 + 1))))
                    + (fy * (((1 - fx) * At(ink, y0 + 1, x0)) + (fx * At(ink, y0 + 1, x0 + 1))));
                var cut = x >= left && x < left + patchWidth && y >= top && y < top + patchHeight;
                result[(y * width) + x] = cut ? 0 : gain * (v + (tone * v * (1 - v)));
            }
        }

        return result;
    }

    // Nodes lie at −1 … 5 intervals, of which the picture spans 0 … 4.
    private static (double X, double Y) Elastic(double strength, AugmentBatch batch, int sample, double y, double x)
    {
        double sumX = 0, sumY = 0;
        for (var i = 0; i < 7; i++)
        {
            for (var j = 0; j < 7; j++)
            {
                var bits = batch.NodeBits(sample, (i * 7) + j);
                var weight = Spline((4 * y) - (i - 1)) * Spline((4 * x) - (j - 1));
                sumX += weight * ((((bits & 0xFFFF) + 0.5) / 32768) - 1);
                sumY += weight * ((((bits >> 16) + 0.5) / 32768) - 1);
            }
        }

        return (strength * sumX, strength * sumY);
    }

    // The cubic B-spline around 0.
    private static double Spline(double t)
    {
        var a = Math.Abs(t);
        return a < 1 ? (4 - (6 * a * a) + (3 * a * a * a)) / 6 : a < 2 ? Math.Pow(2 - a, 3) / 6 : 0;
    }

    private static double[,] Product(double[,] a, double[,] b) => new[,]
    {
        { (a[0, 0] * b[0, 0]) + (a[0, 1] * b[1, 0]), (a[0, 0] * b[0, 1]) + (a[0, 1] * b[1, 1]) },
        { (a[1, 0] * b[0, 0]) + (a[1, 1] * b[1, 0]), (a[1, 0] * b[0, 1]) + (a[1, 1] * b[1, 1]) },
    };

    private static double[,] Inverse(double[,] a)
    {
        var determinant = (a[0, 0] * a[1, 1]) - (a[0, 1] * a[1, 0]);
        return new[,] { { a[1, 1] / determinant, -a[0, 1] / determinant }, { -a[1, 0] / determinant, a[0, 0] / determinant } };
    }
}
