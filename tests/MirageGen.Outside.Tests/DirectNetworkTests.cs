namespace MirageGen.Outside.Tests;

/// <summary>An appliance on our own TCP/IP, from the packages.</summary>
public sealed class DirectNetworkTests(Outside outside)
{
    private const string Echo = """
        #:sdk MirageGen.Sdk@1.0.0

        [Unikernel]
        public sealed class Echo(INetworkStack stack)
        {
            public Task RunAsync(CancellationToken stop) =>
                stack.Tcp.ServeAsync(7, static async (flow, stop) => await flow.Input.CopyToAsync(flow.Output, stop), stop);
        }
        """;

    [Fact]
    public async Task A_property_replaces_the_hosts_sockets()
    {
        outside.Write("direct", ("echo.cs", Echo));

        (await outside.DotnetAsync("direct", "run", "-p:MirageNet=direct", "echo.cs", "--", "--help")).Succeeded()
            .Printed("--interface").Printed("--ipv4").Printed("--stats");

        (await outside.DotnetAsync("direct", "run", "-p:MirageNet=direct", "echo.cs", "--", "--interface", "nowhere0")).Ended(1)
            .Printed("nowhere0");
    }
}
