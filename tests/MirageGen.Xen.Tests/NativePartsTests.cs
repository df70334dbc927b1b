namespace MirageGen.Xen.Tests;

/// <summary>The generator's block function against its RFC, the table of reservations against a naive model.</summary>
public sealed unsafe class NativePartsTests(NativeParts parts) : IClassFixture<NativeParts>
{
    private const ulong Page = 4096;
    private const ulong First = 0x1000_0000_0000;

    /// <summary>Pages that the model looks at; reservations of the test stay within them.</summary>
    private const int ModelPages = 512;

    /// <summary>RFC 8439 appendix A.1, vectors 1 to 3.</summary>
    [Theory]
    [InlineData(0, 0u, "76B8E0ADA0F13D90405D6AE55386BD28BDD219B8A08DED1AA836EFCC8B770DC7")]
    [InlineData(0, 1u, "9F07E7BE5551387A98BA977C732D080DCB0F29A048E3656912C6533E32EE7AED")]
    [InlineData(1, 1u, "3AEB5224ECF849929B9D828DB1CED4DD832025E8018B8160B82284F3C949AA5A")]
    public void Blocks_are_those_of_the_rfc(byte lastOctetOfKey, uint counter, string beginning)
    {
        var key = new byte[32];
        key[31] = lastOctetOfKey;
        var block = new byte[64];
        fixed (byte* k = key, b = block)
        {
            parts.Block((uint*)k, counter, (uint*)b);
        }

        Assert.Equal(beginning, Convert.ToHexString(block, 0, 32));
    }

    /// <summary>What came between the look for work and the halt is not slept over, wherever the interrupt is taken.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(-1, -1)]
    public void No_interrupt_returns_to_a_halt(int from, int to)
    {
        const int InstructionPointer = 17;
        const int Words = 22;
        const byte Halt = 0xf4;
        const byte DisableInterrupts = 0xfa;
        var frame = stackalloc ulong[Words];
        frame[InstructionPointer] = (ulong)(parts.Halt + from);

        parts.EndIdle(frame);

        Assert.Equal((ulong)(parts.Halt + to), frame[InstructionPointer]);
        Assert.Equal([Halt, DisableInterrupts], new ReadOnlySpan<byte>((void*)parts.Halt, 2).ToArray());
    }

    [Fact]
    public void Reservations_are_as_a_map_of_pages_says()
    {
        var seed = Environment.GetEnvironmentVariable("MIRAGEGEN_SEED") is { } given ? int.Parse(given, provider: null) : Random.Shared.Next();
        var random = new Random(seed);
        var model = new int[ModelPages];
        for (var step = 0; step < 20_000; step++)
        {
            var at = random.Next(ModelPages);
            var pages = random.Next(1, 24);
            if (random.Next(2) == 0)
            {
                EnterBoth(model, pages, alignment: 1 << random.Next(4), protection: random.Next(1, 4));
            }
            else
            {
                var end = Math.Min(at + pages, ModelPages);
                Assert.NotEqual(0, parts.Remove(First + ((ulong)at * Page), First + ((ulong)end * Page)));
                model.AsSpan(at..end).Clear();
            }

            var looked = random.Next(ModelPages);
            var found = parts.Find(First + ((ulong)looked * Page) + (ulong)random.Next((int)Page));
            Assert.True((found == null ? 0 : found->Protection) == model[looked], $"MIRAGEGEN_SEED={seed}, step {step}, page {looked}");
        }

        Assert.NotEqual(0, parts.Remove(First, First + (ModelPages * Page)));
        Assert.True(parts.Find(First) == null, $"MIRAGEGEN_SEED={seed}");
    }

    /// <summary>Enters where the model still has room, and writes down where the table found it.</summary>
    private void EnterBoth(int[] model, int pages, int alignment, int protection)
    {
        var expected = FirstFit(model, pages, alignment);
        if (expected + pages > ModelPages)
        {
            return;
        }

        var range = parts.Enter((ulong)pages * Page, (ulong)alignment * Page, protection, 0);
        Assert.Equal(First + ((ulong)expected * Page), range->Start);
        Assert.Equal(range->Start + ((ulong)pages * Page), range->End);
        model.AsSpan(expected, pages).Fill(protection);
    }

    private static int FirstFit(int[] model, int pages, int alignment)
    {
        var at = 0;
        while (at + pages <= ModelPages && model.AsSpan(at, pages).ContainsAnyExcept(0))
        {
            at += alignment;
        }

        return at;
    }
}
