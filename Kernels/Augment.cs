using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// <see cref="GatherBatch"/> with a random change of every picture, described at <see cref="AugmentSample"/>. Nothing is computed on the
/// host, and no intermediate picture is stored. images [count, height, width], x [batch, height, width].
/// Launch: one group per picture, of any size. The group reads the picture into shared memory, changes its ink there, and then samples one
/// position of it for each pixel.
/// </summary>
public static class Augment
{
    /// <summary>Largest number of pixels in a picture.</summary>
    public const int MaxPixels = 1024;

    /// <summary>Gathers one picture of the batch and its label.</summary>
    public static void Gather(
        AugmentSettings settings, AugmentBatch batch, ArrayView<byte> images, ArrayView<byte> labels, ArrayView<int> order,
        ArrayView<float> x, ArrayView<byte> y)
    {
        var picture = SharedMemory.Allocate<float>(MaxPixels);
        var ink = SharedMemory.Allocate<float>(MaxPixels);
        var nodes = SharedMemory.Allocate<float>(2 * ElasticField.Nodes);
        var thread = Group.IdxX;
        var threads = Group.DimX;
        var source = order[batch.First + Grid.IdxX];
        var begin = source * batch.Pixels;
        var end = Grid.IdxX * batch.Pixels;
        var sample = new AugmentSample(settings, batch, source);
        for (var p = thread; p < batch.Pixels; p += threads)
            picture[p] = images[begin + p] / 255.0f;
        for (var node = thread; node < ElasticField.Nodes; node += threads)
        {
            var bits = batch.NodeBits(source, node);
            nodes[node] = settings.Elastic * ElasticField.X(bits);
            nodes[ElasticField.Nodes + node] = settings.Elastic * ElasticField.Y(bits);
        }
        if (thread == 0)
            y[Grid.IdxX] = labels[source];
        Group.Barrier();

        for (var p = thread; p < batch.Pixels; p += threads)
            ink[p] = Ink(picture, batch.Height, batch.Width, p / batch.Width, p % batch.Width, sample.Morph, sample.Blur);
        Group.Barrier();

        for (var p = thread; p < batch.Pixels; p += threads)
        {
            var row = p / batch.Width;
            var column = p - (row * batch.Width);
            var field = new FieldPlace(row, column, batch.Height, batch.Width);
            var fromX = (sample.Xx * column) + (sample.Xy * row) + sample.X0 + field.Read(nodes, 0);
            var fromY = (sample.Yx * column) + (sample.Yy * row) + sample.Y0 + field.Read(nodes, ElasticField.Nodes);
            var value = Bilinear(ink, batch.Height, batch.Width, fromY, fromX);
            x[end + p] = sample.Cuts(row, column) ? 0.0f : sample.Curve(value);
        }
    }

    private static float Ink(ArrayView<float> picture, int height, int width, int row, int column, float morph, float blur)
    {
        var value = At(picture, height, width, row, column);
        var above = At(picture, height, width, row - 1, column);
        var below = At(picture, height, width, row + 1, column);
        var left = At(picture, height, width, row, column - 1);
        var right = At(picture, height, width, row, column + 1);
        var largest = MathF.Max(MathF.Max(value, MathF.Max(above, below)), MathF.Max(left, right));
        var smallest = MathF.Min(MathF.Min(value, MathF.Min(above, below)), MathF.Min(left, right));
        var corners = At(picture, height, width, row - 1, column - 1) + At(picture, height, width, row - 1, column + 1)
            + At(picture, height, width, row + 1, column - 1) + At(picture, height, width, row + 1, column + 1);
        var mean = ((4.0f * value) + (2.0f * (above + below + left + right)) + corners) / 16.0f;
        var goal = morph > 0.0f ? largest : smallest;
        return value + (MathF.Abs(morph) * (goal - value)) + (blur * (mean - value));
    }

    private static float Bilinear(ArrayView<float> picture, int height, int width, float y, float x)
    {
        // The pixels around the picture are 0, so coordinates can be clamped to one pixel outside.
        var row = MathF.Min(MathF.Max(y, -1.0f), height) + 1.0f;
        var column = MathF.Min(MathF.Max(x, -1.0f), width) + 1.0f;
        var top = (int)row;
        var left = (int)column;
        var down = row - top;
        var across = column - left;
        var upper = At(picture, height, width, top - 1, left - 1);
        upper += across * (At(picture, height, width, top - 1, left) - upper);
        var lower = At(picture, height, width, top, left - 1);
        lower += across * (At(picture, height, width, top, left) - lower);
        return upper + (down * (lower - upper));
    }

    private static float At(ArrayView<float> picture, int height, int width, int row, int column) =>
        row >= 0 && row < height && column >= 0 && column < width ? picture[(row * width) + column] : 0.0f;

    // The 4×4 nodes around a pixel, and their weights.
    private readonly struct FieldPlace
    {
        private readonly int _first;
        private readonly Float4 _rows;
        private readonly Float4 _columns;

        public FieldPlace(int row, int column, int height, int width)
        {
            var placeY = ElasticField.Place(row, height);
            var placeX = ElasticField.Place(column, width);
            var firstY = ElasticField.First(placeY);
            var firstX = ElasticField.First(placeX);
            _first = (firstY * ElasticField.Side) + firstX;
            _rows = Weights(placeY - firstY);
            _columns = Weights(placeX - firstX);
        }

        public float Read(ArrayView<float> nodes, int begin)
        {
            var at = begin + _first;
            return (_rows.A * Line(nodes, at)) + (_rows.B * Line(nodes, at + ElasticField.Side))
                + (_rows.C * Line(nodes, at + (2 * ElasticField.Side))) + (_rows.D * Line(nodes, at + (3 * ElasticField.Side)));
        }

        private static Float4 Weights(float t) =>
            new(ElasticField.Weight(0, t), ElasticField.Weight(1, t), ElasticField.Weight(2, t), ElasticField.Weight(3, t));

        private float Line(ArrayView<float> nodes, int at) =>
            (_columns.A * nodes[at]) + (_columns.B * nodes[at + 1]) + (_columns.C * nodes[at + 2]) + (_columns.D * nodes[at + 3]);
    }
}
