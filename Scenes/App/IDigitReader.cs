using System.Collections.Immutable;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Model;

namespace GpuDigits.Scenes.App;

/// <summary>Reads what is drawn on the pad. If drawings come faster than they can be read, only the newest is read.</summary>
internal interface IDigitReader : IReader
{
    bool IsReady { get; }

    /// <summary>Whether several digits side by side are read as a number.</summary>
    bool ReadsNumbers { get; }

    Reading Latest { get; }

    /// <summary>False once the activations of the network are known to be unavailable.</summary>
    bool CanLookInside { get; }

    /// <summary>Whether readings come with the output of every layer. Setting it reads the newest drawing again.</summary>
    bool LooksInside { get; set; }

    /// <summary>The network of the last <see cref="Use"/>; null if the first still reads.</summary>
    TrainedModel? Used { get; }

    /// <summary>Why another network reads than the requested one; null if there is no reason, or it was taken already.</summary>
    string? TakeRemark();

    /// <summary>Reads with another network from now on, and the newest drawing again.</summary>
    /// <exception cref="Engine.Layers.ModelException">The network does not end in a dense layer and a softmax.</exception>
    void Use(TrainedModel model);

    /// <summary>Requests the reading of a drawing. It replaces one that still waits.</summary>
    void Submit(long version, ImmutableArray<Stroke> ink);

    /// <summary>
    /// The reading of a drawing; waits for it where that can be done. <see cref="Reading.Nothing"/> if there is none.
    /// </summary>
    Reading Read(long version, ImmutableArray<Stroke> ink);
}
