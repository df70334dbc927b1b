using System.Net;

namespace MirageGen;

/// <summary>An IP address and a TCP or UDP port.</summary>
public readonly struct IpEndpoint : IEquatable<IpEndpoint>, ISpanParsable<IpEndpoint>
{
    /// <summary>Joins an address and a port.</summary>
    /// <param name="address">The address; none means every address of the stack.</param>
    /// <param name="port">0 to 65535; zero, where one listens, means any free port.</param>
    /// <exception cref="ArgumentOutOfRangeException">The port is none.</exception>
    public IpEndpoint(IpAddress address, int port)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        Address = address;
        Port = port;
    }

    /// <summary>The address.</summary>
    public IpAddress Address { get; }

    /// <summary>The port, 0 to 65535.</summary>
    public int Port { get; }

    /// <summary>A port on every address of the stack, to listen on.</summary>
    /// <param name="port">0 to 65535; zero means any free port.</param>
    /// <exception cref="DeviceException">There is no such port: a number that a person gave, and can mend.</exception>
    public static IpEndpoint OnEveryAddress(int port) => port is >= 0 and <= ushort.MaxValue
        ? new(IpAddress.None, port)
        : throw new DeviceException($"cannot listen on port {port}: ports are 0 to {ushort.MaxValue}");

    /// <summary>Converts from .NET's class.</summary>
    public static IpEndpoint From(IPEndPoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return new(IpAddress.From(endpoint.Address), endpoint.Port);
    }

    /// <summary>Converts to .NET's class.</summary>
    /// <exception cref="InvalidOperationException">It has no address.</exception>
    public IPEndPoint ToIPEndPoint() => new(Address.ToIPAddress(), Port);

    /// <inheritdoc/>
    public bool Equals(IpEndpoint other) => Port == other.Port && Address == other.Address;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IpEndpoint other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Address, Port);

    /// <summary><c>192.0.2.1:80</c> or <c>[2001:db8::1]:80</c>.</summary>
    public override string ToString() => Address.IsV6 ? $"[{Address}]:{Port}" : $"{Address}:{Port}";

    /// <summary>Reads the form that <see cref="ToString"/> writes; the address may be <c>*</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> s, out IpEndpoint result)
    {
        result = default;
        var colon = s.LastIndexOf(':');
        if (colon < 0 || !DigitText.TryRead(s[(colon + 1)..], ushort.MaxValue, out var port))
        {
            return false;
        }

        var host = s[..colon];
        var isBracketed = host.Length >= 2 && host[0] == '[' && host[^1] == ']';
        var address = IpAddress.None;
        if (!host.SequenceEqual("*") && !IpAddress.TryParse(isBracketed ? host[1..^1] : host, out address))
        {
            return false;
        }

        if (address.IsV6 != isBracketed)
        {
            return false;
        }

        result = new(address, (int)port);
        return true;
    }

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out IpEndpoint result) =>
        TryParse(s, out result);

    /// <inheritdoc/>
    public static bool TryParse(string? s, IFormatProvider? provider, out IpEndpoint result) =>
        TryParse(s.AsSpan(), out result);

    /// <inheritdoc/>
    public static IpEndpoint Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, out var result) ? result : throw new FormatException($"'{s}' is not an endpoint.");

    /// <inheritdoc/>
    public static IpEndpoint Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    /// <summary>Whether two endpoints are the same.</summary>
    public static bool operator ==(IpEndpoint left, IpEndpoint right) => left.Equals(right);

    /// <summary>Whether two endpoints differ.</summary>
    public static bool operator !=(IpEndpoint left, IpEndpoint right) => !left.Equals(right);
}
