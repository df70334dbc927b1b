/// <summary>What is to be done with a disk.</summary>
public enum DiskTask
{
    /// <summary>Says what it is.</summary>
    Describe,

    /// <summary>Reads all of it and says its SHA-256.</summary>
    Sum,

    /// <summary>Fills it, in pieces in a random order, flushes, reads it back and says its SHA-256.</summary>
    Fill,

    /// <summary>Fills and reads a part of it again and again until it is asked to stop, and says each round.</summary>
    Repeat,

    /// <summary>Discards its first half.</summary>
    Discard,

    /// <summary>Measures transfers of 1 MB one after the other and of 4 kB in random places.</summary>
    Measure,
}
