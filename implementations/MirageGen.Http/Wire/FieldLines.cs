using System.Text;

namespace MirageGen.Http.Wire;

/// <summary>The field lines of one head, in order; reused from message to message.</summary>
internal sealed class FieldLines
{
    private FieldLine[] _lines = new FieldLine[16];

    public int Count { get; private set; }

    /// <summary>One bit for each <see cref="WellKnownField"/> that occurs.</summary>
    public ulong Present { get; private set; }

    public ReadOnlySpan<FieldLine> All => _lines.AsSpan(0, Count);

    /// <summary>The mask of one field, for tests of several at once.</summary>
    public static ulong Bit(WellKnownField field) => 1UL << (int)field;

    public void Clear()
    {
        Count = 0;
        Present = 0;
    }

    public void Add(in FieldLine line)
    {
        if (Count == _lines.Length)
        {
            Array.Resize(ref _lines, Count * 2);
        }

        _lines[Count++] = line;
        if (line.Field != WellKnownField.None)
        {
            Present |= Bit(line.Field);
        }
    }

    /// <summary>Takes one line out; the others keep their order.</summary>
    public void RemoveAt(int index)
    {
        Count--;
        Array.Copy(_lines, index + 1, _lines, index, Count - index);
        Present = 0;
        foreach (ref readonly var line in All)
        {
            Present |= line.Field == WellKnownField.None ? 0 : Bit(line.Field);
        }
    }

    public bool Has(WellKnownField field) => (Present & Bit(field)) != 0;

    /// <summary>The first line of a field, at or after an index; negative when there is none.</summary>
    public int IndexOf(WellKnownField field, int from = 0)
    {
        if (Has(field))
        {
            for (var i = from; i < Count; i++)
            {
                if (_lines[i].Field == field)
                {
                    return i;
                }
            }
        }

        return -1;
    }

    /// <summary>The first line with a name, whatever its case, at or after an index; negative when there is none.</summary>
    public int IndexOf(ReadOnlySpan<byte> name, ReadOnlySpan<byte> octets, int from = 0)
    {
        for (var i = from; i < Count; i++)
        {
            if (Ascii.EqualsIgnoreCase(_lines[i].Name.Of(octets), name))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The value of a field that is no list.</summary>
    /// <returns>False when it does not occur, or occurs more than once: then nobody can say which one is meant.</returns>
    public bool TryGetOnly(WellKnownField field, ReadOnlySpan<byte> octets, out ReadOnlySpan<byte> value)
    {
        var index = IndexOf(field);
        value = index < 0 ? default : _lines[index].Value.Of(octets);
        return index >= 0 && IndexOf(field, index + 1) < 0;
    }

    /// <summary>The value of a field's first line; empty when it does not occur (see <see cref="Has"/>).</summary>
    public ReadOnlySpan<byte> Value(WellKnownField field, ReadOnlySpan<byte> octets) =>
        IndexOf(field) is >= 0 and var index ? _lines[index].Value.Of(octets) : default;
}
