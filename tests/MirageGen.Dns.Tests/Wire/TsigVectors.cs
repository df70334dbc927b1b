namespace MirageGen.Dns.Tests.Wire;

/// <summary>A request and its response as dnspython 2.3 signed them, under the key <c>Key.Example.</c> with hmac-sha256.</summary>
internal static class TsigVectors
{
    public const string Secret = "00112233445566778899aabbccddeeff";

    public const string Request =
        "126701000001000000000001074578616d706c650000100001034b6579c00c00fa00ff00000000003d0b686d61632d73"
        + "68613235360000006b0abb2c012c00206b16b7ab1f3a357bc27ef212464ec68858e3aa9db9fd1d7ee3ea66c08baecb5b"
        + "126700000000";

    public const string Response =
        "126781000001000100000001074578616d706c650000100001c00c001000010000003c000a09616e20616e7377657203"
        + "4b6579c00c00fa00ff00000000003d0b686d61632d7368613235360000006b0abb2c012c00202f25ef5a7ac29bab0584"
        + "8d6c52fa24d26df71b71016cedaef165b416d42d09f5126700000000";
}
