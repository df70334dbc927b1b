using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Client;

/// <summary>What came of asking one server.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="Message">The response, whose header and question are sound; the asker's memory.</param>
internal readonly record struct Reply(ReplyKind Kind, byte[] Message)
{
    /// <summary>The response's header.</summary>
    public MessageHeader Header => MessageHeader.TryRead(Message, out var header) ? header : default;
}
