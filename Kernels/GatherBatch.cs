using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// x[b, p] = images[order[first + b], p] / 255 and y[b] = labels[order[first + b]]: gathers one batch from the byte images that stay on the
/// device. images [count, pixels], x [batch, pixels]. Launch: auto-grouped, one thread per pixel of the batch.
/// </summary>
public static class GatherBatch
{
    /// <summary>Reads pixel i of the batch; the thread of a picture's first pixel also reads the label.</summary>
    public static void Gather(
        Index1D i, ArrayView<byte> images, ArrayView<byte> labels, ArrayView<int> order, int first, int pixels,
        ArrayView<float> x, ArrayView<byte> y)
    {
        int b = i / pixels;
        int p = i - (b * pixels);
        var source = order[first + b];
        x[i] = images[(source * pixels) + p] / 255.0f;
        if (p == 0)
            y[b] = labels[source];
    }
}
