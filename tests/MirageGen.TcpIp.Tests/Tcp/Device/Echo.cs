using System.Buffers;

namespace MirageGen.TcpIp.Tests.Tcp.Device;

internal static class Echo
{
    /// <summary>Sends back what arrives, to the end.</summary>
    public static async Task ServeAsync(ITcpFlow flow)
    {
        while (true)
        {
            var read = await flow.Input.ReadAsync();
            foreach (var piece in read.Buffer)
            {
                flow.Output.Write(piece.Span);
            }

            flow.Input.AdvanceTo(read.Buffer.End);
            await flow.Output.FlushAsync();
            if (read.IsCompleted)
            {
                return;
            }
        }
    }
}
