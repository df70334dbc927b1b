namespace MirageGen.Xen.Guest;

/// <summary>Pages for devices: side by side, zeros, and where they were put.</summary>
internal static unsafe class Pages
{
    private const int PageBytes = 4096;
    private const ulong Many = 64;

    public static void Show()
    {
        var first = (byte*)Shim.TakePages(Many);
        var frame = Shim.FrameOf(first);
        Console.WriteLine($"aligned {(nuint)first % PageBytes == 0}, zeros {AreZeros(first)}, shown {Shim.ShowFrame(frame) == first}");
        new Span<byte>(first, (int)Many * PageBytes).Fill(0xff);
        Shim.GivePages(first, Many);

        var again = (byte*)Shim.TakePages(Many);
        Console.WriteLine($"again {Shim.FrameOf(again) == frame}, zeros {AreZeros(again)}");
        Console.WriteLine($"too many {(nint)Shim.TakePages(1 << 20)}, none {(nint)Shim.TakePages(0)}, no frame {Shim.FrameOf(null)}");
        Console.WriteLine($"image {(nint)Shim.ShowFrame(Shim.FrameOf((delegate*<void>)&Show))}");
        var all = TakeAll();
        Console.WriteLine($"all came back {all > 0}, so many again {TakeAll() == all}");
    }

    private static bool AreZeros(byte* first) => !new Span<byte>(first, (int)Many * PageBytes).ContainsAnyExcept((byte)0);

    /// <summary>All there are, one at a time, linked through their first words; then given back, every other one first.</summary>
    private static int TakeAll()
    {
        nint* last = null;
        var count = 0;
        for (var page = (nint*)Shim.TakePages(1); page != null; page = (nint*)Shim.TakePages(1))
        {
            *page = (nint)last;
            last = page;
            count++;
        }

        nint* odd = null;
        var given = 0;
        for (var even = true; last != null; even = !even)
        {
            var page = last;
            last = (nint*)*page;
            if (even)
            {
                Shim.GivePages(page, 1);
                given++;
                continue;
            }

            *page = (nint)odd;
            odd = page;
        }

        for (; odd != null; given++)
        {
            var page = odd;
            odd = (nint*)*page;
            Shim.GivePages(page, 1);
        }

        return given == count ? count : -1;
    }
}
