using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Tests.Wire;

/// <summary>Signed messages between dnspython and us (Debian's python3-dnspython), both ways.</summary>
public sealed class TsigInteropTests
{
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "Scripts", "tsig.py");

    public static TheoryData<string> Algorithms() => ["hmac-sha1", "hmac-sha224", "hmac-sha256", "hmac-sha384", "hmac-sha512"];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void We_verify_what_dnspython_signs(string algorithm)
    {
        var lines = Python("make", algorithm).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(6, lines.Length);
        byte[][] messages = [.. lines.Select(Octets.FromHex)];
        var single = new TsigTransaction(Key(algorithm));
        Assert.Equal(TsigError.None, TsigMessages.Verify(single, messages[0], time: null));
        Assert.Equal(TsigError.None, TsigMessages.Verify(single, messages[1], time: null));

        var stream = new TsigTransaction(Key(algorithm));
        Assert.Equal(TsigError.None, TsigMessages.Verify(stream, messages[0], time: null));
        Assert.Equal(TsigError.None, TsigMessages.Verify(stream, messages[2], time: null));
        Assert.True(stream.TryTakeUnsigned(messages[3]));
        Assert.True(stream.TryTakeUnsigned(messages[4]));
        Assert.Equal(TsigError.None, TsigMessages.Verify(stream, messages[5], time: null));
        Assert.True(stream.IsComplete);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Dnspython_verifies_what_we_sign(string algorithm)
    {
        // It looks at the clock itself.
        var now = (ulong)DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var client = new TsigTransaction(Key(algorithm));
        var request = TsigMessages.Request(client, now);
        var single = new TsigTransaction(Key(algorithm));
        Assert.Equal(TsigError.None, TsigMessages.Verify(single, request, now));
        var response = TsigMessages.Response(single, now);

        var stream = new TsigTransaction(Key(algorithm));
        Assert.Equal(TsigError.None, TsigMessages.Verify(stream, request, now));
        var first = TsigMessages.Response(stream, now);
        var plain = TsigMessages.Response(null);
        Assert.True(stream.TryTakeUnsigned(plain));
        var last = TsigMessages.Response(stream, now);
        byte[][] messages = [request, response, first, plain, last];
        Assert.Equal("verified", Python("check", algorithm, [.. messages.Select(message => Octets.ToHex(message))]).Trim());
    }

    private static TsigKey Key(string algorithm)
    {
        Assert.True(TsigAlgorithms.TryFind(Octets.Name(algorithm), out var found));
        return TsigMessages.Key(found);
    }

    private static string Python(string command, string algorithm, params string[] messages) =>
        Shell.Run("/usr/bin/python3", [Script, command, algorithm, TsigVectors.Secret, .. messages]).Succeeded();
}
