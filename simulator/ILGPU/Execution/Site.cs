namespace ILGPU.Execution;

/// <summary>Whom a waiting thread waits for.</summary>
internal enum Scope
{
    Group,
    Warp,
}

/// <summary>A place in a kernel where threads wait for each other.</summary>
internal sealed record Site(Scope Scope, string Name);
