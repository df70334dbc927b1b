namespace MirageGen.Dns.Wire;

/// <summary>Writes TSIG records as octets (RFC 8945 section 4.2).</summary>
internal static class TsigWriter
{
    /// <summary>Writes a record, which must be the last of the message.</summary>
    /// <param name="writer">The message.</param>
    /// <param name="key">The key's name.</param>
    /// <param name="algorithm">The algorithm's name.</param>
    /// <param name="time">Seconds since 1970.</param>
    /// <param name="fudge">How many seconds a clock may differ.</param>
    /// <param name="mac">The signature.</param>
    /// <param name="originalId">The message's id.</param>
    /// <param name="error">What was wrong with the request's signature.</param>
    /// <param name="other">With BADTIME the server's time.</param>
    /// <returns>False when there is no room.</returns>
    public static bool TryWrite(
        ref MessageWriter writer,
        scoped ReadOnlySpan<byte> key,
        scoped ReadOnlySpan<byte> algorithm,
        ulong time,
        ushort fudge,
        scoped ReadOnlySpan<byte> mac,
        ushort originalId,
        TsigError error,
        scoped ReadOnlySpan<byte> other)
    {
        Span<byte> octets = stackalloc byte[TsigView.TimeOctets];
        TsigView.WriteTime(octets, time);
        writer.BeginRecord(MessageSection.Additional, key, RecordType.Tsig, RecordClass.Any, 0);
        writer.WriteName(algorithm, compress: false);
        writer.Write(octets);
        writer.WriteUInt16(fudge);
        writer.WriteUInt16((ushort)mac.Length);
        writer.Write(mac);
        writer.WriteUInt16(originalId);
        writer.WriteUInt16((ushort)error);
        writer.WriteUInt16((ushort)other.Length);
        writer.Write(other);
        return writer.EndRecord();
    }

    /// <summary>
    /// Writes the record of a response to a request whose key or signature was wrong: it repeats the request's and has no
    /// signature (RFC 8945 section 5.2).
    /// </summary>
    /// <inheritdoc cref="TryWrite"/>
    public static bool TryWriteUnsigned(ref MessageWriter writer, scoped in TsigView request, TsigError error)
    {
        Span<byte> key = stackalloc byte[NameOctets.MaxOctets];
        key = key[..request.Key.CopyTo(key)];
        return TryWrite(ref writer, key, request.Algorithm, request.Time, request.Fudge, [], writer.Header.Id, error, []);
    }
}
