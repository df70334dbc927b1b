using System.Globalization;
using System.Text;

namespace MirageGen.Dns;

/// <summary>Types and classes in text: mnemonics, or <c>TYPE65280</c> and <c>CLASS32</c> (RFC 3597 section 5).</summary>
internal static class TypeText
{
    /// <summary>A type's mnemonic, or the form of one that is not known.</summary>
    public static string Of(RecordType type) =>
        RdataFormats.FindType(type)?.Mnemonic ?? string.Create(CultureInfo.InvariantCulture, $"TYPE{(ushort)type}");

    /// <summary>A class's mnemonic, or the form of one that is not known.</summary>
    public static string Of(RecordClass @class) =>
        Mnemonics.Classes.NameOf((uint)@class) ?? string.Create(CultureInfo.InvariantCulture, $"CLASS{(ushort)@class}");

    /// <summary>Reads a type.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out RecordType type)
    {
        foreach (var format in RdataFormats.Known)
        {
            if (format.Mnemonic.Length == text.Length && Ascii.EqualsIgnoreCase(text, format.Mnemonic))
            {
                type = format.Type;
                return true;
            }
        }

        var isGeneric = TryReadGeneric(text, "TYPE"u8, out var number);
        type = (RecordType)number;
        return isGeneric;
    }

    /// <summary>Reads a class.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out RecordClass @class)
    {
        var isClass = Mnemonics.Classes.TryFind(text, out var number) || TryReadGeneric(text, "CLASS"u8, out number);
        @class = (RecordClass)number;
        return isClass;
    }

    private static bool TryReadGeneric(ReadOnlySpan<byte> text, ReadOnlySpan<byte> prefix, out ushort number)
    {
        number = 0;
        if (text.Length <= prefix.Length || !Ascii.EqualsIgnoreCase(text[..prefix.Length], prefix))
        {
            return false;
        }

        var isNumber = NumberText.TryRead(text[prefix.Length..], ushort.MaxValue, out var value);
        number = (ushort)value;
        return isNumber;
    }
}
