namespace MirageGen;

/// <summary>DNS_CLIENT: turns host names into addresses.</summary>
public interface INameResolver
{
    /// <summary>Looks a host up.</summary>
    /// <param name="host">A host name or an address in text form, which is returned as it is.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Its addresses in the order to try them; never empty.</returns>
    /// <exception cref="DeviceException">There is no such host, or no server answered.</exception>
    ValueTask<IReadOnlyList<IpAddress>> ResolveAsync(string host, CancellationToken cancellation = default);
}
