using MirageGen.Dns.Wire;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Wire;

/// <summary>A query is read and an answer written without allocating.</summary>
public sealed class WireAllocationTests
{
    private const int AnswerOctets = 104;

    private readonly byte[] _query = Octets.FromHex(
        "1234 0100 0001 0000 0000 0001  03777777076578616d706c6503636f6d00 0001 0001  00 0029 04d0 00008000 000c 000a0008 2464c4abcf10c957");

    private readonly ServerCookies _cookies = new(new byte[ServerCookies.KeyOctets]);
    private readonly NameOffsets _names = new();
    private readonly byte[] _response = new byte[1232];

    [Fact]
    public void Reading_a_query_and_writing_its_answer_allocate_nothing() => Allocations.None(() =>
    {
        if (Answer() != AnswerOctets)
        {
            throw new InvalidOperationException("That is not the answer.");
        }
    });

    private int Answer()
    {
        if (!RequestView.TryRead(_query, out var request, out var code) || code != ResponseCode.NoError)
        {
            return 0;
        }

        Span<byte> name = stackalloc byte[NameOctets.MaxOctets];
        name = name[..request.Question.Name.CopyCanonicalTo(name)];
        var hash = NameOctets.Hash(name);
        var writer = new MessageWriter(_response, request.Opt.DatagramOctets, request.Header.ToResponse(code), _names);
        writer.TryWriteQuestion(request.Question);
        MessageTests.Write(ref writer, name);
        MessageTests.Write(ref writer, name);
        Span<byte> cookie = stackalloc byte[CookieOption.ClientOctets + ServerCookies.Octets];
        OptWriter.Begin(ref writer, 1232, code, request.Opt.IsDnssecOk);
        if (request.Opt.TryFind(EdnsOptionCode.Cookie, out var data) && CookieOption.TryRead(data, out var sent) == MessageError.None)
        {
            sent.Client.CopyTo(cookie);
            _cookies.Write(sent.Client, [192, 0, 2, 1], (uint)hash, cookie[CookieOption.ClientOctets..]);
            OptWriter.WriteOption(ref writer, EdnsOptionCode.Cookie, cookie);
        }

        return writer.EndRecord() ? writer.Finish() : 0;
    }
}
