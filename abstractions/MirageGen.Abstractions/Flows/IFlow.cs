using System.IO.Pipelines;

namespace MirageGen;

/// <summary>
/// FLOW: a reliable, ordered stream of bytes in each direction. TCP connections, SSH channels, vchan and the ends of
/// in-memory pairs are flows; <c>Input.AsStream()</c> and <c>Output.AsStream()</c> make .NET streams of them.
/// </summary>
/// <remarks>
/// <para><b>Reading.</b> <see cref="IDuplexPipe.Input"/> hands out the device's own buffers: the sequence of a
/// <see cref="ReadResult"/> is valid until <c>AdvanceTo</c>. <see cref="ReadResult.IsCompleted"/> is the peer's
/// orderly end; a read throws <see cref="FlowResetException"/> after a reset and what had arrived before it has been
/// read.</para>
/// <para><b>Writing.</b> <see cref="IDuplexPipe.Output"/> fills the device's own buffer; nothing is sent before
/// <c>FlushAsync</c>, which completes at once while there is room and otherwise when the peer has taken enough: it is
/// the back-pressure. <see cref="FlushResult.IsCompleted"/> says that the peer takes no more. An uncompleted flush is
/// no error to drop: the bytes are still sent.</para>
/// <para><b>Ending.</b> Completing the output sends the rest and then the end of the stream, and the other direction
/// goes on (half-close). Completing the input says that no more will be read: what still arrives is dropped.
/// <see cref="Abort"/> ends both at once with a reset. Disposing completes what is not complete and returns when
/// everything has been handed over or the flow is reset; it never throws. One reader and one writer at a time, on the
/// loop.</para>
/// </remarks>
public interface IFlow : IDuplexPipe, IAsyncDisposable
{
    /// <summary>
    /// Queues memory that never changes (embedded content, compiled answers): the device may refer to it until it has
    /// been sent and acknowledged, instead of copying it. Send with <c>Output.FlushAsync</c>.
    /// </summary>
    /// <param name="data">Must stay as it is for good.</param>
    void WriteImmutable(ReadOnlyMemory<byte> data);

    /// <summary>
    /// Says that by its protocol the peer sends nothing more, as after an HTTP request with <c>Connection: close</c>. A flow
    /// that would wait for the peer's end when it closes, so that unread input makes no reset overtake what was just sent,
    /// need not; what the peer sends against its word may be answered by that reset.
    /// </summary>
    void ExpectNoInput()
    {
        // Nothing to do for a flow that does not wait.
    }

    /// <summary>
    /// Ends both directions at once: the peer sees a reset, pending reads and flushes end with
    /// <see cref="FlowResetException"/>. Does nothing when the flow has ended.
    /// </summary>
    /// <param name="reason">Kept for whoever reads or writes next; not sent.</param>
    void Abort(string reason);
}
