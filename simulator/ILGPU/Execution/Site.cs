namespace ILGPU.Execution;

/// <summary>The threads for which a waiting thread waits.</summary>
internal enum Scope
{
    Group,
    Warp,
}

/// <summary>A site in a kernel where threads wait for each other; whether it also orders their accesses to memory.</summary>
internal sealed record Site(Scope Scope, string Name, bool OrdersMemory);
