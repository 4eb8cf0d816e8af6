using GpuDigits.Scenes.Painting;
using Silk.NET.OpenGL;

namespace GpuDigits.Viewer.Graphics;

/// <summary>The quads of a frame on the GPU, with the vertex array that reads one per instance.</summary>
internal sealed unsafe class InstanceBuffer : IDisposable
{
    private readonly GL _gl;
    private readonly uint _array;
    private readonly uint _buffer;

    public InstanceBuffer(GL gl)
    {
        _gl = gl;
        _array = gl.GenVertexArray();
        _buffer = gl.GenBuffer();
        gl.BindVertexArray(_array);
        gl.BindBuffer(BufferTargetARB.ArrayBuffer, _buffer);
        for (var i = 0u; i < 6; i++)
        {
            // Four vectors of floats, then two packed colours.
            var isColor = i >= 4;
            gl.EnableVertexAttribArray(i);
            gl.VertexAttribPointer(i, 4, isColor ? VertexAttribPointerType.UnsignedByte : VertexAttribPointerType.Float, isColor,
                Quad.Size, (void*)(isColor ? 64 + 4 * (i - 4) : 16 * i));
            gl.VertexAttribDivisor(i, 1);
        }
    }

    /// <summary>Draws the quads in their order with the program in use.</summary>
    public void Draw(ReadOnlySpan<Quad> quads)
    {
        _gl.BindVertexArray(_array);
        _gl.BindBuffer(BufferTargetARB.ArrayBuffer, _buffer);
        // Allocated anew each frame, so that the driver need not wait for the previous frame.
        _gl.BufferData(BufferTargetARB.ArrayBuffer, quads, BufferUsageARB.StreamDraw);
        _gl.DrawArraysInstanced(PrimitiveType.TriangleStrip, 0, 4, (uint)quads.Length);
    }

    public void Dispose()
    {
        _gl.DeleteVertexArray(_array);
        _gl.DeleteBuffer(_buffer);
    }
}
