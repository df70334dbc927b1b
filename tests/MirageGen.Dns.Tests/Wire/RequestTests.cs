using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Tests.Wire;

/// <summary>What a server makes of a request at first sight.</summary>
public sealed class RequestTests
{
    private const string Query = "1234 0100 0001 0000 0000 0001  01 61 00 0001 0001";
    private const string Opt = "00 0029 04d0 00008000 0000";
    private const string Tsig = "00 00fa 00ff 00000000 0011 00 000000000001 012c 0000 1234 0000 0000";

    [Fact]
    public void Question_and_opt_are_found()
    {
        Assert.True(RequestView.TryRead(Octets.FromHex(Query + Opt), out var request, out var code));

        Assert.Equal(ResponseCode.NoError, code);
        Assert.Equal(0x1234, request.Header.Id);
        Assert.Equal("a.", request.Question.Name.ToString());
        Assert.Equal(RecordType.A, request.Question.Type);
        Assert.Equal(RecordClass.Internet, request.Question.Class);
        Assert.True(request.HasOpt);
        Assert.Equal(1232, request.Opt.DatagramOctets);
        Assert.True(request.Opt.IsDnssecOk);
        Assert.False(request.HasTsig);
    }

    [Fact]
    public void A_datagram_takes_at_least_512_octets()
    {
        RequestView.TryRead(Octets.FromHex(Query + "00 0029 0001 00000000 0000"), out var request, out _);
        Assert.Equal(512, request.Opt.DatagramOctets);
    }

    [Theory]
    [InlineData("1234 0100 0001 0000 0000 0002  01 61 00 0001 0001" + Opt + Opt, ResponseCode.FormatError)] // Twice.
    [InlineData("1234 0100 0001 0001 0000 0000  01 61 00 0001 0001" + Opt, ResponseCode.FormatError)] // Among the answers.
    [InlineData(Query + "01 61 00 0029 04d0 00000000 0000", ResponseCode.FormatError)] // Not the root's.
    [InlineData(Query + "00 0029 04d0 00000000 0003 000a00", ResponseCode.FormatError)] // Half an option.
    [InlineData(Query + "00 0029 04d0 00000000 0005 000a0002 00", ResponseCode.FormatError)] // An option longer than its record.
    [InlineData(Query + "00 0029 04d0 00010000 0000", ResponseCode.BadVersion)]
    [InlineData(Query, ResponseCode.FormatError)] // One record too few.
    [InlineData(Query + Opt + "00", ResponseCode.FormatError)] // One octet too many.
    [InlineData("1234 0100 0000 0000 0000 0000", ResponseCode.FormatError)] // No question.
    [InlineData("1234 0100 0002 0000 0000 0000  01 61 00 0001 0001 01 61 00 0001 0001", ResponseCode.FormatError)] // Two.
    [InlineData("1234 0100 0001 0000 0000 0002  01 61 00 0001 0001" + Tsig + Opt, ResponseCode.FormatError)] // TSIG is not last.
    [InlineData("1234 0100 0001 0000 0001 0000  01 61 00 0001 0001" + Tsig, ResponseCode.FormatError)]
    [InlineData("1234 0100 0001 0000 0000 0002  01 61 00 0001 0001" + Opt + Tsig, ResponseCode.NoError)]
    [InlineData(Query + "00 00fa 0001 00000000 0011 00 000000000001 012c 0000 1234 0000 0000", ResponseCode.FormatError)] // Not of class ANY.
    [InlineData(Query + "00 00fa 00ff 00000001 0011 00 000000000001 012c 0000 1234 0000 0000", ResponseCode.FormatError)]
    [InlineData(Query + "00 00fa 00ff 00000000 0011 00 000000000001 012c 0001 1234 0000 0000", ResponseCode.FormatError)] // Its lengths do not fit.
    [InlineData(Query + "00 00fa 00ff 00000000 0010 00 000000000001 012c 0000 1234 0000 00", ResponseCode.FormatError)]
    internal void Sound_requests_are_told_from_others(string hex, ResponseCode expected)
    {
        Assert.True(RequestView.TryRead(Octets.FromHex(hex), out _, out var code));
        Assert.Equal(expected, code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1234 0100 0001 0000 0000 00")]
    [InlineData("1234 8100 0001 0000 0000 0000  01 61 00 0001 0001")]
    public void Responses_and_scraps_are_dropped(string hex) => Assert.False(RequestView.TryRead(Octets.FromHex(hex), out _, out _));

    [Fact]
    public void Where_the_signature_begins_is_known()
    {
        var octets = Octets.FromHex("1234 0100 0001 0000 0000 0002  01 61 00 0001 0001" + Opt + Tsig);
        RequestView.TryRead(octets, out var request, out _);

        Assert.True(request.HasTsig);
        Assert.Equal(octets.Length - 28, request.TsigOffset);
    }
}
