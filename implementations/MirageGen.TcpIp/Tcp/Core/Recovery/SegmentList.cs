namespace MirageGen.TcpIp.Tcp;

/// <summary>A doubly linked list of segments through the slots of a scoreboard.</summary>
internal struct SegmentList()
{
    /// <summary>No slot.</summary>
    public const int None = -1;

    /// <summary>The slot of the first segment.</summary>
    public int First = None;

    /// <summary>The slot of the last segment.</summary>
    public int Last = None;

    /// <summary>Octets of all its segments.</summary>
    public long Octets;

    /// <summary>Puts a segment at the end.</summary>
    public void Append(SentSegment[] segments, int slot)
    {
        ref var segment = ref segments[slot];
        segment.Previous = Last;
        segment.Next = None;
        if (Last == None)
        {
            First = slot;
        }
        else
        {
            segments[Last].Next = slot;
        }

        Last = slot;
        Octets += segment.Length;
    }

    /// <summary>Puts a segment at the front.</summary>
    public void Prepend(SentSegment[] segments, int slot)
    {
        ref var segment = ref segments[slot];
        segment.Previous = None;
        segment.Next = First;
        if (First == None)
        {
            Last = slot;
        }
        else
        {
            segments[First].Previous = slot;
        }

        First = slot;
        Octets += segment.Length;
    }

    /// <summary>Takes a segment out.</summary>
    public void Remove(SentSegment[] segments, int slot)
    {
        ref var segment = ref segments[slot];
        if (segment.Previous == None)
        {
            First = segment.Next;
        }
        else
        {
            segments[segment.Previous].Next = segment.Next;
        }

        if (segment.Next == None)
        {
            Last = segment.Previous;
        }
        else
        {
            segments[segment.Next].Previous = segment.Previous;
        }

        Octets -= segment.Length;
    }

    /// <summary>Puts another list in front, which is empty afterwards.</summary>
    public void Prepend(SentSegment[] segments, ref SegmentList other)
    {
        if (other.First == None)
        {
            return;
        }

        if (First == None)
        {
            Last = other.Last;
        }
        else
        {
            segments[First].Previous = other.Last;
            segments[other.Last].Next = First;
        }

        First = other.First;
        Octets += other.Octets;
        other = new SegmentList();
    }
}
