namespace GpuDigits.MutationScore;

/// <summary>What became of a folder's mutants.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Percent">Killed and timeouts of all mutants, in percent.</param>
/// <param name="Mutants">All that compile and that no other one makes superfluous.</param>
/// <param name="Killed">A test failed.</param>
/// <param name="Timeouts">The tests did not end, which counts as noticed.</param>
/// <param name="Survived">The tests that reach it passed.</param>
/// <param name="NoCoverage">No test reaches it.</param>
/// <param name="Sample">Which of the folder's mutants these are.</param>
/// <param name="Minutes">What the run took, the build included.</param>
/// <param name="Date">When it was measured.</param>
/// <param name="Machine">Where.</param>
/// <param name="Before">The percentage of the same mutants before tests were added for those that survived; null where none were.</param>
internal sealed record Score(
    string Folder, double Percent, int Mutants, int Killed, int Timeouts, int Survived, int NoCoverage, string Sample, double Minutes,
    DateOnly Date, string Machine, double? Before = null);
