using System.Reflection;
using MirageGen.Composition;

namespace MirageGen.TestKit.Tests.Devices;

/// <summary>What the composer relies on.</summary>
public sealed class DeviceTests
{
    private static readonly Assembly TestKit = typeof(SimulatedHost).Assembly;

    public static TheoryData<Type> Devices() =>
        [.. TestKit.GetTypes().Where(type => type.GetCustomAttributes<DeviceAttribute>().Any())];

    [Fact]
    public void The_manifest_lists_every_device()
    {
        var manifest = TestKit.GetCustomAttribute<DeviceManifestAttribute>()!;

        Assert.Equal(
            Devices().Select(row => row.Data.Name).Order(StringComparer.Ordinal),
            manifest.Devices.Select(type => type.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_target_is_declared()
    {
        var backend = TestKit.GetCustomAttribute<BackendAttribute>()!;

        Assert.Equal(("mock", typeof(SimulatedHost), true), (backend.Target, backend.Machine, backend.HasOperatingSystem));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void A_device_can_be_composed(Type device)
    {
        Assert.True(device.IsPublic);
        var attribute = device.GetCustomAttribute<DeviceAttribute>()!;
        Assert.Equal("mock", attribute.Target);
        Assert.All(attribute.Signatures, signature => Assert.True(device.IsAssignableTo(signature)));
        var connect = device.GetMethod("ConnectAsync", BindingFlags.Public | BindingFlags.Static);
        MethodBase way = connect is not null ? connect : Assert.Single(device.GetConstructors());
        var parameters = way.GetParameters();
        Assert.Equal(typeof(SimulatedHost), parameters[0].ParameterType);
        Assert.All(parameters[1..], parameter => Assert.NotNull(parameter.GetCustomAttribute<DeviceNameAttribute>()));
        Assert.Equal(attribute.Shared, parameters.Length == 1);
    }

    [Fact]
    public void Every_signature_a_unit_test_needs_has_a_device()
    {
        var signatures = Devices().SelectMany(row => row.Data.GetCustomAttribute<DeviceAttribute>()!.Signatures);

        Assert.Equal(
            [
                nameof(IBlock), nameof(IConsole), nameof(IKeyValueReader), nameof(IKeyValueStore), "ILoggerFactory",
                nameof(INameResolver), nameof(INetwork), nameof(INetworkStack), nameof(IRandom), nameof(TimeProvider),
            ],
            signatures.Select(signature => signature.Name).Order(StringComparer.Ordinal));
    }
}
