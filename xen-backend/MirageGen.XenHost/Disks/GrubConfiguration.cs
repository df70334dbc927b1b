using MirageGen.XenHost.Commands;

namespace MirageGen.XenHost.Disks;

/// <summary>What GRUB is to do: load the image and start it, at once and without a menu.</summary>
internal static class GrubConfiguration
{
    /// <summary>Its name in <c>/boot/grub</c>.</summary>
    public const string FileName = "grub.cfg";

    /// <param name="image">The image's name in <c>/boot</c>.</param>
    /// <param name="bootWords">The words of the domain's command line.</param>
    /// <exception cref="XenHostException">GRUB cannot pass a word on.</exception>
    public static string Write(string image, IReadOnlyList<string> bootWords)
    {
        // For what it takes between double quotes our own check is the stricter one.
        BootWords.Join(bootWords);
        return $"""
            # Boot arguments follow the image's name, each between single quotes.
            insmod part_msdos
            insmod fat
            insmod multiboot2
            multiboot2 {string.Join(' ', bootWords.Prepend($"/boot/{image}").Select(Quote))}
            boot

            """;
    }

    /// <summary>Its shell takes all between single quotes as it is; behind it, backslashes are written before some characters.</summary>
    private static string Quote(string word) =>
        word.AsSpan().ContainsAny('\'', '\\')
            ? throw new XenHostException($"GRUB passes no word with a single quote or a backslash on: {word}")
            : $"'{word}'";
}
