using System.Numerics;
using System.Runtime.InteropServices;

namespace GpuDigits.Scenes.Painting;

/// <summary>The shape that <c>shaders/quad.frag</c> draws inside a quad.</summary>
internal enum QuadKind { Box = 0, Capsule = 1, Glyph = 2, Picture = 3, Tile = 4, SignedTile = 5 }

/// <summary>One instance of the quad shaders. They define what Shape and Traits hold for each kind.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Quad(Box Bounds, Vector4 Shape, Vector4 Traits, Box Clip, Rgba Fill, Rgba Edge)
{
    /// <summary>Bytes of one instance.</summary>
    public const int Size = 4 * 16 + 2 * 4;
}
