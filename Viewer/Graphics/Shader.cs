using Silk.NET.OpenGL;

namespace GpuDigits.Viewer.Graphics;

/// <summary>A linked program of a vertex and a fragment shader.</summary>
internal sealed class Shader : IDisposable
{
    private readonly GL _gl;
    private readonly uint _program;

    /// <param name="gl">The current context.</param>
    /// <param name="name">The files <c>shaders/NAME.vert</c> and <c>shaders/NAME.frag</c>.</param>
    /// <exception cref="GraphicsException">The driver refuses the shaders.</exception>
    public Shader(GL gl, string name)
    {
        _gl = gl;
        _program = gl.CreateProgram();
        var vertex = Compile(ShaderType.VertexShader, $"shaders/{name}.vert");
        var fragment = Compile(ShaderType.FragmentShader, $"shaders/{name}.frag");
        gl.LinkProgram(_program);
        foreach (var part in (uint[])[vertex, fragment])
        {
            gl.DetachShader(_program, part);
            gl.DeleteShader(part);
        }
        if (gl.GetProgram(_program, ProgramPropertyARB.LinkStatus) == 0)
            throw new GraphicsException($"shaders/{name} do not link: {gl.GetProgramInfoLog(_program).Trim()}");
    }

    public void Use() => _gl.UseProgram(_program);

    /// <summary>Sets a uniform of the program in use.</summary>
    public void Set(string uniform, float x, float y) => _gl.Uniform2(_gl.GetUniformLocation(_program, uniform), x, y);

    /// <inheritdoc cref="Set(string, float, float)"/>
    public void Set(string uniform, int value) => _gl.Uniform1(_gl.GetUniformLocation(_program, uniform), value);

    public void Dispose() => _gl.DeleteProgram(_program);

    private uint Compile(ShaderType type, string file)
    {
        var shader = _gl.CreateShader(type);
        _gl.ShaderSource(shader, Assets.ReadText(file));
        _gl.CompileShader(shader);
        if (_gl.GetShader(shader, ShaderParameterName.CompileStatus) == 0)
            throw new GraphicsException($"{file} does not compile: {_gl.GetShaderInfoLog(shader).Trim()}");
        _gl.AttachShader(_program, shader);
        return shader;
    }
}
