using MirageGen.Xen.Grants;

namespace MirageGen.Xen.Drivers.Tests;

public sealed class GrantTableTests
{
    private const int Reserved = 8;

    [Fact]
    public void The_toolstacks_entries_are_never_given() => XenRig.Run(rig =>
    {
        for (var i = 0; i < GrantTable.EntriesPerFrame - Reserved; i++)
        {
            Assert.InRange(rig.Table.Grant(1, 5, readOnly: false), (uint)Reserved, GrantTable.EntriesPerFrame - 1u);
        }

        Assert.Equal(GrantTable.EntriesPerFrame - Reserved, rig.Table.Granted);
        return Task.CompletedTask;
    });

    [Fact]
    public void No_two_grants_have_one_reference_while_the_table_grows() => XenRig.Run(rig =>
    {
        var most = (8 * GrantTable.EntriesPerFrame) - Reserved;
        var references = new HashSet<uint>();
        for (var i = 0; i < most; i++)
        {
            Assert.True(references.Add(rig.Table.Grant(1, 5, readOnly: false)));
        }

        Assert.Equal(most, rig.Table.Granted);
        Assert.Contains("max_grant_frames", Assert.Throws<DeviceException>(() => rig.Table.Grant(1, 5, readOnly: false)).Message, StringComparison.Ordinal);

        Assert.True(rig.Table.TryRevoke(100));
        Assert.Equal(100u, rig.Table.Grant(1, 5, readOnly: false));
        return Task.CompletedTask;
    });

    [Fact]
    public void A_table_that_the_hypervisor_does_not_let_grow_is_full() => XenRig.Run(rig =>
    {
        rig.GrantFrameLimit = 1;
        for (var i = 0; i < GrantTable.EntriesPerFrame - Reserved; i++)
        {
            _ = rig.Table.Grant(1, 5, readOnly: false);
        }

        Assert.False(rig.Table.TryGrant(1, 5, false, out _));
        Assert.Contains("512 pages", Assert.Throws<DeviceException>(() => rig.Table.Grant(1, 5, readOnly: false)).Message, StringComparison.Ordinal);
        return Task.CompletedTask;
    });

    [Fact]
    public unsafe void A_domain_gets_into_what_it_was_granted_and_nothing_else() => XenRig.Run(rig =>
    {
        var page = rig.Hypervisor.TakePages(1);
        var frame = rig.Hypervisor.FrameOf(page);
        var mine = rig.Table.Grant(3, frame, readOnly: false);
        var readable = rig.Table.Grant(3, frame, readOnly: true);

        Assert.True(rig.Grants.TryCopyTo(3, mine, 10, [1, 2, 3]));
        Assert.Equal([1, 2, 3], new Span<byte>(page + 10, 3).ToArray());
        Assert.False(rig.Grants.TryCopyTo(4, mine, 10, [9]));
        Assert.False(rig.Grants.TryCopyTo(3, readable, 10, [9]));
        Assert.True(rig.Grants.TryCopyFrom(3, readable, 10, new byte[3]));

        Assert.True(rig.Table.TryEndAccess(mine));
        Assert.False(rig.Grants.TryCopyTo(3, mine, 10, [9]));
        rig.Table.Regrant(mine, 4, frame, readOnly: false);
        Assert.True(rig.Grants.TryCopyTo(4, mine, 10, [9]));
        Assert.False(rig.Grants.TryCopyTo(3, mine, 10, [9]));
        return Task.CompletedTask;
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public unsafe void What_is_mapped_is_not_revoked_before_it_is_let_go_of(bool write) => XenRig.Run(rig =>
    {
        var frame = rig.Hypervisor.FrameOf(rig.Hypervisor.TakePages(1));
        var reference = rig.Table.Grant(3, frame, readOnly: !write);
        Assert.True(rig.Grants.TryMap(3, reference, write) != null);
        Assert.False(rig.Table.TryRevoke(reference));
        Assert.Equal(1, rig.Table.Granted);
        Assert.True(rig.Grants.IsGranted(frame, 1));

        rig.Grants.Unmap(reference, write);
        Assert.True(rig.Table.TryRevoke(reference));
        Assert.Equal(0, rig.Table.Granted);
        Assert.False(rig.Grants.IsGranted(frame, 1));
        return Task.CompletedTask;
    });
}
