using System.Net;

namespace MirageGen.Unix.Tests;

public sealed class HostNameResolverTests
{
    [Theory, OnEachLoop]
    public void An_address_in_text_form_is_returned_at_once(LoopKind kind) => kind.Run(async rig =>
    {
        var resolver = new HostNameResolver(rig.Clock);
        foreach (var text in (string[])["192.0.2.7", "2001:db8::7"])
        {
            var answer = resolver.ResolveAsync(text);
            Assert.True(answer.IsCompleted);
            Assert.Equal(text, Assert.Single(await answer).ToString());
        }
    });

    [Theory, OnEachLoop]
    public void A_name_is_resolved_and_the_answer_comes_back_on_the_loop(LoopKind kind) => kind.Run(async rig =>
    {
        var addresses = await new HostNameResolver(rig.Clock).ResolveAsync("localhost");
        Assert.True(rig.Loop.IsCurrent);
        Assert.NotEmpty(addresses);
        Assert.All(addresses, static address => Assert.True(address.IsLoopback));
    });

    [Theory, OnEachLoop]
    public void A_name_that_cannot_be_one_says_so(LoopKind kind) => kind.Run(async rig =>
    {
        var name = new string('x', 300);
        var error = await Assert.ThrowsAsync<DeviceException>(async () => await new HostNameResolver(rig.Clock).ResolveAsync(name));
        Assert.StartsWith($"cannot resolve '{name}': ", error.Message, StringComparison.Ordinal);
    });

    [Theory, OnEachLoop]
    public void A_look_up_can_be_given_up(LoopKind kind) => kind.Run(async rig =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await new HostNameResolver(rig.Clock).ResolveAsync("localhost", new CancellationToken(canceled: true))));

    [Theory, OnEachLoop]
    public void Look_ups_under_way_are_limited(LoopKind kind) => kind.Run(async rig =>
    {
        var answer = new TaskCompletionSource<IPAddress[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        var resolver = new HostNameResolver(rig.Clock, _ => answer.Task);
        var lookUps = Enumerable.Range(0, 64).Select(_ => resolver.ResolveAsync("localhost").AsTask()).ToArray();
        var error = await Assert.ThrowsAsync<DeviceException>(async () => await resolver.ResolveAsync("localhost"));
        Assert.Equal("cannot resolve 'localhost': 64 look-ups are under way already", error.Message);
        Assert.DoesNotContain(lookUps, static one => one.IsCompleted);

        answer.SetResult([IPAddress.Loopback]);
        Assert.All(await Task.WhenAll(lookUps), static addresses => Assert.True(Assert.Single(addresses).IsLoopback));
        Assert.Single(await resolver.ResolveAsync("localhost"));
    });
}
