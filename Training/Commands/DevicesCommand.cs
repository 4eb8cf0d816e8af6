using System.CommandLine;
using GpuDigits.Engine.Devices;
using GpuDigits.Training.Output;
using Spectre.Console;

namespace GpuDigits.Training.Commands;

/// <summary><c>gpudigits devices</c>: the devices of this machine, and why others are missing.</summary>
internal static class DevicesCommand
{
    public static Command Create()
    {
        var json = Options.Json("a JSON array");
        var command = new Command("devices", "List what there is to compute on, and why the rest is missing.") { json };
        command.SetAction(parsed =>
        {
            var entries = DeviceCatalog.List();
            if (parsed.GetValue(json))
            {
                OutputJson.Print([.. entries.Select(e => new DeviceJson(e.Id, e.Description, e.Available, e.Reason))],
                    OutputJson.Default.DeviceJsonArray);
                return;
            }

            var table = new Table().RoundedBorder().AddColumns("Device", "", "What it is");
            foreach (var e in entries)
                table.AddRow(e.Id, e.Available ? "[green]ready[/]" : "[yellow]missing[/]",
                    Markup.Escape(e.Available ? e.Description : e.Reason ?? ""));
            Terminal.Out.Write(table);
            Console.Out.WriteLine(DeviceCatalog.Ilgpu);
        });
        return command;
    }
}
