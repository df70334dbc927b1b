using MirageGen.Dns.Tests.Wire;
using MirageGen.Dns.Wire;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Fuzz;

/// <summary>Mutated signed messages: refused, or the message that was signed.</summary>
public sealed class TsigFuzzTests
{
    private const int Runs = 5_000;

    private static readonly byte[][] Pieces = [[0xC0, 0x0C], [0, 250, 0, 255], [0], [0xFF, 0xFF], [0, 32], [0, 16], [0, 0]];

    [Fact]
    public void Mutated_messages_are_not_verified()
    {
        var key = TsigMessages.Key();
        var client = new TsigTransaction(key);
        var sound = TsigMessages.Request(client);
        foreach (var seed in new FuzzBudget(Runs).Seeds())
        {
            var octets = Mutation.Of(sound, Pieces, new SeededRandom(seed));
            var server = new TsigTransaction(key);
            if (TsigMessages.Verify(server, octets) == TsigError.None)
            {
                // Nothing but the header's id, and the case of names in the record, is not signed.
                Assert.True(NameOctets.Equals(octets.AsSpan(2), sound.AsSpan(2)), $"seed {seed}");
            }
        }
    }
}
