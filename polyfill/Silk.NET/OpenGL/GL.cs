using System.Runtime.InteropServices;
using System.Text;
using Silk.NET.Core.Contexts;
using Silk.NET.Maths;

namespace Silk.NET.OpenGL;

/// <summary>OpenGL 3.3 core, bound to the functions of one context. All calls belong to the thread where that context is current.</summary>
public sealed unsafe partial class GL : IDisposable
{
    public INativeContext Context { get; }

    /// <exception cref="EntryPointNotFoundException">The context lacks a function of OpenGL 3.3.</exception>
    public static GL GetApi(Func<string, nint> getProcAddress) => new(new FunctionContext(getProcAddress));

    /// <inheritdoc cref="GetApi(Func{string, nint})"/>
    public static GL GetApi(IGLContextSource contextSource) =>
        new(contextSource.GLContext ?? throw new InvalidOperationException("The window has no OpenGL context."));

    public void Dispose() => Context.Dispose();

    public string GetStringS(StringName name) => Marshal.PtrToStringUTF8((nint)_getString(name)) ?? "";

    public int GetInteger(GetPName pname)
    {
        // glGetIntegerv may write more than one value (Viewport writes four).
        var values = stackalloc int[16];
        _getIntegerv(pname, values);
        return values[0];
    }

    public void Viewport(Vector2D<int> size) => Viewport(0, 0, (uint)size.X, (uint)size.Y);

    public void ShaderSource(uint shader, string @string)
    {
        var bytes = Encoding.UTF8.GetBytes(@string);
        var length = bytes.Length;
        fixed (byte* text = bytes)
        {
            var first = text;
            _shaderSource(shader, 1, &first, &length);
        }
    }

    public int GetShader(uint shader, ShaderParameterName pname)
    {
        int value;
        _getShaderiv(shader, pname, &value);
        return value;
    }

    public int GetProgram(uint program, ProgramPropertyARB pname)
    {
        int value;
        _getProgramiv(program, pname, &value);
        return value;
    }

    public string GetShaderInfoLog(uint shader) => InfoLog(shader, GetShader(shader, ShaderParameterName.InfoLogLength), _getShaderInfoLog);

    public string GetProgramInfoLog(uint program) =>
        InfoLog(program, GetProgram(program, ProgramPropertyARB.InfoLogLength), _getProgramInfoLog);

    public int GetUniformLocation(uint program, string name)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(name + '\0'))
            return _getUniformLocation(program, text);
    }

    public void BufferData<T0>(BufferTargetARB target, ReadOnlySpan<T0> data, BufferUsageARB usage) where T0 : unmanaged
    {
        fixed (T0* first = data)
            BufferData(target, (nuint)(data.Length * sizeof(T0)), first, usage);
    }

    public void BufferSubData<T0>(BufferTargetARB target, nint offset, ReadOnlySpan<T0> data) where T0 : unmanaged
    {
        fixed (T0* first = data)
            BufferSubData(target, offset, (nuint)(data.Length * sizeof(T0)), first);
    }

    public uint GenBuffer() => Generate(_genBuffers);

    public void DeleteBuffer(uint buffers) => _deleteBuffers(1, &buffers);

    public uint GenVertexArray() => Generate(_genVertexArrays);

    public void DeleteVertexArray(uint arrays) => _deleteVertexArrays(1, &arrays);

    public uint GenTexture() => Generate(_genTextures);

    public void DeleteTexture(uint textures) => _deleteTextures(1, &textures);

    public uint GenFramebuffer() => Generate(_genFramebuffers);

    public void DeleteFramebuffer(uint framebuffers) => _deleteFramebuffers(1, &framebuffers);

    private static uint Generate(delegate* unmanaged<int, uint*, void> generate)
    {
        uint name;
        generate(1, &name);
        return name;
    }

    private static string InfoLog(uint name, int length, delegate* unmanaged<uint, int, int*, byte*, void> get)
    {
        var bytes = new byte[Math.Max(length, 1)];
        int written;
        fixed (byte* text = bytes)
            get(name, bytes.Length, &written, text);
        return Encoding.UTF8.GetString(bytes, 0, written);
    }

    /// <summary>A look-up function as the source of addresses.</summary>
    private sealed class FunctionContext(Func<string, nint> find) : INativeContext
    {
        public nint GetProcAddress(string proc, int? slot = default) =>
            TryGetProcAddress(proc, out var address, slot) ? address : throw new EntryPointNotFoundException($"OpenGL lacks {proc}.");

        public bool TryGetProcAddress(string proc, out nint addr, int? slot = default) => (addr = find(proc)) != 0;

        public void Dispose()
        {
        }
    }
}
