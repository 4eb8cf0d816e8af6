using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Text;

namespace GpuDigits.Web.Server;

/// <summary>The command line: <c>gpudigits-web FOLDER</c>. Every error is one line and an exit code.</summary>
internal static class Program
{
    private const int Failed = 1, WrongArguments = 2, Missing = 3;

    public static async Task<int> Main(string[] args)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var parsed = CreateRoot().Parse(args, new() { ResponseFileTokenReplacer = null });
        if (parsed.Errors is [var error, ..])
        {
            Console.Error.WriteLine($"gpudigits-web: {error.Message.ReplaceLineEndings(" ")} (see --help)");
            return WrongArguments;
        }

        try
        {
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"gpudigits-web: {e.Message.ReplaceLineEndings(" ")}");
            return Failed;
        }
    }

    internal static RootCommand CreateRoot()
    {
        var folder = new Argument<string>("folder") { Description = "The published page (./digits web names it)." };
        var port = new Option<int?>("--port")
        {
            Description = $"The port; left out: {PageServer.UsualPort}, or a free one where that is taken.",
            HelpName = "n",
        };
        port.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !(int.TryParse(text, out var number) && number is > 0 and < 65536))
                result.AddError($"--port is {text}, it must be a whole number from 1 to 65535");
        });
        var lan = new Option<bool>("--lan")
        {
            Description = "Let devices in the same network open it, too: on all addresses, behind a random path, with a QR code.",
        };
        var open = new Option<bool>("--open") { Description = "Open it in the browser." };
        var root = new RootCommand("Serves the calculator's page on this machine.") { folder, port, lan, open };
        root.SetAction((parsed, _) => ServeAsync(
            parsed.GetValue(folder)!, parsed.GetValue(port), parsed.GetValue(lan), parsed.GetValue(open)));
        return root;
    }

    private static async Task<int> ServeAsync(string folder, int? port, bool lan, bool open)
    {
        var addresses = lan ? LocalNetwork.Addresses() : [IPAddress.Loopback];
        if (addresses.Count == 0)
        {
            Console.Error.WriteLine("gpudigits-web: --lan: this machine is in no network; connect it, or leave --lan out");
            return Missing;
        }

        await using var server = await PageServer.StartAsync(Site.Read(folder), port, lan);
        Console.WriteLine($"{string.Join("  or  ", addresses.Select(server.AddressAt))}  (Ctrl+C ends it)");
        if (lan)
        {
            Console.WriteLine($"\n{QrText.Draw(server.AddressAt(addresses[0]))}");
            Console.WriteLine(
                "Without HTTPS the browser allows no service worker (starting offline, installing) and no clipboard; the rest works.");
        }

        if (open)
            Open(server.AddressAt(lan ? addresses[0] : IPAddress.Loopback));
        await server.WaitAsync();
        return 0;
    }

    private static void Open(string address)
    {
        try
        {
            // The system's own way: xdg-open, open or start.
            using var browser = Process.Start(new ProcessStartInfo(address) { UseShellExecute = true });
        }
        catch (Win32Exception)
        {
            Console.Error.WriteLine("gpudigits-web: --open: no browser was found; open the address yourself");
        }
    }
}
