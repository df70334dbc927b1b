using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace MirageGen.Conformance;

/// <summary>What tests say over flows.</summary>
internal static class FlowTraffic
{
    /// <summary>Writes text and flushes it.</summary>
    public static async Task SayAsync(this IFlow flow, string text)
    {
        flow.Output.Write(Encoding.UTF8.GetBytes(text));
        _ = await flow.Output.FlushAsync();
    }

    /// <summary>Reads until so much text has arrived, or the end.</summary>
    public static async Task<string> HearAsync(this IFlow flow, int length)
    {
        while (true)
        {
            var read = await flow.Input.ReadAsync();
            if (read.Buffer.Length >= length || read.IsCompleted)
            {
                var heard = read.Buffer.Slice(0, Math.Min(length, read.Buffer.Length));
                var text = Encoding.UTF8.GetString(heard);
                flow.Input.AdvanceTo(heard.End);
                return text;
            }

            flow.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Reads everything up to the end.</summary>
    public static Task<string> HearAllAsync(this IFlow flow) => flow.HearAsync(int.MaxValue);

    /// <summary>Reads to the end and counts.</summary>
    public static async Task<long> CountToEndAsync(this PipeReader input)
    {
        long count = 0;
        while (true)
        {
            var read = await input.ReadAsync();
            count += read.Buffer.Length;
            input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return count;
            }
        }
    }

    /// <summary>Writes and flushes octets that a seed determines.</summary>
    /// <returns>Their checksum.</returns>
    public static async Task<ulong> SendBulkAsync(this PipeWriter output, int seed, long octets)
    {
        var random = new Random(seed);
        var sum = new Checksum();
        while (octets > 0)
        {
            var room = output.GetMemory(random.Next(1, 70_000));
            room = room[..(int)Math.Min(octets, random.Next(1, room.Length + 1))];
            random.NextBytes(room.Span);
            sum.Add(room.Span);
            output.Advance(room.Length);
            octets -= room.Length;
            _ = await output.FlushAsync();
        }

        return sum.Value;
    }

    /// <summary>Reads to the end, in pieces that a seed determines.</summary>
    /// <returns>The checksum.</returns>
    public static async Task<ulong> ReceiveBulkAsync(this PipeReader input, int seed)
    {
        var random = new Random(seed);
        var sum = new Checksum();
        while (true)
        {
            var read = await input.ReadAsync();
            var taken = read.IsCompleted ? read.Buffer : read.Buffer.Slice(0, random.NextInt64(read.Buffer.Length + 1));
            foreach (var piece in taken)
            {
                sum.Add(piece.Span);
            }

            // Now and then nothing is examined beyond what was taken, so that the same comes again.
            input.AdvanceTo(taken.End, random.Next(2) == 0 ? taken.End : read.Buffer.End);
            if (read.IsCompleted)
            {
                return sum.Value;
            }
        }
    }

    private sealed class Checksum
    {
        // FNV-1a: plain, and the order counts.
        public ulong Value { get; private set; } = 14695981039346656037;

        public void Add(ReadOnlySpan<byte> octets)
        {
            var value = Value;
            foreach (var octet in octets)
            {
                value = (value ^ octet) * 1099511628211;
            }

            Value = value;
        }
    }
}
