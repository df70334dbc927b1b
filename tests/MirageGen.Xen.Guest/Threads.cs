using System.Threading.Channels;

namespace MirageGen.Xen.Guest;

/// <summary>Threads that block on each other, and tasks on the thread pool.</summary>
internal static class Threads
{
    private const int Count = 8;
    private const int Rounds = 1000;

    [ThreadStatic]
    private static int _own;

    public static void Show()
    {
        var total = 0;
        var gate = new object();
        var threads = Enumerable.Range(0, Count).Select(_ => new Thread(() =>
        {
            for (var i = 0; i < Rounds; i++)
            {
                lock (gate)
                {
                    total++;
                    _own++;
                    Thread.Yield();
                }

                GC.KeepAlive(new byte[256]);
            }

            if (_own != Rounds)
            {
                Console.WriteLine($"thread's own: {_own}");
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Console.WriteLine($"total {total}");
        Console.WriteLine($"handed over {HandOver()}");
        Console.WriteLine($"timed out {!Monitor.Wait(Lock(gate), 10)}");
        Monitor.Exit(gate);
        Console.WriteLine($"many {StartMany(300)}");
    }

    public static async Task ShowTasksAsync()
    {
        var squares = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
        {
            await Task.Delay(i % 3);
            return i * i;
        })));
        Console.WriteLine($"squares {squares.Sum()}");

        var channel = Channel.CreateBounded<int>(2);
        var writer = Task.Run(async () =>
        {
            for (var i = 1; i <= 100; i++)
            {
                await channel.Writer.WriteAsync(i);
            }

            channel.Writer.Complete();
        });
        var sum = 0;
        await foreach (var item in channel.Reader.ReadAllAsync())
        {
            sum += item;
        }

        await writer;
        Console.WriteLine($"channel {sum}");
    }

    private static object Lock(object gate)
    {
        Monitor.Enter(gate);
        return gate;
    }

    /// <summary>Two threads take turns under one monitor.</summary>
    private static int HandOver()
    {
        var gate = new object();
        var turn = 0;
        void Take(int parity)
        {
            lock (gate)
            {
                while (turn < Rounds)
                {
                    if (turn % 2 == parity)
                    {
                        turn++;
                        Monitor.Pulse(gate);
                    }
                    else
                    {
                        Monitor.Wait(gate);
                    }
                }

                Monitor.PulseAll(gate);
            }
        }

        var other = new Thread(() => Take(1));
        other.Start();
        Take(0);
        other.Join();
        return turn;
    }

    /// <summary>Starts threads one after the other: more stacks than memory has room for, were they not given back.</summary>
    private static int StartMany(int count)
    {
        var ended = 0;
        for (var i = 0; i < count; i++)
        {
            var thread = new Thread(() => ended++);
            thread.Start();
            thread.Join();
        }

        return ended;
    }
}
