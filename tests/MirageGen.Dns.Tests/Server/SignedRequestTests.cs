using MirageGen.Dns.Tests.Wire;
using MirageGen.Dns.Wire;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Server;

/// <summary>Signed requests, and what a server says to them (RFC 8945 section 5).</summary>
public sealed class SignedRequestTests
{
    private const string Text = "@ SOA ns h 1 1 1 1 1\n@ NS ns\nns A 192.0.2.1\n$GENERATE 1-60 big TXT \"record number $ of a big set\"\n";

    private static readonly ulong Now = (ulong)new FixedTime().GetUtcNow().ToUnixTimeSeconds();

    private readonly TestServer _server = new(Text, options: new() { Keys = [TsigMessages.Key()] });

    [Fact]
    public void A_signed_request_has_a_signed_response()
    {
        var client = new TsigTransaction(TsigMessages.Key());
        var response = _server.Ask(Sign(client, "ns.example.", Now));

        Assert.Equal(TsigError.None, TsigMessages.Verify(client, response, Now));
        Assert.Contains("ns.example. 60 IN A 192.0.2.1", TestResponse.Read(response).Answers);
    }

    [Fact]
    public void A_response_without_room_is_truncated_and_signed_all_the_same()
    {
        var client = new TsigTransaction(TsigMessages.Key());
        var response = _server.Ask(Sign(client, "big.example.", Now, RecordType.Txt));

        Assert.True(TestResponse.Read(response).IsTruncated);
        Assert.True(response.Length <= 512);
        Assert.Equal(TsigError.None, TsigMessages.Verify(client, response, Now));
    }

    [Theory]
    [InlineData("other.", TsigAlgorithm.HmacSha256, TsigError.BadKey)]
    [InlineData("key.example.", TsigAlgorithm.HmacSha1, TsigError.BadKey)]
    internal void A_key_that_is_not_known_is_told_unsigned(string name, TsigAlgorithm algorithm, TsigError error) =>
        CheckUnsigned(Sign(new(TsigMessages.Key(algorithm, name)), "ns.example.", Now), error);

    [Fact]
    public void A_signature_that_does_not_fit_is_told_unsigned()
    {
        var request = Sign(new(TsigMessages.Key()), "ns.example.", Now);
        request[13] ^= 0x01;
        CheckUnsigned(request, TsigError.BadSignature);
    }

    [Fact]
    public void A_wrong_clock_is_told_the_time()
    {
        var client = new TsigTransaction(TsigMessages.Key());
        var response = _server.Ask(Sign(client, "ns.example.", Now - 1000));

        Assert.Equal(TsigError.None, TsigMessages.Verify(client, response, Now - 1000));
        Assert.True(TsigMessages.TryFind(response, out var tsig, out _));
        Assert.Equal(TsigError.BadTime, tsig.Error);
        Assert.Equal(Now, TsigView.ReadTime(tsig.Other));
        Assert.Equal(ResponseCode.NotAuthoritative, TestResponse.Read(response).Code);
        Assert.DoesNotContain(TestResponse.Read(response).Answers, line => line.Contains("192.0.2.1", StringComparison.Ordinal));
    }

    [Fact]
    public void A_signature_cut_too_short_is_told_signed()
    {
        var client = new TsigTransaction(TsigMessages.Key(macOctets: 16));
        var response = _server.Ask(Sign(client, "ns.example.", Now));

        Assert.Equal(TsigError.None, TsigMessages.Verify(client, response, Now));
        Assert.True(TsigMessages.TryFind(response, out var tsig, out _));
        Assert.Equal(TsigError.BadTruncation, tsig.Error);
    }

    [Fact]
    public void Signed_requests_are_answered_without_allocating()
    {
        var request = Sign(new(TsigMessages.Key()), "ns.example.", Now);
        Allocations.None(() =>
        {
            if (_server.Ask(request).Length < 100)
            {
                throw new InvalidOperationException("That is not the answer.");
            }
        });
    }

    private void CheckUnsigned(byte[] request, TsigError error)
    {
        var response = _server.Ask(request);
        Assert.Equal(ResponseCode.NotAuthoritative, TestResponse.Read(response).Code);
        Assert.True(TsigMessages.TryFind(response, out var tsig, out _));
        Assert.Equal(error, tsig.Error);
        Assert.True(tsig.Mac.IsEmpty);
    }

    private static byte[] Sign(TsigTransaction transaction, string name, ulong time, RecordType type = RecordType.A)
    {
        var writer = new MessageWriter(new byte[512], 512, new() { Id = 4711 });
        writer.TryWriteQuestion(Octets.Name(name), type, RecordClass.Internet);
        Assert.True(transaction.TrySign(ref writer, time));
        writer.Finish();
        return writer.Written.ToArray();
    }
}
