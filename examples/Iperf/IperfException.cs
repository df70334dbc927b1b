/// <summary>The other end does not keep to the protocol, or says that it cannot go on.</summary>
public sealed class IperfException(string message) : DeviceException(message);
