using CsCheck;

namespace MirageGen.Abstractions.Tests.Addresses;

/// <summary>Texts such as an attacker, or a typist, sends in place of an address.</summary>
internal static class Texts
{
    /// <summary>What number parsers are lenient about, besides what addresses are made of.</summary>
    private const string Alphabet = "0123456789abcdefABCDEFxX.:-/%[]*+ \t\n\0,gG\u0664\uFF11";

    /// <summary>Any short text over the alphabet of addresses and what surrounds it.</summary>
    public static Gen<string> Any { get; } = Gen.Char[Alphabet].Array[0, 45].Select(letters => new string(letters));

    /// <summary>A valid text with one letter changed, left out or put in.</summary>
    public static Gen<string> Near(Gen<string> valid) =>
        Gen.Select(valid, Gen.Int[0, 2], Gen.Int[0, 1_000_000], Gen.Char[Alphabet], Mutate);

    private static string Mutate(string text, int way, int at, char letter) => way switch
    {
        0 => text.Insert(at % (text.Length + 1), letter.ToString()),
        1 when text.Length > 0 => text.Remove(at % text.Length, 1),
        _ when text.Length > 0 => text.Remove(at % text.Length, 1).Insert(at % text.Length, letter.ToString()),
        _ => letter.ToString(),
    };
}
