namespace GpuDigits.Scenes.Watch;

/// <summary>A training that the panel shows. After it is disposed, it reports nothing more.</summary>
internal interface ILearning : IDisposable
{
    /// <summary>Whether the person can train again afterwards.</summary>
    bool CanBeRepeated { get; }

    /// <summary>Ends the training after the current batch.</summary>
    void Stop();
}
