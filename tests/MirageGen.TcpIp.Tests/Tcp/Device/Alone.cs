namespace MirageGen.TcpIp.Tests.Tcp.Device;

/// <summary>Tests that measure the memory of the process: beside them none runs.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
