namespace MirageGen.Dns.Tests.Names;

/// <summary>Names in a message, compressed or not.</summary>
public sealed class MessageNameTests
{
    /// <summary>The example of RFC 1035 section 4.1.4, from offset 20: F.ISI.ARPA, FOO.F.ISI.ARPA, ARPA and the root.</summary>
    private static readonly byte[] Example =
    [
        .. new byte[20], .. Octets.FromHex("01 46 03 495349 04 41525041 00"),
        .. new byte[8], .. Octets.FromHex("03 464f4f c014 c01a 00"),
    ];

    [Theory]
    [InlineData(20, "F.ISI.ARPA.", 32)]
    [InlineData(40, "FOO.F.ISI.ARPA.", 46)]
    [InlineData(46, "ARPA.", 48)]
    [InlineData(48, ".", 49)]
    public void The_example_of_the_rfc_is_read(int offset, string text, int end)
    {
        Assert.Equal(NameError.None, MessageName.TryRead(Example, offset, out var name, out var next));
        Assert.Equal(text, name.ToString());
        Assert.Equal(end, next);
        Assert.True(name.Is(Octets.Name(text.ToLowerInvariant())));
        Assert.False(name.Is(Octets.Name("x")));
    }

    [Fact]
    public void A_name_is_copied_as_sent_or_canonical()
    {
        MessageName.TryRead(Example, 40, out var name, out _);
        var copy = new byte[name.Length];

        Assert.Equal(name.Length, name.CopyTo(copy));
        Assert.Equal(Octets.Name("FOO.F.ISI.ARPA"), copy);
        name.CopyCanonicalTo(copy);
        Assert.Equal(Octets.Name("foo.f.isi.arpa"), copy);
    }

    [Theory]
    [InlineData("c000", 0, NameError.Pointer)] // To itself.
    [InlineData("c002 c000", 2, NameError.Pointer)] // Back and forth.
    [InlineData("0161 c000", 0, NameError.Pointer)] // To the label before it, round and round.
    [InlineData("0161 c002", 2, NameError.Pointer)]
    [InlineData("c003 00 00", 0, NameError.Pointer)] // Forward.
    [InlineData("ffff", 0, NameError.Pointer)]
    [InlineData("c0", 0, NameError.Truncated)]
    [InlineData("0361", 0, NameError.Truncated)]
    [InlineData("0161", 0, NameError.Truncated)]
    [InlineData("", 0, NameError.Truncated)]
    [InlineData("40", 0, NameError.LabelType)]
    [InlineData("80", 0, NameError.LabelType)]
    internal void Names_without_an_end_are_refused(string hex, int offset, NameError error) =>
        Assert.Equal(error, MessageName.TryRead(Octets.FromHex(hex), offset, out _, out _));

    [Fact]
    public void A_chain_of_pointers_has_a_bound()
    {
        var message = new byte[2 + (2 * 200)];
        for (var i = 1; i <= 200; i++)
        {
            message[2 * i] = (byte)(0xC0 | ((2 * (i - 1)) >> 8));
            message[(2 * i) + 1] = (byte)(2 * (i - 1));
        }

        Assert.Equal(NameError.None, MessageName.TryRead(message, 2 * MessageName.MaxJumps, out _, out _));
        Assert.Equal(NameError.Pointer, MessageName.TryRead(message, 2 * (MessageName.MaxJumps + 1), out _, out _));
    }

    [Fact]
    public void Labels_and_pointers_together_make_at_most_255_octets()
    {
        // Sixteen labels of sixteen octets, each piece pointing to the one before.
        var message = new List<byte> { 0 };
        var starts = new List<int> { 0 };
        for (var i = 0; i < 16; i++)
        {
            starts.Add(message.Count);
            message.AddRange([15, .. new byte[15], (byte)(0xC0 | (starts[^2] >> 8)), (byte)starts[^2]]);
        }

        Assert.Equal(NameError.None, MessageName.TryRead(message.ToArray(), starts[15], out var name, out _));
        Assert.Equal(241, name.Length);
        Assert.Equal(NameError.NameTooLong, MessageName.TryRead(message.ToArray(), starts[16], out _, out _));
    }
}
