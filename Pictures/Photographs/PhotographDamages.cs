using System.Collections.Immutable;
using GpuDigits.Engine.Data.Synthetic;

namespace GpuDigits.Pictures.Photographs;

/// <summary>
/// What happens to rendered photographs. Each has one main damage, so that results by damage mean something, and a mild rest, since no
/// photograph is clean.
/// </summary>
internal sealed class PhotographDamages
{
    public const string Plain = "plain", Pencil = "pencil", FeltTip = "felt tip", Red = "red pen", Chalk = "chalk", Grey = "grey paper",
        Squared = "squared paper", Lined = "lined paper", Texture = "rough paper", Gradient = "gradient", Shadow = "shadow",
        Vignette = "vignette", Warm = "warm light", Cold = "cold light", Dim = "dim light", Defocus = "out of focus", Motion = "motion",
        Noise = "noise", Perspective = "perspective", Rotation = "rotation", Orientation = "exif orientation", Compression = "compression",
        Small = "few pixels", Large = "many pixels";

    /// <summary>The least strength of a main damage, the largest of the rest, and how likely each of the rest is.</summary>
    private const float Least = 0.4f, Mild = 0.25f, Common = 0.5f, Rare = 0.12f;

    private static readonly string[] Pens = [Pencil, FeltTip, Red, Chalk];

    private static readonly string[] Lines = [Squared, Lined];

    private readonly ImmutableArray<PhotographDamage> _all;

    /// <summary>The damages of a photograph.</summary>
    public PhotographDamages(string main, ref PenRandom random)
    {
        var all = ImmutableArray.CreateBuilder<PhotographDamage>();
        all.Add(new(main, main is Plain ? 0 : random.Between(Least, 1)));
        foreach (var name in (string[])[Gradient, Vignette, Warm, Cold, Noise, Defocus, Rotation, Perspective, Texture])
            Add(name, Common, ref random);
        foreach (var name in (string[])[Shadow, Dim, Motion, Compression, FeltTip, Red, Squared, Lined])
            Add(name, Rare, ref random);
        _all = all.ToImmutable();

        void Add(string name, float chance, ref PenRandom random)
        {
            var (isThere, strength) = (random.Chance(chance), random.Between(0.05f, Mild));
            // One pen, one ruling, one colour of light; and a board is not ruled.
            var excluded = all.Any(other => other.Name == name || (other.Name, name) is (Warm, Cold)
                || (Pens.Contains(other.Name) && Pens.Contains(name)) || (Lines.Contains(other.Name) && Lines.Contains(name))
                || (other.Name == Chalk && (Lines.Contains(name) || name == Texture)));
            if (isThere && !excluded && main != Plain)
                all.Add(new(name, strength));
            else if (isThere && !excluded && name is Gradient or Noise or Rotation or Defocus)
                all.Add(new(name, strength / 2));
        }
    }

    /// <summary>All main damages.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        Plain, Pencil, FeltTip, Red, Chalk, Grey, Squared, Lined, Texture, Gradient, Shadow, Vignette, Warm, Cold, Dim, Defocus, Motion,
        Noise, Perspective, Rotation, Orientation, Compression, Small, Large,
    ];

    /// <summary>All of a photograph, the main one first.</summary>
    public ImmutableArray<PhotographDamage> All => _all;

    /// <summary>The strength of a damage; 0 where it is not there.</summary>
    public float Of(string name) => _all.FirstOrDefault(damage => damage.Name == name).Strength;

    /// <summary>Whether a damage is there.</summary>
    public bool Has(string name) => Of(name) > 0;
}
