using GpuDigits.Scenes.Painting;
using Silk.NET.OpenGL;

namespace GpuDigits.Viewer.Graphics;

/// <summary>Draws a <see cref="DrawList"/> with one call into the bound framebuffer.</summary>
internal sealed unsafe class Renderer : IDisposable
{
    private const int PictureSide = 28;

    private readonly GL _gl;
    private readonly Shader _shader;
    private readonly InstanceBuffer _instances;
    private readonly Texture _atlas;
    private readonly Texture _picture;
    private readonly TextureArray _tiles;

    /// <exception cref="GraphicsException">The driver refuses the shaders.</exception>
    public Renderer(GL gl)
    {
        _gl = gl;
        _shader = new Shader(gl, "quad");
        _instances = new InstanceBuffer(gl);
        var atlas = Font.LoadAtlas();
        _atlas = new Texture(gl, atlas.Width, atlas.Height, 4, smooth: true);
        _atlas.Upload(atlas.Pixels);
        _picture = new Texture(gl, PictureSide, PictureSide, 1, smooth: false);
        _tiles = new TextureArray(gl);
    }

    /// <summary>Draws a frame.</summary>
    /// <param name="list">What to draw.</param>
    /// <param name="width">The framebuffer's width in pixels.</param>
    /// <param name="height">The framebuffer's height in pixels.</param>
    /// <param name="background">The colour where nothing is drawn.</param>
    public void Draw(DrawList list, int width, int height, Rgba background)
    {
        _gl.Viewport(0, 0, (uint)width, (uint)height);
        _gl.ClearColor(background.R / 255f, background.G / 255f, background.B / 255f, 1f);
        _gl.Clear(ClearBufferMask.ColorBufferBit);
        if (list.Quads.IsEmpty)
            return;
        _gl.Disable(EnableCap.DepthTest);
        _gl.Disable(EnableCap.CullFace);
        _gl.Enable(EnableCap.Blend);
        _gl.BlendFuncSeparate(BlendingFactor.SrcAlpha, BlendingFactor.OneMinusSrcAlpha,
            BlendingFactor.One, BlendingFactor.OneMinusSrcAlpha);
        if (list.PictureBytes is { } picture)
            _picture.Upload(picture);
        _atlas.Bind(TextureUnit.Texture0);
        _picture.Bind(TextureUnit.Texture1);
        _tiles.Bind(TextureUnit.Texture2);
        if (list.Sheet is { } sheet)
            _tiles.Upload(sheet);
        _shader.Use();
        _shader.Set("atlas", 0);
        _shader.Set("picture", 1);
        _shader.Set("tiles", 2);
        _shader.Set("viewSize", width, height);
        _instances.Draw(list.Quads);
    }

    /// <summary>The bound framebuffer's pixels as RGBA, rows from the top; opaque.</summary>
    public byte[] ReadPixels(int width, int height)
    {
        var bottomUp = new byte[width * height * 4];
        _gl.PixelStore(PixelStoreParameter.PackAlignment, 1);
        fixed (byte* first = bottomUp)
            _gl.ReadPixels(0, 0, (uint)width, (uint)height, PixelFormat.Rgba, PixelType.UnsignedByte, first);
        var pixels = new byte[bottomUp.Length];
        for (var y = 0; y < height; y++)
            bottomUp.AsSpan((height - 1 - y) * width * 4, width * 4).CopyTo(pixels.AsSpan(y * width * 4));
        for (var i = 3; i < pixels.Length; i += 4)
            pixels[i] = 255;
        return pixels;
    }

    public void Dispose()
    {
        _shader.Dispose();
        _instances.Dispose();
        _atlas.Dispose();
        _picture.Dispose();
        _tiles.Dispose();
    }
}
