using Silk.NET.OpenGL;

namespace GpuDigits.Viewer.Graphics;

/// <summary>A picture to draw into in place of a window.</summary>
internal sealed class Framebuffer : IDisposable
{
    private readonly GL _gl;
    private readonly Texture _color;
    private readonly uint _name;

    /// <exception cref="GraphicsException">The size exceeds the limit of the driver.</exception>
    public Framebuffer(GL gl, int width, int height)
    {
        _gl = gl;
        _color = new Texture(gl, width, height, 4, smooth: false);
        _name = gl.GenFramebuffer();
        Bind();
        gl.FramebufferTexture2D(FramebufferTarget.Framebuffer, FramebufferAttachment.ColorAttachment0,
            TextureTarget.Texture2D, _color.Name, 0);
        if (gl.CheckFramebufferStatus(FramebufferTarget.Framebuffer) != GLEnum.FramebufferComplete)
            throw new GraphicsException($"OpenGL cannot draw into a picture of {width}×{height} pixels.");
    }

    public void Bind() => _gl.BindFramebuffer(FramebufferTarget.Framebuffer, _name);

    public void Dispose()
    {
        _gl.DeleteFramebuffer(_name);
        _color.Dispose();
    }
}
