using GpuDigits.Pictures;

namespace GpuDigits.Engine.Tests.Pictures;

/// <summary>Pictures as people have them, made of MNIST's digits: other papers, pens, lights and sizes.</summary>
internal static class DamagedPictures
{
    private const int Mnist = 28;

    /// <summary>Every kind by name.</summary>
    public static IReadOnlyDictionary<string, Func<byte[], Random, Image>> Kinds { get; } =
        new Dictionary<string, Func<byte[], Random, Image>>
        {
            ["dark on white"] = (d, r) => Grey(Middle(d, 180, 180), 255, 0),
            ["white on black"] = (d, r) => Grey(Middle(d, 120, 160), 0, 255),
            ["dark on dim paper"] = (d, r) => Grey(Middle(d, 180, 180), r.Next(90, 130), r.Next(0, 30)),
            ["chalk on a board"] = (d, r) => Grey(Middle(d, 200, 150), r.Next(110, 150), r.Next(235, 256)),
            ["faint pencil"] = (d, r) => Grey(Middle(d, 180, 180), 250, r.Next(210, 232)),
            ["thin pen"] = (d, r) => Grey(Thin(Middle(d, 300, 300)), 240, 60),
            ["any two levels"] = (d, r) => r.Next(20, 236) is var paper && r.Next(2) == 0 == paper > 85 || paper > 170
                ? Grey(Middle(d, 150, 200), paper, Math.Max(0, paper - r.Next(60, 120)))
                : Grey(Middle(d, 150, 200), paper, Math.Min(255, paper + r.Next(60, 120))),
            ["28×28 on grey paper"] = (d, r) => Noise(Grey(Cover.Of(d, Mnist, Mnist, 14, 14, 28), r.Next(130, 220), r.Next(0, 60)), 3, r),
            ["28×28 dark on white paper, half size"] = (d, r) => Grey(Cover.Of(d, Mnist, Mnist, r.Next(9, 20), r.Next(9, 20), 14), 255, 0),
            ["28×28 white on black, half size"] = (d, r) => Grey(Cover.Of(d, Mnist, Mnist, r.Next(9, 20), r.Next(9, 20), 14), 0, 255),
            ["coloured ink on coloured paper"] = Coloured,
            ["ink on transparent"] = (d, r) => Transparent(r.Next(2) == 0 ? Middle(d, 180, 180) : Cover.Of(d, Mnist, Mnist, 14, 14, 28), r),
            ["a frame"] = (d, r) => Frame(Grey(Middle(d, 180, 180), r.Next(200, 256), 30), r.Next(1, 8), r.Next(0, 60), 15),
            ["a part of a frame"] = (d, r) =>
                Frame(Grey(Middle(d, 180, 180), r.Next(200, 256), 30), r.Next(1, 8), r.Next(0, 60), r.Next(1, 15)),
            ["the dark edge of a scan"] = (d, r) => Frame(Grey(Middle(d, 200, 200), 235, 30), r.Next(8, 25), r.Next(0, 90), 1 << r.Next(4)),
            ["a dark corner"] = (d, r) => DarkCorner(Grey(Middle(d, 200, 200), 235, 30), r),
            ["a sheet on a dark table"] = (d, r) => OnTable(d, r, table: r.Next(20, 80), paper: r.Next(190, 250)),
            ["a sheet on a bright table"] = (d, r) => OnTable(d, r, table: 245, paper: r.Next(130, 180)),
            ["a hard shadow"] = (d, r) =>
                Light(Grey(Middle(d, 180, 180), 240, 30), r.Next(70, 180) is var edge ? (x, y) => x + (y / 4) > edge ? 0.55 : 1 : null!),
            ["a gradient of light"] = (d, r) => r.NextDouble() * 6.28 is var a
                ? Light(Grey(Middle(d, 180, 180), 250, 40),
                    (x, y) => 0.7 + (0.3 * ((((x / 90.0) - 1) * Math.Cos(a)) + (((y / 90.0) - 1) * Math.Sin(a)))))
                : null!,
            ["squared paper"] = (d, r) => Ruled(Middle(d, 180, 180), r, upright: true),
            ["lined paper"] = (d, r) => Ruled(Middle(d, 180, 180), r, upright: false),
            ["noise"] = (d, r) => Noise(Grey(Middle(d, 180, 180), 220, 40), r.Next(5, 30), r),
            ["a small digit in a large picture"] = (d, r) =>
                Noise(Grey(Cover.Of(d, 900, 600, r.Next(150, 750), r.Next(150, 450), r.Next(160, 260)), 210, 60), 8, r),
            ["at the edge of the picture"] = (d, r) => Grey(AtEdge(d, r), 235, 30),
            ["cut close"] = (d, r) => Grey(CutClose(d), 235, 30),
        };

    /// <summary>Pictures with nothing on them.</summary>
    public static IEnumerable<(string Name, Image Picture)> Blank(Random random)
    {
        foreach (var side in (int[])[28, 180])
        {
            var none = new Cover(side, side * 2 / (side == 28 ? 2 : 3), new float[side * (side * 2 / (side == 28 ? 2 : 3))]);
            foreach (var level in (int[])[0, 1, 60, 128, 200, 250, 254, 255])
            {
                var plain = Grey(none, level, 0);
                yield return ($"{side}, {level}", plain);
                yield return ($"{side}, {level}, noise", Noise(plain, 10, random));
                yield return ($"{side}, {level}, a gradient", Light(plain, (x, y) => 1 - (0.3 * x / side)));
                yield return ($"{side}, {level}, noise on a gradient", Noise(Light(plain, (x, y) => 1 - (0.3 * y / side)), 8, random));
                if (level > 60)
                    yield return ($"{side}, {level}, a frame", Frame(plain, side / 28, 10, 15));
                if (level > 60)
                    yield return ($"{side}, {level}, half a frame", Frame(plain, side / 28, 10, 3));
            }
        }
    }

    internal static Image Grey(Cover cover, int paper, int ink) =>
        new(cover.Width, cover.Height, 1, Array.ConvertAll(cover.Values, a => (byte)MathF.Round(paper + (a * (ink - paper)))));

    private static Cover Middle(byte[] digit, int width, int height) =>
        Cover.Of(digit, width, height, width / 2f, height / 2f, Math.Min(width, height) * 0.9f);

    private static Cover Thin(Cover cover) =>
        cover with { Values = Array.ConvertAll(cover.Values, a => Math.Clamp((a - 0.75f) * 5, 0, 1)) };

    private static Image Coloured(byte[] digit, Random random)
    {
        int[] paper, ink;
        do
        {
            paper = [random.Next(256), random.Next(256), random.Next(256)];
            ink = [random.Next(256), random.Next(256), random.Next(256)];
        }
        while (paper.Zip(ink, (a, b) => Math.Abs(a - b)).Max() < 90);
        var cover = Middle(digit, 160, 160);
        return new(160, 160, 4, [.. cover.Values.SelectMany(a => paper.Zip(ink, (p, i) => (byte)(p + (a * (i - p)))).Append((byte)255))]);
    }

    private static Image Transparent(Cover cover, Random random)
    {
        byte[] ink = random.Next(3) switch { 0 => [255, 255, 255], 1 => [0, 0, 0], _ => [200, 30, 30] };
        return new(cover.Width, cover.Height, 4, [.. cover.Values.SelectMany(a => (byte[])[.. ink, (byte)(255 * a)])]);
    }

    /// <summary>Sides: 1 left, 2 top, 4 right, 8 bottom.</summary>
    private static Image Frame(Image image, int thickness, int level, int sides) => Each(image, (x, y, v) =>
        ((sides & 1) != 0 && x < thickness) || ((sides & 2) != 0 && y < thickness) || ((sides & 4) != 0 && x >= image.Width - thickness)
        || ((sides & 8) != 0 && y >= image.Height - thickness) ? level : v);

    private static Image DarkCorner(Image image, Random random)
    {
        int across = random.Next(20, 70), down = random.Next(20, 70);
        return Each(image, (x, y, v) => ((double)x / across) + ((double)y / down) < 1 ? 25 : v);
    }

    private static Image OnTable(byte[] digit, Random random, int table, int paper)
    {
        var cover = Cover.Of(digit, 240, 200, random.Next(110, 130), random.Next(90, 110), 90);
        double angle = (random.NextDouble() - 0.5) * 0.3, halfWidth = random.Next(70, 105), halfHeight = random.Next(60, 85);
        return Noise(Each(Grey(cover, paper, 30), (x, y, v) =>
        {
            double across = ((x - 120) * Math.Cos(angle)) + ((y - 100) * Math.Sin(angle)),
                down = ((y - 100) * Math.Cos(angle)) - ((x - 120) * Math.Sin(angle));
            return Math.Abs(across) < halfWidth && Math.Abs(down) < halfHeight ? v : table;
        }), 2, random);
    }

    private static Image Ruled(Cover cover, Random random, bool upright)
    {
        int spacing = random.Next(11, 30), thickness = random.Next(1, 3), level = random.Next(130, 215), first = random.Next(spacing);
        var slope = (random.NextDouble() - 0.5) * 0.04;
        return Each(Grey(cover, 245, 30), (x, y, v) =>
        {
            double across = first + y + (slope * x) + spacing, along = first + x - (slope * y) + spacing;
            return across % spacing < thickness || (upright && along % spacing < thickness) ? Math.Min(v, level) : v;
        });
    }

    private static Image Light(Image image, Func<int, int, double> light) => Each(image, (x, y, v) => v * light(x, y));

    private static Image Noise(Image image, double deviation, Random random) => Each(image, (x, y, v) =>
        v + (deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())));

    private static Image Each(Image image, Func<int, int, double, double> change) => new(
        image.Width, image.Height, 1,
        [.. image.Pixels.Select((v, i) => (byte)Math.Clamp(Math.Round(change(i % image.Width, i / image.Width, v)), 0, 255))]);

    private static Cover AtEdge(byte[] digit, Random random)
    {
        var cover = Cover.Of(digit, 180, 180, 90, 90, 120);
        int[] ink = [.. Enumerable.Range(0, cover.Values.Length).Where(i => cover.Values[i] > 0.5f)];
        int left = ink.Min(i => i % 180), right = ink.Max(i => i % 180), top = ink[0] / 180, bottom = ink[^1] / 180;
        (var x, var y) = random.Next(4) switch { 0 => (left, 0), 1 => (right - 179, 0), 2 => (0, top), _ => (0, bottom - 179) };
        return cover.Cut(x, y, 180, 180);
    }

    private static Cover CutClose(byte[] digit)
    {
        var cover = Cover.Of(digit, 180, 180, 90, 90, 170);
        int[] ink = [.. Enumerable.Range(0, cover.Values.Length).Where(i => cover.Values[i] > 0.3f)];
        int left = ink.Min(i => i % 180), right = ink.Max(i => i % 180), top = ink[0] / 180, bottom = ink[^1] / 180;
        return cover.Cut(left, top, right - left + 1, bottom - top + 1);
    }
}

/// <summary>How much of each pixel is ink, [height, width], 0 to 1.</summary>
internal sealed record Cover(int Width, int Height, float[] Values)
{
    /// <summary>An MNIST digit [28, 28] scaled to a square around a point.</summary>
    public static Cover Of(byte[] digit, int width, int height, float x, float y, float side)
    {
        var values = new float[width * height];
        var step = 28 / side;
        var samples = (int)MathF.Ceiling(step);
        for (var i = 0; i < values.Length; i++)
        {
            for (var k = 0; k < samples * samples; k++)
            {
                float partX = ((k % samples) + 0.5f) / samples, partY = ((k / samples) + 0.5f) / samples;
                values[i] += At(
                    digit, (((i % width) + partX - x) * step) + 13.5f, (((i / width) + partY - y) * step) + 13.5f) / (samples * samples);
            }
        }

        return new(width, height, values);
    }

    /// <summary>A part; outside is no ink.</summary>
    public Cover Cut(int left, int top, int width, int height)
    {
        var cut = new float[width * height];
        for (var i = 0; i < cut.Length; i++)
        {
            int x = left + (i % width), y = top + (i / width);
            if ((uint)x < (uint)Width && (uint)y < (uint)Height)
                cut[i] = Values[(y * Width) + x];
        }

        return new(width, height, cut);
    }

    private static float At(byte[] digit, float x, float y)
    {
        int column = (int)MathF.Floor(x), row = (int)MathF.Floor(y);
        float right = x - column, down = y - row;
        return float.Lerp(
            float.Lerp(Pixel(column, row), Pixel(column + 1, row), right),
            float.Lerp(Pixel(column, row + 1), Pixel(column + 1, row + 1), right), down);

        float Pixel(int c, int r) => (uint)c < 28 && (uint)r < 28 ? digit[(r * 28) + c] / 255f : 0;
    }
}
