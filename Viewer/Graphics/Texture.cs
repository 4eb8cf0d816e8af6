using Silk.NET.OpenGL;

namespace GpuDigits.Viewer.Graphics;

/// <summary>A two-dimensional texture of fixed size, one byte per channel, without mipmaps.</summary>
internal sealed unsafe class Texture : IDisposable
{
    private readonly GL _gl;
    private readonly int _width;
    private readonly int _height;
    private readonly PixelFormat _format;

    /// <param name="gl">The current context.</param>
    /// <param name="width">Texels across.</param>
    /// <param name="height">Texels down.</param>
    /// <param name="channels">1 (red) or 4 (RGBA).</param>
    /// <param name="smooth">True: linear filtering; false: the nearest texel.</param>
    public Texture(GL gl, int width, int height, int channels, bool smooth)
    {
        _gl = gl;
        _width = width;
        _height = height;
        _format = channels == 1 ? PixelFormat.Red : PixelFormat.Rgba;
        Name = gl.GenTexture();
        gl.BindTexture(TextureTarget.Texture2D, Name);
        gl.TexImage2D(TextureTarget.Texture2D, 0, channels == 1 ? InternalFormat.R8 : InternalFormat.Rgba8,
            (uint)width, (uint)height, 0, _format, PixelType.UnsignedByte, null);
        Parameter(TextureParameterName.TextureMinFilter, (int)(smooth ? TextureMinFilter.Linear : TextureMinFilter.Nearest));
        Parameter(TextureParameterName.TextureMagFilter, (int)(smooth ? TextureMagFilter.Linear : TextureMagFilter.Nearest));
        Parameter(TextureParameterName.TextureWrapS, (int)TextureWrapMode.ClampToEdge);
        Parameter(TextureParameterName.TextureWrapT, (int)TextureWrapMode.ClampToEdge);
        Parameter(TextureParameterName.TextureMaxLevel, 0);

        void Parameter(TextureParameterName name, int value) => gl.TexParameter(TextureTarget.Texture2D, name, value);
    }

    public uint Name { get; }

    /// <summary>Replaces all texels, given in rows from the one with texture coordinate 0.</summary>
    public void Upload(ReadOnlySpan<byte> texels)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(texels.Length, _width * _height * (_format == PixelFormat.Red ? 1 : 4));
        _gl.BindTexture(TextureTarget.Texture2D, Name);
        _gl.PixelStore(PixelStoreParameter.UnpackAlignment, 1);
        fixed (byte* first = texels)
            _gl.TexSubImage2D(TextureTarget.Texture2D, 0, 0, 0, (uint)_width, (uint)_height, _format, PixelType.UnsignedByte, first);
    }

    public void Bind(TextureUnit unit)
    {
        _gl.ActiveTexture(unit);
        _gl.BindTexture(TextureTarget.Texture2D, Name);
    }

    public void Dispose() => _gl.DeleteTexture(Name);
}
