using MirageGen.Dns.Cache;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Validation;

/// <summary>Whether a zone's signatures are to be believed, and by which keys.</summary>
/// <param name="Security">Secure with keys; insecure when it need not be signed; bogus when it should.</param>
/// <param name="Zone">The zone.</param>
/// <param name="Keys">The data of its DNSKEY records.</param>
/// <param name="Error">Why it is bogus, or insecure.</param>
/// <param name="Seconds">For how long that holds.</param>
internal sealed record ZoneTrust(
    Security Security, DomainName Zone, IReadOnlyList<byte[]> Keys, ExtendedErrorCode Error, uint Seconds);
