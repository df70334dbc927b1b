namespace MirageGen.Composer.Outline;

/// <summary>A hash of 64 bits over a sequence of numbers and texts (FNV-1a, with an avalanche at the end).</summary>
internal struct TokenHash
{
    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    private ulong _state;

    public TokenHash() => _state = Basis;

    public readonly ulong Value
    {
        get
        {
            var mixed = (_state ^ (_state >> 33)) * 0xff51afd7ed558ccd;
            mixed = (mixed ^ (mixed >> 33)) * 0xc4ceb9fe1a85ec53;
            return mixed ^ (mixed >> 33);
        }
    }

    public void Add(int number) => _state = unchecked((_state ^ (uint)number) * Prime);

    /// <summary>Adds a text with its length, so that where one ends is part of it.</summary>
    public void Add(string text)
    {
        Add(text.Length);
        foreach (var character in text)
        {
            Add(character);
        }
    }
}
