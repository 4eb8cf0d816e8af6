namespace GpuDigits.Engine.Data;

/// <summary>A place that MNIST's files may come from.</summary>
internal interface IMnistSource
{
    /// <summary>What messages call it.</summary>
    string Name { get; }

    /// <summary>
    /// Hands the plain contents of each wanted file that it has to <paramref name="deliver"/>, which verifies and stores them.
    /// </summary>
    /// <exception cref="SourceException">It cannot be reached or what it has is wrong; the next source is tried.</exception>
    void Fetch(IReadOnlyList<MnistFile> wanted, Action<MnistFile, Stream> deliver, CancellationToken cancel);
}

/// <summary>Why a source gave nothing, as the part of a sentence that follows its name.</summary>
internal sealed class SourceException(string message, Exception? innerException = null) : Exception(message, innerException);
