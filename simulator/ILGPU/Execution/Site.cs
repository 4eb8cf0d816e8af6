namespace ILGPU.Execution;

/// <summary>The threads for which a waiting thread waits.</summary>
internal enum Scope
{
    Group,
    Warp,
}

/// <summary>A site in a kernel where threads wait for each other.</summary>
internal sealed record Site(Scope Scope, string Name);
