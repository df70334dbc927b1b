using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Tests.Wire;

/// <summary>Signed messages (RFC 8945).</summary>
public sealed class TsigTests
{
    [Fact]
    public void What_another_signed_is_verified()
    {
        var transaction = new TsigTransaction(TsigMessages.Key());

        Assert.Equal(TsigError.None, TsigMessages.Verify(transaction, Octets.FromHex(TsigVectors.Request), time: null));
        Assert.Equal(TsigError.None, TsigMessages.Verify(transaction, Octets.FromHex(TsigVectors.Response), time: null));
    }

    [Fact]
    public void A_message_with_any_bit_changed_is_not_verified()
    {
        var client = new TsigTransaction(TsigMessages.Key());
        var sound = TsigMessages.Request(client);
        Assert.True(TsigMessages.TryFind(sound, out _, out var offset));
        for (var bit = 0; bit < sound.Length * 8; bit++)
        {
            var changed = sound.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            var server = new TsigTransaction(TsigMessages.Key());
            var verdict = TsigMessages.Verify(server, changed);

            // The id in the header is not signed, the one in the record is; a key's name and an algorithm's have no case.
            var isSame = bit / 8 < 2 || (IsInName(bit / 8, offset) && Lower(changed[bit / 8]) == Lower(sound[bit / 8]));
            Assert.Equal(isSame, verdict == TsigError.None);
        }
    }

    [Theory]
    [InlineData(300, TsigError.None)]
    [InlineData(301, TsigError.BadTime)]
    [InlineData(-300, TsigError.None)]
    [InlineData(-301, TsigError.BadTime)]
    internal void Clocks_may_be_so_far_apart(int seconds, TsigError expected)
    {
        var client = new TsigTransaction(TsigMessages.Key());
        var server = new TsigTransaction(TsigMessages.Key());
        Assert.Equal(expected, TsigMessages.Verify(server, TsigMessages.Request(client), (ulong)((long)TsigMessages.Time + seconds)));
    }

    [Fact]
    public void A_server_tells_its_time_to_one_whose_clock_is_wrong()
    {
        var client = new TsigTransaction(TsigMessages.Key());
        var server = new TsigTransaction(TsigMessages.Key());
        const ulong late = TsigMessages.Time + 1000;
        Assert.Equal(TsigError.BadTime, TsigMessages.Verify(server, TsigMessages.Request(client), late));
        var writer = TsigMessages.Answer();
        Assert.True(server.TrySignBadTime(ref writer, TsigMessages.Time, late));
        writer.Finish();

        Assert.Equal(TsigError.None, TsigMessages.Verify(client, writer.Written));
        Assert.True(TsigMessages.TryFind(writer.Written, out var tsig, out _));
        Assert.Equal(TsigError.BadTime, tsig.Error);
        Assert.Equal(late, TsigView.ReadTime(tsig.Other));
    }

    [Fact]
    public void Other_keys_and_algorithms_are_bad_keys()
    {
        var client = new TsigTransaction(TsigMessages.Key());
        var request = TsigMessages.Request(client);
        var otherName = new TsigTransaction(TsigMessages.Key(name: "other.example"));
        var otherAlgorithm = new TsigTransaction(TsigMessages.Key(TsigAlgorithm.HmacSha512));

        Assert.Equal(TsigError.BadKey, TsigMessages.Verify(otherName, request));
        Assert.Equal(TsigError.BadKey, TsigMessages.Verify(otherAlgorithm, request));
        Assert.False(TsigAlgorithms.TryFind(Octets.Name("hmac-md5.sig-alg.reg.int"), out _));
        Assert.True(TsigAlgorithms.TryFind(Octets.Name("HMAC-SHA256"), out var algorithm));
        Assert.Equal(TsigAlgorithm.HmacSha256, algorithm);
    }

    [Fact]
    public void A_response_to_a_bad_request_repeats_its_record_unsigned()
    {
        var client = new TsigTransaction(TsigMessages.Key());
        var request = TsigMessages.Request(client);
        Assert.True(TsigMessages.TryFind(request, out var sent, out _));
        var writer = TsigMessages.Answer();
        Assert.True(TsigWriter.TryWriteUnsigned(ref writer, sent, TsigError.BadKey));
        writer.Finish();

        Assert.True(TsigMessages.TryFind(writer.Written, out var tsig, out _));
        Assert.Equal(TsigError.BadKey, tsig.Error);
        Assert.True(tsig.Mac.IsEmpty);
        Assert.Equal("key.example.", tsig.Key.ToString());
        Assert.Equal(TsigError.BadSignature, TsigMessages.Verify(client, writer.Written));
    }

    [Theory]
    [InlineData(16, 16, TsigError.None)]
    [InlineData(16, 17, TsigError.BadTruncation)]
    [InlineData(16, 32, TsigError.BadTruncation)]
    [InlineData(16, 20, TsigError.BadTruncation)]
    internal void Signatures_are_cut_off_as_far_as_is_allowed(int sent, int least, TsigError expected)
    {
        var client = new TsigTransaction(TsigMessages.Key(macOctets: sent));
        var server = new TsigTransaction(TsigMessages.Key(macOctets: least));
        var request = TsigMessages.Request(client);

        Assert.True(TsigMessages.TryFind(request, out var tsig, out _));
        Assert.Equal(sent, tsig.Mac.Length);
        Assert.Equal(expected, TsigMessages.Verify(server, request));

        // The response is signed over the signature as it was sent.
        var lenient = new TsigTransaction(TsigMessages.Key(macOctets: 16));
        Assert.Equal(TsigError.None, TsigMessages.Verify(lenient, request));
        Assert.Equal(TsigError.None, TsigMessages.Verify(client, TsigMessages.Response(lenient)));
    }

    [Theory]
    [InlineData(TsigAlgorithm.HmacSha256, 15)]
    [InlineData(TsigAlgorithm.HmacSha256, 33)]
    [InlineData(TsigAlgorithm.HmacSha1, 9)]
    internal void Signatures_shorter_than_half_are_malformed(TsigAlgorithm algorithm, int octets)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TsigMessages.Key(algorithm, macOctets: octets));
        var key = TsigMessages.Key(algorithm);
        var server = new TsigTransaction(key);
        var writer = TsigMessages.Answer();
        TsigWriter.TryWrite(
            ref writer, key.NameOctets, TsigAlgorithms.NameOf(algorithm), TsigMessages.Time, 300, new byte[octets], 4711, TsigError.None, []);
        writer.Finish();
        Assert.Equal(TsigError.FormatError, TsigMessages.Verify(server, writer.Written));
    }

    [Fact]
    public void A_stream_has_few_messages_without_a_signature_in_a_row()
    {
        var client = new TsigTransaction(TsigMessages.Key());
        var server = new TsigTransaction(TsigMessages.Key());
        Assert.Equal(TsigError.None, TsigMessages.Verify(server, TsigMessages.Request(client)));
        var plain = TsigMessages.Response(null);
        Assert.False(client.TryTakeUnsigned(plain));
        Assert.Equal(TsigError.None, TsigMessages.Verify(client, TsigMessages.Response(server)));
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < TsigTransaction.MaxUnsigned; i++)
            {
                Assert.True(server.TryTakeUnsigned(plain));
                Assert.True(client.TryTakeUnsigned(plain));
                Assert.False(client.IsComplete);
            }

            Assert.Equal(TsigError.None, TsigMessages.Verify(client, TsigMessages.Response(server)));
            Assert.True(client.IsComplete);
        }

        for (var i = 0; i < TsigTransaction.MaxUnsigned; i++)
        {
            client.TryTakeUnsigned(plain);
        }

        Assert.False(client.TryTakeUnsigned(plain));
    }

    [Fact]
    public void A_stream_with_a_message_left_out_is_not_verified()
    {
        var client = new TsigTransaction(TsigMessages.Key());
        var server = new TsigTransaction(TsigMessages.Key());
        TsigMessages.Verify(server, TsigMessages.Request(client));
        Assert.Equal(TsigError.None, TsigMessages.Verify(client, TsigMessages.Response(server)));
        Assert.True(server.TryTakeUnsigned(TsigMessages.Response(null)));
        Assert.Equal(TsigError.BadSignature, TsigMessages.Verify(client, TsigMessages.Response(server)));
    }

    [Fact]
    public void A_forged_message_does_not_spoil_the_true_one()
    {
        var client = new TsigTransaction(TsigMessages.Key());
        var server = new TsigTransaction(TsigMessages.Key());
        TsigMessages.Verify(server, TsigMessages.Request(client));
        var response = TsigMessages.Response(server);
        var forged = response.ToArray();
        forged[40] ^= 1;

        Assert.Equal(TsigError.BadSignature, TsigMessages.Verify(client, forged));
        Assert.Equal(TsigError.None, TsigMessages.Verify(client, response));
    }

    [Fact]
    public void A_signature_that_has_no_room_is_not_written()
    {
        var key = TsigMessages.Key();
        var transaction = new TsigTransaction(key);
        var whole = TsigMessages.Request(transaction);
        var writer = new MessageWriter(new byte[512], whole.Length - 1, default);
        writer.TryWriteQuestion(Octets.Name("example"), RecordType.Txt, RecordClass.Internet);
        var before = writer.Length;

        Assert.False(transaction.TrySign(ref writer, TsigMessages.Time));
        Assert.Equal(before, writer.Length);

        // But for the time in BADTIME, which is reserved too.
        Assert.Equal(key.RecordOctets - TsigView.TimeOctets, whole.Length - before);
    }

    /// <summary>Whether an octet is of the key's name, or of the algorithm's.</summary>
    private static bool IsInName(int at, int record)
    {
        var key = Octets.Name("key.example").Length;
        var algorithm = record + key + RecordView.FixedOctets;
        return (at >= record && at < record + key)
            || (at >= algorithm && at < algorithm + TsigAlgorithms.NameOf(TsigAlgorithm.HmacSha256).Length);
    }

    private static byte Lower(byte octet) => octet is >= (byte)'A' and <= (byte)'Z' ? (byte)(octet | 0x20) : octet;
}
