using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Training.Commands;

/// <summary>The options that several commands share, and the objects that they select.</summary>
internal static partial class Options
{
    public static Option<string> Device(string standard = "auto")
    {
        var option = new Option<string>("--device")
        {
            Description = $"Where to compute: {DeviceCatalog.Names}.",
            HelpName = "device",
            DefaultValueFactory = _ => standard,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var id }] && !DeviceName().IsMatch(id))
                result.AddError($"--device is {id}, it must be one of {DeviceCatalog.Names}");
        });
        return option;
    }

    public static Option<string> Preset() => new Option<string>("--preset")
    {
        Description = "The network by name: " + string.Join(", ", Presets.Names) + ".",
        HelpName = "name",
        DefaultValueFactory = _ => Presets.Names[0],
    }.From(Presets.Names);

    public static Option<int> Threads()
    {
        var option = NumberOption.Of("--threads", 0, 256, 0);
        (option.Description, option.HelpName) = ("Threads of the cpu device; 0: one for each core. The results do not depend on it.", "n");
        return option;
    }

    public static Option<string?> Model() => new("--model")
    {
        Description = "The model file; left out: the shipped models/digits.safetensors.",
        HelpName = "file",
    };

    public static Option<string?> SymbolModel() => new("--model")
    {
        Description = "The symbol model file; left out: the shipped models/symbols.safetensors.",
        HelpName = "file",
    };

    /// <param name="what">What is printed.</param>
    public static Option<bool> Json(string what = "one JSON object") => new("--json") { Description = $"Print {what} on standard output." };

    public static Option<bool> Transposed() =>
        new("--transposed") { Description = "Exchange rows and columns of the pictures first: EMNIST's files need it." };

    /// <summary>Requires that only some options are given.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="with">What the others would have no effect on, for the message.</param>
    /// <param name="those">The options that have an effect.</param>
    /// <exception cref="Output.UsageException">Another is given.</exception>
    public static void RequireOnly(ParseResult parsed, string with, params Option[] those)
    {
        var other = parsed.CommandResult.Children.OfType<OptionResult>()
            .FirstOrDefault(one => !one.Implicit && !those.Contains(one.Option));
        if (other is not null)
            throw new Output.UsageException($"{other.Option.Name} does not go with {with}");
    }

    /// <summary>Runs an action on a model and adds the name of its file to the errors.</summary>
    /// <exception cref="ModelException">As the action, with the file's name.</exception>
    public static T Naming<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (ModelException e) when (!e.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new ModelException($"{path}: {e.Message}");
        }
    }

    /// <summary>Opens the device and prints which one it is and why.</summary>
    public static Device Open(ParseResult parsed, Option<string> device, Option<int> threads)
    {
        var choice = DeviceCatalog.Choose(parsed.GetValue(device)!, parsed.GetValue(threads));
        Output.Terminal.Say($"device: {choice.Explanation}");
        return choice.Device;
    }

    /// <summary>The named model file, or the shipped one.</summary>
    public static string ModelPath(string? named) =>
        named ?? ShippedModel.Find() ?? throw new Output.UsageException(
            "no model is shipped with this build: name one with --model FILE (gpudigits train makes one)");

    /// <summary>Loads a model that reads single digits.</summary>
    /// <exception cref="Engine.Files.ModelFileException">The file cannot be read or is not a model file.</exception>
    /// <exception cref="ModelException">It reads the symbols of calculations.</exception>
    public static TrainedModel LoadDigits(string path)
    {
        var model = TrainedModel.Load(path);
        return ReadsSymbols(model)
            ? throw new ModelException($"{path}: reads the symbols of calculations, not single digits; it is for gpudigits read and "
                + "evaluate --expressions or --symbols")
            : model;
    }

    /// <summary>Whether a model is one of symbols, complete or not.</summary>
    public static bool ReadsSymbols(TrainedModel model) => model.Places is not null || model.Preset == Presets.SymbolsName;

    /// <summary>A model of digits and one of symbols: the named one, whichever it is, and the shipped ones.</summary>
    public static (TrainedModel Digits, TrainedModel Symbols) LoadBoth(string? named)
    {
        var own = named is null ? null : TrainedModel.Load(named);
        return own is not null && ReadsSymbols(own)
            ? (LoadDigits(ModelPath(null)), own)
            : (own ?? LoadDigits(ModelPath(null)), TrainedModel.Load(SymbolModelPath(null)));
    }

    private static string SymbolModelPath(string? named) =>
        named ?? ShippedModel.Find(Presets.SymbolsName) ?? throw new Output.UsageException(
            "no symbol model is shipped with this build: name one with --model FILE (gpudigits train --preset symbols makes one)");

    /// <summary>Opens the named or the shipped symbol model on the chosen device.</summary>
    public static OpenedSymbols OpenSymbols(ParseResult parsed, Option<string?> model, Option<string> device, Option<int> threads)
    {
        var path = SymbolModelPath(parsed.GetValue(model));
        var trained = TrainedModel.Load(path);
        var on = Open(parsed, device, threads);
        try
        {
            return new(on, Naming(path, () => new SymbolNetworks(on, trained)));
        }
        catch
        {
            on.Dispose();
            throw;
        }
    }

    [GeneratedRegex("^(auto|cpu|ilgpu-cpu|(cuda|opencl)(:[0-9]{1,3})?)$")]
    private static partial Regex DeviceName();
}

/// <summary>A symbol model and the device that it runs on.</summary>
internal sealed record OpenedSymbols(Device Device, SymbolNetworks Networks) : IDisposable
{
    public void Dispose()
    {
        Networks.Dispose();
        Device.Dispose();
    }
}
