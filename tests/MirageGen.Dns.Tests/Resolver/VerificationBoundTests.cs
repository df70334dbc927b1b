using MirageGen.Dns.Resolver;
using MirageGen.Dns.Validation;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Resolver;

/// <summary>Answers with many keys of one tag and many signatures (CVE-2023-50387, "KeyTrap").</summary>
public sealed class VerificationBoundTests
{
    [Fact]
    public void Keys_and_signatures_that_are_many_are_not_all_tried() => World.Run(world =>
    {
        var owner = DomainName.Parse("evil.");
        var key = new byte[4 + 64];
        key[0] = 1;
        key[2] = 3;
        key[3] = 13;
        key[5] = 1;
        var set = new RecordSet(owner, RecordType.A);
        set.Data.Add([192, 0, 2, 1]);
        var tag = new KeyView(key).Tag;
        for (var i = 0; i < 500; i++)
        {
            set.Signatures.Add([0, 1, 13, 1, 0, 0, 0, 60, 0xFF, 0, 0, 0, 0, 0, 0, 1, (byte)(tag >> 8), (byte)tag, .. owner.Octets, .. new byte[63], (byte)i]);
            set.Signatures[^1][8] = 0x70;
        }

        var work = new Work(new() { MaxVerifications = 20 }, CancellationToken.None);
        Assert.False(new SetCheck(world.Clock).Verify(set, owner, [.. Enumerable.Repeat(key, 500)], work, out _, out _));
        Assert.False(work.TryVerify());
        return Task.CompletedTask;
    });

    [Fact]
    public void Of_one_set_only_so_many_are_tried()
    {
        World.Run(world =>
        {
            var owner = DomainName.Parse("evil.");
            var set = new RecordSet(owner, RecordType.A);
            set.Data.Add([192, 0, 2, 1]);
            var key = new byte[4 + 64];
            (key[0], key[2], key[3]) = (1, 3, 13);
            var tag = new KeyView(key).Tag;
            for (var i = 0; i < 500; i++)
            {
                set.Signatures.Add([0, 1, 13, 1, 0, 0, 0, 60, 0x70, 0, 0, 0, 0, 0, 0, 1, (byte)(tag >> 8), (byte)tag, .. owner.Octets, .. new byte[64]]);
            }

            var options = new DnsResolverOptions { MaxVerifications = 1000 };
            var work = new Work(options, CancellationToken.None);
            Assert.False(new SetCheck(world.Clock).Verify(set, owner, [.. Enumerable.Repeat(key, 500)], work, out _, out _));
            var left = 0;
            while (work.TryVerify())
            {
                left++;
            }

            Assert.Equal(1000 - (8 * 4), left);
            return Task.CompletedTask;
        });
    }
}
