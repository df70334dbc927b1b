namespace MirageGen;

/// <summary>
/// What a store of embedded content can do beyond KV_RO: hand out values at once, as memory that never changes, with
/// variants compressed by the build. A server asks <c>store is IImmutableContent</c>.
/// </summary>
public interface IImmutableContent
{
    /// <summary>Every key that has a value, in ordinal order.</summary>
    IEnumerable<Key> Keys { get; }

    /// <summary>A value with its variants.</summary>
    /// <returns>False when there is no value under the key.</returns>
    bool TryGet(Key key, out ImmutableContent content);
}
