using BenchmarkDotNet.Attributes;
using MirageGen.Dns.Validation;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;

namespace MirageGen.Benchmarks;

/// <summary>
/// A signature of a set of records by Ed25519 (RFC 8080): what a resolver pays for an answer that it validates, and what a server
/// would pay for one that it signs when it is asked.
/// </summary>
[MemoryDiagnoser]
public class SignatureBenchmarks
{
    private const byte Algorithm = 15;
    private const int SignedOctets = 120;

    private readonly byte[] _signed = new byte[SignedOctets];
    private readonly Ed25519Signer _signer = new();
    private byte[] _key = [];
    private byte[] _signature = [];

    /// <summary>Makes a key and a signature, and asserts that it is one.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var key = new Ed25519PrivateKeyParameters(new SecureRandom());
        _key = key.GeneratePublicKey().GetEncoded();
        _signer.Init(forSigning: true, key);
        _signature = Sign();
        if (!Verify())
        {
            throw new CryptoException("the signature is none");
        }
    }

    /// <summary>Signs.</summary>
    [Benchmark]
    public byte[] Sign()
    {
        _signer.BlockUpdate(_signed);
        return _signer.GenerateSignature();
    }

    /// <summary>Verifies, as the resolver does.</summary>
    [Benchmark]
    public bool Verify() => SignatureAlgorithms.Verify(Algorithm, _key, _signed, _signature);
}
