using GpuDigits.Scenes.App;

namespace GpuDigits.Scenes.Sheet;

/// <summary>
/// Reads calculations on a sheet. If a calculation changes faster than it can be read, only the newest job of it is done.
/// </summary>
internal interface IPaperReader : IReader
{
    /// <summary>The answer to the question that was answered last; null if there was none.</summary>
    ExplanationAnswer? Answer { get; }

    /// <summary>Makes the reader ready before there is something to read. Many people never open the sheet.</summary>
    void Wake();

    /// <summary>Requests a reading. It replaces one of the same calculation that still waits.</summary>
    void Submit(ReadingJob job);

    /// <summary>Forgets a calculation that is no more.</summary>
    void Drop(int calculation);

    /// <summary>The readings since the last call, oldest first.</summary>
    JobReading[] Take();

    /// <summary>Asks how something was read. It replaces a question that still waits; readings come first.</summary>
    void Ask(ExplanationQuestion question);

    /// <summary>Waits until all jobs are done, or the reader has failed, where that can be done.</summary>
    void WaitUntilIdle();
}
