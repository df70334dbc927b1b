using MirageGen.TcpIp.Tcp;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Tcp.Core;

/// <summary>The scoreboard beside a list of segments that is searched from end to end.</summary>
public sealed class ScoreboardTests
{
    private const int Steps = 400;

    private sealed class Naive
    {
        public long Start;
        public int Length;
        public SentSegmentState State;
    }

    [Fact]
    public void Any_sequence_of_marks_leaves_what_a_plain_list_has()
    {
        for (var seed = 0UL; seed < 300; seed++)
        {
            Run(new SeededRandom(seed));
        }
    }

    [Fact]
    public void Sacked_segments_are_passed_over_in_few_steps()
    {
        var board = new Scoreboard(100_000);
        for (var i = 0; i < 50_000; i++)
        {
            board.Append(i, 1, TimeSpan.Zero);
        }

        for (var slot = board.After(board.FirstSlot); slot != board.EndSlot; slot = board.After(slot))
        {
            board.MarkSacked(slot);
        }

        // Were each look to walk over all of them, this would take hours.
        for (var i = 0; i < 1_000_000; i++)
        {
            Assert.Equal(board.EndSlot, board.FirstUnsacked(board.FirstFrom(1 + (i % 49_999))));
        }
    }

    [Fact]
    public void Boards_with_one_budget_grow_until_it_is_spent_and_have_the_least_all_the_same()
    {
        const int Most = 1024;
        var budget = new SegmentBudget(Most);
        var boards = Enumerable.Range(0, 64).Select(_ => new Scoreboard(16_384, budget)).ToArray();
        foreach (var board in boards)
        {
            while (board.Room > 0)
            {
                board.Append(board.Count, 1, TimeSpan.Zero);
            }
        }

        Assert.InRange(budget.Slots, Most, 2 * Most);
        Assert.All(boards, board => Assert.InRange(board.Count, 15, Most));

        Array.ForEach(boards, board => board.Clear());
        Assert.Equal(0, budget.Slots);
        Assert.Equal(16_384, boards[^1].Room);
    }

    [Fact]
    public void Cutting_leaves_what_is_sacked_and_loses_the_rest()
    {
        var board = new Scoreboard(100);
        board.Append(0, 1000, TimeSpan.Zero);
        board.Append(1000, 1000, TimeSpan.Zero);
        board.Append(2000, 300, TimeSpan.Zero);
        board.Append(2300, 1001, TimeSpan.Zero);
        board.MarkSacked(board.FirstFrom(1000));
        board.Cut(600, dataEnd: 3300);

        List<(long, int, SentSegmentState)> segments = [];
        for (var slot = board.FirstSlot; slot != board.EndSlot; slot = board.After(slot))
        {
            segments.Add((board[slot].Start, board[slot].Length, board[slot].State));
        }

        Assert.Equal(
            [
                (0, 600, SentSegmentState.Lost), (600, 400, SentSegmentState.Lost), (1000, 1000, SentSegmentState.Sacked),
                (2000, 300, SentSegmentState.InFlight), (2300, 600, SentSegmentState.Lost), (2900, 401, SentSegmentState.Lost),
            ],
            segments);
        Assert.Equal((300, 2001, 1), (board.InFlightOctets, board.LostOctets, board.SackedCount));
        Assert.Equal(2000, board[board.OldestInFlight].Start);
    }

    private static void Run(SeededRandom random)
    {
        var board = new Scoreboard(200);
        var naive = new List<Naive>();
        var next = 0L;
        for (var step = 0; step < Steps; step++)
        {
            Step(random, board, naive, ref next, TimeSpan.FromTicks(step));
            Compare(board, naive, random.Seed);
        }
    }

    private static void Step(SeededRandom random, Scoreboard board, List<Naive> naive, ref long next, TimeSpan now)
    {
        switch (random.NextInt32(9))
        {
            case 0 or 1 or 2 when board.Room > 0:
                var length = 1 + random.NextInt32(100);
                board.Append(next, length, now);
                naive.Add(new Naive { Start = next, Length = length });
                next += length;
                break;
            case 3 when naive.Count > 0:
                board.RemoveFirst();
                naive.RemoveAt(0);
                break;
            case 4 when naive.Count > 0 && naive[0].Length > 1:
                board.TrimFirst(naive[0].Start + 1);
                naive[0].Start++;
                naive[0].Length--;
                break;
            case 5 when naive.Count > 0:
                Sack(random, board, naive);
                break;
            case 6 when board.OldestInFlight != SegmentList.None:
                naive.Single(one => one.Start == board[board.OldestInFlight].Start).State = SentSegmentState.Lost;
                board.MarkLost(board.OldestInFlight);
                break;
            case 7 when board.FirstLost != SegmentList.None:
                naive.Single(one => one.Start == board[board.FirstLost].Start).State = SentSegmentState.InFlight;
                board.Resent(board.FirstLost, now);
                break;
            case 8 when random.Chance(0.2):
                Forget(random, board, naive);
                break;
        }
    }

    private static void Sack(SeededRandom random, Scoreboard board, List<Naive> naive)
    {
        var from = random.NextInt32(naive.Count);
        var to = from + random.NextInt32(naive.Count - from);
        for (var slot = board.FirstUnsacked(board.FirstFrom(naive[from].Start)); slot != board.EndSlot; slot = board.FirstUnsacked(slot))
        {
            if (board[slot].End > naive[to].Start + naive[to].Length)
            {
                break;
            }

            board.MarkSacked(slot);
        }

        naive.GetRange(from, to - from + 1).ForEach(one => one.State = SentSegmentState.Sacked);
    }

    private static void Forget(SeededRandom random, Scoreboard board, List<Naive> naive)
    {
        if (random.Chance(0.5))
        {
            board.ForgetLosses();
            naive.FindAll(one => one.State == SentSegmentState.Lost).ForEach(one => one.State = SentSegmentState.InFlight);
        }
        else
        {
            board.ForgetSacks();
            naive.FindAll(one => one.State == SentSegmentState.Sacked).ForEach(one => one.State = SentSegmentState.Lost);
        }
    }

    private static void Compare(Scoreboard board, List<Naive> naive, ulong seed)
    {
        Assert.True(naive.Count == board.Count, $"seed {seed}");
        var slot = board.FirstSlot;
        foreach (var one in naive)
        {
            Assert.True((one.Start, one.Length, one.State) == (board[slot].Start, board[slot].Length, board[slot].State), $"seed {seed}");
            slot = board.After(slot);
        }

        long Sum(SentSegmentState state) => naive.Where(one => one.State == state).Sum(one => (long)one.Length);
        Assert.True(Sum(SentSegmentState.InFlight) == board.InFlightOctets, $"seed {seed}");
        Assert.True(Sum(SentSegmentState.Lost) == board.LostOctets, $"seed {seed}");
        Assert.True(naive.Count(one => one.State == SentSegmentState.Sacked) == board.SackedCount, $"seed {seed}");
        Assert.True(Walk(board, board.OldestInFlight) == naive.Count(one => one.State == SentSegmentState.InFlight), $"seed {seed}");
        Assert.True(Walk(board, board.FirstLost) == naive.Count(one => one.State == SentSegmentState.Lost), $"seed {seed}");
    }

    private static int Walk(Scoreboard board, int slot)
    {
        var count = 0;
        for (; slot != SegmentList.None; slot = board[slot].Next)
        {
            count++;
        }

        return count;
    }
}
