namespace MirageGen.Unix.Events;

/// <summary>A thing's place in an <see cref="ExpiryList{T}"/>.</summary>
/// <typeparam name="T">What expires.</typeparam>
/// <param name="owner">The thing.</param>
internal sealed class ExpiryEntry<T>(T owner)
    where T : class
{
    public T Owner { get; } = owner;

    public TimeSpan Deadline { get; set; }

    public ExpiryList<T>? List { get; set; }

    public ExpiryEntry<T>? Previous { get; set; }

    public ExpiryEntry<T>? Next { get; set; }
}
