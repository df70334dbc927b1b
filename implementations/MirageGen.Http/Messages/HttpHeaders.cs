using System.Collections;
using System.Text;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>
/// The header fields of a message, or its trailer fields, in order. Names are case-insensitive; a field may occur more
/// than once. Those of a received message are read-only.
/// </summary>
/// <remarks>
/// <para>Fields are kept as octets, as they stand on the wire: texts are made when one is asked for. Received octets beyond
/// ASCII are read as Latin-1; none are sent.</para>
/// <para>What says where a body ends is managed by the message: Content-Length set here is the same as
/// <c>ContentLength</c> there, <c>Connection: close</c> closes, Transfer-Encoding cannot be set.</para>
/// </remarks>
public sealed class HttpHeaders : IEnumerable<KeyValuePair<string, string>>
{
    private readonly FieldLines _lines;
    private readonly bool _isReadOnly;
    private byte[] _octets;
    private int _length;

    /// <summary>Fields to be sent.</summary>
    internal HttpHeaders()
    {
        _lines = new();
        _octets = [];
    }

    /// <summary>Fields received; the octets are attached when they have arrived.</summary>
    internal HttpHeaders(FieldLines lines)
    {
        _lines = lines;
        _octets = [];
        _isReadOnly = true;
    }

    /// <summary>How many field lines there are.</summary>
    public int Count => _lines.Count;

    /// <summary>Content-Length of a message to be sent; negative when it is not set.</summary>
    internal long ContentLength { get; set; } = -1;

    /// <summary>Whether <c>Connection: close</c> was set on a message to be sent.</summary>
    internal bool HasClose { get; private set; }

    internal FieldLines Lines => _lines;

    /// <summary>What the lines refer to.</summary>
    internal ReadOnlySpan<byte> Octets => _octets.AsSpan(0, _length);

    /// <summary>
    /// A field's value; where it occurs more than once, all values joined by commas (RFC 9110 section 5.3). Null when it
    /// does not occur. Setting replaces every occurrence; null removes.
    /// </summary>
    /// <exception cref="ArgumentException">Set: the name is no token, or the value has line ends or other controls.</exception>
    /// <exception cref="InvalidOperationException">Set: the message was received, or its head has been sent.</exception>
    public string? this[string name]
    {
        get => Find(name);
        set
        {
            Remove(name);
            if (value is not null)
            {
                Add(name, value);
            }
        }
    }

    /// <summary>Whether a field occurs.</summary>
    public bool Contains(string name)
    {
        Span<byte> octets = stackalloc byte[MostNameBytes];
        return IndexOf(Narrow(name, octets), 0) >= 0;
    }

    /// <summary>Every value of a field, in order; a list within one value is not split.</summary>
    public IReadOnlyList<string> GetAll(string name)
    {
        Span<byte> octets = stackalloc byte[MostNameBytes];
        var key = Narrow(name, octets);
        var values = new List<string>();
        for (var i = IndexOf(key, 0); i >= 0; i = IndexOf(key, i + 1))
        {
            values.Add(Encoding.Latin1.GetString(_lines.All[i].Value.Of(Octets)));
        }

        return values;
    }

    /// <summary>A field's first value as octets, without allocation.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <param name="value">The value; valid until the exchange ends or the fields change.</param>
    public bool TryGet(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var index = IndexOf(name, 0);
        value = index >= 0 ? _lines.All[index].Value.Of(Octets) : default;
        return index >= 0;
    }

    /// <summary>Adds a field line.</summary>
    /// <inheritdoc cref="this[string]" path="/exception"/>
    public void Add(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        var octets = value.Length <= 256 ? stackalloc byte[value.Length] : new byte[value.Length];
        if (Ascii.FromUtf16(value, octets, out _) != System.Buffers.OperationStatus.Done)
        {
            throw new ArgumentException($"The value of '{name}' has characters beyond ASCII: \"{value}\".", nameof(value));
        }

        Span<byte> nameOctets = stackalloc byte[MostNameBytes];
        Add(Narrow(name, nameOctets), octets);
    }

    /// <summary>Adds a field line, without allocation: <c>Add("Vary"u8, "Accept"u8)</c>.</summary>
    /// <inheritdoc cref="this[string]" path="/exception"/>
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        ThrowIfReadOnly();
        var field = WellKnownFields.Identify(name);
        if (field == WellKnownField.None && (name.IsEmpty || name.ContainsAnyExcept(HttpGrammar.Token)))
        {
            throw new ArgumentException($"'{Encoding.Latin1.GetString(name)}' is not the name of a field.", nameof(name));
        }

        value = HttpGrammar.TrimWhitespace(value);
        if (value.ContainsAny(HttpGrammar.LineEnders))
        {
            throw new ArgumentException($"The value of '{Encoding.Latin1.GetString(name)}' has a control character.", nameof(value));
        }

        if (!TrySetManaged(field, value))
        {
            Append(name, value, field);
        }
    }

    /// <summary>Removes every occurrence of a field.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="InvalidOperationException">The message was received, or its head has been sent.</exception>
    public bool Remove(string name)
    {
        Span<byte> octets = stackalloc byte[MostNameBytes];
        return Remove(Narrow(name, octets));
    }

    /// <summary>Removes every occurrence of a field, without allocation.</summary>
    /// <inheritdoc cref="Remove(string)"/>
    public bool Remove(ReadOnlySpan<byte> name)
    {
        ThrowIfReadOnly();
        var field = WellKnownFields.Identify(name);
        ContentLength = field == WellKnownField.ContentLength ? -1 : ContentLength;
        HasClose = field != WellKnownField.Connection && HasClose;
        var before = Count;
        for (var i = IndexOf(name, 0); i >= 0; i = IndexOf(name, i))
        {
            CutOut(i);
        }

        return Count < before;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            var line = _lines.All[i];
            yield return new(Encoding.ASCII.GetString(line.Name.Of(Octets)), Encoding.Latin1.GetString(line.Value.Of(Octets)));
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Has the lines refer to a received head.</summary>
    internal void Attach(byte[] octets, int length)
    {
        _octets = octets;
        _length = length;
    }

    /// <summary>Locks or unlocks the fields of a message to be sent.</summary>
    internal bool IsSent { get; set; }

    /// <summary>Forgets everything, but keeps the room.</summary>
    internal void Reset()
    {
        _lines.Clear();
        _length = 0;
        ContentLength = -1;
        HasClose = false;
        IsSent = false;
    }

    private const int MostNameBytes = 256;

    private static ReadOnlySpan<byte> Narrow(string name, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length <= MostNameBytes && Ascii.FromUtf16(name, destination, out var length) == System.Buffers.OperationStatus.Done
            ? destination[..length]
            : throw new ArgumentException($"'{name}' is not the name of a field.", nameof(name));
    }

    private int IndexOf(ReadOnlySpan<byte> name, int from) => _lines.IndexOf(name, Octets, from);

    private string? Find(string name)
    {
        Span<byte> octets = stackalloc byte[MostNameBytes];
        var key = Narrow(name, octets);
        var first = IndexOf(key, 0);
        return first < 0 ? null
            : IndexOf(key, first + 1) < 0 ? Encoding.Latin1.GetString(_lines.All[first].Value.Of(Octets))
            : string.Join(", ", GetAll(name));
    }

    private bool TrySetManaged(WellKnownField field, ReadOnlySpan<byte> value)
    {
        switch (field)
        {
            case WellKnownField.ContentLength:
                if (DecimalNumber.Read(value, out var length) != WireError.None)
                {
                    throw new ArgumentException($"'{Encoding.Latin1.GetString(value)}' is not a Content-Length.", nameof(value));
                }

                ContentLength = length;
                return true;
            case WellKnownField.Connection when Ascii.EqualsIgnoreCase(value, "close"u8):
                HasClose = true;
                return true;
            case WellKnownField.Connection when Ascii.EqualsIgnoreCase(value, "keep-alive"u8):
                return true;
            case WellKnownField.TransferEncoding:
                throw new ArgumentException("Transfer-Encoding is decided by the message: leave Content-Length unset to send chunks.");
            default:
                return false;
        }
    }

    private void Append(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, WellKnownField field)
    {
        const int Separators = 4;
        var end = _length + name.Length + value.Length + Separators;
        if (end > HeadLimits.LargestHeadBytes)
        {
            throw new InvalidOperationException($"The fields are larger than {HeadLimits.LargestHeadBytes} octets.");
        }

        if (end > _octets.Length)
        {
            Array.Resize(ref _octets, Math.Max(end, Math.Max(256, _octets.Length * 2)));
        }

        var valueStart = _length + name.Length + 2;
        name.CopyTo(_octets.AsSpan(_length));
        ": "u8.CopyTo(_octets.AsSpan(_length + name.Length));
        value.CopyTo(_octets.AsSpan(valueStart));
        "\r\n"u8.CopyTo(_octets.AsSpan(end - 2));
        _lines.Add(new(
            OctetRange.Between(_length, _length + name.Length),
            OctetRange.Between(valueStart, valueStart + value.Length),
            field));
        _length = end;
    }

    private void CutOut(int index)
    {
        // The lines stand one behind the other, so what follows moves down and is added again where it now is.
        var start = _lines.All[index].Name.Start;
        var following = _lines.All[(index + 1)..].ToArray();
        var end = following.Length > 0 ? following[0].Name.Start : _length;
        _octets.AsSpan(end, _length - end).CopyTo(_octets.AsSpan(start));
        _length -= end - start;
        while (_lines.Count > index)
        {
            _lines.RemoveAt(_lines.Count - 1);
        }

        foreach (var line in following)
        {
            _lines.Add(new(Down(line.Name, end - start), Down(line.Value, end - start), line.Field));
        }
    }

    private static OctetRange Down(OctetRange range, int by) => new((ushort)(range.Start - by), range.Length);

    private void ThrowIfReadOnly()
    {
        if (_isReadOnly || IsSent)
        {
            throw new InvalidOperationException(
                _isReadOnly ? "The fields of a received message cannot be changed." : "The head has been sent.");
        }
    }
}
