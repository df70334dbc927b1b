namespace MirageGen.Xen.Guest;

/// <summary>More output than any ring has room for.</summary>
internal static class Flood
{
    public static void Write(int lines)
    {
        for (var line = 0; line < lines; line++)
        {
            Console.WriteLine($"line {line} of {lines}");
        }
    }
}
