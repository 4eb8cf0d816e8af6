namespace GpuDigits.Engine.Devices.Ilgpu.Inspection;

/// <summary>What one launch did, as counted by the inspector of our stand-in for ILGPU; see there for the meanings.</summary>
/// <param name="Kernel">Type and method.</param>
/// <param name="Groups">Groups in the grid.</param>
/// <param name="Threads">Threads of all groups.</param>
/// <param name="LoadBytes">Bytes that threads loaded from global memory.</param>
/// <param name="StoreBytes">Bytes that they stored.</param>
/// <param name="MovedBytes">Bytes in whole 32-byte sectors, each once a group for loads and once for stores.</param>
/// <param name="SectorsPerRequest">Sectors of a warp's load or store on average; 0 without any.</param>
/// <param name="WorstSectors">The same for the worst instruction.</param>
/// <param name="WorstSite">Where that is.</param>
/// <param name="BankConflicts">Extra turns of shared memory.</param>
/// <param name="SharedRequests">Loads and stores of warps on shared memory.</param>
/// <param name="Barriers">Barriers of all groups.</param>
/// <param name="Divergence">Share of requests, global and shared, in which lanes are missing.</param>
/// <param name="Races">One line for each race found.</param>
public sealed record LaunchCounts(
    string Kernel, long Groups, long Threads, long LoadBytes, long StoreBytes, long MovedBytes, double SectorsPerRequest,
    double WorstSectors, string WorstSite, long BankConflicts, long SharedRequests, long Barriers, double Divergence, IReadOnlyList<string> Races);
