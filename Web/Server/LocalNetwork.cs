using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace GpuDigits.Web.Server;

/// <summary>The addresses under which other devices may reach this machine.</summary>
internal static class LocalNetwork
{
    /// <summary>IPv4 addresses; those of an interface with a way out first, because a phone is likely there.</summary>
    public static IReadOnlyList<IPAddress> Addresses() =>
    [
        .. from network in NetworkInterface.GetAllNetworkInterfaces()
           where network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback
           let properties = network.GetIPProperties()
           orderby properties.GatewayAddresses.Any(g => !g.Address.Equals(IPAddress.Any)) descending
           from own in properties.UnicastAddresses
           where own.Address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(own.Address)
           select own.Address,
    ];
}
