using GpuDigits.Scenes.Painting;
using Silk.NET.OpenGL;

namespace GpuDigits.Viewer.Graphics;

/// <summary>
/// The pages of a <see cref="TileSheet"/> as one array of float textures, updated only when the sheet has changed.
/// </summary>
internal sealed unsafe class TextureArray : IDisposable
{
    private readonly GL _gl;
    private readonly uint _name;
    private TileSheet? _sheet;
    private long _version;
    private int _side, _pages;

    public TextureArray(GL gl)
    {
        _gl = gl;
        _name = gl.GenTexture();
        gl.BindTexture(TextureTarget.Texture2DArray, _name);
        Parameter(TextureParameterName.TextureMinFilter, (int)TextureMinFilter.Linear);
        Parameter(TextureParameterName.TextureMagFilter, (int)TextureMagFilter.Linear);
        Parameter(TextureParameterName.TextureWrapS, (int)TextureWrapMode.ClampToEdge);
        Parameter(TextureParameterName.TextureWrapT, (int)TextureWrapMode.ClampToEdge);
        Parameter(TextureParameterName.TextureMaxLevel, 0);

        void Parameter(TextureParameterName name, int value) => gl.TexParameter(TextureTarget.Texture2DArray, name, value);
    }

    public void Bind(TextureUnit unit)
    {
        _gl.ActiveTexture(unit);
        _gl.BindTexture(TextureTarget.Texture2DArray, _name);
    }

    /// <summary>Copies the pages of the sheet to the bound array.</summary>
    public void Upload(TileSheet sheet)
    {
        if (sheet == _sheet && sheet.Version == _version)
            return;
        (_sheet, _version) = (sheet, sheet.Version);
        var (side, pages) = (sheet.PageSide, sheet.Pages);
        if (side != _side || pages > _pages)
        {
            (_side, _pages) = (side, Math.Max(1, pages));
            _gl.TexImage3D(TextureTarget.Texture2DArray, 0, InternalFormat.R32f, (uint)side, (uint)side, (uint)_pages, 0,
                PixelFormat.Red, PixelType.Float, null);
        }
        fixed (float* first = sheet.Values)
            _gl.TexSubImage3D(TextureTarget.Texture2DArray, 0, 0, 0, 0, (uint)side, (uint)side, (uint)pages,
                PixelFormat.Red, PixelType.Float, first);
    }

    public void Dispose() => _gl.DeleteTexture(_name);
}
