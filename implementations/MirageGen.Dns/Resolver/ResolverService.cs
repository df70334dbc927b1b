using System.Buffers;
using System.Buffers.Binary;
using MirageGen.Dns.Server;
using MirageGen.Dns.Validation;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Resolver;

/// <summary>One run of a resolver: requests come in by datagrams and connections, and are answered when the answers are known.</summary>
internal sealed class ResolverService
{
    private readonly DnsResolverOptions _options;
    private readonly TimeProvider _clock;
    private readonly ResolverAnswers _answers;
    private readonly Recursion _recursion;
    private readonly QuestionTable _questions;
    private readonly WaitingClients _clients;
    private readonly CancellationToken _stop;
    private int _waiting;

    public ResolverService(
        INetworkStack stack, TimeProvider clock, IRandom random, DnsResolverOptions options, CancellationToken stop)
    {
        _options = options;
        _clock = clock;
        _stop = stop;
        _clients = new(options.MaxConnections);
        Store = new(new(clock, options.CacheBytes, options.StaleTime));
        Dialogue = new(stack, clock, random, options);
        var iterator = new Iterator(Store, Dialogue, random, options);
        var check = new SetCheck(clock);
        _recursion = new(Store, iterator, options)
        {
            Check = options.Anchors.Count == 0
                ? null
                : new Validator(new(iterator, check, new(clock, options.MaxServers), options), check),
        };
        _questions = new(_recursion, clock, options);
        var facts = new DnsServerOptions { MaxDatagramBytes = options.MaxDatagramBytes, IdleTimeout = options.IdleTimeout };
        _answers = new(Store, new(facts, random), options);
    }

    /// <summary>What is kept.</summary>
    public SetStore Store { get; }

    /// <summary>Who is asked.</summary>
    public ServerDialogue Dialogue { get; }

    /// <summary>Answers a datagram: into memory of the device when the answer is known.</summary>
    public void Answer(IUdpSocket socket, in Datagram datagram)
    {
        if (!socket.TryReserve(datagram.Path, _options.MaxDatagramBytes, out var room))
        {
            return;
        }

        var client = new Requester(datagram.Path.Remote.Address, IsStream: false, _clock);
        if (!_answers.TryWrite(datagram.Payload, client, room, out var length, out var isWorthRefresh))
        {
            _ = AnswerLaterAsync(socket, datagram.Path, datagram.Payload.ToArray());
            return;
        }

        if (length > 0)
        {
            socket.Send(length);
        }

        if (isWorthRefresh)
        {
            Begin(datagram.Payload, isRefresh: true);
        }
    }

    /// <summary>Answers the requests of a connection, each when its answer is known (RFC 7766 section 6.2.1.1).</summary>
    public async Task ServeAsync(ITcpFlow flow, CancellationToken stop)
    {
        using var connection = new ResolverConnection(flow, _clock, _options.IdleTimeout, _clients);
        await connection.RunAsync(AnswerStreamAsync, stop);
    }

    private async ValueTask<byte[]> AnswerStreamAsync(IpAddress address, byte[] request)
    {
        var client = new Requester(address, IsStream: true, _clock);
        var room = ArrayPool<byte>.Shared.Rent(ushort.MaxValue);
        try
        {
            if (!_answers.TryWrite(request, client, room, out var length, out var isWorthRefresh))
            {
                var resolution = await ResolveAsync(request);
                length = _answers.Write(request, client, resolution, room);
            }
            else if (isWorthRefresh)
            {
                Begin(request, isRefresh: true);
            }

            var response = new byte[length == 0 ? 0 : sizeof(ushort) + length];
            if (length > 0)
            {
                BinaryPrimitives.WriteUInt16BigEndian(response, (ushort)length);
                room.AsSpan(0, length).CopyTo(response.AsSpan(sizeof(ushort)));
            }

            return response;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    private async Task AnswerLaterAsync(IUdpSocket socket, DatagramPath path, byte[] request)
    {
        var resolution = await ResolveAsync(request);
        if (!_stop.IsCancellationRequested)
        {
            Answer(socket, path, request, resolution);
        }
    }

    private void Answer(IUdpSocket socket, in DatagramPath path, byte[] request, Resolution resolution)
    {
        if (socket.TryReserve(path, _options.MaxDatagramBytes, out var room))
        {
            var client = new Requester(path.Remote.Address, IsStream: false, _clock);
            socket.Send(_answers.Write(request, client, resolution, room));
        }
    }

    private async ValueTask<Resolution> ResolveAsync(byte[] request)
    {
        if (_waiting >= _options.MaxWaiting)
        {
            return Resolution.Fail(ExtendedErrorCode.NotReady);
        }

        _waiting++;
        try
        {
            var question = QuestionOf(request);
            if (LocalNames.Contains(question.Name))
            {
                return LocalNames.Answer(question);
            }

            if (_questions.Ask(question, isRefresh: false, _stop) is not { } answer)
            {
                return Resolution.Fail(ExtendedErrorCode.NotReady);
            }

            if (!answer.IsCompleted && _recursion.FindStale(question.Name, question.Type, question.IsUnchecked) is { } stale)
            {
                await Task.WhenAny(answer, Task.Delay(_options.StaleAnswerDelay, _clock, CancellationToken.None));
                return answer.IsCompleted ? await answer : stale;
            }

            return await answer;
        }
        finally
        {
            _waiting--;
        }
    }

    private void Begin(ReadOnlySpan<byte> request, bool isRefresh) => _ = _questions.Ask(QuestionOf(request), isRefresh, _stop);

    private static ResolverQuestion QuestionOf(ReadOnlySpan<byte> request)
    {
        RequestView.TryRead(request, out var view, out _);
        return new(
            view.Question.Name.ToDomainName().ToCanonical(),
            view.Question.Type,
            (view.Header.Flags & HeaderFlags.CheckingDisabled) != 0);
    }
}
