namespace Silk.NET.Windowing;

public enum ContextAPI { None = 0, Vulkan = 1, OpenGL = 2, OpenGLES = 3 }

public enum ContextProfile { Core = 0, Compatability = 1 }

[Flags]
public enum ContextFlags { Default = 0, Debug = 1, ForwardCompatible = 2 }

public struct APIVersion
{
    public APIVersion(int majorVersion, int minorVersion)
    {
        MajorVersion = majorVersion;
        MinorVersion = minorVersion;
    }

    public int MajorVersion;
    public int MinorVersion;
}

public struct GraphicsAPI
{
    public GraphicsAPI(ContextAPI api, ContextProfile profile, ContextFlags flags, APIVersion apiVersion)
    {
        API = api;
        Profile = profile;
        Flags = flags;
        Version = apiVersion;
    }

    public ContextAPI API { get; set; }
    public ContextProfile Profile { get; set; }
    public ContextFlags Flags { get; set; }
    public APIVersion Version { get; set; }

    public static GraphicsAPI Default =>
        new(ContextAPI.OpenGL, ContextProfile.Core, ContextFlags.ForwardCompatible, new APIVersion(3, 3));
}
