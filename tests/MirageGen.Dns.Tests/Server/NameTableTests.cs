using System.Globalization;
using MirageGen.Dns.Zones;

namespace MirageGen.Dns.Tests.Server;

public sealed class NameTableTests
{
    private const int Many = 50_000;

    /// <summary>Places have fewer bits of the hash the larger the table is; it grows a dozen times here.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 3)]
    [InlineData(Many, 1)]
    [InlineData(Many, 3)]
    public void Each_name_has_its_number_however_the_table_grew_and_whichever_are_left_out(int expected, int step)
    {
        var names = new NameList();
        var table = new NameTable(expected);
        for (var i = 0; i < Many; i++)
        {
            names.Add(Name(i));
            if (i % step == 0)
            {
                table.Add(i, names);
            }
        }

        for (var i = 0; i < 2 * Many; i++)
        {
            Assert.Equal(i < Many && i % step == 0 ? i : -1, table.Find(Name(i), names));
        }

        Assert.InRange(table.Octets, Many * sizeof(int), 4 * Many * sizeof(int));
    }

    private static byte[] Name(int number) => DomainName.Parse(string.Create(CultureInfo.InvariantCulture, $"n{number}.example.")).Octets.ToArray();
}
