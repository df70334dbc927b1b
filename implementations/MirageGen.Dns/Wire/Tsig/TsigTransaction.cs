using System.Buffers.Binary;
using System.Security.Cryptography;

namespace MirageGen.Dns.Wire;

/// <summary>
/// One end of a signed transaction (RFC 8945 section 5): a request, a response, and the messages that follow it on a
/// stream. Each message is signed or verified in its turn; what is signed begins with the signature before. The time is
/// always a parameter.
/// </summary>
internal sealed class TsigTransaction(TsigKey key)
{
    /// <summary>How far clocks may be apart (RFC 8945 section 10), in seconds.</summary>
    public const ushort Fudge = 300;

    /// <summary>The most messages of a stream without a signature in a row (RFC 8945 section 5.3.1).</summary>
    public const int MaxUnsigned = 99;

    private const int LongestMacOctets = 64;

    private readonly KeyedHash _mac = key.CreateHash();
    private readonly byte[] _last = new byte[LongestMacOctets];
    private int _lastOctets;
    private int _signed;
    private int _unsigned;

    /// <summary>Signs the message that is being written, and adds the record to it.</summary>
    /// <param name="writer">The message, complete but for its signature; <see cref="TsigKey.RecordOctets"/> of room.</param>
    /// <param name="time">Now, in seconds since 1970.</param>
    /// <returns>False when there is no room; nothing is then signed.</returns>
    public bool TrySign(ref MessageWriter writer, ulong time) => TrySign(ref writer, time, TsigError.None, []);

    /// <summary>
    /// Signs the response to a request that was signed at a time too far from now: it has the client's time, and ours beside
    /// it (RFC 8945 section 5.2.3).
    /// </summary>
    /// <inheritdoc cref="TrySign(ref MessageWriter, ulong)"/>
    /// <param name="writer">The message.</param>
    /// <param name="requestTime">When the client thinks it is.</param>
    /// <param name="time">Now.</param>
    public bool TrySignBadTime(ref MessageWriter writer, ulong requestTime, ulong time)
    {
        Span<byte> other = stackalloc byte[TsigView.TimeOctets];
        TsigView.WriteTime(other, time);
        return TrySign(ref writer, requestTime, TsigError.BadTime, other);
    }

    /// <summary>Verifies a message.</summary>
    /// <param name="message">The whole message; untrusted.</param>
    /// <param name="tsigOffset">Where its TSIG record begins: the last one.</param>
    /// <param name="tsig">The record.</param>
    /// <param name="time">Now, in seconds since 1970.</param>
    /// <returns>
    /// The first that is wrong, in the order of RFC 8945 section 5.2. After <see cref="TsigError.BadTime"/> and
    /// <see cref="TsigError.BadTruncation"/> the signature itself is good and the answer is signed; after others it is not.
    /// </returns>
    public TsigError Verify(ReadOnlySpan<byte> message, int tsigOffset, scoped in TsigView tsig, ulong time)
    {
        if (!tsig.Key.Is(key.NameOctets) || !NameOctets.Equals(tsig.Algorithm, TsigAlgorithms.NameOf(key.Algorithm)))
        {
            return TsigError.BadKey;
        }

        if (!key.IsMacLength(tsig.Mac.Length))
        {
            // A response without one says that the request's was not good.
            return tsig.Mac.IsEmpty ? TsigError.BadSignature : TsigError.FormatError;
        }

        AppendMessage(message, tsigOffset, tsig.OriginalId);
        AppendVariables(tsig.Time, tsig.Fudge, tsig.Error, tsig.Other);
        Span<byte> expected = stackalloc byte[LongestMacOctets];
        _mac.Finish(expected[..key.WholeMacOctets]);
        if (!CryptographicOperations.FixedTimeEquals(expected[..tsig.Mac.Length], tsig.Mac))
        {
            Restart();
            return TsigError.BadSignature;
        }

        Continue(tsig.Mac);
        return tsig.Time + tsig.Fudge < time || time + tsig.Fudge < tsig.Time ? TsigError.BadTime
            : tsig.Mac.Length < key.MacOctets ? TsigError.BadTruncation
            : TsigError.None;
    }

    /// <summary>Takes in a message of a stream that has no signature; the next one that has covers it.</summary>
    /// <param name="message">The whole message.</param>
    /// <returns>False when it is not allowed: it is the first one, or there were <see cref="MaxUnsigned"/> in a row.</returns>
    public bool TryTakeUnsigned(ReadOnlySpan<byte> message)
    {
        if (_signed < 2 || ++_unsigned > MaxUnsigned)
        {
            return false;
        }

        _mac.Append(message);
        return true;
    }

    /// <summary>Whether all that has come is covered by a signature: what a stream must end with.</summary>
    public bool IsComplete => _signed > 0 && _unsigned == 0;

    /// <summary>The key that it is under.</summary>
    public TsigKey Key => key;

    /// <summary>Begins another transaction under the same key, without allocating.</summary>
    public void Reset()
    {
        _mac.Reset();
        _lastOctets = 0;
        _signed = 0;
        _unsigned = 0;
    }

    /// <summary>Signs the response to a request whose signature was good, but would not do.</summary>
    /// <inheritdoc cref="TrySign(ref MessageWriter, ulong)"/>
    /// <param name="writer">The message.</param>
    /// <param name="time">Now.</param>
    /// <param name="error">What was wrong.</param>
    /// <param name="other">With BADTIME the server's time.</param>
    public bool TrySign(ref MessageWriter writer, ulong time, TsigError error, scoped ReadOnlySpan<byte> other)
    {
        if (writer.Limit - writer.Length < key.RecordOctets)
        {
            return false;
        }

        writer.Finish();
        _mac.Append(writer.Written);
        AppendVariables(time, Fudge, error, other);
        Span<byte> mac = stackalloc byte[LongestMacOctets];
        _mac.Finish(mac[..key.WholeMacOctets]);
        mac = mac[..key.MacOctets];
        Continue(mac);
        return TsigWriter.TryWrite(
            ref writer, key.NameOctets, TsigAlgorithms.NameOf(key.Algorithm), time, Fudge, mac, writer.Header.Id, error, other);
    }

    /// <summary>Takes in a message as it was before it was signed: with its own id, and without the record.</summary>
    private void AppendMessage(ReadOnlySpan<byte> message, int tsigOffset, ushort originalId)
    {
        Span<byte> octets = stackalloc byte[MessageHeader.Octets];
        MessageHeader.TryRead(message, out var header);
        header.Id = originalId;
        header.Additionals--;
        header.Write(octets);
        _mac.Append(octets);
        _mac.Append(message[MessageHeader.Octets..tsigOffset]);
    }

    /// <summary>Takes in what the record says (RFC 8945 section 4.3.3); on a stream, from the second response on, only the times.</summary>
    private void AppendVariables(ulong time, ushort fudge, TsigError error, scoped ReadOnlySpan<byte> other)
    {
        Span<byte> octets = stackalloc byte[TsigView.TimeOctets + (3 * sizeof(ushort))];
        TsigView.WriteTime(octets, time);
        BinaryPrimitives.WriteUInt16BigEndian(octets[6..], fudge);
        BinaryPrimitives.WriteUInt16BigEndian(octets[8..], (ushort)error);
        BinaryPrimitives.WriteUInt16BigEndian(octets[10..], (ushort)other.Length);
        if (_signed >= 2)
        {
            _mac.Append(octets[..8]);
            return;
        }

        // Class ANY and a time to live of zero.
        _mac.Append(key.NameOctets);
        _mac.Append([0, (byte)RecordClass.Any, 0, 0, 0, 0]);
        _mac.Append(TsigAlgorithms.NameOf(key.Algorithm));
        _mac.Append(octets);
        _mac.Append(other);
    }

    /// <summary>Begins the next message with this one's signature.</summary>
    private void Continue(scoped ReadOnlySpan<byte> mac)
    {
        mac.CopyTo(_last);
        _lastOctets = mac.Length;
        _signed++;
        _unsigned = 0;
        AppendLast();
    }

    /// <summary>Begins the message again that was not good.</summary>
    private void Restart()
    {
        _unsigned = 0;
        if (_signed > 0)
        {
            AppendLast();
        }
    }

    private void AppendLast()
    {
        Span<byte> length = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)_lastOctets);
        _mac.Append(length);
        _mac.Append(_last.AsSpan(0, _lastOctets));
    }
}
