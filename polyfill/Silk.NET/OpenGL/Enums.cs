namespace Silk.NET.OpenGL;

public enum ShaderType { FragmentShader = 0x8B30, VertexShader = 0x8B31 }

public enum ShaderParameterName { CompileStatus = 0x8B81, InfoLogLength = 0x8B84 }

public enum ProgramPropertyARB { LinkStatus = 0x8B82, InfoLogLength = 0x8B84 }

public enum BufferTargetARB { ArrayBuffer = 0x8892, ElementArrayBuffer = 0x8893 }

public enum BufferUsageARB { StreamDraw = 0x88E0, StaticDraw = 0x88E4, DynamicDraw = 0x88E8 }

public enum VertexAttribPointerType { UnsignedByte = 0x1401, Int = 0x1404, UnsignedInt = 0x1405, Float = 0x1406 }

public enum PrimitiveType { Points = 0, Lines = 1, LineLoop = 2, LineStrip = 3, Triangles = 4, TriangleStrip = 5, TriangleFan = 6 }

public enum TextureTarget { Texture2D = 0xDE1, Texture2DArray = 0x8C1A }

public enum TextureUnit { Texture0 = 0x84C0, Texture1 = 0x84C1, Texture2 = 0x84C2, Texture3 = 0x84C3 }

public enum TextureParameterName
{
    TextureMagFilter = 0x2800, TextureMinFilter = 0x2801, TextureWrapS = 0x2802, TextureWrapT = 0x2803, TextureMaxLevel = 0x813D,
}

public enum TextureMinFilter { Nearest = 0x2600, Linear = 0x2601 }

public enum TextureMagFilter { Nearest = 0x2600, Linear = 0x2601 }

public enum TextureWrapMode { Repeat = 0x2901, ClampToEdge = 0x812F }

public enum InternalFormat { Rgb8 = 0x8051, Rgba8 = 0x8058, R8 = 0x8229, R32f = 0x822E }

public enum PixelFormat { Red = 0x1903, Rgb = 0x1907, Rgba = 0x1908 }

public enum PixelType { UnsignedByte = 0x1401, Float = 0x1406 }

public enum PixelStoreParameter { UnpackAlignment = 0xCF5, PackAlignment = 0xD05 }

public enum EnableCap { CullFace = 0xB44, DepthTest = 0xB71, Blend = 0xBE2, ScissorTest = 0xC11 }

public enum BlendingFactor { Zero = 0, One = 1, SrcAlpha = 0x302, OneMinusSrcAlpha = 0x303 }

[Flags]
public enum ClearBufferMask { None = 0, DepthBufferBit = 0x100, StencilBufferBit = 0x400, ColorBufferBit = 0x4000 }

public enum FramebufferTarget { ReadFramebuffer = 0x8CA8, DrawFramebuffer = 0x8CA9, Framebuffer = 0x8D40 }

public enum FramebufferAttachment { ColorAttachment0 = 0x8CE0 }

public enum StringName { Vendor = 0x1F00, Renderer = 0x1F01, Version = 0x1F02, ShadingLanguageVersion = 0x8B8C }

public enum GetPName { Viewport = 0xBA2, MaxTextureSize = 0xD33, MajorVersion = 0x821B, MinorVersion = 0x821C }

public enum GLEnum
{
    NoError = 0, InvalidEnum = 0x500, InvalidValue = 0x501, InvalidOperation = 0x502, OutOfMemory = 0x505,
    InvalidFramebufferOperation = 0x506, FramebufferComplete = 0x8CD5,
}
