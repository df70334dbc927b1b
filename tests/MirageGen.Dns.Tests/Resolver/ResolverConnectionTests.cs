using System.Buffers.Binary;
using MirageGen.Dns.Tests.Server;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Resolver;

/// <summary>Clients that ask over TCP.</summary>
public sealed class ResolverConnectionTests
{
    [Fact]
    public void Who_can_be_answered_at_once_does_not_wait_for_others() => Run(async (rig, flow) =>
    {
        // The first question's server is slow to be given up; the second is known.
        await rig.AskAsync("www.fast.");
        Send(flow, "www.slow.", 1);
        Send(flow, "www.fast.", 2);
        await flow.Output.FlushAsync();

        Assert.Equal(2, await ReceiveIdAsync(flow));
        Assert.Equal(1, await ReceiveIdAsync(flow));
    });

    [Fact]
    public void Many_questions_in_a_row_are_all_answered() => Run(async (rig, flow) =>
    {
        for (var i = 0; i < 200; i++)
        {
            Send(flow, $"n{i}.fast.", (ushort)i);
        }

        await flow.Output.FlushAsync();
        var ids = new HashSet<int>();
        for (var i = 0; i < 200; i++)
        {
            ids.Add(await ReceiveIdAsync(flow));
        }

        Assert.Equal(200, ids.Count);
    });

    [Fact]
    public void A_connection_without_questions_is_closed() => Run(async (rig, flow) =>
    {
        Assert.Equal(-1, await ReceiveIdAsync(flow));
        Assert.InRange(rig.World.Now.TotalSeconds, 9, 12);
    });

    [Fact]
    public void Who_is_being_answered_gives_way_with_his_answers() => Run(
        async (rig, flow) =>
        {
            Send(flow, "www.slow.", 1);
            await flow.Output.FlushAsync();
            await rig.World.DelayAsync(TimeSpan.FromSeconds(0.1));
            var client = rig.World.AddHost("crowd", "10.0.0.10");
            for (var i = 0; i < 20; i++)
            {
                await using var other = await client.Tcp.ConnectAsync(new(rig.Host.Address, 53));
                Send(other, "www.fast.", 2);
                await other.Output.FlushAsync();
                Assert.Equal(2, await ReceiveIdAsync(other));
            }

            Assert.Equal(1, await ReceiveIdAsync(flow));
            Assert.Equal(-1, await ReceiveIdAsync(flow));
        },
        room: 2);

    [Fact]
    public void What_is_no_question_ends_the_connection() => Run(async (_, flow) =>
    {
        await flow.Output.WriteAsync(new byte[] { 0, 3, 1, 2, 3 });
        await Assert.ThrowsAsync<FlowResetException>(async () => await ReceiveIdAsync(flow));
    });

    private static void Run(Func<ResolverWorld, ITcpFlow, Task> test, int room = 1000) => World.Run(async world =>
    {
        var rig = new ResolverWorld(world);
        rig.Host.Stack.MaxConnections = room;
        rig.ServeRoot("fast. NS ns.fast.\nns.fast. A 10.1.0.2\nslow. NS ns.slow.\nns.slow. A 10.1.0.3\n");
        rig.Serve("10.1.0.2", ("fast.", "@ SOA ns h 1 1 1 1 60\n@ NS ns\nns A 10.1.0.2\n* A 192.0.2.1\n"));
        rig.Script("10.1.0.3", static _ => []);
        rig.Start();
        await using var flow = await world.AddHost("stream", "10.0.0.9").Tcp.ConnectAsync(new(rig.Host.Address, 53));
        await test(rig, flow);
    });

    private static void Send(ITcpFlow flow, string name, ushort id)
    {
        var query = TestServer.Query(name, RecordType.A);
        BinaryPrimitives.WriteUInt16BigEndian(query, id);
        var room = flow.Output.GetSpan(sizeof(ushort) + query.Length);
        BinaryPrimitives.WriteUInt16BigEndian(room, (ushort)query.Length);
        query.CopyTo(room[sizeof(ushort)..]);
        flow.Output.Advance(sizeof(ushort) + query.Length);
    }

    /// <summary>The id of the next response, which has an answer or says that there is none; below zero at the end.</summary>
    private static async Task<int> ReceiveIdAsync(ITcpFlow flow)
    {
        var head = new byte[sizeof(ushort)];
        var input = flow.Input.AsStream(leaveOpen: true);
        if (await input.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false) < head.Length)
        {
            return -1;
        }

        var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(head)];
        await input.ReadExactlyAsync(message);
        TestResponse.Read(message);
        return BinaryPrimitives.ReadUInt16BigEndian(message);
    }
}
