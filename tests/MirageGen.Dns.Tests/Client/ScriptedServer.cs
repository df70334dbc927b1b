using MirageGen.Dns.Wire;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Client;

/// <summary>A name server over UDP that does what a test says, and remembers what it was asked.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly IUdpSocket _socket;

    /// <summary>Serves port 53 of a host.</summary>
    /// <param name="host">Where.</param>
    /// <param name="answer">Called with each request; returns what to send.</param>
    public ScriptedServer(SimulatedHost host, Func<byte[], IEnumerable<byte[]>> answer)
    {
        Host = host;
        _socket = host.Udp.Bind(53, (socket, in datagram) =>
        {
            var request = datagram.Payload.ToArray();
            Asked.Add(new(datagram.Path.Remote.Port, request));
            foreach (var response in answer(request))
            {
                socket.TrySend(datagram.Path, response);
            }
        });
    }

    public SimulatedHost Host { get; }

    public List<AskedQuestion> Asked { get; } = [];

    public IpEndpoint Endpoint => new(Host.Address, 53);

    /// <summary>A response to a request: its question, and an address, or a code.</summary>
    public static byte[] Respond(byte[] request, string? address = null, ResponseCode code = ResponseCode.NoError, bool lowers = false)
    {
        RequestView.TryRead(request, out var view, out _);
        var room = new byte[2000];
        var writer = new MessageWriter(room, room.Length, view.Header.ToResponse(code));
        Span<byte> name = stackalloc byte[NameOctets.MaxOctets];
        name = name[..(lowers ? view.Question.Name.CopyCanonicalTo(name) : view.Question.Name.CopyTo(name))];
        writer.TryWriteQuestion(name, view.Question.Type, view.Question.Class);
        if (address is not null)
        {
            writer.BeginRecord(MessageSection.Answer, name, RecordType.A, RecordClass.Internet, 60);
            writer.WriteUInt32(IPv4Address.Parse(address).Value);
            writer.EndRecord();
        }

        return room[..writer.Finish()];
    }

    public ValueTask DisposeAsync() => _socket.DisposeAsync();

    /// <summary>A request and the port it came from.</summary>
    internal sealed record AskedQuestion(int Port, byte[] Request)
    {
        public int Id => (Request[0] << 8) | Request[1];

        public string Name
        {
            get
            {
                RequestView.TryRead(Request, out var view, out _);
                return view.Question.Name.ToString();
            }
        }

        public RecordType Type
        {
            get
            {
                RequestView.TryRead(Request, out var view, out _);
                return view.Question.Type;
            }
        }

        public bool HasOpt
        {
            get
            {
                RequestView.TryRead(Request, out var view, out _);
                return view.HasOpt;
            }
        }
    }
}
