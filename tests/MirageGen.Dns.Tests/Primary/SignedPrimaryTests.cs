using MirageGen.Dns.Signing;
using MirageGen.Dns.Tests.Signing;
using MirageGen.Dns.Validation;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Primary;

/// <summary>Zones in files that are signed when they are read, and kept signed.</summary>
public sealed class SignedPrimaryTests
{
    private static readonly ZoneSigning Signing = new([SigningKeys.Edwards]);

    [Fact]
    public void A_zone_that_there_is_a_key_of_is_served_signed_and_another_as_it_is() => Run(async primary =>
    {
        await primary.LoadAsync("example", Text(7), Signing);
        Assert.NotEqual(0U, Expiration(primary));
        Assert.Equal(7U, primary.Zones[0].Serial);

        await primary.LoadAsync("example.org", Text(7), Signing);
        Assert.Equal(-1, primary.Zones[0].SignaturesOf(primary.Zones[0].SoaSet));
    });

    [Fact]
    public void What_is_read_again_is_signed_again() => Run(async primary =>
    {
        await primary.LoadAsync("example", Text(7), Signing);
        await using var following = primary.Primary.Follow(TimeSpan.FromSeconds(1));
        primary.Store.With("example", Text(8, "new A 192.0.2.1"));
        await primary.WaitAsync(5);

        Assert.True(primary.Has("new.example."));
        Assert.Equal(8U, primary.Zones[0].Serial);
        Assert.Equal(2, NameSets.Read(primary.Zones[0], primary.Zones[0].Find(DomainName.Parse("new.example.").Octets)).Count(set => set.Signatures.Count == 1));

        // Whoever forgets the serial number still has it served, with one of its own, behind which the file's is old.
        primary.Store.With("example", Text(8, "newer A 192.0.2.1"));
        await primary.WaitAsync(5);
        Assert.Equal(9U, primary.Zones[0].Serial);
        primary.Store.With("example", Text(9, "newest A 192.0.2.1"));
        await primary.WaitAsync(5);
        Assert.Equal(10U, primary.Zones[0].Serial);
        Assert.Empty(primary.Log);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Signatures_never_end(bool isFollowed) => Run(async primary =>
    {
        await primary.LoadAsync("example", Text(7), Signing);
        await using var keeping = isFollowed ? primary.Primary.Follow(TimeSpan.FromHours(1)) : primary.Primary.KeepSigned();
        var first = Expiration(primary);
        await primary.WaitAsync(TimeSpan.FromDays(6.9).TotalSeconds);
        Assert.Equal(first, Expiration(primary));
        Assert.Equal(7U, primary.Zones[0].Serial);

        await primary.WaitAsync(TimeSpan.FromDays(0.2).TotalSeconds);
        Assert.InRange(Expiration(primary) - first, (uint)TimeSpan.FromDays(6.9).TotalSeconds, (uint)TimeSpan.FromDays(7.2).TotalSeconds);
        Assert.Equal(8U, primary.Zones[0].Serial);

        await primary.WaitAsync(TimeSpan.FromDays(30).TotalSeconds);
        Assert.InRange(primary.Zones[0].Serial, 11U, 13U);
    });

    private static uint Expiration(PrimaryRig primary) =>
        new SignatureView(NameSets.Read(primary.Zones[0], 0).Single(set => set.Type == RecordType.Soa).Signatures.Single()).Expiration;

    private static string Text(int serial, string more = "") => $"$TTL 60\n@ SOA ns h {serial} 3600 900 86400 60\n@ NS ns.test.\n{more}\n";

    private static void Run(Func<PrimaryRig, Task> test) => World.Run(new WorldOptions { MaxTime = TimeSpan.FromDays(60) }, world => test(new(world)));
}
