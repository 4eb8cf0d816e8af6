using Silk.NET.Core.Contexts;

namespace Silk.NET.OpenGL;

/// <summary>The native functions, looked up once, and the methods that only pass their arguments on.</summary>
public sealed unsafe partial class GL
{
    private readonly delegate* unmanaged<GLEnum> _getError;
    private readonly delegate* unmanaged<EnableCap, void> _enable;
    private readonly delegate* unmanaged<EnableCap, void> _disable;
    private readonly delegate* unmanaged<int, int, uint, uint, void> _viewport;
    private readonly delegate* unmanaged<int, int, uint, uint, void> _scissor;
    private readonly delegate* unmanaged<float, float, float, float, void> _clearColor;
    private readonly delegate* unmanaged<ClearBufferMask, void> _clear;
    private readonly delegate* unmanaged<BlendingFactor, BlendingFactor, BlendingFactor, BlendingFactor, void> _blendFuncSeparate;
    private readonly delegate* unmanaged<PixelStoreParameter, int, void> _pixelStorei;
    private readonly delegate* unmanaged<void> _finish;
    private readonly delegate* unmanaged<ShaderType, uint> _createShader;
    private readonly delegate* unmanaged<uint, void> _compileShader;
    private readonly delegate* unmanaged<uint, void> _deleteShader;
    private readonly delegate* unmanaged<uint> _createProgram;
    private readonly delegate* unmanaged<uint, uint, void> _attachShader;
    private readonly delegate* unmanaged<uint, uint, void> _detachShader;
    private readonly delegate* unmanaged<uint, void> _linkProgram;
    private readonly delegate* unmanaged<uint, void> _useProgram;
    private readonly delegate* unmanaged<uint, void> _deleteProgram;
    private readonly delegate* unmanaged<int, int, void> _uniform1i;
    private readonly delegate* unmanaged<int, float, void> _uniform1f;
    private readonly delegate* unmanaged<int, float, float, void> _uniform2f;
    private readonly delegate* unmanaged<uint, void> _bindVertexArray;
    private readonly delegate* unmanaged<BufferTargetARB, uint, void> _bindBuffer;
    private readonly delegate* unmanaged<BufferTargetARB, nuint, void*, BufferUsageARB, void> _bufferData;
    private readonly delegate* unmanaged<BufferTargetARB, nint, nuint, void*, void> _bufferSubData;
    private readonly delegate* unmanaged<uint, void> _enableVertexAttribArray;
    private readonly delegate* unmanaged<uint, int, VertexAttribPointerType, byte, uint, void*, void> _vertexAttribPointer;
    private readonly delegate* unmanaged<uint, uint, void> _vertexAttribDivisor;
    private readonly delegate* unmanaged<PrimitiveType, int, uint, void> _drawArrays;
    private readonly delegate* unmanaged<PrimitiveType, int, uint, uint, void> _drawArraysInstanced;
    private readonly delegate* unmanaged<TextureTarget, uint, void> _bindTexture;
    private readonly delegate* unmanaged<TextureUnit, void> _activeTexture;
    private readonly delegate* unmanaged<TextureTarget, int, InternalFormat, uint, uint, int, PixelFormat, PixelType, void*,
        void> _texImage2D;
    private readonly delegate* unmanaged<TextureTarget, int, int, int, uint, uint, PixelFormat, PixelType, void*, void> _texSubImage2D;
    private readonly delegate* unmanaged<TextureTarget, int, InternalFormat, uint, uint, uint, int, PixelFormat, PixelType, void*,
        void> _texImage3D;
    private readonly delegate* unmanaged<TextureTarget, int, int, int, int, uint, uint, uint, PixelFormat, PixelType, void*,
        void> _texSubImage3D;
    private readonly delegate* unmanaged<TextureTarget, TextureParameterName, int, void> _texParameteri;
    private readonly delegate* unmanaged<FramebufferTarget, uint, void> _bindFramebuffer;
    private readonly delegate* unmanaged<FramebufferTarget, FramebufferAttachment, TextureTarget, uint, int, void> _framebufferTexture2D;
    private readonly delegate* unmanaged<FramebufferTarget, GLEnum> _checkFramebufferStatus;
    private readonly delegate* unmanaged<int, int, uint, uint, PixelFormat, PixelType, void*, void> _readPixels;
    private readonly delegate* unmanaged<StringName, byte*> _getString;
    private readonly delegate* unmanaged<GetPName, int*, void> _getIntegerv;
    private readonly delegate* unmanaged<uint, int, byte**, int*, void> _shaderSource;
    private readonly delegate* unmanaged<uint, ShaderParameterName, int*, void> _getShaderiv;
    private readonly delegate* unmanaged<uint, ProgramPropertyARB, int*, void> _getProgramiv;
    private readonly delegate* unmanaged<uint, int, int*, byte*, void> _getShaderInfoLog;
    private readonly delegate* unmanaged<uint, int, int*, byte*, void> _getProgramInfoLog;
    private readonly delegate* unmanaged<uint, byte*, int> _getUniformLocation;
    private readonly delegate* unmanaged<int, uint*, void> _genBuffers;
    private readonly delegate* unmanaged<int, uint*, void> _deleteBuffers;
    private readonly delegate* unmanaged<int, uint*, void> _genVertexArrays;
    private readonly delegate* unmanaged<int, uint*, void> _deleteVertexArrays;
    private readonly delegate* unmanaged<int, uint*, void> _genTextures;
    private readonly delegate* unmanaged<int, uint*, void> _deleteTextures;
    private readonly delegate* unmanaged<int, uint*, void> _genFramebuffers;
    private readonly delegate* unmanaged<int, uint*, void> _deleteFramebuffers;

    private GL(INativeContext context)
    {
        Context = context;
        _getError = (delegate* unmanaged<GLEnum>)Find("glGetError");
        _enable = (delegate* unmanaged<EnableCap, void>)Find("glEnable");
        _disable = (delegate* unmanaged<EnableCap, void>)Find("glDisable");
        _viewport = (delegate* unmanaged<int, int, uint, uint, void>)Find("glViewport");
        _scissor = (delegate* unmanaged<int, int, uint, uint, void>)Find("glScissor");
        _clearColor = (delegate* unmanaged<float, float, float, float, void>)Find("glClearColor");
        _clear = (delegate* unmanaged<ClearBufferMask, void>)Find("glClear");
        _blendFuncSeparate =
            (delegate* unmanaged<BlendingFactor, BlendingFactor, BlendingFactor, BlendingFactor, void>)Find("glBlendFuncSeparate");
        _pixelStorei = (delegate* unmanaged<PixelStoreParameter, int, void>)Find("glPixelStorei");
        _finish = (delegate* unmanaged<void>)Find("glFinish");
        _createShader = (delegate* unmanaged<ShaderType, uint>)Find("glCreateShader");
        _compileShader = (delegate* unmanaged<uint, void>)Find("glCompileShader");
        _deleteShader = (delegate* unmanaged<uint, void>)Find("glDeleteShader");
        _createProgram = (delegate* unmanaged<uint>)Find("glCreateProgram");
        _attachShader = (delegate* unmanaged<uint, uint, void>)Find("glAttachShader");
        _detachShader = (delegate* unmanaged<uint, uint, void>)Find("glDetachShader");
        _linkProgram = (delegate* unmanaged<uint, void>)Find("glLinkProgram");
        _useProgram = (delegate* unmanaged<uint, void>)Find("glUseProgram");
        _deleteProgram = (delegate* unmanaged<uint, void>)Find("glDeleteProgram");
        _uniform1i = (delegate* unmanaged<int, int, void>)Find("glUniform1i");
        _uniform1f = (delegate* unmanaged<int, float, void>)Find("glUniform1f");
        _uniform2f = (delegate* unmanaged<int, float, float, void>)Find("glUniform2f");
        _bindVertexArray = (delegate* unmanaged<uint, void>)Find("glBindVertexArray");
        _bindBuffer = (delegate* unmanaged<BufferTargetARB, uint, void>)Find("glBindBuffer");
        _bufferData = (delegate* unmanaged<BufferTargetARB, nuint, void*, BufferUsageARB, void>)Find("glBufferData");
        _bufferSubData = (delegate* unmanaged<BufferTargetARB, nint, nuint, void*, void>)Find("glBufferSubData");
        _enableVertexAttribArray = (delegate* unmanaged<uint, void>)Find("glEnableVertexAttribArray");
        _vertexAttribPointer =
            (delegate* unmanaged<uint, int, VertexAttribPointerType, byte, uint, void*, void>)Find("glVertexAttribPointer");
        _vertexAttribDivisor = (delegate* unmanaged<uint, uint, void>)Find("glVertexAttribDivisor");
        _drawArrays = (delegate* unmanaged<PrimitiveType, int, uint, void>)Find("glDrawArrays");
        _drawArraysInstanced = (delegate* unmanaged<PrimitiveType, int, uint, uint, void>)Find("glDrawArraysInstanced");
        _bindTexture = (delegate* unmanaged<TextureTarget, uint, void>)Find("glBindTexture");
        _activeTexture = (delegate* unmanaged<TextureUnit, void>)Find("glActiveTexture");
        _texImage2D =
            (delegate* unmanaged<TextureTarget, int, InternalFormat, uint, uint, int, PixelFormat, PixelType, void*,
        void>)Find("glTexImage2D");
        _texSubImage2D =
            (delegate* unmanaged<TextureTarget, int, int, int, uint, uint, PixelFormat, PixelType, void*, void>)Find("glTexSubImage2D");
        _texImage3D =
            (delegate* unmanaged<TextureTarget, int, InternalFormat, uint, uint, uint, int, PixelFormat, PixelType, void*,
        void>)Find("glTexImage3D");
        _texSubImage3D =
            (delegate* unmanaged<TextureTarget, int, int, int, int, uint, uint, uint, PixelFormat, PixelType, void*,
        void>)Find("glTexSubImage3D");
        _texParameteri = (delegate* unmanaged<TextureTarget, TextureParameterName, int, void>)Find("glTexParameteri");
        _bindFramebuffer = (delegate* unmanaged<FramebufferTarget, uint, void>)Find("glBindFramebuffer");
        _framebufferTexture2D =
            (delegate* unmanaged<FramebufferTarget, FramebufferAttachment, TextureTarget, uint, int, void>)Find("glFramebufferTexture2D");
        _checkFramebufferStatus = (delegate* unmanaged<FramebufferTarget, GLEnum>)Find("glCheckFramebufferStatus");
        _readPixels = (delegate* unmanaged<int, int, uint, uint, PixelFormat, PixelType, void*, void>)Find("glReadPixels");
        _getString = (delegate* unmanaged<StringName, byte*>)Find("glGetString");
        _getIntegerv = (delegate* unmanaged<GetPName, int*, void>)Find("glGetIntegerv");
        _shaderSource = (delegate* unmanaged<uint, int, byte**, int*, void>)Find("glShaderSource");
        _getShaderiv = (delegate* unmanaged<uint, ShaderParameterName, int*, void>)Find("glGetShaderiv");
        _getProgramiv = (delegate* unmanaged<uint, ProgramPropertyARB, int*, void>)Find("glGetProgramiv");
        _getShaderInfoLog = (delegate* unmanaged<uint, int, int*, byte*, void>)Find("glGetShaderInfoLog");
        _getProgramInfoLog = (delegate* unmanaged<uint, int, int*, byte*, void>)Find("glGetProgramInfoLog");
        _getUniformLocation = (delegate* unmanaged<uint, byte*, int>)Find("glGetUniformLocation");
        _genBuffers = (delegate* unmanaged<int, uint*, void>)Find("glGenBuffers");
        _deleteBuffers = (delegate* unmanaged<int, uint*, void>)Find("glDeleteBuffers");
        _genVertexArrays = (delegate* unmanaged<int, uint*, void>)Find("glGenVertexArrays");
        _deleteVertexArrays = (delegate* unmanaged<int, uint*, void>)Find("glDeleteVertexArrays");
        _genTextures = (delegate* unmanaged<int, uint*, void>)Find("glGenTextures");
        _deleteTextures = (delegate* unmanaged<int, uint*, void>)Find("glDeleteTextures");
        _genFramebuffers = (delegate* unmanaged<int, uint*, void>)Find("glGenFramebuffers");
        _deleteFramebuffers = (delegate* unmanaged<int, uint*, void>)Find("glDeleteFramebuffers");

        nint Find(string name) => context.GetProcAddress(name);
    }

    public GLEnum GetError() => _getError();

    public void Enable(EnableCap cap) => _enable(cap);

    public void Disable(EnableCap cap) => _disable(cap);

    public void Viewport(int x, int y, uint width, uint height) => _viewport(x, y, width, height);

    public void Scissor(int x, int y, uint width, uint height) => _scissor(x, y, width, height);

    public void ClearColor(float red, float green, float blue, float alpha) => _clearColor(red, green, blue, alpha);

    public void Clear(ClearBufferMask mask) => _clear(mask);

    public void BlendFuncSeparate(BlendingFactor sfactorRGB, BlendingFactor dfactorRGB, BlendingFactor sfactorAlpha,
        BlendingFactor dfactorAlpha) =>
        _blendFuncSeparate(sfactorRGB, dfactorRGB, sfactorAlpha, dfactorAlpha);

    public void PixelStore(PixelStoreParameter pname, int param) => _pixelStorei(pname, param);

    public void Finish() => _finish();

    public uint CreateShader(ShaderType type) => _createShader(type);

    public void CompileShader(uint shader) => _compileShader(shader);

    public void DeleteShader(uint shader) => _deleteShader(shader);

    public uint CreateProgram() => _createProgram();

    public void AttachShader(uint program, uint shader) => _attachShader(program, shader);

    public void DetachShader(uint program, uint shader) => _detachShader(program, shader);

    public void LinkProgram(uint program) => _linkProgram(program);

    public void UseProgram(uint program) => _useProgram(program);

    public void DeleteProgram(uint program) => _deleteProgram(program);

    public void Uniform1(int location, int v0) => _uniform1i(location, v0);

    public void Uniform1(int location, float v0) => _uniform1f(location, v0);

    public void Uniform2(int location, float v0, float v1) => _uniform2f(location, v0, v1);

    public void BindVertexArray(uint array) => _bindVertexArray(array);

    public void BindBuffer(BufferTargetARB target, uint buffer) => _bindBuffer(target, buffer);

    public void BufferData(BufferTargetARB target, nuint size, void* data, BufferUsageARB usage) =>
        _bufferData(target, size, data, usage);

    public void BufferSubData(BufferTargetARB target, nint offset, nuint size, void* data) => _bufferSubData(target, offset, size, data);

    public void EnableVertexAttribArray(uint index) => _enableVertexAttribArray(index);

    public void VertexAttribPointer(uint index, int size, VertexAttribPointerType type, bool normalized, uint stride, void* pointer) =>
        _vertexAttribPointer(index, size, type, (byte)(normalized ? 1 : 0), stride, pointer);

    public void VertexAttribDivisor(uint index, uint divisor) => _vertexAttribDivisor(index, divisor);

    public void DrawArrays(PrimitiveType mode, int first, uint count) => _drawArrays(mode, first, count);

    public void DrawArraysInstanced(PrimitiveType mode, int first, uint count, uint instancecount) =>
        _drawArraysInstanced(mode, first, count, instancecount);

    public void BindTexture(TextureTarget target, uint texture) => _bindTexture(target, texture);

    public void ActiveTexture(TextureUnit texture) => _activeTexture(texture);

    public void TexImage2D(TextureTarget target, int level, InternalFormat internalformat, uint width, uint height, int border,
        PixelFormat format, PixelType type, void* pixels) =>
        _texImage2D(target, level, internalformat, width, height, border, format, type, pixels);

    public void TexSubImage2D(TextureTarget target, int level, int xoffset, int yoffset, uint width, uint height, PixelFormat format,
        PixelType type, void* pixels) =>
        _texSubImage2D(target, level, xoffset, yoffset, width, height, format, type, pixels);

    public void TexImage3D(TextureTarget target, int level, InternalFormat internalformat, uint width, uint height, uint depth, int border,
        PixelFormat format, PixelType type, void* pixels) =>
        _texImage3D(target, level, internalformat, width, height, depth, border, format, type, pixels);

    public void TexSubImage3D(TextureTarget target, int level, int xoffset, int yoffset, int zoffset, uint width, uint height, uint depth,
        PixelFormat format, PixelType type, void* pixels) =>
        _texSubImage3D(target, level, xoffset, yoffset, zoffset, width, height, depth, format, type, pixels);

    public void TexParameter(TextureTarget target, TextureParameterName pname, int param) => _texParameteri(target, pname, param);

    public void BindFramebuffer(FramebufferTarget target, uint framebuffer) => _bindFramebuffer(target, framebuffer);

    public void FramebufferTexture2D(FramebufferTarget target, FramebufferAttachment attachment, TextureTarget textarget, uint texture,
        int level) =>
        _framebufferTexture2D(target, attachment, textarget, texture, level);

    public GLEnum CheckFramebufferStatus(FramebufferTarget target) => _checkFramebufferStatus(target);

    public void ReadPixels(int x, int y, uint width, uint height, PixelFormat format, PixelType type, void* pixels) =>
        _readPixels(x, y, width, height, format, type, pixels);
}
